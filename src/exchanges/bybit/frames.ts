import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, ordinalId, parseAnswer, recordsFrame, unknownInstrument } from '../entries.js';
import { standsAt } from '../head.js';
import { parseSelected } from '../selective-json.js';
import { field, isObject, list, object, optionalText, optionalTime, parseJson, symbol, text, type Wire } from '../wire.js';
import { parseControl } from './control.js';
import { refuseError } from './instruments.js';
import { type LiquidationFields, readLiquidation, readTicker } from './records.js';
import { tickerFrame } from './shape.js';

/** Public and private topics of v5 and of the retired generations that carry nothing of the contract, up to the first dot. */
const ignoredTopics: ReadonlySet<string> = new Set([
  ...['orderbook', 'publicTrade', 'kline', 'kline_lt', 'tickers_lt', 'lt', 'insurance', 'adlAlert', 'priceLimit', 'system'],
  ...['order', 'execution', 'position', 'wallet', 'greeks', 'dcp', 'spread', 'rfq'],
  ...['orderBookL2_25', 'orderBook_200', 'orderBookL2', 'trade', 'candle', 'klineV2', 'instrument_info', 'stop_order'],
  ...['realtimes', 'depth', 'mergedDepth', 'diffDepth', 'bookticker', 'bookTicker', 'recenttrades', 'outboundAccountInfo'],
]);

const live: LiquidationFields = { time: 'T', symbol: 's', side: 'S', size: 'v', price: 'p' };
const retired: LiquidationFields = { time: 'updatedTime', symbol: 'symbol', side: 'side', size: 'size', price: 'price' };

const ignored: ParsedFrame = { kind: 'ignored' };
const nothing: ParsedFrame = { kind: 'records', records: [] };

const TOPIC_HEAD = '{"topic":"';
const CLOSING_BRACE = 125;

const tickerHead = /\{"topic":"tickers\./y;
/** A ticker delta of nothing but fields outside the contract, as the exchange writes it: mostly the best quotes. */
const idleDelta =
  /\{"topic":"tickers\.[^"\\]+","type":"delta","data":\{"symbol":"[^"\\]*"(?:,"(?:bid1|ask1|tickDirection|price24hPcnt|highPrice24h|lowPrice24h|prevPrice)\w*":"[^"\\]*")*\},/y;

// `BTC-26DEC25`, `BTC-28JUN24-60000-P` and the inverse `BTCUSDM22`. Perpetuals have neither.
function isDatedOrOption(name: string): boolean {
  return name.includes('-') || /USD[FGHJKMNQUVXZ]\d\d$/.test(name);
}

function topicName(topic: string): string {
  const dot = topic.indexOf('.');
  return dot < 0 ? topic : topic.slice(0, dot);
}

// The topic of a whole frame whose first key it is.
function headTopic(frame: string): string | undefined {
  if (!frame.startsWith(TOPIC_HEAD) || frame.charCodeAt(frame.length - 1) !== CLOSING_BRACE) return undefined;
  const end = frame.indexOf('"', TOPIC_HEAD.length);
  return end < 0 ? undefined : frame.slice(TOPIC_HEAD.length, end);
}

function isIdleDelta(frame: string): boolean {
  return standsAt(idleDelta, frame) && frame.charCodeAt(frame.length - 1) === CLOSING_BRACE;
}

// The instrument of a row, or `undefined` with a fault where there should be one.
function findInstrument(row: Wire, key: string, context: ParseContext, faults: Fault[]): Instrument | undefined {
  const known = context.instruments.get(String(row[key]));
  if (known) return known.isTrading ? known : undefined;
  const name = symbol(row, key);
  if (!isDatedOrOption(name)) faults.push(unknownInstrument(name));
  return undefined;
}

// A contract before its launch is in no list yet.
function isUnlaunched(row: Wire, context: ParseContext): boolean {
  return optionalText(row, 'curPreListingPhase') !== undefined && !context.instruments.get(String(row['symbol']));
}

function addTicker(
  row: Wire,
  eventTime: number,
  isWhole: boolean,
  context: ParseContext,
  records: Ticker[],
  faults: Fault[],
): void {
  try {
    // Spot tickers share topic and symbols with the perpetuals.
    if (row['usdIndexPrice'] !== undefined || isUnlaunched(row, context)) return;
    const instrument = findInstrument(row, 'symbol', context, faults);
    const ticker = instrument && readTicker(row, instrument, eventTime, context.receivedAt, isWhole);
    if (ticker) records.push(ticker);
  } catch (error) {
    faults.push(badValue(row['symbol'], error));
  }
}

function parseTicker(wire: Wire, context: ParseContext): ParsedFrame {
  const records: Ticker[] = [];
  const faults: Fault[] = [];
  const eventTime = optionalTime(wire, 'ts') ?? context.receivedAt;
  addTicker(field(wire, 'data'), eventTime, wire['type'] !== 'delta', context, records, faults);
  return recordsFrame(records, faults);
}

function parseLiquidations(rows: readonly unknown[], fields: LiquidationFields, context: ParseContext): ParsedFrame {
  const records: Liquidation[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const entry of rows) {
    try {
      const row = object(entry, 'liquidation');
      const instrument = findInstrument(row, fields.symbol, context, faults);
      if (!instrument) continue;
      const event = readLiquidation(row, fields, instrument, context.receivedAt);
      const id = ordinalId(event.id, seen);
      records.push(id === event.id ? event : { ...event, id });
    } catch (error) {
      faults.push(badValue(isObject(entry) ? entry[fields.symbol] : undefined, error));
    }
  }
  return recordsFrame(records, faults);
}

function parseTopic(topic: string, wire: Wire, context: ParseContext): ParsedFrame {
  const name = topicName(topic);
  switch (name) {
    case 'tickers':
      return parseTicker(wire, context);
    case 'allLiquidation':
      return parseLiquidations(list(wire, 'data'), live, context);
    case 'liquidation': {
      const row = wire['data'];
      // The v2 generation of this topic (`qty`, `time`) is older still and another format.
      return isObject(row) && row['updatedTime'] === undefined && row['qty'] !== undefined
        ? ignored
        : parseLiquidations(Array.isArray(row) ? row : [row], retired, context);
    }
    default:
      if (ignoredTopics.has(name)) return ignored;
      throw new WireError(`unknown topic ${printable(topic, 80)}`);
  }
}

function parseTickersAnswer(answer: Wire, context: ParseContext): ParsedFrame {
  refuseError(answer);
  const records: Ticker[] = [];
  const faults: Fault[] = [];
  const eventTime = optionalTime(answer, 'time') ?? context.receivedAt;
  for (const row of list(field(answer, 'result'), 'list')) {
    if (isObject(row)) addTicker(row, eventTime, true, context, records, faults);
    else faults.push({ kind: 'bad-value', message: 'tickers: a row is not an object' });
  }
  return recordsFrame(records, faults);
}

/** The answer to `GET /v5/market/tickers`. */
export function parseTickers(body: string, context: ParseContext): ParsedFrame {
  return parseTickersAnswer(object(parseAnswer(body), 'answer'), context);
}

export function parse(frame: string, context: ParseContext): ParsedFrame {
  if (standsAt(tickerHead, frame)) {
    return isIdleDelta(frame) ? nothing : parseTicker(object(parseSelected(frame, tickerFrame), 'frame'), context);
  }
  const head = headTopic(frame);
  if (head !== undefined && ignoredTopics.has(topicName(head))) return ignored;
  const wire = object(parseJson(frame), 'frame');
  if (wire['topic'] !== undefined) return parseTopic(text(wire, 'topic'), wire, context);
  if (wire['retCode'] !== undefined) return parseTickersAnswer(wire, context);
  return parseControl(wire);
}
