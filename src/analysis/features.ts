// The market as it is now → the figures of one asset that a model is given: computed, rounded, bounded.
import { aprOf8h, rate8h } from '../domain/funding.js';
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { AssetFeatures, MoveFeatures, PairFeatures, PastFeatures, PerpetualFeatures } from '../domain/opinion.js';
import { bestNetPair, comparableLegs } from '../market/asset-pairs.js';
import { type Leg, pairEconomics, type TradeCosts } from '../market/pair-economics.js';
import type { PastFigures } from '../market/price-history.js';
import type { FundingPast, FundingRow, MarketSnapshot } from '../market/snapshot.js';
import { liquidationFeatures } from './liquidation-features.js';
import { present, rounded } from './present.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Of one asset: the largest of each exchange, then the largest of the rest. */
const PERPETUALS_LISTED = 8;
/** How far back prices and open interest are looked at: they are remembered for an hour. */
const MOVE_MINUTES = [15, 55];
const RATE_DIGITS = 4;
const USD_DIGITS = 3;

export interface FeatureSource {
  readonly snapshot: MarketSnapshot;
  readonly costs: TradeCosts;
  /** Those that publish a sample of their liquidations, or none. */
  readonly sampledExchanges: readonly ExchangeId[];
  /** Of the most traded perpetual of an asset, so long ago; absent where nothing is remembered. */
  readonly pastFigures?: (asset: string, agoMs: number) => PastFigures;
}

/** `undefined`: no exchange tells a rate of it. */
export function assetFeatures(asset: string, source: FeatureSource): AssetFeatures | undefined {
  const { snapshot, costs } = source;
  const rows = (snapshot.funding.get(asset) ?? []).filter((row) => row.fundingRate !== undefined).toSorted(byPlace);
  if (rows.length === 0) return undefined;
  const { legs, quarantined } = comparableLegs(rows);
  const apart = new Set(quarantined.map(({ key }) => key));
  const listed = largest(rows);
  const rates = legs.map((leg) => leg.rate8h);
  const moves = movesOf(asset, source);
  return {
    asset,
    perpetuals: listed.map((row) => perpetual(row, snapshot, apart.has(row.key))),
    comparedCount: legs.length,
    ...present({
      leftOutCount: rows.length > listed.length ? rows.length - listed.length : undefined,
      median8h: rounded(median(rates), RATE_DIGITS),
      deviation8h: rates.length > 1 ? rounded(deviation(rates), RATE_DIGITS) : undefined,
      pair: pairOf(legs, costs, snapshot.time),
      openInterestUsd: rounded(
        sumOf(rows, ({ openInterestUsd }) => openInterestUsd),
        USD_DIGITS,
      ),
      moves: moves.length > 0 ? moves : undefined,
      liquidations: liquidationFeatures(asset, rows, snapshot, source.sampledExchanges),
      correlation: correlationOf(asset, snapshot),
    }),
  };
}

function byPlace(a: FundingRow, b: FundingRow): number {
  return exchangeIds.indexOf(a.exchange) - exchangeIds.indexOf(b.exchange) || (a.symbol < b.symbol ? -1 : 1);
}

/** In the order of `rows`. */
function largest(rows: readonly FundingRow[]): readonly FundingRow[] {
  if (rows.length <= PERPETUALS_LISTED) return rows;
  const size = ({ openInterestUsd, volume24hUsd }: FundingRow): number => openInterestUsd ?? volume24hUsd ?? 0;
  const bySize = rows.toSorted((a, b) => size(b) - size(a) || byPlace(a, b));
  const seen = new Set<ExchangeId>();
  const first = bySize.filter(({ exchange }) => !seen.has(exchange) && seen.add(exchange));
  const rest = bySize.filter((row) => !first.includes(row));
  const chosen = new Set([...first, ...rest].slice(0, PERPETUALS_LISTED));
  return rows.filter((row) => chosen.has(row));
}

function perpetual(row: FundingRow, { time, history }: MarketSnapshot, isQuarantined: boolean): PerpetualFeatures {
  const { exchange, symbol, fundingIntervalHours: hours, predictedFundingRate: predicted, nextFundingTime } = row;
  const past = history.get(row.key);
  return {
    exchange,
    symbol,
    ...present({
      rate8h: rounded(row.rate8h, RATE_DIGITS),
      apr: rounded(row.apr, RATE_DIGITS),
      fundingIntervalHours: hours,
      hoursToFunding: nextFundingTime === undefined ? undefined : Math.max(0, hoursBetween(time, nextFundingTime)),
      predicted8h: predicted === undefined || hours === undefined ? undefined : rounded(rate8h(predicted, hours), RATE_DIGITS),
      basis: rounded(row.basis, USD_DIGITS),
      openInterestUsd: rounded(row.openInterestUsd, USD_DIGITS),
      volume24hUsd: rounded(row.volume24hUsd, USD_DIGITS),
      isStale: row.isStale || undefined,
      isQuarantined: isQuarantined || undefined,
      past: past && pastOf(past),
    }),
  };
}

function pastOf({ features, settled, zScore, isBehind }: FundingPast): PastFeatures | undefined {
  if (features === undefined) return undefined;
  const { count, hours, bias, regime, streak, trend, health } = features;
  return {
    count,
    days: Math.round((10 * hours) / 24) / 10,
    mean8h: rounded(features.mean8h, RATE_DIGITS),
    deviation8h: rounded(features.deviation8h, RATE_DIGITS),
    min8h: rounded(features.min8h, RATE_DIGITS),
    max8h: rounded(features.max8h, RATE_DIGITS),
    bias,
    regime,
    ...present({
      zScore,
      streak: streak && { side: streak.side, count: streak.count, hours: hoursBetween(streak.sinceTime, settled.time) },
      trend,
      realised24h: rounded(features.realised24h?.sum, RATE_DIGITS),
      realised7d: rounded(features.realised7d?.sum, RATE_DIGITS),
      health,
      isBehind: isBehind || undefined,
    }),
  };
}

function pairOf(legs: readonly Leg[], costs: TradeCosts, now: number): PairFeatures | undefined {
  const best = bestNetPair(legs, costs);
  if (best === undefined) return undefined;
  const { long, short } = best;
  const { spread8h, feesRoundTrip, priceGap, breakEvenHours, netApr } = pairEconomics(long, short, costs, now);
  return {
    long: long.exchange,
    short: short.exchange,
    spread8h: rounded(spread8h, RATE_DIGITS),
    spreadApr: rounded(aprOf8h(spread8h), RATE_DIGITS),
    ...present({
      feesRoundTrip: rounded(feesRoundTrip, RATE_DIGITS),
      priceGap: rounded(priceGap, USD_DIGITS),
      breakEvenHours: rounded(breakEvenHours, USD_DIGITS),
      netApr: rounded(netApr, RATE_DIGITS),
    }),
  };
}

function movesOf(asset: string, { pastFigures }: FeatureSource): readonly MoveFeatures[] {
  if (pastFigures === undefined) return [];
  const now = pastFigures(asset, 0);
  return MOVE_MINUTES.flatMap((minutes) => {
    const then = pastFigures(asset, minutes * MINUTE_MS);
    const change = present({
      markPrice: changeOf(then.markPrice, now.markPrice),
      openInterest: changeOf(then.openInterest, now.openInterest),
    });
    return Object.keys(change).length === 0 ? [] : [{ minutes, ...change }];
  });
}

function changeOf(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined || before <= 0 ? undefined : rounded(now / before - 1, USD_DIGITS);
}

function correlationOf(asset: string, { statistics }: MarketSnapshot): AssetFeatures['correlation'] {
  const found = statistics?.correlations.get(asset);
  return found && { coefficient: Math.round(100 * found.coefficient) / 100, sampleCount: found.sampleCount };
}

function sumOf(rows: readonly FundingRow[], read: (row: FundingRow) => number | undefined): number | undefined {
  const known = rows.map(read).filter((value) => value !== undefined);
  // Largest last digit first or last: the sum must not depend on the order.
  return known.length === 0 ? undefined : known.toSorted((a, b) => a - b).reduce((sum, value) => sum + value, 0);
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >>> 1], sorted[sorted.length >>> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Of the population: these are all the rates there are. */
function deviation(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  // Equal rates deviate by nothing, whatever adding them up has left of their last digits.
  if (sorted[0] === sorted.at(-1)) return 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
}

function hoursBetween(from: number, to: number): number {
  return Math.round((10 * (to - from)) / HOUR_MS) / 10;
}
