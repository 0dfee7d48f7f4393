/** Requests that may start per window; a true sliding window, both ends counted. */
export interface RateWindow {
  /** 0: one may start now. */
  readonly waitMs: (now: number) => number;
  /** One starts now. */
  readonly take: (now: number) => void;
}

/** `now` is monotonic. At most `limit` starts are remembered, and with them all that matter. */
export function createRateWindow(limit: number, windowMs: number): RateWindow {
  /** Ring: start `n` sits at `n % limit`. */
  const starts = new Float64Array(limit);
  let count = 0;
  return {
    waitMs: (now) => {
      const oldest = count < limit ? undefined : starts[count % limit];
      // A start that is exactly one window old still shares that window with this one.
      return oldest === undefined || now - oldest > windowMs ? 0 : Math.floor(windowMs - (now - oldest)) + 1;
    },
    take: (now) => {
      starts[count % limit] = now;
      count += 1;
    },
  };
}
