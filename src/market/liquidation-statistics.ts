// Everything counted of liquidations, brought up to date event by event.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { Alert, Liquidation } from '../domain/record.js';
import { type BucketRing, createBucketRing, type Side, type Tally } from './bucket-ring.js';
import { type BurstOptions, createBurstAlert } from './burst-alert.js';
import { type BurstPaces, createPaceCounter, type PaceOptions } from './burst-pace.js';
import { type Cluster, type ClusterOptions, createClusters } from './clusters.js';
import { createEventTimer, type EventTimes } from './event-times.js';
import { createFeedGaps, type Hearing } from './feed-gaps.js';
import { createFundingCorrelator, type FundingCorrelation } from './funding-correlation.js';
import { createMinuteByAsset } from './minute-by-asset.js';
import { createPriceLevels, type PriceLevel } from './price-levels.js';
import { createSweeps, type LookUp, type Sweep, type SweepOptions } from './sweeps.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Published per asset; a panel joins them to its rows. */
const LEVELS = 60;

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
  /** That took part. */
  readonly exchanges: readonly ExchangeId[];
  readonly largest?: Liquidation;
}

export interface LiquidationStatistics {
  /** Sums are of what the exchanges publish: of those that publish a sample, lower bounds. */
  readonly windows: readonly WindowTotals[];
  /** Newest first: the hour that runs, and those before it since the start, at most a day. */
  readonly hours: readonly HourRow[];
  /** Of the last day. */
  readonly largest?: Liquidation;
  /** Those that stand, strongest first, then those that are over, newest first. */
  readonly clusters: readonly Cluster[];
  /** Newest first. */
  readonly sweeps: readonly Sweep[];
  readonly paces: BurstPaces;
  /** From this ratio on it is a burst, against a usual pace with this half-life. */
  readonly burst: Pick<StatisticsOptions['burst'], 'ratio' | 'halfLifeMs'>;
  readonly times: EventTimes;
  /** Per asset, highest price first, of the last day. */
  readonly levels: ReadonlyMap<string, readonly PriceLevel[]>;
  /** Per asset for which there are enough quarter hours. */
  readonly correlations: ReadonlyMap<string, FundingCorrelation>;
  /** Since when it counts: what a window holds that is longer than that is not yet whole. */
  readonly sinceTime: number;
  /** Of each exchange that was live once, whether it was so ever since. */
  readonly hearings: ReadonlyMap<ExchangeId, Hearing>;
}

export interface StatisticsOptions extends SweepOptions {
  readonly cluster: ClusterOptions;
  readonly burst: BurstOptions & PaceOptions;
  readonly assetCapacity: number;
}

/** What the market knows of an asset besides. */
export interface AssetLookUp {
  readonly figures: LookUp;
  readonly rate8h: (asset: string) => number | undefined;
}

export interface StatisticsCounter {
  /** In order of receipt; each event once. */
  readonly add: (liquidation: Liquidation) => void;
  readonly setLive: (exchange: ExchangeId, isLive: boolean, time: number) => void;
  readonly evaluate: (lookUp: AssetLookUp, now: number) => readonly Alert[];
  /** Once a second is enough; the same object when nothing changed. */
  readonly publish: (now: number) => LiquidationStatistics;
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
  const priceLevels = createPriceLevels(options.assetCapacity);
  const correlator = createFundingCorrelator(options.assetCapacity);
  /** Assets whose levels are not published as they are. */
  const touched = new Set<string>();
  let levels: ReadonlyMap<string, readonly PriceLevel[]> = new Map();
  let correlations: ReadonlyMap<string, FundingCorrelation> = new Map();
  let published: LiquidationStatistics | undefined;
  /** By hour since the epoch, a day of them. */
  const largestByHour = new Map<number, Liquidation>();
  const minute = createMinuteByAsset();
  const paces = createPaceCounter(options.burst);
  const burst = createBurstAlert(options.burst);
  const gaps = createFeedGaps();

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
      const ofExchange = (exchange: ExchangeId, side: Side): number => hourRing.bucket(time, side, exchange).count;
      const exchanges = exchangeIds.filter((one) => ofExchange(one, 'long') + ofExchange(one, 'short') > 0);
      rows.push({ startTime: time, exchanges, ...tallies, ...(largest === undefined ? {} : { largest }) });
    }
    return rows;
  }

  function publishLevels(now: number): ReadonlyMap<string, readonly PriceLevel[]> {
    if (touched.size === 0) return levels;
    const next = new Map(levels);
    for (const asset of touched) {
      next.delete(asset);
      next.set(asset, priceLevels.levels(asset, LEVELS, now));
    }
    for (const asset of next.keys()) {
      if (next.size <= options.assetCapacity) break;
      next.delete(asset);
    }
    touched.clear();
    levels = next;
    return levels;
  }

  return {
    add: (liquidation) => {
      const { exchange, side, receivedAt, notionalUsd } = liquidation;
      advance(receivedAt);
      for (const ring of [rings.seconds, rings.minutes, hourRing]) ring.add(exchange, side, receivedAt, notionalUsd);
      clusters.add(liquidation);
      timer.add(receivedAt, notionalUsd);
      priceLevels.add(liquidation);
      touched.add(liquidation.asset);
      correlator.add(liquidation);
      minute.add(liquidation.asset, receivedAt, notionalUsd);
      paces.add(exchange, receivedAt, notionalUsd);
      const hour = Math.floor(receivedAt / HOUR_MS);
      const largest = largestByHour.get(hour);
      if (largest === undefined || notionalUsd > largest.notionalUsd) largestByHour.set(hour, liquidation);
    },
    setLive: (exchange, isLive, time) => {
      paces.setLive(exchange, isLive, time);
      gaps.setLive(exchange, isLive, time);
    },
    evaluate: (lookUp, now) => {
      advance(now);
      const { long, short } = sides(rings.seconds, 0);
      const asset = minute.largestAsset(now);
      const ofMarket = { longUsd: long.notionalUsd, shortUsd: short.notionalUsd, ...(asset === undefined ? {} : { asset }) };
      if (correlator.evaluate(lookUp.rate8h, now)) correlations = correlator.readAll();
      return [
        ...sweeps.evaluate(ofMarket, lookUp.figures, now),
        ...clusters.evaluate(now),
        ...burst.evaluate(paces.read(now).all, now),
      ];
    },
    publish: (now) => {
      advance(now);
      const hours = hourRows(now);
      const largest = hours.reduce<Liquidation | undefined>(
        (found, { largest: one }) => (one !== undefined && one.notionalUsd > (found?.notionalUsd ?? 0) ? one : found),
        undefined,
      );
      const next = {
        windows: statisticsWindows.map(windowTotals),
        hours,
        ...(largest === undefined ? {} : { largest }),
        clusters: clusters.publish(),
        sweeps: sweeps.publish(),
        paces: paces.read(now),
        burst: options.burst,
        times: timer.read(now),
        levels: publishLevels(now),
        correlations,
        sinceTime: startTime,
        hearings: gaps.publish(),
      };
      if (published === undefined || !isSame(published, next)) published = next;
      return published;
    },
  };
}

/** Counts only grow or fall: where no window and no hour changed, nothing came and nothing went. */
function isSame(a: LiquidationStatistics, b: LiquidationStatistics): boolean {
  return (
    a.clusters === b.clusters &&
    a.sweeps === b.sweeps &&
    a.paces === b.paces &&
    a.hearings === b.hearings &&
    a.levels === b.levels &&
    a.correlations === b.correlations &&
    a.hours.length === b.hours.length &&
    a.hours[0]?.startTime === b.hours[0]?.startTime &&
    a.times.quarters.at(-1)?.startTime === b.times.quarters.at(-1)?.startTime &&
    a.windows.every((totals, i) => isSameSides(totals.all, b.windows[i]?.all))
  );
}

function isSameSides(a: Sides, b: Sides | undefined): boolean {
  return b !== undefined && a.long.count === b.long.count && a.short.count === b.short.count;
}
