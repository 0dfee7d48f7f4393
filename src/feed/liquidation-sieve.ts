import type { Liquidation } from '../domain/record.js';

export interface LiquidationSieve {
  /**
   * True for an event that must be shown: never met before, and not older than `since` (epoch ms). `since` is given only
   * where the exchange may be replaying its past: what is older was seen then, or happened before anyone looked.
   */
  readonly accept: (liquidation: Liquidation, since?: number) => boolean;
}

/** Remembers the last `bound` to `2 × bound` ids: enough for the overlap of two connections and for a gap. */
export function createLiquidationSieve(bound: number): LiquidationSieve {
  let newer = new Set<string>();
  let older = new Set<string>();
  return {
    accept: ({ id, time }, since = Number.NEGATIVE_INFINITY) => {
      if (newer.has(id) || older.has(id)) return false;
      if (newer.size >= bound) {
        older = newer;
        newer = new Set();
      }
      newer.add(id);
      return time >= since;
    },
  };
}
