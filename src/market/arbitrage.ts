// The best long/short pair of one asset, in 8-hour terms, and what entering and leaving it costs.
import { clean } from '../domain/decimal.js';
import { aprOf8h, breakEvenHours, priceGap } from '../domain/funding.js';
import type { ExchangeId } from '../domain/instrument.js';
import type { Alert, AlertLeg } from '../domain/record.js';
import { tidyFraction } from './fraction.js';
import type { FundingRow } from './snapshot.js';

/** Marks further apart than this are two coins that share a ticker, or a broken price: no pair. */
const MARK_TOLERANCE = 0.03;
/** Entry and exit: each leg is filled twice. */
const FILLS_PER_LEG = 2;

/** A row that can be compared: fresh, with rate and interval. */
type Leg = FundingRow & { readonly fundingRate: number; readonly fundingIntervalHours: number; readonly rate8h: number };

export interface Pair {
  readonly long: Leg;
  readonly short: Leg;
  readonly spread8h: number;
}

function isLeg(row: FundingRow): row is Leg {
  return !row.isStale && row.rate8h !== undefined && row.fundingRate !== undefined && row.fundingIntervalHours !== undefined;
}

/** Lower median: with two marks that disagree, the other one stands alone and nothing is paired. */
function medianMark(legs: readonly Leg[]): number | undefined {
  const marks: number[] = [];
  for (const leg of legs) if (leg.markPrice !== undefined) marks.push(leg.markPrice);
  marks.sort((a, b) => a - b);
  return marks[(marks.length - 1) >>> 1];
}

function agree(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || Math.abs(priceGap(a, b)) <= MARK_TOLERANCE;
}

/**
 * The largest spread between two different exchanges. A leg whose mark is off the median of all marks is left out. Only
 * the lowest and the highest rate of each exchange can be part of it, so the work grows with the rows, not their pairs.
 */
export function bestPair(rows: readonly FundingRow[]): Pair | undefined {
  const legs = rows.filter(isLeg);
  const median = medianMark(legs);
  const ends = new Map<ExchangeId, { low: Leg; high: Leg }>();
  for (const leg of legs) {
    if (!agree(leg.markPrice, median)) continue;
    const end = ends.get(leg.exchange);
    if (!end) ends.set(leg.exchange, { low: leg, high: leg });
    else if (leg.rate8h < end.low.rate8h) end.low = leg;
    else if (leg.rate8h > end.high.rate8h) end.high = leg;
  }
  let best: Pair | undefined;
  for (const [longExchange, { low }] of ends) {
    for (const [shortExchange, { high }] of ends) {
      const spread8h = high.rate8h - low.rate8h;
      if (longExchange === shortExchange || spread8h < 0 || (best && spread8h <= best.spread8h)) continue;
      if (agree(low.markPrice, high.markPrice)) best = { long: low, short: high, spread8h };
    }
  }
  return best && { ...best, spread8h: tidyFraction(best.spread8h) };
}

function alertLeg(leg: Leg): AlertLeg {
  return {
    exchange: leg.exchange,
    symbol: leg.symbol,
    fundingRate: leg.fundingRate,
    fundingIntervalHours: leg.fundingIntervalHours,
  };
}

/** Everything an alert says of a pair, apart from who, when and the sentence. */
export function pairFigures(
  pair: Pair,
  takerFees: Readonly<Record<ExchangeId, number>>,
): Pick<Alert, 'long' | 'short' | 'spread8h' | 'spreadApr' | 'feesRoundTrip' | 'priceGap' | 'breakEvenHours'> {
  const { long, short, spread8h } = pair;
  const feesRoundTrip = clean(FILLS_PER_LEG * (takerFees[long.exchange] + takerFees[short.exchange]));
  const figures = {
    long: alertLeg(long),
    short: alertLeg(short),
    spread8h,
    spreadApr: clean(aprOf8h(spread8h)),
    feesRoundTrip,
  };
  // Without both marks the cost of entering is not known, and neither is the break-even.
  if (long.markPrice === undefined || short.markPrice === undefined) return figures;
  const gap = tidyFraction(priceGap(long.markPrice, short.markPrice));
  const hours = breakEvenHours(spread8h, feesRoundTrip, gap);
  return hours === undefined ? { ...figures, priceGap: gap } : { ...figures, priceGap: gap, breakEvenHours: clean(hours) };
}

/** `SOL: long dydx, short bybit: 0.021 % per 8h (23.2 % APR)`. */
export function pairSentence(asset: string, pair: Pair): string {
  const legs = `long ${pair.long.exchange}, short ${pair.short.exchange}`;
  return `${asset}: ${legs}: ${percent(pair.spread8h, 3)} per 8h (${percent(aprOf8h(pair.spread8h), 1)} APR)`;
}

/** Text of a record, not of the screen: contract words, so the screen's formats do not apply. */
export function percent(fraction: number, decimals: number): string {
  return `${(fraction * 100).toFixed(decimals)} %`;
}
