// Which side of an asset is being forced out, and how much of that is known at all.
import type { ExchangeId } from '../domain/instrument.js';
import type { LiquidationFeatures, SideFeatures } from '../domain/opinion.js';
import { isHeard } from '../market/feed-gaps.js';
import type { FundingRow, MarketSnapshot } from '../market/snapshot.js';
import { present, rounded } from './present.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Watched for less than a few minutes, silence says nothing. */
const LEAST_WATCHED_MS = 300_000;
const USD_DIGITS = 3;
const HOUR_DIGITS = 2;

interface Sums {
  longUsd: number;
  shortUsd: number;
}

/** `undefined`: nothing was liquidated while nobody had watched for long. `rows`: the asset's. */
export function liquidationFeatures(
  asset: string,
  rows: readonly FundingRow[],
  snapshot: MarketSnapshot,
  sampledExchanges: readonly ExchangeId[],
): LiquidationFeatures | undefined {
  const { statistics, time } = snapshot;
  if (statistics === undefined) return undefined;
  const watchedMs = Math.max(0, time - statistics.sinceTime);
  const hour = lastHour(asset, snapshot);
  const day: Sums = { longUsd: 0, shortUsd: 0 };
  for (const { longUsd, shortUsd } of statistics.levels.get(asset) ?? []) {
    day.longUsd += longUsd;
    day.shortUsd += shortUsd;
  }
  if (watchedMs < LEAST_WATCHED_MS && day.longUsd + day.shortUsd === 0) return undefined;
  const watchedHours = rounded(watchedMs / HOUR_MS, HOUR_DIGITS);
  const cluster = statistics.clusters.find((one) => one.asset === asset && one.endTime === undefined);
  const isSampled = rows.some(({ exchange }) => sampledExchanges.includes(exchange));
  const isMissed = rows.some(({ exchange }) => {
    const hearing = statistics.hearings.get(exchange);
    return hearing !== undefined && !isHeard(hearing, time - DAY_HOURS * HOUR_MS);
  });
  return {
    watchedHours,
    hour: sidesOf(hour, Math.min(1, watchedHours)),
    day: sidesOf(day, Math.min(DAY_HOURS, watchedHours)),
    ...present({
      isLowerBound: isSampled || isMissed || !isLogWhole(snapshot) || undefined,
      cluster: cluster && {
        notionalUsd: rounded(cluster.notionalUsd, USD_DIGITS),
        usualUsd: rounded(cluster.usualUsd, USD_DIGITS),
        longShare: shareOf(cluster.longShare),
      },
    }),
  };
}

function lastHour(asset: string, { liquidations, time }: MarketSnapshot): Sums {
  const sums: Sums = { longUsd: 0, shortUsd: 0 };
  for (const { liquidation } of liquidations) {
    if (liquidation.asset !== asset || liquidation.receivedAt <= time - HOUR_MS) continue;
    if (liquidation.side === 'long') sums.longUsd += liquidation.notionalUsd;
    else sums.shortUsd += liquidation.notionalUsd;
  }
  return sums;
}

/** The log has room for so many, and small ones may take none of it. */
function isLogWhole({ liquidations, statistics, time }: MarketSnapshot): boolean {
  const counted = statistics?.windows.find(({ window }) => window === '1h')?.all;
  if (counted === undefined) return true;
  const held = liquidations.filter(({ liquidation }) => liquidation.receivedAt > time - HOUR_MS).length;
  return held >= counted.long.count + counted.short.count;
}

function sidesOf({ longUsd, shortUsd }: Sums, hours: number): SideFeatures {
  const all = longUsd + shortUsd;
  return {
    hours,
    longUsd: rounded(longUsd, USD_DIGITS),
    shortUsd: rounded(shortUsd, USD_DIGITS),
    ...(all > 0 ? { longShare: shareOf(longUsd / all) } : {}),
  };
}

function shareOf(share: number): number {
  return Math.round(100 * share) / 100;
}
