// For every asset the pair that nets most, with its costs; and the alerts about those worth acting on. While an alert stands its
// row follows the best pair, legs included, without a new alert: two exchanges that take turns are no news.
import { aprOf8h } from '../domain/funding.js';
import type { Alert, AlertLeg } from '../domain/record.js';
import { bestPairs, byNet, comparableLegs, type Quarantined } from './asset-pairs.js';
import type { ArbitrageOptions } from './options.js';
import { type Leg, pairEconomics, spreadOf } from './pair-economics.js';
import { isIdle, nextRaising, quiet, type Raising } from './raising.js';
import type { ArbitrageRow, FundingRow } from './snapshot.js';

export interface ArbitrageBook {
  /** Looks at every asset; returns what was raised or cleared by it. Once a second is enough. */
  readonly evaluate: (funding: ReadonlyMap<string, readonly FundingRow[]>, now: number) => readonly Alert[];
  /** Every asset with a pair, the highest net APR first, those without a known cost last; the same list when nothing changed. */
  readonly publish: () => readonly ArbitrageRow[];
  /** Instruments kept out of every pair; the same list when nothing changed. */
  readonly quarantined: () => readonly Quarantined[];
  /** The widest spread of the asset's fresh pairs, of the last evaluation; whatever it costs. */
  readonly widestSpread: (asset: string) => number | undefined;
}

interface AssetEntry {
  readonly rows: readonly FundingRow[];
  readonly row: ArbitrageRow | undefined;
  readonly widest: number | undefined;
  readonly quarantined: readonly Quarantined[];
}

export function createArbitrageBook(options: ArbitrageOptions): ArbitrageBook {
  /** What a list of rows gives stays as long as the list is the same. */
  const entries = new Map<string, AssetEntry>();
  /** Assets near, above or just below the line. */
  const raisings = new Map<string, Raising>();
  let isDirty = false;
  let published: readonly ArbitrageRow[] = [];
  let listed: readonly Quarantined[] = [];

  function entryOf(asset: string, rows: readonly FundingRow[], now: number): AssetEntry {
    const held = entries.get(asset);
    if (held?.rows === rows) return held;
    const { legs, quarantined } = comparableLegs(rows);
    const { net: pair, widest } = bestPairs(legs, options);
    const raisedTime = raisings.get(asset)?.raisedTime;
    const fresh = pair && {
      asset,
      ...pair,
      economics: pairEconomics(pair.long, pair.short, options, now),
      ...(raisedTime === undefined ? {} : { raisedTime }),
    };
    const row = fresh && held?.row && isSameRow(held.row, fresh) ? held.row : fresh;
    if (row !== held?.row || quarantined.length > 0 || (held?.quarantined.length ?? 0) > 0) isDirty = true;
    const entry = { rows, row, widest: widest && spreadOf(widest.long, widest.short), quarantined };
    entries.set(asset, entry);
    return entry;
  }

  function linesOf(row: ArbitrageRow | undefined): { readonly isRaising: boolean; readonly isClearing: boolean } {
    if (row === undefined || row.economics.breakEvenHours === undefined) return { isRaising: false, isClearing: true };
    const { spread8h, breakEvenHours } = row.economics;
    const { thresholdSpread8h, maxBreakEvenHours, clearBelowShare } = options;
    return {
      isRaising: spread8h > thresholdSpread8h && breakEvenHours <= maxBreakEvenHours,
      isClearing: spread8h < thresholdSpread8h * clearBelowShare || breakEvenHours > maxBreakEvenHours / clearBelowShare,
    };
  }

  function stepAsset(asset: string, row: ArbitrageRow | undefined, now: number): Alert | undefined {
    const before = raisings.get(asset) ?? quiet;
    const after = nextRaising(before, linesOf(row), now, options);
    if (isIdle(after)) raisings.delete(asset);
    else if (after !== before) raisings.set(asset, after);
    if (after.raisedTime === before.raisedTime) return undefined;
    isDirty = true;
    setRaised(asset, after.raisedTime);
    if (after.raisedTime !== undefined && row !== undefined) return raisedAlert(row, after.raisedTime);
    return before.raisedTime === undefined ? undefined : clearedAlert(asset, row, before.raisedTime, now);
  }

  function setRaised(asset: string, raisedTime: number | undefined): void {
    const entry = entries.get(asset);
    if (entry?.row === undefined) return;
    const { raisedTime: _, ...row } = entry.row;
    entries.set(asset, { ...entry, row: raisedTime === undefined ? row : { ...row, raisedTime } });
  }

  function refresh(): void {
    if (!isDirty) return;
    isDirty = false;
    const rows: ArbitrageRow[] = [];
    const apart: Quarantined[] = [];
    for (const { row, quarantined } of entries.values()) {
      if (row) rows.push(row);
      apart.push(...quarantined);
    }
    rows.sort((a, b) => byNet(a, b) || (a.asset < b.asset ? -1 : 1));
    if (rows.length !== published.length || rows.some((row, i) => row !== published[i])) published = rows;
    if (apart.length !== listed.length || apart.some((one, i) => !isSameQuarantine(one, listed[i]))) listed = apart;
  }

  return {
    evaluate: (funding, now) => {
      const alerts: Alert[] = [];
      const look = (asset: string, row: ArbitrageRow | undefined): void => {
        const alert = stepAsset(asset, row, now);
        if (alert) alerts.push(alert);
      };
      for (const [asset, rows] of funding) look(asset, entryOf(asset, rows, now).row);
      for (const asset of entries.keys()) {
        if (funding.has(asset)) continue;
        entries.delete(asset);
        isDirty = true;
      }
      for (const asset of [...raisings.keys()]) if (!funding.has(asset)) look(asset, undefined);
      return alerts;
    },
    publish: () => {
      refresh();
      return published;
    },
    quarantined: () => {
      refresh();
      return listed;
    },
    widestSpread: (asset) => entries.get(asset)?.widest,
  };
}

/** For a reader: whatever else changed on a leg is not shown here. */
function isSameRow(a: ArbitrageRow, b: ArbitrageRow): boolean {
  return isSameLeg(a.long, b.long) && isSameLeg(a.short, b.short) && a.economics.cashFlow24h === b.economics.cashFlow24h;
}

function isSameLeg(a: Leg, b: Leg): boolean {
  return (
    a.key === b.key &&
    a.fundingRate === b.fundingRate &&
    a.fundingIntervalHours === b.fundingIntervalHours &&
    a.markPrice === b.markPrice &&
    a.nextFundingTime === b.nextFundingTime
  );
}

function isSameQuarantine(a: Quarantined, b: Quarantined | undefined): boolean {
  return b !== undefined && a.key === b.key && a.markPrice === b.markPrice && a.medianPrice === b.medianPrice;
}

/** The figures of the record as the contract has them. */
function figuresOf({ long, short, economics }: ArbitrageRow): Partial<Alert> {
  const { spread8h, spreadApr, feesRoundTrip, priceGap, breakEvenHours } = economics;
  return {
    long: alertLeg(long),
    short: alertLeg(short),
    spread8h,
    spreadApr,
    ...(feesRoundTrip === undefined ? {} : { feesRoundTrip }),
    ...(priceGap === undefined ? {} : { priceGap }),
    ...(breakEvenHours === undefined ? {} : { breakEvenHours }),
  };
}

function alertLeg({ exchange, symbol, fundingRate, fundingIntervalHours }: Leg): AlertLeg {
  return { exchange, symbol, fundingRate, fundingIntervalHours };
}

function raisedAlert(row: ArbitrageRow, time: number): Alert {
  const { asset } = row;
  const id = `funding-spread:${asset}:${time}`;
  return {
    type: 'alert',
    id,
    kind: 'funding-spread',
    state: 'raised',
    time,
    asset,
    message: pairSentence(row),
    ...figuresOf(row),
  };
}

function clearedAlert(asset: string, row: ArbitrageRow | undefined, raisedTime: number, time: number): Alert {
  const why = row === undefined ? 'no fresh pair left' : `${percent(row.economics.spread8h, 3)} per 8h left`;
  const id = `funding-spread:${asset}:${raisedTime}`;
  const base = { type: 'alert', id, kind: 'funding-spread', state: 'cleared', time, asset, message: `${asset}: ${why}` } as const;
  return row === undefined ? base : { ...base, ...figuresOf(row) };
}

/** `SOL: long dydx, short bybit: 0.021 % per 8h (23.2 % APR)`. */
export function pairSentence({ asset, long, short, economics: { spread8h } }: ArbitrageRow): string {
  const legs = `long ${long.exchange}, short ${short.exchange}`;
  return `${asset}: ${legs}: ${percent(spread8h, 3)} per 8h (${percent(aprOf8h(spread8h), 1)} APR)`;
}

/** Text of a record, not of the screen: contract words, so the screen's formats do not apply. */
function percent(fraction: number, decimals: number): string {
  return `${(fraction * 100).toFixed(decimals)} %`;
}
