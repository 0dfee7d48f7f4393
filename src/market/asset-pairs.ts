// All fresh pairs of one asset: which one nets most, and which prices are quarantined because they belong to another coin.
import { priceGap } from '../domain/funding.js';
import type { ExchangeId, InstrumentKey, NativeSymbol } from '../domain/instrument.js';
import { isLeg, type Leg, netReturn, type PairEconomics, pairEconomics, type TradeCosts } from './pair-economics.js';
import type { FundingRow } from './snapshot.js';

/** Marks further apart than this are two coins that share a ticker, or a broken price: no pair. */
export const MARK_TOLERANCE = 0.03;

/** An instrument kept out of every pair: its mark disagrees with the other exchanges'. */
export interface Quarantined {
  readonly key: InstrumentKey;
  readonly asset: string;
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly markPrice: number;
  /** What the others say: the lower median of all marks of the asset. */
  readonly medianPrice: number;
}

export interface AssetPairs {
  readonly legs: readonly Leg[];
  readonly quarantined: readonly Quarantined[];
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
 * Legs that may be paired, and those in quarantine. Where the marks of an asset fall into camps without a majority (two exchanges
 * that disagree) nobody can say which is the coin: all of them are quarantined.
 */
export function comparableLegs(rows: readonly FundingRow[]): AssetPairs {
  const fresh = rows.filter(isLeg);
  const medianPrice = medianMark(fresh);
  if (medianPrice === undefined || fresh.every((leg) => agree(leg.markPrice, medianPrice)))
    return { legs: fresh, quarantined: [] };
  const exchangesAgreeing = new Set<ExchangeId>();
  for (const leg of fresh)
    if (leg.markPrice !== undefined && agree(leg.markPrice, medianPrice)) exchangesAgreeing.add(leg.exchange);
  const hasMajority = exchangesAgreeing.size > 1;
  const legs: Leg[] = [];
  const quarantined: Quarantined[] = [];
  for (const leg of fresh) {
    if (leg.markPrice === undefined || (hasMajority && agree(leg.markPrice, medianPrice))) legs.push(leg);
    else quarantined.push(quarantine(leg, leg.markPrice, medianPrice));
  }
  return { legs, quarantined };
}

function quarantine({ key, asset, exchange, symbol }: Leg, markPrice: number, medianPrice: number): Quarantined {
  return { key, asset, exchange, symbol, markPrice, medianPrice };
}

/** Left out although it agrees with the median: there is no majority. */
export function isOfMedian({ markPrice, medianPrice }: Quarantined): boolean {
  return agree(markPrice, medianPrice);
}

export interface LegPair {
  readonly long: Leg;
  readonly short: Leg;
}

/**
 * Over all pairs of different exchanges with a spread above 0: the one that returns most over the holding time; where no cost is
 * known, the widest spread. The work grows with the square of the legs, a dozen at most: about 60 pairs.
 */
export function bestNetPair(legs: readonly Leg[], costs: TradeCosts): LegPair | undefined {
  let best: LegPair | undefined;
  let bestNet = Number.NEGATIVE_INFINITY;
  let bestSpread = 0;
  for (const long of legs) {
    for (const short of legs) {
      const spread = short.rate8h - long.rate8h;
      if (spread <= 0 || long.exchange === short.exchange || !agree(long.markPrice, short.markPrice)) continue;
      const net = netReturn(long, short, costs);
      if (net < bestNet || (net === bestNet && spread <= bestSpread)) continue;
      best = { long, short };
      bestNet = net;
      bestSpread = spread;
    }
  }
  return best;
}

/** The largest spread of two different exchanges whose prices agree, whatever it costs; 0 where all rates are equal. */
export function widestPair(legs: readonly Leg[]): LegPair | undefined {
  let widest: LegPair | undefined;
  let widestSpread = Number.NEGATIVE_INFINITY;
  for (const long of legs) {
    for (const short of legs) {
      const spread = short.rate8h - long.rate8h;
      if (spread < 0 || spread <= widestSpread || long.exchange === short.exchange) continue;
      if (!agree(long.markPrice, short.markPrice)) continue;
      widest = { long, short };
      widestSpread = spread;
    }
  }
  return widest;
}

export interface RankedPair extends LegPair {
  readonly economics: PairEconomics;
}

/** Every pair with a spread above 0, the one that nets most first; those whose cost is not known come last, the widest first. */
export function rankedPairs(legs: readonly Leg[], costs: TradeCosts, now: number): readonly RankedPair[] {
  const pairs = legs.flatMap((long) =>
    legs
      .filter((short) => short.rate8h > long.rate8h && short.exchange !== long.exchange && agree(long.markPrice, short.markPrice))
      .map((short) => ({ long, short, economics: pairEconomics(long, short, costs, now) })),
  );
  return pairs.sort(byNet);
}

/** The highest net APR first, unknown costs last; then the widest spread. */
export function byNet(a: { readonly economics: PairEconomics }, b: { readonly economics: PairEconomics }): number {
  const difference = (b.economics.netApr ?? Number.NEGATIVE_INFINITY) - (a.economics.netApr ?? Number.NEGATIVE_INFINITY);
  return difference > 0 || difference < 0 ? difference : b.economics.spread8h - a.economics.spread8h;
}
