/** What may wait for the model. */
export interface Waiting {
  readonly id: string;
  readonly notionalUsd: number;
  /** Monotonic; its place among equals, and its age. */
  readonly since: number;
}

/** The largest first, then the older; bounded: beyond `capacity` the last in this order goes. */
export interface SizeQueue<T extends Waiting> {
  /** Returns what had to go: another item, `item` itself, or nothing. */
  readonly add: (item: T) => T | undefined;
  readonly has: (id: string) => boolean;
  /** Takes out the first `limit`. */
  readonly take: (limit: number) => readonly T[];
  /** Takes out those for which `isOver` holds. */
  readonly remove: (isOver: (item: T) => boolean) => readonly T[];
  /** The earliest `since` among those that wait. */
  readonly oldest: () => number | undefined;
  readonly size: () => number;
}

export function createSizeQueue<T extends Waiting>(capacity: number): SizeQueue<T> {
  let items: T[] = [];

  /** Place of the first item that `item` goes before. */
  function placeOf(item: T): number {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = items[middle];
      if (other && isBefore(item, other)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    add: (item) => {
      items.splice(placeOf(item), 0, item);
      return items.length > capacity ? items.pop() : undefined;
    },
    has: (id) => items.some((item) => item.id === id),
    take: (limit) => items.splice(0, limit),
    remove: (isOver) => {
      const gone = items.filter(isOver);
      if (gone.length > 0) items = items.filter((item) => !isOver(item));
      return gone;
    },
    oldest: () => {
      let since: number | undefined;
      for (const item of items) if (since === undefined || item.since < since) since = item.since;
      return since;
    },
    size: () => items.length,
  };
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.notionalUsd !== b.notionalUsd ? a.notionalUsd > b.notionalUsd : a.since < b.since;
}
