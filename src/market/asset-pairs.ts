// All fresh pairs of one asset: which one nets most, and which prices are quarantined because they belong to another coin.
import { priceGap } from '../domain/funding.js';
import type { ExchangeId, InstrumentKey, NativeSymbol } from '../domain/instrument.js';
import { isLeg, type Leg, legFees, netReturn, type PairEconomics, pairEconomics, type TradeCosts } from './pair-economics.js';
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

const none: readonly Quarantined[] = [];

/**
 * Legs that may be paired, and those in quarantine. Where the marks of an asset fall into camps without a majority (two exchanges
 * that disagree) nobody can say which is the coin: all of them are quarantined.
 */
export function comparableLegs(rows: readonly FundingRow[]): AssetPairs {
  const fresh = rows.filter(isLeg);
  if (isOnePrice(fresh)) return { legs: fresh, quarantined: none };
  const medianPrice = medianMark(fresh);
  if (medianPrice === undefined || fresh.every((leg) => agree(leg.markPrice, medianPrice)))
    return { legs: fresh, quarantined: none };
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

/** All marks agree with each other: the usual case, told without sorting them. */
function isOnePrice(legs: readonly Leg[]): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { markPrice } of legs) {
    if (markPrice === undefined) continue;
    if (markPrice < lowest) lowest = markPrice;
    if (markPrice > highest) highest = markPrice;
  }
  return lowest >= highest || agree(lowest, highest);
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

export interface BestPairs {
  /** Of those with a spread above 0 the one that returns most over the holding time; where no cost is known, the widest. */
  readonly net: LegPair | undefined;
  /** The largest spread, whatever it costs; 0 where all rates are equal. */
  readonly widest: LegPair | undefined;
}

/** What pairs are ranked by, of one leg; NaN: not known. As numbers in a row: a dozen legs make some sixty pairs, every second. */
interface RankedLeg {
  readonly leg: Leg;
  readonly rate8h: number;
  readonly fees: number;
  readonly mark: number;
}

/** Over all pairs of different exchanges whose prices agree. */
export function bestPairs(legs: readonly Leg[], costs: TradeCosts): BestPairs {
  const ranked = legs.map(
    (leg): RankedLeg => ({
      leg,
      rate8h: leg.rate8h,
      fees: legFees(leg.exchange, costs) ?? Number.NaN,
      mark: leg.markPrice ?? Number.NaN,
    }),
  );
  const isClose = isOnePrice(legs);
  let net: LegPair | undefined;
  let widest: LegPair | undefined;
  let bestReturn = Number.NEGATIVE_INFINITY;
  let spreadOfBest = 0;
  let widestSpread = Number.NEGATIVE_INFINITY;
  for (const [place, one] of ranked.entries()) {
    for (let next = place + 1; next < ranked.length; next += 1) {
      const other = ranked[next];
      if (other === undefined || one.leg.exchange === other.leg.exchange) continue;
      const [long, short] = one.rate8h <= other.rate8h ? [one, other] : [other, one];
      if (!isClose && !agree(long.leg.markPrice, short.leg.markPrice)) continue;
      const spread = short.rate8h - long.rate8h;
      if (spread > widestSpread) {
        widest = { long: long.leg, short: short.leg };
        widestSpread = spread;
      }
      if (spread <= 0) continue;
      const known = netReturn(spread, long.fees + short.fees + priceGap(long.mark, short.mark), costs.holdHours);
      const returned = Number.isNaN(known) ? Number.NEGATIVE_INFINITY : known;
      if (returned < bestReturn || (returned === bestReturn && spread <= spreadOfBest)) continue;
      net = { long: long.leg, short: short.leg };
      bestReturn = returned;
      spreadOfBest = spread;
    }
  }
  return { net, widest };
}

export function bestNetPair(legs: readonly Leg[], costs: TradeCosts): LegPair | undefined {
  return bestPairs(legs, costs).net;
}

const unpriced: TradeCosts = { takerFees: {}, slippage: 0, holdHours: 0 };

export function widestPair(legs: readonly Leg[]): LegPair | undefined {
  return bestPairs(legs, unpriced).widest;
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
