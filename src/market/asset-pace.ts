// How much of one asset is liquidated in five minutes, now and usually.
import { type Baseline, baseline } from './robust.js';

const SLOT_MS = 15_000;
/** Five minutes of slots. */
const WINDOW_SLOTS = 20;
export const WINDOW_MS = WINDOW_SLOTS * SLOT_MS;
/** A day of five-minute stretches. */
const PAST_CAPACITY = 288;
const CENTS = 100;

export interface Pace {
  readonly count: number;
  readonly notionalUsd: number;
  readonly longUsd: number;
  /** How many stretches that stands on. */
  readonly stretches: number;
}

export interface AssetPace {
  readonly add: (time: number, side: 'long' | 'short', notionalUsd: number) => void;
  /** The last five minutes up to `now`. */
  readonly read: (now: number) => Pace;
  /** Of the five-minute stretches seen so far, quiet ones included; absent before the first has passed. */
  readonly usual: () => Baseline | undefined;
}

/** `startTime`: from when on silence counts as silence. */
export function createAssetPace(startTime: number): AssetPace {
  const counts = new Float64Array(WINDOW_SLOTS);
  const longCents = new Float64Array(WINDOW_SLOTS);
  const shortCents = new Float64Array(WINDOW_SLOTS);
  /** Of all slots: kept up, so that a look costs nothing. */
  const all = { count: 0, longCents: 0, shortCents: 0 };
  /** Ring, in USD. */
  const past: number[] = [];
  let pastCount = 0;
  let stretchCents = 0;
  let stretch = Math.floor(startTime / WINDOW_MS);
  let head = Math.floor(startTime / SLOT_MS);
  /** Sorted out when somebody asks, which is seldom; absent: not since the last stretch closed. */
  let usual: Baseline | undefined;
  /** The stretch it began in was seen only in part. */
  let isPartial = true;

  function closeStretches(until: number): void {
    if (until <= stretch) return;
    const closed = Math.min(until - stretch, PAST_CAPACITY);
    for (let i = 0; i < closed; i += 1) {
      if (i > 0 || !isPartial) {
        past[pastCount % PAST_CAPACITY] = i === 0 ? stretchCents / CENTS : 0;
        pastCount += 1;
      }
    }
    isPartial = false;
    stretch = until;
    stretchCents = 0;
    usual = undefined;
  }

  function advance(now: number): void {
    const slot = Math.floor(now / SLOT_MS);
    for (let next = Math.max(head + 1, slot - WINDOW_SLOTS + 1); next <= slot; next += 1) {
      const at = next % WINDOW_SLOTS;
      all.count -= counts[at] ?? 0;
      all.longCents -= longCents[at] ?? 0;
      all.shortCents -= shortCents[at] ?? 0;
      counts[at] = 0;
      longCents[at] = 0;
      shortCents[at] = 0;
    }
    head = Math.max(head, slot);
    closeStretches(Math.floor(now / WINDOW_MS));
  }

  return {
    add: (time, side, notionalUsd) => {
      advance(time);
      const slot = Math.floor(time / SLOT_MS);
      if (slot <= head - WINDOW_SLOTS) return;
      const at = slot % WINDOW_SLOTS;
      const cents = Math.round(notionalUsd * CENTS);
      const of = side === 'long' ? longCents : shortCents;
      counts[at] = (counts[at] ?? 0) + 1;
      of[at] = (of[at] ?? 0) + cents;
      all.count += 1;
      if (side === 'long') all.longCents += cents;
      else all.shortCents += cents;
      if (Math.floor(time / WINDOW_MS) === stretch) stretchCents += cents;
    },
    read: (now) => {
      advance(now);
      return {
        count: all.count,
        notionalUsd: (all.longCents + all.shortCents) / CENTS,
        longUsd: all.longCents / CENTS,
        stretches: Math.min(pastCount, PAST_CAPACITY),
      };
    },
    usual: () => {
      usual ??= baseline(past);
      return usual;
    },
  };
}
