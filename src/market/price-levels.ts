// Where on the price scale size was liquidated, per asset, over the last day.
import type { Liquidation } from '../domain/record.js';

/** A bin is a tenth of a per cent wide at every price: fine enough to be joined to any number of rows. */
const BIN = Math.log(1.001);
/** Older size is forgotten a quarter of a day at a time. */
const AGE_MS = 6 * 3_600_000;
const AGES = 4;
/** Of one asset and age; a coin that moves further than this in six hours loses its thinnest bins. */
const BIN_CAPACITY = 2_000;

export interface PriceLevel {
  /** The bin's edges. */
  readonly fromPrice: number;
  readonly toPrice: number;
  readonly longUsd: number;
  readonly shortUsd: number;
}

interface Bin {
  longUsd: number;
  shortUsd: number;
}

interface Age {
  readonly age: number;
  readonly bins: Map<number, Bin>;
}

export interface PriceLevels {
  readonly add: (liquidation: Liquidation) => void;
  /** `rows` levels of equal width from the lowest to the highest price liquidated, highest first; empty without any. */
  readonly levels: (asset: string, rows: number, now: number) => readonly PriceLevel[];
}

export function createPriceLevels(assetCapacity: number): PriceLevels {
  /** In order of the last event, oldest first. */
  const byAsset = new Map<string, Age[]>();

  function touch(asset: string): Age[] {
    const ages = byAsset.get(asset) ?? [];
    if (!byAsset.delete(asset) && byAsset.size >= assetCapacity) {
      const oldest = byAsset.keys().next();
      if (!oldest.done) byAsset.delete(oldest.value);
    }
    byAsset.set(asset, ages);
    return ages;
  }

  return {
    add: ({ asset, side, price, notionalUsd, receivedAt }) => {
      if (!(price > 0)) return;
      const ages = touch(asset);
      const age = Math.floor(receivedAt / AGE_MS);
      let newest = ages.at(-1);
      if (newest === undefined || newest.age < age) {
        newest = { age, bins: new Map() };
        ages.push(newest);
        if (ages.length > AGES) ages.shift();
      }
      const index = Math.floor(Math.log(price) / BIN);
      let bin = newest.bins.get(index);
      if (!bin) {
        if (newest.bins.size >= BIN_CAPACITY) dropThinnest(newest.bins);
        bin = { longUsd: 0, shortUsd: 0 };
        newest.bins.set(index, bin);
      }
      if (side === 'long') bin.longUsd += notionalUsd;
      else bin.shortUsd += notionalUsd;
    },
    levels: (asset, rows, now) => {
      const oldest = Math.floor(now / AGE_MS) - AGES;
      const ages = (byAsset.get(asset) ?? []).filter(({ age }) => age > oldest);
      return join(ages, rows);
    },
  };
}

function dropThinnest(bins: Map<number, Bin>): void {
  let thinnest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { longUsd, shortUsd }] of bins) {
    if (longUsd + shortUsd >= least) continue;
    least = longUsd + shortUsd;
    thinnest = index;
  }
  if (thinnest !== undefined) bins.delete(thinnest);
}

function join(ages: readonly Age[], rows: number): readonly PriceLevel[] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { bins } of ages) {
    for (const index of bins.keys()) {
      lowest = Math.min(lowest, index);
      highest = Math.max(highest, index);
    }
  }
  if (lowest > highest || rows < 1) return [];
  const perRow = Math.ceil((highest - lowest + 1) / rows);
  const count = Math.ceil((highest - lowest + 1) / perRow);
  const levels = Array.from({ length: count }, (_, row) => ({
    fromPrice: Math.exp((lowest + row * perRow) * BIN),
    toPrice: Math.exp((lowest + (row + 1) * perRow) * BIN),
    longUsd: 0,
    shortUsd: 0,
  }));
  for (const { bins } of ages) {
    for (const [index, bin] of bins) {
      const level = levels[Math.floor((index - lowest) / perRow)];
      if (!level) continue;
      level.longUsd += bin.longUsd;
      level.shortUsd += bin.shortUsd;
    }
  }
  return levels.reverse();
}
