import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, ordinalId, parseAnswer, recordsFrame, unknownInstrument } from '../entries.js';
import { standsAt } from '../head.js';
import { parseSelected } from '../selective-json.js';
import type { Wanted } from '../wanted.js';
import { isObject, list, object, optionalText, parseJson, symbol, text, type Wire } from '../wire.js';
import { parseEvent } from './control.js';
import { refuseError } from './instruments.js';
import { readFunding, readIndex, readLast, readLiquidation, readMark, readOpenInterest, type TickerReader } from './records.js';
import { priceChannel, priceFrame, slowFrame } from './shape.js';
import { isIgnoredChannel } from './topics.js';

const ignored: ParsedFrame = { kind: 'ignored' };
const pong: ParsedFrame = { kind: 'pong' };

const CHANNEL_HEAD = '{"arg":{"channel":"';
/** The third generation of the API (`{"table":"swap/trade",…}`), switched off. */
const TABLE_HEAD = '{"table":"';
const CLOSING_BRACE = 125;

type RowReader = (row: Wire, reading: Reading) => void;

interface Reading {
  readonly context: ParseContext;
  readonly records: (Ticker | Liquidation)[];
  readonly faults: Fault[];
  /** Ids given in this frame; only liquidations have any. */
  seen?: Map<string, number>;
}

// Spot pairs, dated futures, options and X-Perps share the channels; only swaps are instruments here.
function findInstrument(row: Wire, reading: Reading): Instrument | undefined {
  const known = reading.context.instruments.get(String(row['instId']));
  if (known) return known.isTrading ? known : undefined;
  const instId = symbol(row, 'instId');
  if (instId.endsWith('-SWAP') || row['instType'] === 'SWAP') reading.faults.push(unknownInstrument(instId));
  return undefined;
}

function addTicker(row: Wire, read: TickerReader, reading: Reading): void {
  const instrument = findInstrument(row, reading);
  const ticker = instrument && read(row, instrument, reading.context.receivedAt);
  if (ticker) reading.records.push(ticker);
}

const addFunding: RowReader = (row, reading) => addTicker(row, readFunding, reading);
const addMark: RowReader = (row, reading) => addTicker(row, readMark, reading);
const addOpenInterest: RowReader = (row, reading) => addTicker(row, readOpenInterest, reading);
const addLast: RowReader = (row, reading) => addTicker(row, readLast, reading);

// One index serves every swap on it; most indices have none.
const addIndex: RowReader = (row, reading) => {
  const { instruments, receivedAt } = reading.context;
  const sharing = instruments.byIndex(String(row['instId']));
  if (sharing.length === 0) symbol(row, 'instId');
  for (const instrument of sharing) {
    const ticker = instrument.isTrading ? readIndex(row, instrument, receivedAt) : undefined;
    if (ticker) reading.records.push(ticker);
  }
};

// `details` holds one or more liquidations of the instrument.
const addLiquidations: RowReader = (row, reading) => {
  const instrument = findInstrument(row, reading);
  if (!instrument) return;
  reading.seen ??= new Map();
  for (const detail of list(row, 'details')) {
    try {
      const event = readLiquidation(object(detail, 'details'), instrument, reading.context.receivedAt);
      const id = ordinalId(event.id, reading.seen);
      reading.records.push(id === event.id ? event : { ...event, id });
    } catch (error) {
      reading.faults.push(badValue(instrument.symbol, error));
    }
  }
};

function parseRows(rows: readonly unknown[], read: RowReader, context: ParseContext): ParsedFrame {
  const reading: Reading = { context, records: [], faults: [] };
  for (const entry of rows) {
    try {
      read(object(entry, 'data'), reading);
    } catch (error) {
      reading.faults.push(badValue(isObject(entry) ? entry['instId'] : undefined, error));
    }
  }
  return recordsFrame(reading.records, reading.faults);
}

const channels: ReadonlyMap<string, RowReader> = new Map([
  ['funding-rate', addFunding],
  ['mark-price', addMark],
  ['index-tickers', addIndex],
  ['open-interest', addOpenInterest],
  ['tickers', addLast],
  ['liquidation-orders', addLiquidations],
]);

// Without a channel each row says by its fields what it is: REST answers, and rows somebody took out of their frame.
const addBareRow: RowReader = (row, reading) => {
  if ('details' in row) addLiquidations(row, reading);
  else if ('fundingRate' in row || 'fundingTime' in row) addFunding(row, reading);
  else if ('markPx' in row) addMark(row, reading);
  else if ('idxPx' in row) addIndex(row, reading);
  else if ('oi' in row) addOpenInterest(row, reading);
  else if ('last' in row) addLast(row, reading);
  else throw new WireError(`unknown row with ${printable(Object.keys(row).slice(0, 6).join(', '), 80)}`);
};

function parseChannel(arg: Wire, wire: Wire, context: ParseContext): ParsedFrame {
  const channel = text(arg, 'channel');
  const read = channels.get(channel);
  if (read) return parseRows(list(wire, 'data'), read, context);
  if (isIgnoredChannel(channel)) return ignored;
  throw new WireError(`unknown channel ${printable(channel, 80)}`);
}

// What the head of a frame decides without a full parse: channels nobody reads, and what to look for in the others.
function parseHead(frame: string, context: ParseContext): ParsedFrame | undefined {
  if (standsAt(priceChannel, frame)) return parseSelectedChannel(frame, priceFrame, context);
  if (frame.charCodeAt(frame.length - 1) !== CLOSING_BRACE) return undefined;
  if (!frame.startsWith(CHANNEL_HEAD)) return frame.startsWith(TABLE_HEAD) ? ignored : undefined;
  const end = frame.indexOf('"', CHANNEL_HEAD.length);
  if (end < 0) return undefined;
  const channel = frame.slice(CHANNEL_HEAD.length, end);
  if (channels.has(channel)) return parseSelectedChannel(frame, slowFrame, context);
  return isIgnoredChannel(channel) ? ignored : undefined;
}

function parseSelectedChannel(frame: string, wanted: Wanted, context: ParseContext): ParsedFrame {
  const wire = object(parseSelected(frame, wanted), 'frame');
  return parseChannel(object(wire['arg'], 'arg'), wire, context);
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
  const early = parseHead(frame, context);
  if (early) return early;
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
