// A line of a recording → the records in it: a record of the contract as `fundmon stream` writes it, or a raw frame as `decode` takes it.
import * as v from 'valibot';
import { type ExchangeId, type InstrumentIndex, isExchangeId } from '../domain/instrument.js';
import type { FeedState, Liquidation, Ticker } from '../domain/record.js';
import { printable } from '../domain/text.js';
import { adapters } from '../exchanges/registry.js';
import { parseRecordedLine } from '../feed/recording.js';
import { feedSchema, liquidationSchema, tickerSchema } from './record-schema.js';

export type RecordedRecord = Ticker | Liquidation | FeedState;

export interface RecordedLine {
  readonly records: readonly RecordedRecord[];
  /** Why something in it could not be read. */
  readonly faults: readonly string[];
}

export interface RecordedLines {
  /** `undefined`: a line too long. */
  readonly read: (line: string | undefined) => RecordedLine;
}

/** Made by the program itself, from the others. */
const DERIVED: readonly unknown[] = ['severity', 'alert'];
const REASON_SHOWN = 200;

const recordSchema = v.variant('type', [tickerSchema, liquidationSchema, feedSchema]);
const recordTypes: readonly unknown[] = ['ticker', 'liquidation', 'feed'];

/** `exchange`: whose frames those are that do not tell. `instrumentsOf`: asked once for each exchange there are frames of. */
export function createRecordedLines(
  exchange: ExchangeId | undefined,
  instrumentsOf: (exchange: ExchangeId) => InstrumentIndex,
): RecordedLines {
  const indexes = new Map<ExchangeId, InstrumentIndex>();
  /** For frames that do not tell when they came: what was known before. */
  let lastTime = 0;

  function instruments(of: ExchangeId): InstrumentIndex {
    const held = indexes.get(of) ?? instrumentsOf(of);
    indexes.set(of, held);
    return held;
  }

  function readFrame(line: string, of: ExchangeId): RecordedLine {
    const { text, receivedAt } = parseRecordedLine(line);
    const parseAt = (time: number) => adapters[of].parse(text, { receivedAt: time, instruments: instruments(of) });
    let parsed = parseAt(receivedAt ?? lastTime);
    if (parsed.kind !== 'records') return { records: [], faults: [] };
    const newest = parsed.records.reduce((latest, { time }) => Math.max(latest, time), lastTime);
    // It came when the exchange says it happened: no better is known.
    if (receivedAt === undefined && newest > lastTime) parsed = parseAt(newest);
    lastTime = Math.max(lastTime, receivedAt ?? newest);
    if (parsed.kind !== 'records') return { records: [], faults: [] };
    return { records: parsed.records, faults: (parsed.faults ?? []).map(({ message }) => message) };
  }

  function readLine(line: string): RecordedLine {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) throw new SyntaxError('expected a JSON object');
    const { type, exchange: named, raw } = value as Readonly<Record<string, unknown>>;
    if (raw === undefined && DERIVED.includes(type)) return { records: [], faults: [] };
    if (raw === undefined && recordTypes.includes(type) && typeof named === 'string') {
      const result = v.safeParse(recordSchema, value);
      return result.success ? { records: [result.output], faults: [] } : { records: [], faults: [faultOf(result.issues[0])] };
    }
    const of = typeof named === 'string' && isExchangeId(named) ? named : exchange;
    if (of === undefined) return { records: [], faults: ['a frame of which exchange? --exchange ID tells'] };
    return readFrame(line, of);
  }

  return {
    read: (line) => {
      if (line === undefined) return { records: [], faults: ['line too long'] };
      try {
        return readLine(line);
      } catch (error) {
        // The one catch per line: whatever it is made of, the others go on.
        return { records: [], faults: [printable(error instanceof Error ? error.message : String(error), REASON_SHOWN)] };
      }
    },
  };
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  return printable(`${v.getDotPath(issue) ?? 'record'}: ${issue.message}`, REASON_SHOWN);
}
