// Which part of a funding history to ask for next: newest first, until nothing is left in which a payment could hide.
import type { TimeRange } from '../exchanges/adapter.js';

const HOUR_MS = 3_600_000;
/** An exchange that answers nothing new for ever is not asked for ever. */
const MAX_PAGES = 20;
/** Settlements are stamped a little late, so the distance between two is never quite the interval. */
const TOLERANCE_MS = 60_000;
/** Where a single row tells nothing of the distance to the next, and nobody states it. */
const USUAL_HOURS = 8;

export interface HistoryPages {
  /** The part to ask for now; `undefined` when all of it is known. */
  readonly next: () => TimeRange | undefined;
  /** What was asked for, the rows it brought from oldest to newest, and the interval, where it is stated. */
  readonly took: (asked: TimeRange, rows: TimeRange | undefined, intervalHours: number | undefined) => void;
}

/**
 * Goes by what came, not by documented page sizes or orders: what lies before the oldest and after the newest row of an answer is
 * asked for again if it is long enough for another payment, and given up only after an answer without a row.
 */
export function createHistoryPages(range: TimeRange, maxRangeMs = Number.POSITIVE_INFINITY): HistoryPages {
  /** The next part last. */
  const left: TimeRange[] = [range];
  let pageCount = 0;

  function part(): TimeRange | undefined {
    const newest = left.at(-1);
    if (newest === undefined || pageCount >= MAX_PAGES) return undefined;
    return { fromTime: Math.max(newest.fromTime, newest.toTime - maxRangeMs), toTime: newest.toTime };
  }

  return {
    next: part,
    took: (asked, rows, intervalHours = USUAL_HOURS) => {
      pageCount += 1;
      const whole = left.pop();
      if (whole === undefined) return;
      const roomMs = intervalHours * HOUR_MS + TOLERANCE_MS;
      const push = (fromTime: number, toTime: number): void => {
        if (toTime - fromTime > roomMs) left.push({ fromTime, toTime });
      };
      if (whole.fromTime < asked.fromTime) left.push({ fromTime: whole.fromTime, toTime: asked.fromTime - 1 });
      if (rows === undefined) return;
      push(asked.fromTime, rows.fromTime - 1);
      push(rows.toTime + 1, asked.toTime);
    },
  };
}
