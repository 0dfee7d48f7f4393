// When liquidations come: a day of quarter hours, the gaps between them, and the densest minute.
import { lowerBound } from './lower-bound.js';

const QUARTER_MS = 15 * 60_000;
/** A day. */
const QUARTERS = 96;
const MINUTE_SECONDS = 60;
/** Gaps looked back on. */
const GAP_CAPACITY = 512;

export interface QuarterHour {
  readonly startTime: number;
  readonly count: number;
  readonly notionalUsd: number;
}

export interface EventTimes {
  /** Oldest first, up to the one that runs; only those since the start. */
  readonly quarters: readonly QuarterHour[];
  /** Milliseconds between events, over the last ones; absent with fewer than two events. */
  readonly gaps?: { readonly count: number; readonly meanMs: number; readonly medianMs: number; readonly deviationMs: number };
  /** The minute with the most events of the last day. */
  readonly densest?: { readonly startTime: number; readonly count: number };
}

export interface EventTimer {
  /** In order of receipt. */
  readonly add: (receivedAt: number, notionalUsd: number) => void;
  readonly read: (now: number) => EventTimes;
}

interface Quarter {
  index: number;
  count: number;
  cents: number;
  densestCount: number;
  densestTime: number;
}

export function createEventTimer(startTime: number): EventTimer {
  const firstQuarter = Math.floor(startTime / QUARTER_MS);
  const quarters: (Quarter | undefined)[] = new Array(QUARTERS).fill(undefined);
  /** Ring, and the same in ascending order. */
  const gaps: number[] = [];
  const sorted: number[] = [];
  let gapCount = 0;
  let gapSum = 0;
  let lastTime: number | undefined;
  const seconds = new Uint32Array(MINUTE_SECONDS);
  let second = 0;
  let minuteCount = 0;

  function addGap(gap: number): void {
    const replaced = gaps[gapCount % GAP_CAPACITY];
    if (replaced !== undefined) {
      sorted.splice(lowerBound(sorted, replaced), 1);
      gapSum -= replaced;
    }
    gaps[gapCount % GAP_CAPACITY] = gap;
    sorted.splice(lowerBound(sorted, gap), 0, gap);
    gapSum += gap;
    gapCount += 1;
  }

  function advance(to: number): void {
    for (let next = Math.max(second + 1, to - MINUTE_SECONDS + 1); next <= to; next += 1) {
      minuteCount -= seconds[next % MINUTE_SECONDS] ?? 0;
      seconds[next % MINUTE_SECONDS] = 0;
    }
    second = Math.max(second, to);
  }

  function quarterOf(time: number): Quarter {
    const index = Math.floor(time / QUARTER_MS);
    const known = quarters[index % QUARTERS];
    if (known?.index === index) return known;
    const fresh = { index, count: 0, cents: 0, densestCount: 0, densestTime: 0 };
    quarters[index % QUARTERS] = fresh;
    return fresh;
  }

  return {
    add: (receivedAt, notionalUsd) => {
      if (lastTime !== undefined) addGap(Math.max(0, receivedAt - lastTime));
      lastTime = receivedAt;
      const at = Math.floor(receivedAt / 1000);
      advance(at);
      seconds[at % MINUTE_SECONDS] = (seconds[at % MINUTE_SECONDS] ?? 0) + 1;
      minuteCount += 1;
      const quarter = quarterOf(receivedAt);
      quarter.count += 1;
      quarter.cents += Math.round(notionalUsd * 100);
      if (minuteCount > quarter.densestCount) {
        quarter.densestCount = minuteCount;
        quarter.densestTime = (at - MINUTE_SECONDS + 1) * 1000;
      }
    },
    read: (now) => {
      const last = Math.floor(now / QUARTER_MS);
      const first = Math.max(firstQuarter, last - QUARTERS + 1);
      const list: QuarterHour[] = [];
      let densest: { startTime: number; count: number } | undefined;
      for (let index = first; index <= last; index += 1) {
        const quarter = quarters[index % QUARTERS];
        const own = quarter?.index === index ? quarter : undefined;
        list.push({ startTime: index * QUARTER_MS, count: own?.count ?? 0, notionalUsd: (own?.cents ?? 0) / 100 });
        if (own && own.densestCount > (densest?.count ?? 0)) densest = { startTime: own.densestTime, count: own.densestCount };
      }
      return { quarters: list, ...gapFigures(), ...(densest === undefined ? {} : { densest }) };
    },
  };

  function gapFigures(): Pick<EventTimes, 'gaps'> {
    const count = sorted.length;
    const upper = sorted[count >>> 1];
    const lower = sorted[(count - 1) >>> 1];
    if (upper === undefined || lower === undefined) return {};
    const meanMs = gapSum / count;
    // Anew each time: running squares of gaps of hours would lose the digits of those of milliseconds.
    const deviationMs = Math.sqrt(sorted.reduce((sum, gap) => sum + (gap - meanMs) ** 2, 0) / count);
    return { gaps: { count, meanMs, medianMs: (lower + upper) / 2, deviationMs } };
  }
}
