// Where on the price scale size was liquidated, per asset, over the last day.
import type { Liquidation } from '../domain/record.js';

/** A bin is a tenth of a per cent wide at every price: fine enough to be joined to any number of rows. */
const BIN = Math.log(1.001);
/** Older size is forgotten a quarter of a day at a time. */
const AGE_MS = 6 * 3_600_000;
const AGES = 4;
/** Of one asset and age; a coin that moves further than this in six hours loses its thinnest bins. */
const BIN_CAPACITY = 2_000;
const CENTS = 100;

export interface PriceLevel {
  /** The bin's edges. */
  readonly fromPrice: number;
  readonly toPrice: number;
  readonly longUsd: number;
  readonly shortUsd: number;
}

/** In cents: whole numbers, so that what was added can be taken away again without a rest. */
interface Bin {
  long: number;
  short: number;
}

type Bins = Map<number, Bin>;

interface Age {
  readonly age: number;
  readonly bins: Bins;
}

/** Of one asset: a day in ages, and all of them together. */
interface Day {
  readonly ages: Age[];
  readonly all: Bins;
}

export interface PriceLevels {
  readonly add: (liquidation: Liquidation) => void;
  /** `rows` levels of equal width from the lowest to the highest price liquidated, highest first; empty without any. */
  readonly levels: (asset: string, rows: number, now: number) => readonly PriceLevel[];
}

export function createPriceLevels(assetCapacity: number): PriceLevels {
  /** In order of the last event, oldest first. */
  const byAsset = new Map<string, Day>();

  function touch(asset: string): Day {
    const day = byAsset.get(asset) ?? { ages: [], all: new Map() };
    if (!byAsset.delete(asset) && byAsset.size >= assetCapacity) {
      const oldest = byAsset.keys().next();
      if (!oldest.done) byAsset.delete(oldest.value);
    }
    byAsset.set(asset, day);
    return day;
  }

  return {
    add: ({ asset, side, price, notionalUsd, receivedAt }) => {
      if (!(price > 0)) return;
      const day = touch(asset);
      const age = Math.floor(receivedAt / AGE_MS);
      let newest = day.ages.at(-1);
      if (newest === undefined || newest.age < age) {
        newest = { age, bins: new Map() };
        day.ages.push(newest);
        forget(day, age);
      }
      const index = Math.floor(Math.log(price) / BIN);
      if (newest.bins.size >= BIN_CAPACITY && !newest.bins.has(index)) dropThinnest(newest.bins, day.all);
      const cents = Math.round(notionalUsd * CENTS);
      for (const bins of [newest.bins, day.all]) put(bins, index, side, cents);
    },
    levels: (asset, rows, now) => {
      const day = byAsset.get(asset);
      if (day === undefined) return [];
      forget(day, Math.floor(now / AGE_MS));
      return join(day.all, rows);
    },
  };
}

function put(bins: Bins, index: number, side: 'long' | 'short', cents: number): void {
  const bin = bins.get(index);
  if (bin !== undefined) bin[side] += cents;
  else bins.set(index, { long: 0, short: 0, [side]: cents });
}

function take(all: Bins, index: number, { long, short }: Bin): void {
  const bin = all.get(index);
  if (bin === undefined) return;
  bin.long -= long;
  bin.short -= short;
  if (bin.long + bin.short <= 0) all.delete(index);
}

function forget({ ages, all }: Day, newestAge: number): void {
  for (let oldest = ages[0]; oldest !== undefined && oldest.age <= newestAge - AGES; oldest = ages[0]) {
    for (const [index, bin] of oldest.bins) take(all, index, bin);
    ages.shift();
  }
}

function dropThinnest(bins: Bins, all: Bins): void {
  let thinnest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { long, short }] of bins) {
    if (long + short >= least) continue;
    least = long + short;
    thinnest = index;
  }
  const bin = thinnest === undefined ? undefined : bins.get(thinnest);
  if (thinnest === undefined || bin === undefined) return;
  take(all, thinnest, bin);
  bins.delete(thinnest);
}

function join(bins: Bins, rows: number): readonly PriceLevel[] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const index of bins.keys()) {
    lowest = Math.min(lowest, index);
    highest = Math.max(highest, index);
  }
  if (lowest > highest || rows < 1) return [];
  const perRow = Math.ceil((highest - lowest + 1) / rows);
  const sums = Array.from({ length: Math.ceil((highest - lowest + 1) / perRow) }, () => ({ long: 0, short: 0 }));
  for (const [index, bin] of bins) {
    const sum = sums[Math.floor((index - lowest) / perRow)];
    if (!sum) continue;
    sum.long += bin.long;
    sum.short += bin.short;
  }
  const levels = sums.map(({ long, short }, row) => ({
    fromPrice: Math.exp((lowest + row * perRow) * BIN),
    toPrice: Math.exp((lowest + (row + 1) * perRow) * BIN),
    longUsd: long / CENTS,
    shortUsd: short / CENTS,
  }));
  return levels.reverse();
}
