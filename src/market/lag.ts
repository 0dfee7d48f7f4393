import type { FeedRow } from './snapshot.js';

/** Newest lags the median is taken of. */
const CAPACITY = 64;
/** And the slowest hundredth of: enough that one odd message is not it. */
const TAIL_CAPACITY = 1024;
const TAIL_SHARE = 0.99;

type LagFigures = Pick<FeedRow, 'lagMs' | 'lagP99Ms'>;

export interface Lag {
  readonly add: (ms: number) => void;
  /** Empty before the first. */
  readonly figures: () => LagFigures;
}

export function createLag(): Lag {
  /** Ring: lag `n` sits at `n % TAIL_CAPACITY`. */
  const lags = new Float64Array(TAIL_CAPACITY);
  let count = 0;
  let figures: LagFigures = {};
  let isDirty = false;

  function newest(most: number): Float64Array {
    const taken = new Float64Array(Math.min(most, count));
    for (let i = 0; i < taken.length; i += 1) taken[i] = lags[(count - 1 - i) % TAIL_CAPACITY] ?? 0;
    return taken.sort();
  }

  return {
    add: (ms) => {
      lags[count % TAIL_CAPACITY] = ms;
      count += 1;
      isDirty = true;
    },
    figures: () => {
      if (!isDirty) return figures;
      isDirty = false;
      const body = newest(CAPACITY);
      const tail = newest(TAIL_CAPACITY);
      const lagMs = body[(body.length - 1) >>> 1];
      const lagP99Ms = tail[Math.ceil(tail.length * TAIL_SHARE) - 1];
      figures = { ...(lagMs === undefined ? {} : { lagMs }), ...(lagP99Ms === undefined ? {} : { lagP99Ms }) };
      return figures;
    },
  };
}
