// The one bridge from state outside React to the tree: the market's store, and what the reader has chosen to see.
import { useSyncExternalStore } from 'react';
import type { MarketSnapshot } from '../market/snapshot.js';

/** A value that is replaced, never changed; `getSnapshot` returns the same object until then. */
export interface Source<T> {
  readonly getSnapshot: () => T;
  /** Returns how to unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
}

export type MarketSource = Source<MarketSnapshot>;

export interface Cell<T> extends Source<T> {
  readonly set: (value: T) => void;
}

export function createCell<T>(initial: T): Cell<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}

export function useSource<T>(source: Source<T>): T {
  return useSyncExternalStore(source.subscribe, source.getSnapshot);
}

/** Picks an existing part of the snapshot, never builds one. */
export function useMarket<T>(source: MarketSource, pick: (snapshot: MarketSnapshot) => T): T {
  return useSyncExternalStore(source.subscribe, () => pick(source.getSnapshot()));
}
