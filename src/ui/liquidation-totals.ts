// Sums of liquidations by who, side and stretch of time: over the rows of the log, or as the market's statistics have them.
import type { ExchangeId } from '../domain/instrument.js';
import { type Tier, tiers } from '../domain/severity.js';
import { type Hearing, isHeard } from '../market/feed-gaps.js';
import type { LiquidationStatistics, StatisticsWindow } from '../market/liquidation-statistics.js';
import type { LiquidationRow } from '../market/snapshot.js';

export interface Total {
  readonly count: number;
  readonly notionalUsd: number;
  /** An exchange that publishes a sample took part, or one that was not heard all the time: there were at least so many. */
  readonly isLeast: boolean;
  /** Nothing was heard that could be counted: no total at all, which is not zero. */
  readonly isUnknown: boolean;
}

export const noTotal: Total = { count: 0, notionalUsd: 0, isLeast: false, isUnknown: false };

/** `all`: those not judged yet as well. */
export type TotalKind = Tier | ExchangeId | 'all';
export const tierKinds: readonly (Tier | 'all')[] = [...[...tiers].reverse(), 'all'];
export type Side = 'long' | 'short';

export interface TotalWindow {
  readonly name: string;
  readonly window: StatisticsWindow;
  readonly ms: number;
}

const MINUTE_MS = 60_000;
export const totalWindows: readonly TotalWindow[] = [
  { name: '1 MIN', window: '1m', ms: MINUTE_MS },
  { name: '5 MIN', window: '5m', ms: 5 * MINUTE_MS },
  { name: 'HOUR', window: '1h', ms: 60 * MINUTE_MS },
  { name: '24 H', window: '24h', ms: 1_440 * MINUTE_MS },
];

/** The last: index of a window of `totalWindows`. */
export type TotalsOf = (kind: TotalKind, side: Side, windowIndex: number) => Total;

/** Windows end at `time`. An event belongs to all it is young enough for. */
export function liquidationTotals(
  rows: readonly LiquidationRow[],
  time: number,
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
      isUnknown: false,
    });
  };
  for (const row of rows) {
    const { side, exchange } = row.liquidation;
    const age = time - row.liquidation.time;
    totalWindows.forEach(({ ms }, index) => {
      if (age >= ms) return;
      add(keyOf('all', side, index), row);
      add(keyOf(exchange, side, index), row);
      if (row.tier !== undefined) add(keyOf(row.tier, side, index), row);
    });
  }
  return (kind, side, windowIndex) => totals.get(keyOf(kind, side, windowIndex)) ?? noTotal;
}

/** Exact, however short the log; tiers are not counted there. `exchanges`: those that publish liquidations and were chosen. */
export function marketTotals(
  { windows, hearings }: LiquidationStatistics,
  time: number,
  exchanges: readonly ExchangeId[],
  isSampled: (exchange: ExchangeId) => boolean,
): TotalsOf {
  const hasGap = (hearing: Hearing | undefined, fromTime: number): boolean =>
    hearing !== undefined && !isHeard(hearing, fromTime);
  return (kind, side, windowIndex) => {
    const window = totalWindows[windowIndex];
    const totals = windows.find((one) => one.window === window?.window);
    if (window === undefined || totals === undefined) return { ...noTotal, isUnknown: true };
    const fromTime = time - window.ms;
    if (kind === 'all') {
      const isLeast = exchanges.some((one) => hasGap(hearings.get(one), fromTime));
      const isOfSample = [...totals.byExchange].some(([one, sides]) => isSampled(one) && sides[side].count > 0);
      return {
        ...totals.all[side],
        isLeast: isLeast || isOfSample,
        isUnknown: hearings.size === 0 && totals.all[side].count === 0,
      };
    }
    const own = exchanges.find((one) => one === kind);
    if (own === undefined) return { ...noTotal, isUnknown: true };
    const tally = totals.byExchange.get(own)?.[side] ?? noTotal;
    const hearing = hearings.get(own);
    const isBroken = hasGap(hearing, fromTime);
    const isUnknown = tally.count === 0 && (hearing === undefined || isBroken);
    return { count: tally.count, notionalUsd: tally.notionalUsd, isLeast: isBroken || isSampled(own), isUnknown };
  };
}
