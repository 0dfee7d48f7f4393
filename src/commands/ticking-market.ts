import type { MarketSnapshot } from '../market/snapshot.js';
import type { MarketStore } from '../market/store.js';
import { createCell, type MarketSource } from '../ui/use-market.js';

const SECOND_MS = 1000;

export interface TickingMarket extends MarketSource {
  /** Brings the store up to date and shows it. */
  readonly publish: (now: number) => void;
}

/**
 * The store keeps its snapshot, and the time in it, while nothing changes; a screen must not stand still then, least of all in an
 * outage: its clocks and ages are brought on with every second.
 */
export function createTickingMarket(store: Pick<MarketStore, 'flush' | 'getSnapshot'>, startTime: number): TickingMarket {
  let known = store.getSnapshot();
  const cell = createCell<MarketSnapshot>({ ...known, time: startTime });
  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    publish: (now) => {
      store.flush(now);
      const next = store.getSnapshot();
      const isSameSecond = Math.floor(now / SECOND_MS) === Math.floor(cell.getSnapshot().time / SECOND_MS);
      if (next === known && isSameSecond) return;
      known = next;
      cell.set({ ...next, time: now });
    },
  };
}
