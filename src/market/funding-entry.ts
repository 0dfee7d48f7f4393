// What is known of one instrument: partial tickers merged in place (the hot path), rows made from it when asked.
import { clean } from '../domain/decimal.js';
import { aprOf8h, basis, rate8h } from '../domain/funding.js';
import { instrumentKey } from '../domain/instrument.js';
import type { Ticker } from '../domain/record.js';
import { tidyFraction } from './fraction.js';
import { trendOf } from './rate-history.js';
import type { FundingRow } from './snapshot.js';

const HOUR_MS = 3_600_000;
/** Settlement rhythms in use; any other distance between two settlement times is a gap, not an interval. */
const INTERVALS_HOURS = [1, 2, 4, 6, 8, 12, 24];
/** Clocks that differ by more than this are wrong, not early. */
const CLOCK_TOLERANCE_MS = 60_000;
/** Quotes counted as USD, so that size × price is USD. */
const USD_QUOTES: readonly string[] = ['USD', 'USDT', 'USDC'];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Row = Mutable<FundingRow>;

export interface FundingEntry {
  /** Everything a ticker may tell, as last told; and what `rowOf` and the book derive from it. */
  readonly known: Row;
  /** The exchange stated the interval; else it may be learned from settlement times. */
  isIntervalStated: boolean;
  /** Else it is worth the open interest at the mark price. */
  isOpenInterestUsdStated: boolean;
  /** Newest exchange time per group of fields that travel together: a late message changes only what it is newest in. */
  fundingTime: number;
  priceTime: number;
  lastTime: number;
  openInterestTime: number;
  volumeTime: number;
  /** Which uninterrupted stretch of the feed it was last heard in. */
  epoch: number;
  lastSampleTime: number | undefined;
  isDirty: boolean;
  row: FundingRow | undefined;
}

export function createEntry(ticker: Ticker, historyEveryMs: number): FundingEntry {
  const { exchange, symbol, asset, quote, receivedAt } = ticker;
  return {
    known: {
      key: instrumentKey(exchange, symbol),
      exchange,
      symbol,
      asset,
      quote,
      history: [],
      historyEveryMs,
      receivedAt,
      isStale: true,
    },
    isIntervalStated: false,
    isOpenInterestUsdStated: false,
    fundingTime: 0,
    priceTime: 0,
    lastTime: 0,
    openInterestTime: 0,
    volumeTime: 0,
    epoch: 0,
    lastSampleTime: undefined,
    isDirty: true,
    row: undefined,
  };
}

// A message stamped by us (time = receivedAt) is in order by nature, and its clock is not the exchange's: never compared.
// A held time far in our future was a broken clock; it must not lock the instrument for ever.
function isLate(ticker: Ticker, heldTime: number): boolean {
  return ticker.time < heldTime && ticker.time !== ticker.receivedAt && heldTime - ticker.receivedAt <= CLOCK_TOLERANCE_MS;
}

function stamp(ticker: Ticker, heldTime: number): number {
  return ticker.time === ticker.receivedAt ? heldTime : ticker.time;
}

/** The interval between two settlement times, when the second was announced right after the first had passed. */
function learnedInterval(previous: number, next: number, seenTime: number): number | undefined {
  // Seen an hour late, settlements in between may have been missed, and four hours may be four intervals of one.
  if (seenTime < previous - CLOCK_TOLERANCE_MS || seenTime >= previous + HOUR_MS) return undefined;
  return INTERVALS_HOURS.find((hours) => next - previous === hours * HOUR_MS);
}

function mergeFunding(entry: FundingEntry, ticker: Ticker): void {
  const known = entry.known;
  if (isLate(ticker, entry.fundingTime)) return;
  entry.fundingTime = stamp(ticker, entry.fundingTime);
  if (ticker.fundingRate !== undefined) {
    known.fundingRate = ticker.fundingRate;
    known.fundingReceivedAt = ticker.receivedAt;
  }
  if (ticker.fundingIntervalHours !== undefined) {
    known.fundingIntervalHours = ticker.fundingIntervalHours;
    entry.isIntervalStated = true;
  }
  if (ticker.nextFundingTime !== undefined) {
    if (!entry.isIntervalStated && known.nextFundingTime !== undefined) {
      const hours = learnedInterval(known.nextFundingTime, ticker.nextFundingTime, ticker.time);
      if (hours !== undefined) known.fundingIntervalHours = hours;
    }
    known.nextFundingTime = ticker.nextFundingTime;
  }
  if (ticker.predictedFundingRate !== undefined) known.predictedFundingRate = ticker.predictedFundingRate;
  if (ticker.settledFundingRate !== undefined) known.settledFundingRate = ticker.settledFundingRate;
  if (ticker.instantFundingRate !== undefined) known.instantFundingRate = ticker.instantFundingRate;
}

function hasFunding(ticker: Ticker): boolean {
  return (
    ticker.fundingRate !== undefined ||
    ticker.fundingIntervalHours !== undefined ||
    ticker.nextFundingTime !== undefined ||
    ticker.predictedFundingRate !== undefined ||
    ticker.settledFundingRate !== undefined ||
    ticker.instantFundingRate !== undefined
  );
}

export function mergeTicker(entry: FundingEntry, ticker: Ticker): void {
  const known = entry.known;
  known.receivedAt = ticker.receivedAt;
  if (hasFunding(ticker)) mergeFunding(entry, ticker);
  if ((ticker.markPrice !== undefined || ticker.indexPrice !== undefined) && !isLate(ticker, entry.priceTime)) {
    entry.priceTime = stamp(ticker, entry.priceTime);
    if (ticker.markPrice !== undefined) known.markPrice = ticker.markPrice;
    if (ticker.indexPrice !== undefined) known.indexPrice = ticker.indexPrice;
  }
  if (ticker.lastPrice !== undefined && !isLate(ticker, entry.lastTime)) {
    entry.lastTime = stamp(ticker, entry.lastTime);
    known.lastPrice = ticker.lastPrice;
  }
  if ((ticker.openInterest !== undefined || ticker.openInterestUsd !== undefined) && !isLate(ticker, entry.openInterestTime)) {
    entry.openInterestTime = stamp(ticker, entry.openInterestTime);
    if (ticker.openInterest !== undefined) known.openInterest = ticker.openInterest;
    if (ticker.openInterestUsd !== undefined) {
      known.openInterestUsd = ticker.openInterestUsd;
      entry.isOpenInterestUsdStated = true;
    }
  }
  if (ticker.volume24hUsd !== undefined && !isLate(ticker, entry.volumeTime)) {
    entry.volumeTime = stamp(ticker, entry.volumeTime);
    known.volume24hUsd = ticker.volume24hUsd;
  }
  entry.isDirty = true;
}

/** Fraction per 8 h, when rate and interval are both known. */
export function rate8hOf(entry: FundingEntry): number | undefined {
  const { fundingRate, fundingIntervalHours } = entry.known;
  if (fundingRate === undefined || fundingIntervalHours === undefined || fundingIntervalHours <= 0) return undefined;
  return clean(rate8h(fundingRate, fundingIntervalHours));
}

/** A new immutable row from what is known now. */
export function rowOf(entry: FundingEntry): FundingRow {
  // Derived in place and copied once: a value once derivable stays so, and a copy that then grows costs twice as much.
  const known = entry.known;
  const comparable = rate8hOf(entry);
  if (comparable !== undefined) {
    known.rate8h = comparable;
    known.apr = clean(aprOf8h(comparable));
  }
  if (known.markPrice !== undefined && known.indexPrice !== undefined && known.indexPrice > 0) {
    known.basis = tidyFraction(basis(known.markPrice, known.indexPrice));
  }
  if (!entry.isOpenInterestUsdStated && known.openInterest !== undefined && known.markPrice !== undefined) {
    if (USD_QUOTES.includes(known.quote)) known.openInterestUsd = clean(known.openInterest * known.markPrice);
  }
  const trend = trendOf(known.history);
  if (trend !== undefined) known.trend = trend;
  return { ...known };
}
