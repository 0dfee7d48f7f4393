import type { Liquidation } from '../domain/record.js';
import type { SeverityContext } from '../domain/severity.js';
import { lowerBound } from './lower-bound.js';

/** Notionals kept per asset: enough that a p95 stands on 25 values, few enough to follow a changed market. */
const SIZE_CAPACITY = 512;
/** Events looked back on per asset and side; a longer run than this within a minute is counted as this many. */
const RECENT_CAPACITY = 512;
/** "Recent" for a judge. */
const RECENT_WINDOW_MS = 60_000;

interface RecentEvent {
  readonly id: string;
  readonly receivedAt: number;
  readonly notionalUsd: number;
}

interface AssetSizes {
  /** Ring in order of arrival. */
  readonly arrived: number[];
  next: number;
  /** The same values in ascending order. */
  readonly sorted: number[];
  readonly long: RecentEvent[];
  readonly short: RecentEvent[];
}

export interface UsualSize {
  readonly add: (liquidation: Liquidation) => void;
  /** What was usual and what was recent for `liquidation`, itself not counted; `isKnown`: it has been added already. */
  readonly context: (liquidation: Liquidation, isKnown: boolean) => Pick<SeverityContext, 'usual' | 'recent'>;
}

/** Nearest-rank quantile of `sorted` with the element at `skipped` left out; -1 leaves none out. */
function quantile(sorted: readonly number[], share: number, skipped: number): number | undefined {
  const count = sorted.length - (skipped < 0 ? 0 : 1);
  if (count <= 0) return undefined;
  const rank = Math.max(0, Math.ceil(share * count) - 1);
  return sorted[skipped >= 0 && rank >= skipped ? rank + 1 : rank];
}

/** Remembers how large liquidations of each asset are; the `assetCapacity` assets most recently heard of. */
export function createUsualSize(assetCapacity: number): UsualSize {
  /** In order of the last event, oldest first. */
  const byAsset = new Map<string, AssetSizes>();

  function touch(asset: string): AssetSizes {
    let sizes = byAsset.get(asset);
    if (sizes) {
      byAsset.delete(asset);
    } else {
      sizes = { arrived: [], next: 0, sorted: [], long: [], short: [] };
      const oldest = byAsset.size >= assetCapacity ? byAsset.keys().next() : undefined;
      if (oldest && !oldest.done) byAsset.delete(oldest.value);
    }
    byAsset.set(asset, sizes);
    return sizes;
  }

  function recentOf(events: readonly RecentEvent[], liquidation: Liquidation): SeverityContext['recent'] {
    let count = 0;
    let notionalUsd = 0;
    for (let i = events.length - 1; i >= 0; i -= 1) {
      const event = events[i];
      if (!event || event.receivedAt <= liquidation.receivedAt - RECENT_WINDOW_MS) break;
      if (event.id === liquidation.id) {
        // Whatever came after it is not its past.
        count = 0;
        notionalUsd = 0;
      } else if (event.receivedAt <= liquidation.receivedAt) {
        count += 1;
        notionalUsd += event.notionalUsd;
      }
    }
    return { windowMs: RECENT_WINDOW_MS, count, notionalUsd };
  }

  return {
    add: (liquidation) => {
      const { id, receivedAt, notionalUsd } = liquidation;
      const sizes = touch(liquidation.asset);
      const replaced = sizes.arrived[sizes.next];
      if (replaced !== undefined) sizes.sorted.splice(lowerBound(sizes.sorted, replaced), 1);
      sizes.arrived[sizes.next] = notionalUsd;
      sizes.next = (sizes.next + 1) % SIZE_CAPACITY;
      sizes.sorted.splice(lowerBound(sizes.sorted, notionalUsd), 0, notionalUsd);
      const recent = sizes[liquidation.side];
      recent.push({ id, receivedAt, notionalUsd });
      // Dropped in blocks: shifting one by one would move the whole list for every event of a cascade.
      if (recent.length >= 2 * RECENT_CAPACITY) recent.splice(0, recent.length - RECENT_CAPACITY);
    },
    context: (liquidation, isKnown) => {
      const sizes = byAsset.get(liquidation.asset);
      if (!sizes) return { usual: { count: 0 }, recent: { windowMs: RECENT_WINDOW_MS, count: 0, notionalUsd: 0 } };
      const place = isKnown ? lowerBound(sizes.sorted, liquidation.notionalUsd) : -1;
      const skipped = sizes.sorted[place] === liquidation.notionalUsd ? place : -1;
      const medianUsd = quantile(sizes.sorted, 0.5, skipped);
      const p95Usd = quantile(sizes.sorted, 0.95, skipped);
      const count = sizes.sorted.length - (skipped < 0 ? 0 : 1);
      return {
        usual: medianUsd === undefined || p95Usd === undefined ? { count: 0 } : { count, medianUsd, p95Usd },
        recent: recentOf(sizes[liquidation.side], liquidation),
      };
    },
  };
}
