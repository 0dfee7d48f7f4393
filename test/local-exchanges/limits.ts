/** True while no more than `limit` units were taken in any `perMs`. */
export interface Budget {
  readonly take: (units?: number) => boolean;
  readonly used: () => number;
}

/** A window that slides: stricter than one that resets on the minute, never more lenient. */
export function slidingBudget(limit: number, perMs: number): Budget {
  let taken: { at: number; units: number }[] = [];
  const sum = (): number => {
    const from = performance.now() - perMs;
    taken = taken.filter(({ at }) => at > from);
    return taken.reduce((total, { units }) => total + units, 0);
  };
  return {
    used: sum,
    take: (units = 1) => {
      const before = sum();
      taken.push({ at: performance.now(), units });
      return before + units <= limit;
    },
  };
}

/** Credits that refill steadily (Deribit): a burst up to the pool, then the refill. */
export function creditPool(pool: number, refillPerSecond: number): Budget {
  let credits = pool;
  let at = performance.now();
  const refill = (): void => {
    const now = performance.now();
    credits = Math.min(pool, credits + ((now - at) / 1000) * refillPerSecond);
    at = now;
  };
  return {
    used: () => {
      refill();
      return pool - credits;
    },
    take: (units = 1) => {
      refill();
      if (credits < units) return false;
      credits -= units;
      return true;
    },
  };
}
