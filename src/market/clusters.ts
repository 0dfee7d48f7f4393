// Clusters: five minutes in which far more of an asset is liquidated than is usual for it.
import type { Alert, Liquidation } from '../domain/record.js';
import { usdText } from '../domain/usd-text.js';
import { type AssetPace, createAssetPace, type Pace } from './asset-pace.js';
import type { Baseline } from './robust.js';

export interface ClusterOptions {
  /** From so much in five minutes on; below it nobody cares how unusual it is. */
  readonly minNotionalUsd: number;
  /** And from so many events on: one that is large is no cluster, and the log shows it as it is. */
  readonly minEvents: number;
  /** Robust deviations above the median. */
  readonly deviations: number;
  /** Five-minute stretches seen before "usual" means anything. */
  readonly minStretches: number;
}

export interface Cluster {
  readonly asset: string;
  readonly startTime: number;
  /** Absent while it stands. */
  readonly endTime?: number;
  /** Of the largest five minutes so far. */
  readonly count: number;
  readonly notionalUsd: number;
  /** Fraction of it that was longs. */
  readonly longShare: number;
  readonly usualUsd: number;
  /** Deviations above the usual. */
  readonly score: number;
}

export interface Clusters {
  readonly add: (liquidation: Liquidation) => void;
  /** Once a second is enough; looks only at what stands and at assets with an event since the last look: none begins without one. */
  readonly evaluate: (now: number) => readonly Alert[];
  /** Those that stand, strongest first, then those that are over, newest first; the same list when nothing changed. */
  readonly publish: () => readonly Cluster[];
}

/**
 * The deviation is at least a quarter of the median and a twentieth of the least that counts: an asset that is usually silent has
 * a deviation of 0, and any event would be infinitely unusual.
 */
const LEAST_OF_MEDIAN = 0.25;
const LEAST_OF_MINIMUM = 0.05;
/** A cluster ends when its five minutes fall below this share of either line: one that trembles around them is one cluster. */
const END_SHARE = 0.5;
/** Remembered of those that are over. */
const OVER_CAPACITY = 50;

/** Of an asset that had to make room. */
const nothing: Pace = { count: 0, notionalUsd: 0, longUsd: 0, stretches: 0 };

export function createClusters(options: ClusterOptions, assetCapacity: number): Clusters {
  /** In order of the last event, oldest first; the least recent goes when there are too many. */
  const paces = new Map<string, AssetPace>();
  /** Since the last look. */
  const touched = new Set<string>();
  const standing = new Map<string, Cluster>();
  /** Newest first. */
  const over: Cluster[] = [];
  let firstTime: number | undefined;
  let isDirty = false;
  let published: readonly Cluster[] = [];

  function scoreOf({ notionalUsd, stretches }: Pace, usual: Baseline | undefined): number | undefined {
    if (usual === undefined || stretches < options.minStretches) return undefined;
    const least = Math.max(LEAST_OF_MEDIAN * usual.median, LEAST_OF_MINIMUM * options.minNotionalUsd);
    return (notionalUsd - usual.median) / Math.max(usual.deviation, least);
  }

  function evaluateAsset(asset: string, of: AssetPace | undefined, now: number): Alert | undefined {
    const pace = of === undefined ? nothing : of.read(now);
    const known = standing.get(asset);
    // Nearly always: and then what is usual need not be sorted out.
    if (known === undefined && pace.notionalUsd < options.minNotionalUsd) return undefined;
    const usual = of?.usual();
    const score = scoreOf(pace, usual);
    const isBeyond = (share: number): boolean =>
      score !== undefined && score >= share * options.deviations && pace.notionalUsd >= share * options.minNotionalUsd;
    if (known === undefined && (!isBeyond(1) || pace.count < options.minEvents)) return undefined;
    if (known !== undefined && !isBeyond(END_SHARE)) {
      standing.delete(asset);
      over.unshift({ ...known, endTime: now });
      if (over.length > OVER_CAPACITY) over.pop();
      isDirty = true;
      return alertOf(known, 'cleared', now);
    }
    if (known !== undefined && pace.notionalUsd <= known.notionalUsd) return undefined;
    const next: Cluster = {
      asset,
      startTime: known?.startTime ?? now,
      count: pace.count,
      notionalUsd: pace.notionalUsd,
      longShare: pace.notionalUsd > 0 ? pace.longUsd / pace.notionalUsd : 0,
      usualUsd: usual?.median ?? 0,
      score: score ?? known?.score ?? 0,
    };
    standing.set(asset, next);
    isDirty = true;
    return known === undefined ? alertOf(next, 'raised', now) : undefined;
  }

  return {
    add: ({ asset, receivedAt, side, notionalUsd }) => {
      firstTime ??= receivedAt;
      let held = paces.get(asset);
      if (held) paces.delete(asset);
      else {
        held = createAssetPace(firstTime);
        const oldest = paces.size >= assetCapacity ? paces.keys().next() : undefined;
        if (oldest && !oldest.done) paces.delete(oldest.value);
      }
      paces.set(asset, held);
      held.add(receivedAt, side, notionalUsd);
      touched.add(asset);
    },
    evaluate: (now) => {
      firstTime ??= now;
      const alerts: Alert[] = [];
      for (const asset of new Set([...standing.keys(), ...touched])) {
        const alert = evaluateAsset(asset, paces.get(asset), now);
        if (alert) alerts.push(alert);
      }
      touched.clear();
      return alerts;
    },
    publish: () => {
      if (!isDirty) return published;
      isDirty = false;
      const strongestFirst = [...standing.values()].sort((a, b) => b.score - a.score || (a.asset < b.asset ? -1 : 1));
      published = [...strongestFirst, ...over];
      return published;
    },
  };
}

function alertOf(cluster: Cluster, state: Alert['state'], time: number): Alert {
  const { asset, startTime, notionalUsd, usualUsd, count, longShare } = cluster;
  const side = longShare >= 0.5 ? `${Math.round(longShare * 100)} % longs` : `${Math.round((1 - longShare) * 100)} % shorts`;
  const message =
    state === 'raised'
      ? `${asset}: ${usdText(notionalUsd)} liquidated in 5 min (${count}, ${side}), usual ${usdText(usualUsd)}`
      : `${asset}: cluster over, ${usdText(notionalUsd)} in its largest 5 min`;
  return {
    type: 'alert',
    id: `liquidation-cluster:${asset}:${startTime}`,
    kind: 'liquidation-cluster',
    state,
    time,
    asset,
    message,
  };
}
