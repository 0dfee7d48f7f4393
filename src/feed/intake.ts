// Where what an exchange said becomes records: read once, sifted, counted.
import { FrameError } from '../domain/errors.js';
import type { ExchangeId, InstrumentIndex } from '../domain/instrument.js';
import type { FrameTally, Liquidation } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { ParseContext, ParsedFrame } from '../exchanges/adapter.js';
import type { Replay } from './conversation.js';
import type { FeedSink } from './feed.js';
import { createLiquidationSieve } from './liquidation-sieve.js';

/** Ids remembered: hours of a calm market, minutes of the worst cascade. */
const LIQUIDATION_IDS = 20_000;
const FRAME_SHOWN = 80;
const SENTENCE_SHOWN = 300;
/** Complaints about unlisted instruments already acted upon. */
const UNKNOWN_REMEMBERED = 1000;

export interface IntakeOptions {
  readonly exchange: ExchangeId;
  readonly sink: FeedSink;
  readonly instruments: () => InstrumentIndex;
  /** An instrument was named that is not listed; once for each. */
  readonly onUnknown: () => void;
}

/** What a tally names besides who and when. */
type Troubles = Pick<FrameTally, 'faults' | 'refusals' | 'failures'>;

export interface Intake {
  /** The one catch per frame: `undefined` when it could not be read, which is counted and named. */
  readonly read: (frame: string, receivedAt: number, parse: (context: ParseContext) => ParsedFrame) => ParsedFrame | undefined;
  /** `troubles`: what is to be counted with the frame besides its own faults. */
  readonly deliver: (parsed: ParsedFrame, receivedAt: number, replay: Replay, troubles?: Troubles) => void;
  readonly tally: (receivedAt: number, troubles?: Troubles) => void;
  /** Nothing reaches the sink from now on. */
  readonly close: () => void;
}

export function createIntake({ exchange, sink, instruments, onUnknown }: IntakeOptions): Intake {
  const sieve = createLiquidationSieve(LIQUIDATION_IDS);
  const unknownSeen = new Set<string>();
  let isClosed = false;

  function tally(receivedAt: number, { faults = [], refusals = [], failures = [] }: Troubles = {}): void {
    if (isClosed) return;
    sink.frame({
      exchange,
      receivedAt,
      ...(faults.length === 0 ? {} : { faults: shown(faults) }),
      ...(refusals.length === 0 ? {} : { refusals: shown(refusals) }),
      ...(failures.length === 0 ? {} : { failures: shown(failures) }),
    });
  }

  /** An instrument that stays unlisted must not cost a new list every minute. */
  function noteUnknown(message: string): void {
    if (unknownSeen.has(message)) return;
    if (unknownSeen.size >= UNKNOWN_REMEMBERED) unknownSeen.clear();
    unknownSeen.add(message);
    onUnknown();
  }

  return {
    tally,
    read: (frame, receivedAt, parse) => {
      try {
        return parse({ receivedAt, instruments: instruments() });
      } catch (cause) {
        const error = new FrameError(exchange, frame, { cause });
        const size = frame.length > FRAME_SHOWN ? ` (${frame.length} characters)` : '';
        tally(receivedAt, { faults: [`${error.message}: ${error.frame.slice(0, FRAME_SHOWN)}${size}`] });
        return undefined;
      }
    },
    deliver: (parsed, receivedAt, replay, troubles = {}) => {
      if (isClosed) return;
      if (parsed.kind !== 'records') {
        tally(receivedAt, troubles);
        return;
      }
      for (const past of oldestFirst(parsed.backfill)) if (sieve.accept(past, replay.since)) sink.record(past);
      const since = replay.isReplaying ? replay.since : undefined;
      for (const record of parsed.records) if (record.type === 'ticker' || sieve.accept(record, since)) sink.record(record);
      const { faults = [] } = parsed;
      tally(receivedAt, { ...troubles, faults: faults.map((fault) => fault.message) });
      for (const fault of faults) if (fault.kind === 'unknown-instrument') noteUnknown(fault.message);
    },
    close: () => {
      isClosed = true;
    },
  };
}

function shown(sentences: readonly string[]): readonly string[] {
  return sentences.map((sentence) => printable(sentence, SENTENCE_SHOWN));
}

function oldestFirst(past: readonly Liquidation[] = []): readonly Liquidation[] {
  return past.toSorted((a, b) => a.time - b.time);
}
