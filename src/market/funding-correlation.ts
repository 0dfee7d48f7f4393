// Does high funding come with liquidated longs? Per asset, quarter hour by quarter hour.
import type { Liquidation } from '../domain/record.js';

const QUARTER_MS = 15 * 60_000;
/** A week of quarter hours. */
const SAMPLE_CAPACITY = 672;
/** With fewer a correlation is an accident. */
const MIN_SAMPLES = 12;

export interface FundingCorrelation {
  /** Pearson's, between the 8 h rate and the share of longs in what was liquidated: −1 to 1. */
  readonly coefficient: number;
  readonly sampleCount: number;
}

export interface FundingCorrelator {
  readonly add: (liquidation: Liquidation) => void;
  /**
   * `rateOf`: the asset's 8 h rate now. Samples every quarter hour that has passed; a stretch without liquidations has no share.
   * True when it sampled.
   */
  readonly evaluate: (rateOf: (asset: string) => number | undefined, now: number) => boolean;
  readonly read: (asset: string) => FundingCorrelation | undefined;
  readonly readAll: () => ReadonlyMap<string, FundingCorrelation>;
}

interface Samples {
  longCents: number;
  allCents: number;
  /** Rings. */
  readonly rates: number[];
  readonly shares: number[];
  count: number;
}

export function createFundingCorrelator(assetCapacity: number): FundingCorrelator {
  /** In order of the last event, oldest first. */
  const byAsset = new Map<string, Samples>();
  let quarter: number | undefined;

  function touch(asset: string): Samples {
    const known = byAsset.get(asset);
    if (known) byAsset.delete(asset);
    else if (byAsset.size >= assetCapacity) {
      const oldest = byAsset.keys().next();
      if (!oldest.done) byAsset.delete(oldest.value);
    }
    const samples = known ?? { longCents: 0, allCents: 0, rates: [], shares: [], count: 0 };
    byAsset.set(asset, samples);
    return samples;
  }

  function read(asset: string): FundingCorrelation | undefined {
    const samples = byAsset.get(asset);
    if (samples === undefined || samples.rates.length < MIN_SAMPLES) return undefined;
    const coefficient = correlation(samples.rates, samples.shares);
    return coefficient === undefined ? undefined : { coefficient, sampleCount: samples.rates.length };
  }

  return {
    add: ({ asset, side, notionalUsd }) => {
      const samples = touch(asset);
      const cents = Math.round(notionalUsd * 100);
      samples.allCents += cents;
      if (side === 'long') samples.longCents += cents;
    },
    evaluate: (rateOf, now) => {
      const index = Math.floor(now / QUARTER_MS);
      quarter ??= index;
      if (index === quarter) return false;
      quarter = index;
      for (const [asset, samples] of byAsset) {
        const rate = rateOf(asset);
        if (rate !== undefined && samples.allCents > 0) {
          samples.rates[samples.count % SAMPLE_CAPACITY] = rate;
          samples.shares[samples.count % SAMPLE_CAPACITY] = samples.longCents / samples.allCents;
          samples.count += 1;
        }
        samples.longCents = 0;
        samples.allCents = 0;
      }
      return true;
    },
    read,
    readAll: () => {
      const all = new Map<string, FundingCorrelation>();
      for (const asset of byAsset.keys()) {
        const found = read(asset);
        if (found) all.set(asset, found);
      }
      return all;
    },
  };
}

/** Pearson's coefficient of two lists of the same length; `undefined` where one of them never changes. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | undefined {
  const meanX = mean(xs);
  const meanY = mean(ys);
  let both = 0;
  let squaresX = 0;
  let squaresY = 0;
  xs.forEach((x, i) => {
    const dx = x - meanX;
    const dy = (ys[i] ?? meanY) - meanY;
    both += dx * dy;
    squaresX += dx * dx;
    squaresY += dy * dy;
  });
  const scale = Math.sqrt(squaresX) * Math.sqrt(squaresY);
  return scale > 0 ? Math.max(-1, Math.min(1, both / scale)) : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
