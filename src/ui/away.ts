// What happened while nobody pressed a key: the picture at the last key compared with the one at the next.
import { type Tier, tiers } from '../domain/severity.js';
import type { AlertRow } from '../market/alert-log.js';
import type { FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { alertId } from './alert-rows.js';
import type { MarketSource } from './use-market.js';

/** A shorter silence is reading, not absence. */
const ABSENCE_MS = 60_000;
const MOVES_LISTED = 6;

export interface RateMove {
  readonly before: FundingRow;
  readonly after: FundingRow;
  /** Per 8 h. */
  readonly change8h: number;
}

export interface AwayDigest {
  readonly since: number;
  readonly until: number;
  readonly liquidationCount: number;
  readonly liquidationUsd: number;
  /** Older ones have left the log: the counts are the least there were. */
  readonly isAtLeast: boolean;
  readonly tierCounts: Readonly<Record<Tier, number>>;
  readonly largest?: LiquidationRow;
  readonly alerts: AwayAlerts;
  /** Largest first. */
  readonly moves: readonly RateMove[];
}

/** All newest first. */
export interface AwayAlerts {
  /** Raised since, whatever became of them. */
  readonly raised: readonly AlertRow[];
  /** Older ones have left the log, and so may have some of these. */
  readonly isAtLeast: boolean;
  /** Of those raised since. */
  readonly clearedCount: number;
  /** Now, since whenever. */
  readonly standing: readonly AlertRow[];
}

function alertsBetween(before: MarketSnapshot, { alerts }: MarketSnapshot): AwayAlerts {
  const raised = alerts.filter(({ alert }) => alert.time > before.time);
  const kept = new Set(alerts.map(alertId));
  return {
    raised,
    isAtLeast: before.alerts.some((row) => !kept.has(alertId(row))),
    clearedCount: raised.filter(({ cleared }) => cleared !== undefined).length,
    standing: alerts.filter(({ cleared }) => cleared === undefined),
  };
}

function movesBetween(before: MarketSnapshot, after: MarketSnapshot): readonly RateMove[] {
  const moves: RateMove[] = [];
  for (const [asset, rows] of after.funding) {
    const old = before.funding.get(asset);
    if (old === undefined || old === rows) continue;
    for (const row of rows) {
      const was = old.find(({ key }) => key === row.key);
      if (was?.rate8h === undefined || row.rate8h === undefined || row.isStale || was.isStale) continue;
      const change8h = row.rate8h - was.rate8h;
      if (change8h !== 0) moves.push({ before: was, after: row, change8h });
    }
  }
  return moves.sort((a, b) => Math.abs(b.change8h) - Math.abs(a.change8h)).slice(0, MOVES_LISTED);
}

export function digestOf(from: MarketSnapshot, now: MarketSnapshot): AwayDigest {
  const since = now.liquidations.filter(({ liquidation }) => liquidation.receivedAt > from.time);
  const tierCounts = Object.fromEntries(tiers.map((tier) => [tier, 0])) as Record<Tier, number>;
  let liquidationUsd = 0;
  let largest: LiquidationRow | undefined;
  for (const row of since) {
    liquidationUsd += row.liquidation.notionalUsd;
    if (row.tier !== undefined) tierCounts[row.tier] += 1;
    if (row.liquidation.notionalUsd > (largest?.liquidation.notionalUsd ?? -1)) largest = row;
  }
  return {
    since: from.time,
    until: now.time,
    liquidationCount: since.length,
    liquidationUsd,
    isAtLeast: from.liquidations.length > 0 && since.length > 0 && since.length === now.liquidations.length,
    tierCounts,
    ...(largest === undefined ? {} : { largest }),
    alerts: alertsBetween(from, now),
    moves: movesBetween(from, now),
  };
}

export interface AwayWatch {
  /** To be called at every key, before it does anything. */
  readonly pressed: () => void;
  /** Of the last absence, up to the key that ended it; where there was none, since the key before the last. */
  readonly digest: () => AwayDigest;
}

export function createAwayWatch(market: MarketSource): AwayWatch {
  let from = market.getSnapshot();
  let ended = { from, now: from };
  const lasted = (since: MarketSnapshot, until: MarketSnapshot): boolean => until.time - since.time >= ABSENCE_MS;
  return {
    pressed: () => {
      const now = market.getSnapshot();
      // The first key after an absence may be any: a w right after it still tells of the absence.
      if (lasted(from, now) || !lasted(ended.from, ended.now)) ended = { from, now };
      from = now;
    },
    digest: () => digestOf(ended.from, ended.now),
  };
}
