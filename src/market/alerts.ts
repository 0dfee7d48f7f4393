// Spread alerts: raised once, cleared once. While one stands its row follows the best pair, legs included, without a new
// alert: what the user acts on is "this asset has a spread", and two exchanges that take turns are no news.
import type { Alert } from '../domain/record.js';
import { bestPair, type Pair, pairFigures, pairSentence, percent } from './arbitrage.js';
import { type Hysteresis, quiet, step } from './hysteresis.js';
import type { ArbitrageOptions } from './options.js';
import type { ArbitrageRow, FundingRow } from './snapshot.js';

interface Standing {
  state: Hysteresis;
  pair: Pair | undefined;
  row: ArbitrageRow | undefined;
}

export interface SpreadAlerts {
  /** Looks at every asset; returns what was raised or cleared by it. At most once a second is enough. */
  readonly evaluate: (funding: ReadonlyMap<string, readonly FundingRow[]>, now: number) => readonly Alert[];
  /** Standing spreads, largest first; the same list when nothing changed. */
  readonly publish: () => readonly ArbitrageRow[];
  /** Of the last evaluation. */
  readonly spreadOf: (asset: string) => number | undefined;
}

export function createSpreadAlerts(options: ArbitrageOptions): SpreadAlerts {
  const lines = {
    raiseAbove: options.thresholdSpread8h,
    clearBelow: options.thresholdSpread8h * options.clearBelowShare,
    steps: options.evaluations,
    minHoldMs: options.minHoldMs,
  };
  /** Assets near or above the line; at most one per asset of the book. */
  const standings = new Map<string, Standing>();
  /** The best pair of a list of rows stays the best as long as the list is the same. */
  const pairs = new Map<string, { readonly rows: readonly FundingRow[]; readonly pair: Pair | undefined }>();
  let isDirty = false;
  let published: readonly ArbitrageRow[] = [];

  function pairOf(asset: string, rows: readonly FundingRow[]): Pair | undefined {
    const held = pairs.get(asset);
    if (held?.rows === rows) return held.pair;
    const pair = bestPair(rows);
    pairs.set(asset, { rows, pair });
    return pair;
  }

  function raisedAlert(asset: string, pair: Pair, raisedTime: number, time: number): Alert {
    return {
      type: 'alert',
      id: `funding-spread:${asset}:${raisedTime}`,
      kind: 'funding-spread',
      state: 'raised',
      time,
      asset,
      message: pairSentence(asset, pair),
      ...pairFigures(pair, options.takerFees),
    };
  }

  function clearedAlert(asset: string, id: string, pair: Pair | undefined, time: number): Alert {
    const why = pair ? `${percent(pair.spread8h, 3)} per 8h left` : 'no fresh pair left';
    const base = {
      type: 'alert',
      id,
      kind: 'funding-spread',
      state: 'cleared',
      time,
      asset,
      message: `${asset}: ${why}`,
    } as const;
    return pair ? { ...base, ...pairFigures(pair, options.takerFees) } : base;
  }

  function stepAsset(asset: string, pair: Pair | undefined, now: number): Alert | undefined {
    let standing = standings.get(asset);
    const next = step(standing?.state ?? quiet, pair?.spread8h, now, lines);
    if (!standing) {
      if (next === quiet) return undefined;
      standing = { state: quiet, pair: undefined, row: undefined };
      standings.set(asset, standing);
    }
    standing.state = next;
    const { row } = standing;
    if (next.raisedTime === undefined) {
      if (next.run === 0) standings.delete(asset);
      if (!row) return undefined;
      isDirty = true;
      return clearedAlert(asset, row.alert.id, pair, now);
    }
    if (!pair || (row && isSamePair(standing.pair, pair))) return undefined;
    const alert = raisedAlert(asset, pair, next.raisedTime, now);
    standing.row = { alert, raisedTime: next.raisedTime };
    standing.pair = pair;
    isDirty = true;
    return row ? undefined : alert;
  }

  return {
    evaluate: (funding, now) => {
      const alerts: Alert[] = [];
      for (const [asset, rows] of funding) {
        const alert = stepAsset(asset, pairOf(asset, rows), now);
        if (alert) alerts.push(alert);
      }
      for (const asset of pairs.keys()) if (!funding.has(asset)) pairs.delete(asset);
      for (const asset of standings.keys()) {
        const alert = funding.has(asset) ? undefined : stepAsset(asset, undefined, now);
        if (alert) alerts.push(alert);
      }
      return alerts;
    },
    publish: () => {
      if (!isDirty) return published;
      isDirty = false;
      const rows: ArbitrageRow[] = [];
      for (const { row } of standings.values()) if (row) rows.push(row);
      published = rows.sort(bySpread);
      return published;
    },
    spreadOf: (asset) => pairs.get(asset)?.pair?.spread8h,
  };
}

function isSamePair(a: Pair | undefined, b: Pair): boolean {
  return (
    a !== undefined &&
    a.long.key === b.long.key &&
    a.short.key === b.short.key &&
    a.long.rate8h === b.long.rate8h &&
    a.short.rate8h === b.short.rate8h &&
    a.long.markPrice === b.long.markPrice &&
    a.short.markPrice === b.short.markPrice
  );
}

function bySpread(a: ArbitrageRow, b: ArbitrageRow): number {
  const difference = (b.alert.spread8h ?? 0) - (a.alert.spread8h ?? 0);
  return difference !== 0 ? difference : a.alert.id < b.alert.id ? -1 : 1;
}
