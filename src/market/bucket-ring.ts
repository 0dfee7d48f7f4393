// Sums over sliding windows of liquidations, by exchange and side, without a second look at any event: a ring of buckets, and
// one running sum per window that gains what enters and loses what leaves. Money is counted in whole cents, so that a sum that
// has run for weeks equals a recount to the last digit.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';

const CENTS = 100;
const SIDES = 2;
const LANES = exchangeIds.length * SIDES;

export type Side = 'long' | 'short';

/** One exchange and side: where its sums lie. */
function laneOf(exchange: ExchangeId, side: Side): number {
  return exchangeIds.indexOf(exchange) * SIDES + (side === 'long' ? 0 : 1);
}

export interface Tally {
  readonly count: number;
  readonly notionalUsd: number;
}

export interface BucketRing {
  /** An event of `time`; one older than the ring is dropped, one from the future counts as now. */
  readonly add: (exchange: ExchangeId, side: Side, time: number, notionalUsd: number) => void;
  /** Brings the ring on to `now`: what is too old leaves every window. */
  readonly advance: (now: number) => void;
  /** Of the window with this index, the buckets up to and with that of the last `advance`. */
  readonly total: (windowIndex: number, side: Side, exchange?: ExchangeId) => Tally;
  /** The bucket that `time` lies in, as long as the ring holds it. */
  readonly bucket: (time: number, side: Side, exchange?: ExchangeId) => Tally;
}

/** `windows` in buckets, each at most as long as the ring; the ring holds `bucketCount` buckets of `bucketMs`. */
export function createBucketRing(bucketMs: number, bucketCount: number, windows: readonly number[]): BucketRing {
  const counts = new Float64Array(bucketCount * LANES);
  const cents = new Float64Array(bucketCount * LANES);
  const windowCounts = windows.map(() => new Float64Array(LANES));
  const windowCents = windows.map(() => new Float64Array(LANES));
  let head: number | undefined;

  const slotOf = (bucket: number): number => (((bucket % bucketCount) + bucketCount) % bucketCount) * LANES;

  function clear(): void {
    for (const list of [counts, cents, ...windowCounts, ...windowCents]) list.fill(0);
  }

  /** The bucket that leaves window `index` when the head moves on to `bucket`. */
  function drop(index: number, bucket: number): void {
    const slot = slotOf(bucket - (windows[index] ?? 0));
    const ofCounts = windowCounts[index];
    const ofCents = windowCents[index];
    if (!ofCounts || !ofCents) return;
    for (let lane = 0; lane < LANES; lane += 1) {
      ofCounts[lane] = (ofCounts[lane] ?? 0) - (counts[slot + lane] ?? 0);
      ofCents[lane] = (ofCents[lane] ?? 0) - (cents[slot + lane] ?? 0);
    }
  }

  function moveTo(bucket: number): void {
    if (head === undefined || bucket - head > bucketCount) {
      clear();
      head = bucket;
      return;
    }
    while (head < bucket) {
      head += 1;
      for (let index = 0; index < windows.length; index += 1) drop(index, head);
      const slot = slotOf(head);
      counts.fill(0, slot, slot + LANES);
      cents.fill(0, slot, slot + LANES);
    }
  }

  /** Over all exchanges, or of one. */
  function sum(of: Float64Array, offset: number, side: Side, exchange: ExchangeId | undefined): number {
    if (exchange !== undefined) return of[offset + laneOf(exchange, side)] ?? 0;
    let all = 0;
    for (let lane = side === 'long' ? 0 : 1; lane < LANES; lane += SIDES) all += of[offset + lane] ?? 0;
    return all;
  }

  return {
    add: (exchange, side, time, notionalUsd) => {
      const bucket = Math.floor(time / bucketMs);
      if (head === undefined) moveTo(bucket);
      const now = head ?? bucket;
      const place = Math.min(bucket, now);
      if (place <= now - bucketCount) return;
      const lane = laneOf(exchange, side);
      const slot = slotOf(place) + lane;
      const value = Math.round(notionalUsd * CENTS);
      counts[slot] = (counts[slot] ?? 0) + 1;
      cents[slot] = (cents[slot] ?? 0) + value;
      for (let index = 0; index < windows.length; index += 1) {
        if (place <= now - (windows[index] ?? 0)) continue;
        const ofCounts = windowCounts[index];
        const ofCents = windowCents[index];
        if (ofCounts) ofCounts[lane] = (ofCounts[lane] ?? 0) + 1;
        if (ofCents) ofCents[lane] = (ofCents[lane] ?? 0) + value;
      }
    },
    advance: (now) => {
      const bucket = Math.floor(now / bucketMs);
      if (head === undefined || bucket > head) moveTo(bucket);
    },
    total: (windowIndex, side, exchange) => {
      const ofCounts = windowCounts[windowIndex];
      const ofCents = windowCents[windowIndex];
      if (!ofCounts || !ofCents) return { count: 0, notionalUsd: 0 };
      return { count: sum(ofCounts, 0, side, exchange), notionalUsd: sum(ofCents, 0, side, exchange) / CENTS };
    },
    bucket: (time, side, exchange) => {
      const bucket = Math.floor(time / bucketMs);
      if (head === undefined || bucket > head || bucket <= head - bucketCount) return { count: 0, notionalUsd: 0 };
      const slot = slotOf(bucket);
      return { count: sum(counts, slot, side, exchange), notionalUsd: sum(cents, slot, side, exchange) / CENTS };
    },
  };
}
