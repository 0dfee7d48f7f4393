import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, ordinalId, parseAnswer, recordsFrame, unknownInstrument } from '../entries.js';
import { isObject, list, object, optionalText, parseJson, symbol, text, type Wire } from '../wire.js';
import { parseEvent } from './control.js';
import { refuseError } from './instruments.js';
import {
  readerOf,
  readFunding,
  readIndex,
  readLast,
  readLiquidation,
  readMark,
  readOpenInterest,
  type TickerReader,
} from './records.js';
import { isIgnoredChannel } from './topics.js';

const ignored: ParsedFrame = { kind: 'ignored' };
const pong: ParsedFrame = { kind: 'pong' };

const CHANNEL_HEAD = '{"arg":{"channel":"';
/** The third generation of the API (`{"table":"swap/trade",…}`), switched off. */
const TABLE_HEAD = '{"table":"';
const CLOSING_BRACE = 125;

const readers: ReadonlyMap<string, TickerReader> = new Map([
  ['funding-rate', readFunding],
  ['mark-price', readMark],
  ['open-interest', readOpenInterest],
  ['tickers', readLast],
]);

interface Reading {
  readonly context: ParseContext;
  readonly records: (Ticker | Liquidation)[];
  readonly faults: Fault[];
  readonly seen: Map<string, number>;
}

function newReading(context: ParseContext): Reading {
  return { context, records: [], faults: [], seen: new Map() };
}

// Spot pairs, dated futures, options and X-Perps share the channels; only swaps are instruments here.
function findInstrument(row: Wire, reading: Reading): Instrument | undefined {
  const instId = symbol(row, 'instId');
  const instrument = reading.context.instruments.get(instId);
  if (instrument) return instrument.isTrading ? instrument : undefined;
  if (instId.endsWith('-SWAP') || row['instType'] === 'SWAP') reading.faults.push(unknownInstrument(instId));
  return undefined;
}

function addTicker(row: Wire, read: TickerReader, reading: Reading): void {
  if (read === readIndex) {
    addIndex(row, reading);
    return;
  }
  const instrument = findInstrument(row, reading);
  const ticker = instrument && read(row, instrument, reading.context.receivedAt);
  if (ticker) reading.records.push(ticker);
}

// One index serves every swap on it; most indices have none.
function addIndex(row: Wire, reading: Reading): void {
  const { instruments, receivedAt } = reading.context;
  for (const instrument of instruments.byIndex(symbol(row, 'instId'))) {
    const ticker = instrument.isTrading ? readIndex(row, instrument, receivedAt) : undefined;
    if (ticker) reading.records.push(ticker);
  }
}

// `details` holds one or more liquidations of the instrument.
function addLiquidations(row: Wire, reading: Reading): void {
  const instrument = findInstrument(row, reading);
  if (!instrument) return;
  for (const detail of list(row, 'details')) {
    try {
      const event = readLiquidation(object(detail, 'details'), instrument, reading.context.receivedAt);
      const id = ordinalId(event.id, reading.seen);
      reading.records.push(id === event.id ? event : { ...event, id });
    } catch (error) {
      reading.faults.push(badValue(instrument.symbol, error));
    }
  }
}

function parseRows(rows: readonly unknown[], read: (row: Wire, reading: Reading) => void, context: ParseContext): ParsedFrame {
  const reading = newReading(context);
  for (const entry of rows) {
    try {
      read(object(entry, 'data'), reading);
    } catch (error) {
      reading.faults.push(badValue(isObject(entry) ? entry['instId'] : undefined, error));
    }
  }
  return recordsFrame(reading.records, reading.faults);
}

// Without a channel each row says by its fields what it is: REST answers, and rows somebody took out of their frame.
function addBareRow(row: Wire, reading: Reading): void {
  if (row['details'] !== undefined) addLiquidations(row, reading);
  else addTicker(row, readerOf(row), reading);
}

function parseChannel(arg: Wire, wire: Wire, context: ParseContext): ParsedFrame {
  const channel = text(arg, 'channel');
  if (channel === 'liquidation-orders') return parseRows(list(wire, 'data'), addLiquidations, context);
  if (channel === 'index-tickers') return parseRows(list(wire, 'data'), addIndex, context);
  const read = readers.get(channel);
  if (read) return parseRows(list(wire, 'data'), (row, reading) => addTicker(row, read, reading), context);
  if (isIgnoredChannel(channel)) return ignored;
  throw new WireError(`unknown channel ${printable(channel, 80)}`);
}

// Channels nobody reads, recognised without a full parse.
function isIgnoredHead(frame: string): boolean {
  if (frame.charCodeAt(frame.length - 1) !== CLOSING_BRACE) return false;
  if (frame.startsWith(CHANNEL_HEAD)) {
    const end = frame.indexOf('"', CHANNEL_HEAD.length);
    return end > 0 && isIgnoredChannel(frame.slice(CHANNEL_HEAD.length, end));
  }
  return frame.startsWith(TABLE_HEAD);
}

/** The answer to any of the polled requests. */
export function parseMarket(body: string, context: ParseContext): ParsedFrame {
  const answer = object(parseAnswer(body), 'answer');
  refuseError(answer);
  return parseRows(list(answer, 'data'), addBareRow, context);
}

export function parse(frame: string, context: ParseContext): ParsedFrame {
  // Not JSON: the answer to the bare text `ping`.
  if (frame === 'pong') return pong;
  if (isIgnoredHead(frame)) return ignored;
  const wire = object(parseJson(frame), 'frame');
  if (optionalText(wire, 'event') !== undefined) return parseEvent(wire);
  if (isObject(wire['arg'])) return parseChannel(wire['arg'], wire, context);
  if (wire['table'] !== undefined) return ignored;
  if (wire['data'] !== undefined) {
    refuseError(wire);
    return parseRows(list(wire, 'data'), addBareRow, context);
  }
  if (wire['instId'] !== undefined) return parseRows([wire], addBareRow, context);
  throw new WireError(`unknown frame with ${printable(Object.keys(wire).slice(0, 6).join(', '), 80) || 'no fields'}`);
}
