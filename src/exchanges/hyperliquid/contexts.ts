// Asset contexts: the one object that carries everything Hyperliquid says of a perpetual, in every feed the same.
// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/websocket/subscriptions (WsActiveAssetCtx)
import { clean } from '../../domain/decimal.js';
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Ticker } from '../../domain/record.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, recordsFrame, unknownInstrument } from '../entries.js';
import { nextFullHour } from '../hourly.js';
import { array, isObject, list, object, optionalNumber, optionalPositive, symbol, type Wire } from '../wire.js';
import { FUNDING_INTERVAL_HOURS, isMainDexName } from './instruments.js';

type Draft = { -readonly [K in keyof Ticker]: Ticker[K] };

/** A size or a volume: 0 is a value, below it is none. */
function optionalAmount(wire: Wire, key: string): number | undefined {
  const value = optionalNumber(wire, key);
  if (value !== undefined && value < 0) throw new WireError(`${key}: expected 0 or more, found ${value}`);
  return value;
}

/** `undefined`: nothing of the contract in it. Contexts have no time of their own. */
function readContext(context: unknown, instrument: Instrument, receivedAt: number): Ticker | undefined {
  const wire = object(context, 'ctx');
  const fundingRate = optionalNumber(wire, 'funding');
  const markPrice = optionalPositive(wire, 'markPx');
  // Funding is charged on the oracle price, and the premium is measured against it: the index.
  const indexPrice = optionalPositive(wire, 'oraclePx');
  const openInterest = optionalAmount(wire, 'openInterest');
  const volume24hUsd = optionalAmount(wire, 'dayNtlVlm');

  const { multiplier } = instrument;
  const ticker: Draft = {
    type: 'ticker',
    exchange: 'hyperliquid',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time: receivedAt,
    receivedAt,
  };
  let isEmpty = true;
  if (fundingRate !== undefined) {
    // Per hour already: the eighth of the 8-hour formula.
    ticker.fundingRate = fundingRate;
    ticker.fundingIntervalHours = FUNDING_INTERVAL_HOURS;
    ticker.nextFundingTime = nextFullHour(receivedAt);
    isEmpty = false;
  }
  if (markPrice !== undefined) {
    ticker.markPrice = multiplier === 1 ? markPrice : clean(markPrice / multiplier);
    isEmpty = false;
  }
  if (indexPrice !== undefined) {
    ticker.indexPrice = multiplier === 1 ? indexPrice : clean(indexPrice / multiplier);
    isEmpty = false;
  }
  if (openInterest !== undefined) {
    ticker.openInterest = multiplier === 1 ? openInterest : clean(openInterest * multiplier);
    if (markPrice !== undefined) ticker.openInterestUsd = clean(openInterest * markPrice);
    isEmpty = false;
  }
  if (volume24hUsd !== undefined) {
    ticker.volume24hUsd = volume24hUsd;
    isEmpty = false;
  }
  return isEmpty ? undefined : ticker;
}

/** Delisted coins stay in the bulk feeds, without a book and without positions, also where the list at hand has them as live. */
function isDead(context: unknown): boolean {
  return isObject(context) && context['midPx'] === null && context['premium'] === null && Number(context['openInterest']) === 0;
}

interface Reading {
  readonly records: Ticker[];
  readonly faults: Fault[];
}

function readInto(reading: Reading, context: unknown, instrument: Instrument, receivedAt: number): void {
  if (!instrument.isTrading) return;
  try {
    const ticker = readContext(context, instrument, receivedAt);
    if (ticker) reading.records.push(ticker);
  } catch (error) {
    reading.faults.push(badValue(instrument.symbol, error));
  }
}

/** `activeAssetCtx`: one coin, named. */
export function readNamedContext(data: Wire, { receivedAt, instruments }: ParseContext): ParsedFrame {
  const coin = symbol(data, 'coin');
  const reading: Reading = { records: [], faults: [] };
  const instrument = instruments.get(coin);
  if (instrument) readInto(reading, data['ctx'], instrument, receivedAt);
  else if (isMainDexName(coin)) reading.faults.push(unknownInstrument(coin));
  return recordsFrame(reading.records, reading.faults);
}

function nameless(positions: readonly number[], count: number): Fault {
  const message = `${positions.length} of ${count} contexts have no name in the universe, the first at position ${positions[0]}`;
  return { kind: 'unknown-instrument', message };
}

/** Bulk feeds name no coin: the place in the list is the place in `universe`. New listings are appended there. */
export function readContextList(contexts: readonly unknown[], { receivedAt, instruments }: ParseContext): ParsedFrame {
  const reading: Reading = { records: [], faults: [] };
  const unnamed: number[] = [];
  for (let position = 0; position < contexts.length; position += 1) {
    const context = contexts[position];
    const instrument = instruments.at(position);
    if (instrument === undefined) unnamed.push(position);
    else if (!isDead(context)) readInto(reading, context, instrument, receivedAt);
  }
  if (unnamed.length > 0) reading.faults.push(nameless(unnamed, contexts.length));
  return recordsFrame(reading.records, reading.faults);
}

/** Answer of `metaAndAssetCtxs`: brings its own names, so a list of instruments that is behind misnames nothing. */
export function readMetaAndContexts(answer: readonly unknown[], { receivedAt, instruments }: ParseContext): ParsedFrame {
  const universe = list(object(answer[0], 'meta'), 'universe');
  const contexts = array(answer[1], 'contexts');
  const reading: Reading = { records: [], faults: [] };
  const unnamed: number[] = [];
  for (let position = 0; position < contexts.length; position += 1) {
    const context = contexts[position];
    const entry = universe[position];
    const name = isObject(entry) ? entry['name'] : undefined;
    if (typeof name !== 'string') {
      unnamed.push(position);
      continue;
    }
    if (isDead(context)) continue;
    const instrument = instruments.get(name);
    if (instrument) readInto(reading, context, instrument, receivedAt);
    else if (isMainDexName(name)) reading.faults.push(unknownInstrument(name));
  }
  if (unnamed.length > 0) reading.faults.push(nameless(unnamed, contexts.length));
  return recordsFrame(reading.records, reading.faults);
}
