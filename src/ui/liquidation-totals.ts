// Sums over the rows of the liquidation log, by tier, side and stretch of time.
import type { ExchangeId } from '../domain/instrument.js';
import { type Tier, tiers } from '../domain/severity.js';
import type { LiquidationRow } from '../market/snapshot.js';

export interface Total {
  readonly count: number;
  readonly notionalUsd: number;
  /** An exchange that publishes a sample took part: there were at least so many. */
  readonly isLeast: boolean;
}

export const noTotal: Total = { count: 0, notionalUsd: 0, isLeast: false };

/** `all`: those not judged yet as well. */
export type TotalKind = Tier | 'all';
export const totalKinds: readonly TotalKind[] = [...[...tiers].reverse(), 'all'];
export type Side = 'long' | 'short';

export type TotalsOf = (kind: TotalKind, side: Side, windowIndex: number) => Total;

/** Windows end at `time` and are given in ms, the shortest first. An event belongs to all it is young enough for. */
export function liquidationTotals(
  rows: readonly LiquidationRow[],
  time: number,
  windowsMs: readonly number[],
  isSampled: (exchange: ExchangeId) => boolean,
): TotalsOf {
  const totals = new Map<string, Total>();
  const keyOf = (kind: TotalKind, side: Side, windowIndex: number): string => `${kind} ${side} ${windowIndex}`;
  const add = (key: string, { liquidation }: LiquidationRow): void => {
    const { count, notionalUsd, isLeast } = totals.get(key) ?? noTotal;
    totals.set(key, {
      count: count + 1,
      notionalUsd: notionalUsd + liquidation.notionalUsd,
      isLeast: isLeast || isSampled(liquidation.exchange),
    });
  };
  for (const row of rows) {
    const age = time - row.liquidation.time;
    windowsMs.forEach((windowMs, index) => {
      if (age >= windowMs) return;
      add(keyOf('all', row.liquidation.side, index), row);
      if (row.tier !== undefined) add(keyOf(row.tier, row.liquidation.side, index), row);
    });
  }
  return (kind, side, windowIndex) => totals.get(keyOf(kind, side, windowIndex)) ?? noTotal;
}
