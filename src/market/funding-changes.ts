// What changes about funding itself: the sign of a rate, and how often it is paid. A change is news for a while, then its alert is over.
import type { InstrumentKey } from '../domain/instrument.js';
import type { Alert } from '../domain/record.js';
import type { FundingRow } from './snapshot.js';

export interface FundingChangeOptions {
  /** A rate no farther than this from zero has no sign: fraction per 8 h. */
  readonly deadBand8h: number;
  /** Evaluations in a row (one a second) on the other side before it is a flip: rates near zero tremble. */
  readonly flipEvaluations: number;
  /** The same for an interval: an instrument list may be older than the stream, and the next message puts it right. */
  readonly intervalEvaluations: number;
  /** How long an alert about a change stands. */
  readonly standMs: number;
}

/** What became known of an instrument. */
export type FundingChange = Pick<FundingRow, 'intervalChange' | 'flipTime'>;

export interface FundingChanges {
  /** Once a second. Signs are those of `watch`, intervals those of every asset. */
  readonly evaluate: (
    funding: ReadonlyMap<string, readonly FundingRow[]>,
    watch: ReadonlySet<string>,
    now: number,
  ) => readonly Alert[];
}

/** What held so far, and for how many evaluations something else was seen. */
interface Trial<Value> {
  readonly value: Value;
  readonly next?: Value;
  readonly run: number;
}

type Sign = 'positive' | 'negative';
type ChangeKind = 'funding-flip' | 'funding-interval';

const MINUTE_MS = 60_000;
/** Of a percentage: the contract's rates are told to 1e-6 mostly. */
const RATE_DECIMALS = 4;

export function createFundingChanges(
  options: FundingChangeOptions,
  note: (row: FundingRow, change: FundingChange) => void,
): FundingChanges {
  let signs: ReadonlyMap<InstrumentKey, Trial<Sign>> = new Map();
  /** As bounded as the book. */
  const intervals = new Map<InstrumentKey, Trial<number>>();
  const seen = new Map<string, readonly FundingRow[]>();
  /** Assets with an interval on trial: looked at again although nothing came. */
  const unsettled = new Set<string>();
  /** One of each kind per instrument at most. */
  const standing = new Map<string, Alert>();

  function raise(kind: ChangeKind, row: FundingRow, message: string, now: number): readonly Alert[] {
    const key = `${kind}:${row.key}`;
    const before = standing.get(key);
    const { asset, exchange, symbol } = row;
    const alert: Alert = {
      type: 'alert',
      id: `${key}:${now}`,
      kind,
      state: 'raised',
      time: now,
      asset,
      exchange,
      symbol,
      message,
    };
    standing.set(key, alert);
    return before === undefined ? [alert] : [clearedAlert(before, 'changed again', now), alert];
  }

  function expired(now: number): readonly Alert[] {
    const alerts: Alert[] = [];
    for (const [key, alert] of standing) {
      if (now - alert.time < options.standMs) continue;
      standing.delete(key);
      alerts.push(clearedAlert(alert, `changed ${Math.round((now - alert.time) / MINUTE_MS)} min ago`, now));
    }
    return alerts;
  }

  function signOf({ rate8h, isStale }: FundingRow): Sign | undefined {
    if (rate8h === undefined || isStale || Math.abs(rate8h) <= options.deadBand8h) return undefined;
    return rate8h > 0 ? 'positive' : 'negative';
  }

  function flips(funding: ReadonlyMap<string, readonly FundingRow[]>, watch: ReadonlySet<string>, now: number): readonly Alert[] {
    const alerts: Alert[] = [];
    const next = new Map<InstrumentKey, Trial<Sign>>();
    for (const asset of watch) {
      for (const row of funding.get(asset) ?? []) {
        const before = signs.get(row.key);
        const trial = tried(before, signOf(row), options.flipEvaluations);
        if (trial === undefined) continue;
        next.set(row.key, trial);
        if (before === undefined || trial.value === before.value) continue;
        note(row, { flipTime: now });
        const rate = ((row.rate8h ?? 0) * 100).toFixed(RATE_DECIMALS);
        const message = `${nameOf(row)}: funding turned ${trial.value}, ${rate} % per 8h`;
        alerts.push(...raise('funding-flip', row, message, now));
      }
    }
    signs = next;
    return alerts;
  }

  function intervalChanges(asset: string, rows: readonly FundingRow[], now: number): readonly Alert[] {
    const alerts: Alert[] = [];
    unsettled.delete(asset);
    for (const row of rows) {
      const before = intervals.get(row.key);
      const trial = tried(before, row.fundingIntervalHours, options.intervalEvaluations);
      if (trial === undefined || trial === before) continue;
      intervals.set(row.key, trial);
      if (trial.next !== undefined) unsettled.add(asset);
      if (before === undefined || trial.value === before.value) continue;
      note(row, { intervalChange: { fromHours: before.value, time: now } });
      const message = `${nameOf(row)}: funding interval ${hoursText(before.value)}→${hoursText(trial.value)}`;
      alerts.push(...raise('funding-interval', row, message, now));
    }
    return alerts;
  }

  function forget(asset: string): void {
    for (const { key } of seen.get(asset) ?? []) intervals.delete(key);
    seen.delete(asset);
    unsettled.delete(asset);
  }

  return {
    evaluate: (funding, watch, now) => {
      const alerts = [...expired(now), ...flips(funding, watch, now)];
      for (const [asset, rows] of funding) {
        if (seen.get(asset) === rows && !unsettled.has(asset)) continue;
        seen.set(asset, rows);
        alerts.push(...intervalChanges(asset, rows, now));
      }
      for (const asset of seen.keys()) if (!funding.has(asset)) forget(asset);
      return alerts;
    },
  };
}

/** One evaluation more; the same object where nothing is new. A value that is not known ends the run, and proves nothing. */
function tried<Value>(trial: Trial<Value> | undefined, value: Value | undefined, evaluations: number): Trial<Value> | undefined {
  if (trial === undefined) return value === undefined ? undefined : { value, run: 0 };
  if (value === undefined || value === trial.value) return trial.run === 0 ? trial : { value: trial.value, run: 0 };
  const run = trial.next === value ? trial.run + 1 : 1;
  return run >= evaluations ? { value, run: 0 } : { value: trial.value, next: value, run };
}

function clearedAlert(alert: Alert, why: string, time: number): Alert {
  return { ...alert, state: 'cleared', time, message: `${alert.message} (${why})` };
}

function nameOf({ asset, exchange, symbol }: FundingRow): string {
  return `${asset}: ${exchange} ${symbol}`;
}

/** Whole hours as the exchanges have them; a rare odd one to two places. */
function hoursText(hours: number): string {
  return `${Number(hours.toFixed(2))}h`;
}
