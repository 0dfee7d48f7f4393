// Which part of a funding history to ask for next: newest first, until nothing is left in which a payment could hide.
import type { TimeRange } from '../exchanges/adapter.js';

const HOUR_MS = 3_600_000;
/** An exchange that answers nothing new for ever is not asked for ever. */
const MAX_PAGES = 40;
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

interface Part extends TimeRange {
  /** The known row right above it; absent at the end of the whole range. */
  readonly above?: number;
}

/**
 * Goes by what came, not by documented page sizes or orders: what lies before the oldest and after the newest row of an answer is
 * asked for again if it is long enough for another payment, and given up only after an answer without a row.
 */
export function createHistoryPages(range: TimeRange, maxRangeMs = Number.POSITIVE_INFINITY): HistoryPages {
  /** The next part last. */
  const left: Part[] = [range];
  let pageCount = 0;

  function next(): TimeRange | undefined {
    const newest = left.at(-1);
    if (newest === undefined || pageCount >= MAX_PAGES) return undefined;
    return { fromTime: Math.max(newest.fromTime, newest.toTime - maxRangeMs), toTime: newest.toTime };
  }

  return {
    next,
    took: (asked, rows, intervalHours = USUAL_HOURS) => {
      pageCount += 1;
      const whole = left.pop();
      if (whole === undefined) return;
      const above = whole.above === undefined ? {} : { above: whole.above };
      if (rows === undefined) {
        if (whole.fromTime < asked.fromTime) left.push({ fromTime: whole.fromTime, toTime: asked.fromTime - 1, ...above });
        return;
      }
      // From one row to the next: where they are further apart than that, another lies between them.
      const intervalMs = intervalHours * HOUR_MS;
      const roomMs = intervalMs + TOLERANCE_MS;
      if (rows.fromTime - 1 - whole.fromTime > roomMs) {
        left.push({ fromTime: whole.fromTime, toTime: rows.fromTime - 1, above: rows.fromTime });
      }
      // At the end there is no row yet: there one may be as soon as it is due.
      const isCut =
        whole.above === undefined ? asked.toTime - rows.toTime >= intervalMs - TOLERANCE_MS : whole.above - rows.toTime > roomMs;
      if (isCut) {
        left.push({ fromTime: rows.toTime + 1, toTime: asked.toTime, ...above });
      }
    },
  };
}
