// What is known of one instrument: partial tickers merged in place (the hot path), rows made from it when asked.
import { clean } from '../domain/decimal.js';
import { aprOf8h, basis, limitDistance, rate8h } from '../domain/funding.js';
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

const FIGURES = [
  'fundingRate',
  'fundingIntervalHours',
  'nextFundingTime',
  'predictedFundingRate',
  'settledFundingRate',
  'instantFundingRate',
  'fundingReceivedAt',
  'fundingRateCap',
  'fundingRateFloor',
  'markPrice',
  'indexPrice',
  'lastPrice',
  'openInterest',
  'openInterestUsd',
  'volume24hUsd',
] as const;
type Figure = (typeof FIGURES)[number];

export interface FundingEntry {
  /** What every row has. */
  readonly known: Mutable<Omit<FundingRow, Figure | 'rate8h' | 'apr' | 'limitDistance' | 'basis' | 'trend'>>;
  /** As last told, NaN where nobody did yet. All of one shape, and written in place: this happens for every message. */
  readonly figures: Record<Figure, number>;
  /** The exchange stated the interval; else it may be learned from settlement times. */
  isIntervalStated: boolean;
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
    figures: {
      fundingRate: Number.NaN,
      fundingIntervalHours: Number.NaN,
      nextFundingTime: Number.NaN,
      predictedFundingRate: Number.NaN,
      settledFundingRate: Number.NaN,
      instantFundingRate: Number.NaN,
      fundingReceivedAt: Number.NaN,
      fundingRateCap: Number.NaN,
      fundingRateFloor: Number.NaN,
      markPrice: Number.NaN,
      indexPrice: Number.NaN,
      lastPrice: Number.NaN,
      openInterest: Number.NaN,
      openInterestUsd: Number.NaN,
      volume24hUsd: Number.NaN,
    },
    isIntervalStated: false,
    fundingTime: 0,
    priceTime: 0,
    lastTime: 0,
    openInterestTime: 0,
    volumeTime: 0,
    epoch: 0,
    lastSampleTime: undefined,
    isDirty: false,
    row: undefined,
  };
}

// A message stamped by us (time = receivedAt) is in order by nature, and its clock is not the exchange's: never compared.
// A held time far in our future was a broken clock; it must not lock the instrument for ever.
function isLate(time: number, receivedAt: number, heldTime: number): boolean {
  return time < heldTime && time !== receivedAt && heldTime - receivedAt <= CLOCK_TOLERANCE_MS;
}

function stamp(time: number, receivedAt: number, heldTime: number): number {
  return time === receivedAt ? heldTime : time;
}

/** The interval between two settlement times, when the second was announced right after the first had passed. */
function learnedInterval(previous: number, next: number, seenTime: number): number | undefined {
  // Seen an hour late, settlements in between may have been missed, and four hours may be four intervals of one.
  if (seenTime < previous - CLOCK_TOLERANCE_MS || seenTime >= previous + HOUR_MS) return undefined;
  return INTERVALS_HOURS.find((hours) => next - previous === hours * HOUR_MS);
}

// Tickers come in dozens of shapes, and reading a field of one costs more than all that is done with it: each is read once.
function mergeFunding(entry: FundingEntry, ticker: Ticker, time: number, receivedAt: number): void {
  const { fundingRate, fundingIntervalHours, nextFundingTime, predictedFundingRate, settledFundingRate, instantFundingRate } =
    ticker;
  const any =
    fundingRate ?? fundingIntervalHours ?? nextFundingTime ?? predictedFundingRate ?? settledFundingRate ?? instantFundingRate;
  if (any === undefined || isLate(time, receivedAt, entry.fundingTime)) return;
  entry.fundingTime = stamp(time, receivedAt, entry.fundingTime);
  const { figures } = entry;
  if (fundingRate !== undefined) {
    figures.fundingRate = fundingRate;
    figures.fundingReceivedAt = receivedAt;
  }
  if (fundingIntervalHours !== undefined) {
    figures.fundingIntervalHours = fundingIntervalHours;
    entry.isIntervalStated = true;
  }
  if (nextFundingTime !== undefined) {
    if (!entry.isIntervalStated) {
      const hours = learnedInterval(figures.nextFundingTime, nextFundingTime, time);
      if (hours !== undefined) figures.fundingIntervalHours = hours;
    }
    figures.nextFundingTime = nextFundingTime;
  }
  if (predictedFundingRate !== undefined) figures.predictedFundingRate = predictedFundingRate;
  if (settledFundingRate !== undefined) figures.settledFundingRate = settledFundingRate;
  if (instantFundingRate !== undefined) figures.instantFundingRate = instantFundingRate;
}

export function mergeTicker(entry: FundingEntry, ticker: Ticker): void {
  const { time, receivedAt, markPrice, indexPrice, lastPrice, openInterest, openInterestUsd, volume24hUsd } = ticker;
  const { figures } = entry;
  entry.known.receivedAt = receivedAt;
  mergeFunding(entry, ticker, time, receivedAt);
  if ((markPrice !== undefined || indexPrice !== undefined) && !isLate(time, receivedAt, entry.priceTime)) {
    entry.priceTime = stamp(time, receivedAt, entry.priceTime);
    if (markPrice !== undefined) figures.markPrice = markPrice;
    if (indexPrice !== undefined) figures.indexPrice = indexPrice;
  }
  if (lastPrice !== undefined && !isLate(time, receivedAt, entry.lastTime)) {
    entry.lastTime = stamp(time, receivedAt, entry.lastTime);
    figures.lastPrice = lastPrice;
  }
  if ((openInterest !== undefined || openInterestUsd !== undefined) && !isLate(time, receivedAt, entry.openInterestTime)) {
    entry.openInterestTime = stamp(time, receivedAt, entry.openInterestTime);
    if (openInterest !== undefined) figures.openInterest = openInterest;
    if (openInterestUsd !== undefined) figures.openInterestUsd = openInterestUsd;
  }
  if (volume24hUsd !== undefined && !isLate(time, receivedAt, entry.volumeTime)) {
    entry.volumeTime = stamp(time, receivedAt, entry.volumeTime);
    figures.volume24hUsd = volume24hUsd;
  }
}

/** Fraction per 8 h, when rate and interval are both known. */
export function rate8hOf({ figures: { fundingRate, fundingIntervalHours } }: FundingEntry): number | undefined {
  if (Number.isNaN(fundingRate) || !(fundingIntervalHours > 0)) return undefined;
  return clean(rate8h(fundingRate, fundingIntervalHours));
}

/** A new immutable row from what is known now. */
export function rowOf(entry: FundingEntry): FundingRow {
  const { known, figures } = entry;
  const row: Mutable<FundingRow> = { ...known };
  for (const figure of FIGURES) {
    const value = figures[figure];
    if (!Number.isNaN(value)) row[figure] = value;
  }
  const comparable = rate8hOf(entry);
  if (comparable !== undefined) {
    row.rate8h = comparable;
    row.apr = clean(aprOf8h(comparable));
  }
  const { fundingRate, fundingRateCap, fundingRateFloor, markPrice, indexPrice, openInterest, openInterestUsd } = row;
  const distance = fundingRate === undefined ? undefined : limitDistance(fundingRate, fundingRateCap, fundingRateFloor);
  if (distance !== undefined) row.limitDistance = tidyFraction(distance);
  if (markPrice !== undefined && indexPrice !== undefined && indexPrice > 0) {
    row.basis = tidyFraction(basis(markPrice, indexPrice));
  }
  // Unstated, it is worth the open interest at the mark price.
  if (openInterestUsd === undefined && openInterest !== undefined && markPrice !== undefined) {
    if (USD_QUOTES.includes(known.quote)) row.openInterestUsd = clean(openInterest * markPrice);
  }
  const trend = trendOf(known.history);
  if (trend !== undefined) row.trend = trend;
  return row;
}
