import type { ExchangeId } from '../domain/instrument.js';
import type { BurstRow } from './snapshot.js';

const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;

export interface BurstCounter {
  readonly add: (receivedAt: number, notionalUsd: number) => void;
  /** From `time` on the feed is live, or is not. A second is known when the feed was live in any part of it. */
  readonly setLive: (isLive: boolean, time: number) => void;
  /** The window that ends with the second of `now`; the same row when its numbers are the same. */
  readonly publish: (now: number) => BurstRow;
}

/** Counts of one exchange, by second of receipt, over `windowSeconds`; events older than the window are not counted. */
export function createBurstCounter(exchange: ExchangeId, windowSeconds: number): BurstCounter {
  // Ring over the seconds since the epoch; the window is (head − windowSeconds, head].
  const slotOf = (second: number) => ((second % windowSeconds) + windowSeconds) % windowSeconds;
  const counts = new Float64Array(windowSeconds);
  const notionals = new Float64Array(windowSeconds);
  const known = new Uint8Array(windowSeconds);
  let head: number | undefined;
  let isLive = false;
  let isDirty = true;
  let published: BurstRow | undefined;

  function advance(second: number): void {
    if (head !== undefined && second <= head) return;
    isDirty = true;
    const first = head === undefined ? second - windowSeconds + 1 : Math.max(head + 1, second - windowSeconds + 1);
    // What lies before the first thing ever heard is unknown, whatever the state is now.
    const liveNow = head === undefined ? 0 : Number(isLive);
    for (let s = first; s <= second; s += 1) {
      const slot = slotOf(s);
      counts[slot] = 0;
      notionals[slot] = 0;
      known[slot] = liveNow;
    }
    head = second;
  }

  function row(end: number): BurstRow {
    const countList: (number | undefined)[] = [];
    const notionalList: (number | undefined)[] = [];
    let lastMinuteCount = 0;
    let lastMinuteUsd = 0;
    for (let s = end - windowSeconds + 1; s <= end; s += 1) {
      const slot = slotOf(s);
      const count = counts[slot] ?? 0;
      const notional = notionals[slot] ?? 0;
      const isKnown = known[slot] === 1;
      countList.push(isKnown ? count : undefined);
      notionalList.push(isKnown ? notional : undefined);
      if (s > end - MINUTE_SECONDS) {
        lastMinuteCount += count;
        lastMinuteUsd += notional;
      }
    }
    return { exchange, counts: countList, notionalsUsd: notionalList, lastMinuteCount, lastMinuteUsd };
  }

  return {
    add: (receivedAt, notionalUsd) => {
      const second = Math.floor(receivedAt / SECOND_MS);
      advance(second);
      if (head === undefined || second <= head - windowSeconds) return;
      const slot = slotOf(second);
      counts[slot] = (counts[slot] ?? 0) + 1;
      notionals[slot] = (notionals[slot] ?? 0) + notionalUsd;
      // Something came, so part of the feed was up.
      known[slot] = 1;
      isDirty = true;
    },
    setLive: (live, time) => {
      const second = Math.floor(time / SECOND_MS);
      advance(second);
      isLive = live;
      isDirty = true;
      if (live && head !== undefined) known[slotOf(head)] = 1;
    },
    publish: (now) => {
      advance(Math.floor(now / SECOND_MS));
      if (published && !isDirty) return published;
      isDirty = false;
      const next = row(head ?? Math.floor(now / SECOND_MS));
      if (!published || !isSame(published, next)) published = next;
      return published;
    },
  };
}

function isSame(a: BurstRow, b: BurstRow): boolean {
  return a.counts.every((count, i) => count === b.counts[i]) && a.notionalsUsd.every((usd, i) => usd === b.notionalsUsd[i]);
}
