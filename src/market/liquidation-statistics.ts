// Everything counted of liquidations, brought up to date event by event.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { Alert, Liquidation } from '../domain/record.js';
import { type BucketRing, createBucketRing, type Tally } from './bucket-ring.js';
import { type Cluster, type ClusterOptions, createClusters } from './clusters.js';
import { createEventTimer, type EventTimes } from './event-times.js';
import { createMinuteByAsset } from './minute-by-asset.js';
import { createPriceLevels, type PriceLevel } from './price-levels.js';
import { createSweeps, type LookUp, type Sweep, type SweepOptions } from './sweeps.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const HOURS = 24;

export const statisticsWindows = ['1m', '5m', '1h', '24h'] as const;
export type StatisticsWindow = (typeof statisticsWindows)[number];

export interface Sides {
  readonly long: Tally;
  readonly short: Tally;
}

export interface WindowTotals {
  readonly window: StatisticsWindow;
  readonly all: Sides;
  readonly byExchange: ReadonlyMap<ExchangeId, Sides>;
}

export interface HourRow extends Sides {
  readonly startTime: number;
  readonly largest?: Liquidation;
}

export interface LiquidationStatistics {
  /** Sums are of what the exchanges publish: of those that publish a sample, lower bounds. */
  readonly windows: readonly WindowTotals[];
  /** Newest first: the hour that runs, and those before it since the start, at most a day. */
  readonly hours: readonly HourRow[];
  /** Of the last day. */
  readonly largest?: Liquidation;
  readonly clusters: readonly Cluster[];
  readonly sweeps: readonly Sweep[];
  readonly times: EventTimes;
  /** Since when it counts: what a window holds that is longer than that is not yet whole. */
  readonly sinceTime: number;
}

export interface StatisticsOptions extends SweepOptions {
  readonly cluster: ClusterOptions;
  readonly assetCapacity: number;
}

export interface StatisticsCounter {
  /** In order of receipt; each event once. */
  readonly add: (liquidation: Liquidation) => void;
  readonly evaluate: (lookUp: LookUp, now: number) => readonly Alert[];
  /** Once a second is enough. */
  readonly publish: (now: number) => LiquidationStatistics;
  readonly levels: (asset: string, rows: number, now: number) => readonly PriceLevel[];
}

/** Which ring, and which of its windows. */
const places: Readonly<Record<StatisticsWindow, readonly ['seconds' | 'minutes', number]>> = {
  '1m': ['seconds', 0],
  '5m': ['seconds', 1],
  '1h': ['seconds', 2],
  '24h': ['minutes', 0],
};

export function createStatisticsCounter(options: StatisticsOptions, startTime: number): StatisticsCounter {
  const rings: Readonly<Record<'seconds' | 'minutes', BucketRing>> = {
    seconds: createBucketRing(SECOND_MS, 3_600, [60, 300, 3_600]),
    minutes: createBucketRing(MINUTE_MS, 1_440, [1_440]),
  };
  const hourRing = createBucketRing(HOUR_MS, HOURS, []);
  const clusters = createClusters(options.cluster, options.assetCapacity);
  const sweeps = createSweeps(options);
  const timer = createEventTimer(startTime);
  const levels = createPriceLevels(options.assetCapacity);
  /** By hour since the epoch, a day of them. */
  const largestByHour = new Map<number, Liquidation>();
  const minute = createMinuteByAsset();

  function advance(now: number): void {
    rings.seconds.advance(now);
    rings.minutes.advance(now);
    hourRing.advance(now);
    const oldest = Math.floor(now / HOUR_MS) - HOURS;
    for (const hour of largestByHour.keys()) if (hour <= oldest) largestByHour.delete(hour);
  }

  function sides(ring: BucketRing, index: number, exchange?: ExchangeId): Sides {
    return { long: ring.total(index, 'long', exchange), short: ring.total(index, 'short', exchange) };
  }

  function windowTotals(window: StatisticsWindow): WindowTotals {
    const [name, index] = places[window];
    const ring = rings[name];
    const byExchange = new Map<ExchangeId, Sides>();
    for (const exchange of exchangeIds) {
      const own = sides(ring, index, exchange);
      if (own.long.count + own.short.count > 0) byExchange.set(exchange, own);
    }
    return { window, all: sides(ring, index), byExchange };
  }

  function hourRows(now: number): readonly HourRow[] {
    const newest = Math.floor(now / HOUR_MS);
    const oldest = Math.max(Math.floor(startTime / HOUR_MS), newest - HOURS + 1);
    const rows: HourRow[] = [];
    for (let hour = newest; hour >= oldest; hour -= 1) {
      const time = hour * HOUR_MS;
      const largest = largestByHour.get(hour);
      const tallies = { long: hourRing.bucket(time, 'long'), short: hourRing.bucket(time, 'short') };
      rows.push({ startTime: time, ...tallies, ...(largest === undefined ? {} : { largest }) });
    }
    return rows;
  }

  return {
    add: (liquidation) => {
      const { exchange, side, receivedAt, notionalUsd } = liquidation;
      advance(receivedAt);
      for (const ring of [rings.seconds, rings.minutes, hourRing]) ring.add(exchange, side, receivedAt, notionalUsd);
      clusters.add(liquidation);
      timer.add(receivedAt, notionalUsd);
      levels.add(liquidation);
      minute.add(liquidation.asset, receivedAt, notionalUsd);
      const hour = Math.floor(receivedAt / HOUR_MS);
      const largest = largestByHour.get(hour);
      if (largest === undefined || notionalUsd > largest.notionalUsd) largestByHour.set(hour, liquidation);
    },
    evaluate: (lookUp, now) => {
      advance(now);
      const { long, short } = sides(rings.seconds, 0);
      const asset = minute.largestAsset(now);
      const ofMarket = { longUsd: long.notionalUsd, shortUsd: short.notionalUsd, ...(asset === undefined ? {} : { asset }) };
      return [...sweeps.evaluate(ofMarket, lookUp, now), ...clusters.evaluate(now)];
    },
    publish: (now) => {
      advance(now);
      const hours = hourRows(now);
      const largest = hours.reduce<Liquidation | undefined>(
        (found, { largest: one }) => (one !== undefined && one.notionalUsd > (found?.notionalUsd ?? 0) ? one : found),
        undefined,
      );
      return {
        windows: statisticsWindows.map(windowTotals),
        hours,
        ...(largest === undefined ? {} : { largest }),
        clusters: clusters.publish(),
        sweeps: sweeps.publish(),
        times: timer.read(now),
        sinceTime: startTime,
      };
    },
    levels: levels.levels,
  };
}
