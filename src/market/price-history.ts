// Mark price and open interest of each asset over the last hour, all of one instrument: from one exchange to another the price
// differs by more than a calm minute moves it.
import type { InstrumentKey } from '../domain/instrument.js';
import type { FundingRow } from './snapshot.js';

const EVERY_MS = 10_000;
/** An hour. */
const SAMPLES = 360;
/** Followed until it has been stale for so many samples in a row: a reconnection is no reason to begin anew. */
const PATIENCE = 6;
/** Another instrument is followed instead when it trades so many times as much. */
const CLEARLY_MORE = 2;
/** So many steps back are a clock put right; more, and the past is not what it was. */
const BACK_STEPS = 6;
/** A sample that is missing is replaced by one at most so many steps older. */
const TOLERANCE = 2;
/** Priced in something that stays a dollar. */
const USD_QUOTES: readonly string[] = ['USD', 'USDT', 'USDC'];

interface Series {
  key: InstrumentKey;
  staleCount: number;
  /** Rings over the ten-second steps since the epoch, NaN where nothing is known. Six digits are enough to see a move by. */
  readonly markPrices: Float32Array;
  readonly openInterests: Float32Array;
}

export interface PastFigures {
  readonly markPrice?: number;
  /** Coins of the asset. */
  readonly openInterest?: number;
}

export interface PriceHistory {
  /** Takes a sample when one is due. */
  readonly sample: (funding: ReadonlyMap<string, readonly FundingRow[]>, now: number) => void;
  /** The instrument whose past is kept. */
  readonly instrumentOf: (asset: string) => InstrumentKey | undefined;
  /** Of that instrument `agoMs` before `now`, at most an hour. */
  readonly at: (asset: string, agoMs: number, now: number) => PastFigures;
}

/** The `assetCapacity` assets first heard of; one that is gone from the market is forgotten. */
export function createPriceHistory(assetCapacity: number): PriceHistory {
  const byAsset = new Map<string, Series>();
  let head: number | undefined;

  /** Clears the steps nothing was sampled in. */
  function advance(step: number): void {
    const whole = step - SAMPLES + 1;
    const first = head === undefined || step < head ? whole : Math.max(head + 1, whole);
    for (const { markPrices, openInterests } of byAsset.values()) {
      for (let s = first; s <= step; s += 1) {
        markPrices[slotOf(s)] = Number.NaN;
        openInterests[slotOf(s)] = Number.NaN;
      }
    }
    head = step;
  }

  function follow(asset: string, rows: readonly FundingRow[]): FundingRow | undefined {
    const series = byAsset.get(asset);
    const current = rows.find((row) => row.key === series?.key);
    const largest = largestOf(rows);
    if (!series) {
      if (largest && byAsset.size < assetCapacity) byAsset.set(asset, newSeries(largest.key));
      return largest;
    }
    const isFresh = current !== undefined && isUsable(current);
    series.staleCount = isFresh ? 0 : series.staleCount + 1;
    const isOutgrown = largest !== undefined && volumeOf(largest) > CLEARLY_MORE * (current ? volumeOf(current) : 0);
    const isLost = series.staleCount >= PATIENCE;
    if (!largest || largest === current || !(isLost || (isFresh && isOutgrown))) return isFresh ? current : undefined;
    series.key = largest.key;
    series.staleCount = 0;
    series.markPrices.fill(Number.NaN);
    series.openInterests.fill(Number.NaN);
    return largest;
  }

  return {
    sample: (funding, now) => {
      const step = Math.floor(now / EVERY_MS);
      if (head !== undefined && step <= head && step >= head - BACK_STEPS) return;
      advance(step);
      for (const [asset, rows] of funding) {
        const row = follow(asset, rows);
        const series = byAsset.get(asset);
        if (!row || !series) continue;
        series.markPrices[slotOf(step)] = row.markPrice ?? Number.NaN;
        series.openInterests[slotOf(step)] = row.openInterest ?? Number.NaN;
      }
      for (const asset of byAsset.keys()) if (!funding.has(asset)) byAsset.delete(asset);
    },
    instrumentOf: (asset) => byAsset.get(asset)?.key,
    at: (asset, agoMs, now) => {
      const series = byAsset.get(asset);
      const step = Math.floor((now - agoMs) / EVERY_MS);
      if (!series || head === undefined || step > head) return {};
      const known = (ring: Float32Array): number | undefined => {
        for (let s = step; s >= step - TOLERANCE && s > Number(head) - SAMPLES; s -= 1) {
          const value = ring[slotOf(s)];
          if (value !== undefined && !Number.isNaN(value)) return value;
        }
        return undefined;
      };
      const markPrice = known(series.markPrices);
      const openInterest = known(series.openInterests);
      return { ...(markPrice === undefined ? {} : { markPrice }), ...(openInterest === undefined ? {} : { openInterest }) };
    },
  };
}

function slotOf(step: number): number {
  return ((step % SAMPLES) + SAMPLES) % SAMPLES;
}

function newSeries(key: InstrumentKey): Series {
  const ring = () => new Float32Array(SAMPLES).fill(Number.NaN);
  return { key, staleCount: 0, markPrices: ring(), openInterests: ring() };
}

function isUsable(row: FundingRow): boolean {
  return !row.isStale && row.markPrice !== undefined && row.markPrice > 0 && USD_QUOTES.includes(row.quote);
}

function volumeOf(row: FundingRow): number {
  return row.volume24hUsd ?? 0;
}

/** The most traded usable one; the first of several. */
function largestOf(rows: readonly FundingRow[]): FundingRow | undefined {
  let largest: FundingRow | undefined;
  for (const row of rows) if (isUsable(row) && (!largest || volumeOf(row) > volumeOf(largest))) largest = row;
  return largest;
}
