// `v4_markets`: https://docs.dydx.xyz/interaction/data/feeds
import { clean } from '../../domain/decimal.js';
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Ticker } from '../../domain/record.js';
import type { Fault, ParseContext } from '../adapter.js';
import { badValue, unknownInstrument } from '../entries.js';
import { nextFullHour } from '../hourly.js';
import { field, isObject, isoTime, object, optionalNumber, optionalPositive, optionalText, type Wire } from '../wire.js';
import { FUNDING_INTERVAL_HOURS } from './instruments.js';

type Draft = { -readonly [K in keyof Ticker]: Ticker[K] };

/** A size or a volume: 0 is a value, below it is none. */
function optionalAmount(wire: Wire, key: string): number | undefined {
  const value = optionalNumber(wire, key);
  if (value !== undefined && value < 0) throw new WireError(`${key}: expected 0 or more, found ${value}`);
  return value;
}

/** An entry of the snapshot (whole), of `trading` (what changed) or of `oraclePrices`. `undefined`: nothing of the contract. */
function readMarket(market: Wire, instrument: Instrument, receivedAt: number): Ticker | undefined {
  const fundingRate = optionalNumber(market, 'nextFundingRate');
  const oraclePrice = optionalPositive(market, 'oraclePrice');
  // The protocol's own count before the indexer's, which lagged it by half in a sample of December 2025.
  const openInterest = optionalAmount(market, 'baseOpenInterest') ?? optionalAmount(market, 'openInterest');
  const volume24hUsd = optionalAmount(market, 'volume24H');
  if (fundingRate === undefined && oraclePrice === undefined && openInterest === undefined && volume24hUsd === undefined) {
    return undefined;
  }
  const ticker: Draft = {
    type: 'ticker',
    exchange: 'dydx',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time: optionalText(market, 'effectiveAt') === undefined ? receivedAt : isoTime(market, 'effectiveAt'),
    receivedAt,
  };
  if (fundingRate !== undefined) {
    // The mean of the premium samples of this hour so far: a rate per hour.
    ticker.fundingRate = fundingRate;
    ticker.fundingIntervalHours = FUNDING_INTERVAL_HOURS;
    ticker.nextFundingTime = nextFullHour(receivedAt);
  }
  if (oraclePrice !== undefined) {
    // Margin and funding both go by the oracle; there is no separate mark.
    ticker.markPrice = oraclePrice;
    ticker.indexPrice = oraclePrice;
  }
  if (openInterest !== undefined) {
    ticker.openInterest = openInterest;
    if (oraclePrice !== undefined) ticker.openInterestUsd = clean(openInterest * oraclePrice);
  }
  if (volume24hUsd !== undefined) ticker.volume24hUsd = volume24hUsd;
  return ticker;
}

function readEntries(entries: Wire, { receivedAt, instruments }: ParseContext, records: Ticker[], faults: Fault[]): void {
  for (const symbol of Object.keys(entries)) {
    const entry = entries[symbol];
    const instrument = instruments.get(symbol);
    const status = isObject(entry) ? entry['status'] : undefined;
    // Settled markets keep their last rate and price; markets not open yet, and those long closed, need no name.
    if (status === 'FINAL_SETTLEMENT' || (!instrument && status !== undefined && status !== 'ACTIVE')) continue;
    if (!instrument) {
      faults.push(unknownInstrument(symbol));
      continue;
    }
    if (!instrument.isTrading) continue;
    try {
      const ticker = readMarket(object(entry, 'market'), instrument, receivedAt);
      if (ticker) records.push(ticker);
    } catch (error) {
      faults.push(badValue(symbol, error));
    }
  }
}

/** Keys under which `contents` holds entries by ticker: the snapshot's, and the two of an update. */
const MAPS = ['markets', 'trading', 'oraclePrices'] as const;

export function holdsMarkets(contents: Wire): boolean {
  return MAPS.some((key) => contents[key] !== undefined);
}

export function readMarkets(contents: Wire, context: ParseContext, records: Ticker[], faults: Fault[]): void {
  for (const key of MAPS) {
    if (contents[key] !== undefined) readEntries(field(contents, key), context, records, faults);
  }
}
