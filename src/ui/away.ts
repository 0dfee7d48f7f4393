// What happened while nobody pressed a key: the picture at the last key compared with the one at the next.
import { type Tier, tiers } from '../domain/severity.js';
import type { ArbitrageRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import type { MarketSource } from './use-market.js';

/** A shorter silence is reading, not absence. */
const ABSENCE_MS = 60_000;
/** Spreads remembered of one absence; a market in turmoil raises more. */
const MOST_SPREADS = 500;
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
  /** Largest first, as last seen; whether they stand still. */
  readonly raised: readonly { readonly row: Standing; readonly isStanding: boolean }[];
  /** Stood before, and no longer. */
  readonly cleared: readonly Standing[];
  /** Largest first. */
  readonly moves: readonly RateMove[];
}

/** An absence so far. */
export interface Absence {
  readonly from: MarketSnapshot;
  /** Raised since, under their ids, as last seen: those cleared meanwhile included. */
  readonly raised: ReadonlyMap<string, Standing>;
  /** The list that was looked at last. */
  readonly seen: readonly ArbitrageRow[];
}

/** A spread from when it was raised to when it is cleared. */
interface Standing extends ArbitrageRow {
  readonly raisedTime: number;
}

function isStanding(row: ArbitrageRow): row is Standing {
  return row.raisedTime !== undefined;
}

const spreadId = ({ asset, raisedTime }: Standing): string => `${asset}:${raisedTime}`;

export function absenceFrom(snapshot: MarketSnapshot): Absence {
  return { from: snapshot, raised: new Map(), seen: snapshot.arbitrage };
}

/** The absence with what one more picture tells. */
export function continued(absence: Absence, { arbitrage }: MarketSnapshot): Absence {
  if (arbitrage === absence.seen) return absence;
  const before = new Set(absence.from.arbitrage.filter(isStanding).map(spreadId));
  const raised = new Map(absence.raised);
  for (const row of arbitrage.filter(isStanding)) {
    const id = spreadId(row);
    if (!before.has(id) && (raised.has(id) || raised.size < MOST_SPREADS)) raised.set(id, row);
  }
  return { ...absence, raised, seen: arbitrage };
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

const bySpread = (a: Standing, b: Standing): number => b.economics.spread8h - a.economics.spread8h;

export function digestOf(absence: Absence, now: MarketSnapshot): AwayDigest {
  const { from } = absence;
  const { raised } = continued(absence, now);
  const standing = new Set(now.arbitrage.filter(isStanding).map(spreadId));
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
    raised: [...raised.values()].sort(bySpread).map((row) => ({ row, isStanding: standing.has(spreadId(row)) })),
    cleared: from.arbitrage.filter(isStanding).filter((row) => !standing.has(spreadId(row))),
    moves: movesBetween(from, now),
  };
}

export interface AwayWatch {
  /** To be called when the market published. */
  readonly look: () => void;
  /** To be called at every key, before it does anything. */
  readonly pressed: () => void;
  /** Of the last absence, up to the key that ended it; where there was none, since the key before the last. */
  readonly digest: () => AwayDigest;
}

export function createAwayWatch(market: MarketSource): AwayWatch {
  let absence = absenceFrom(market.getSnapshot());
  let ended = { absence, now: market.getSnapshot() };
  const lasted = ({ from }: Absence, now: MarketSnapshot): boolean => now.time - from.time >= ABSENCE_MS;
  return {
    look: () => {
      absence = continued(absence, market.getSnapshot());
    },
    pressed: () => {
      const now = market.getSnapshot();
      // The first key after an absence may be any: a w right after it still tells of the absence.
      if (lasted(absence, now) || !lasted(ended.absence, ended.now)) ended = { absence, now };
      absence = absenceFrom(now);
    },
    digest: () => digestOf(ended.absence, ended.now),
  };
}
