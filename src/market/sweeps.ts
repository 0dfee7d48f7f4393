// Sweeps: a minute in which the whole market liquidates more than a set amount; and what they turn out to be.
import type { Alert } from '../domain/record.js';
import { usdText } from '../domain/usd-text.js';

export interface SweepOptions {
  /** USD a minute, all exchanges and assets together. */
  readonly usdPerMinute: number;
}

/**
 * `cascade`: the price went on in the direction of the forced orders while open interest fell, so positions keep being closed;
 * `sweep`: the price came back, the orders were only taken out; `open`: neither yet, or nobody told the prices.
 */
export type SweepOutcome = 'open' | 'cascade' | 'sweep';

export interface Sweep {
  readonly startTime: number;
  readonly endTime?: number;
  /** Of the largest minute. */
  readonly notionalUsd: number;
  /** Times the line it is measured by. */
  readonly intensity: number;
  readonly longShare: number;
  /** With the largest part of the largest minute. */
  readonly asset?: string;
  readonly outcome: SweepOutcome;
}

/** The last minute of the market. */
export interface MarketMinute {
  readonly longUsd: number;
  readonly shortUsd: number;
  /** With the largest part of that minute. */
  readonly asset?: string;
}

/** Mark price and open interest of an asset, as far as they are known. */
export type LookUp = (asset: string) => { readonly price?: number; readonly openInterest?: number } | undefined;

export interface Sweeps {
  readonly evaluate: (minute: MarketMinute, lookUp: LookUp, now: number) => readonly Alert[];
  /** Newest first, the standing one included; the same list when nothing changed. */
  readonly publish: () => readonly Sweep[];
}

/** Over when the minute falls below this share of the line. */
const END_SHARE = 0.5;
/** So long after its end it is decided what it was. */
const VERDICT_MS = 5 * 60_000;
/** Of the price move during the sweep: come back by more, or gone on by more. */
const DECISIVE_SHARE = 0.5;
/** A move below this is noise, and decides nothing. */
const LEAST_MOVE = 0.001;
const CAPACITY = 100;

interface Watched {
  sweep: Sweep;
  /** Whose price tells what it was: that which led when it began. */
  readonly leader?: string;
  readonly priceBefore?: number;
  readonly openInterestBefore?: number;
  priceAtEnd?: number;
}

export function createSweeps({ usdPerMinute }: SweepOptions): Sweeps {
  /** Oldest first. */
  const watched: Watched[] = [];
  let isDirty = false;
  let published: readonly Sweep[] = [];

  function begin(minute: MarketMinute, lookUp: LookUp, now: number): Alert {
    const known = minute.asset === undefined ? undefined : lookUp(minute.asset);
    const sweep = measured({ startTime: now, outcome: 'open' }, minute);
    watched.push({
      sweep,
      ...(minute.asset === undefined ? {} : { leader: minute.asset }),
      ...(known?.price === undefined ? {} : { priceBefore: known.price }),
      ...(known?.openInterest === undefined ? {} : { openInterestBefore: known.openInterest }),
    });
    if (watched.length > CAPACITY) watched.shift();
    return alertOf(sweep, 'raised', now);
  }

  function measured({ startTime, outcome }: Pick<Sweep, 'startTime' | 'outcome'>, minute: MarketMinute): Sweep {
    const { longUsd, shortUsd, asset } = minute;
    const notionalUsd = longUsd + shortUsd;
    const measures = { notionalUsd, intensity: notionalUsd / usdPerMinute, longShare: longUsd / notionalUsd };
    return { startTime, outcome, ...measures, ...(asset === undefined ? {} : { asset }) };
  }

  function follow(current: Watched, minute: MarketMinute, lookUp: LookUp, now: number): Alert | undefined {
    const total = minute.longUsd + minute.shortUsd;
    if (total > current.sweep.notionalUsd) current.sweep = measured(current.sweep, minute);
    else if (total >= END_SHARE * usdPerMinute) return undefined;
    isDirty = true;
    if (total >= END_SHARE * usdPerMinute) return undefined;
    current.sweep = { ...current.sweep, endTime: now };
    const price = current.leader === undefined ? undefined : lookUp(current.leader)?.price;
    if (price !== undefined) current.priceAtEnd = price;
    return alertOf(current.sweep, 'cleared', now);
  }

  function decide(one: Watched, lookUp: LookUp, now: number): void {
    const { sweep, leader } = one;
    if (sweep.outcome !== 'open' || sweep.endTime === undefined || leader === undefined) return;
    if (now - sweep.endTime > VERDICT_MS) return;
    const outcome = outcomeOf(one, lookUp(leader));
    if (outcome === 'open') return;
    one.sweep = { ...sweep, outcome };
    isDirty = true;
  }

  return {
    evaluate: (minute, lookUp, now) => {
      const alerts: Alert[] = [];
      const current = watched.at(-1);
      const total = minute.longUsd + minute.shortUsd;
      if (current !== undefined && current.sweep.endTime === undefined) {
        const alert = follow(current, minute, lookUp, now);
        if (alert) alerts.push(alert);
      } else if (total >= usdPerMinute && total > 0) {
        isDirty = true;
        alerts.push(begin(minute, lookUp, now));
      }
      for (const one of watched) decide(one, lookUp, now);
      return alerts;
    },
    publish: () => {
      if (!isDirty) return published;
      isDirty = false;
      published = watched.map(({ sweep }) => sweep).reverse();
      return published;
    },
  };
}

/** Longs are closed by selling: their sweep goes down. */
function outcomeOf(one: Watched, now: ReturnType<LookUp>): SweepOutcome {
  const { priceBefore, priceAtEnd, openInterestBefore, sweep } = one;
  if (priceBefore === undefined || priceAtEnd === undefined || now?.price === undefined) return 'open';
  const direction = sweep.longShare >= 0.5 ? -1 : 1;
  const move = (direction * (priceAtEnd - priceBefore)) / priceBefore;
  const since = (direction * (now.price - priceAtEnd)) / priceBefore;
  const least = Math.max(LEAST_MOVE, DECISIVE_SHARE * Math.abs(move));
  if (since <= -least) return 'sweep';
  const hasFallen = now.openInterest !== undefined && openInterestBefore !== undefined && now.openInterest < openInterestBefore;
  return since >= least && hasFallen ? 'cascade' : 'open';
}

function alertOf(sweep: Sweep, state: Alert['state'], time: number): Alert {
  const { startTime, notionalUsd, intensity, longShare, asset } = sweep;
  const isLong = longShare >= 0.5;
  const side = `${Math.round((isLong ? longShare : 1 - longShare) * 100)} % ${isLong ? 'longs' : 'shorts'}`;
  const most = asset === undefined ? '' : `, most of it ${asset}`;
  const message =
    state === 'raised'
      ? `${usdText(notionalUsd)} liquidated in a minute (${side}${most})`
      : `sweep over, ${usdText(notionalUsd)} in its largest minute, ${intensity.toFixed(1)} × the line`;
  return { type: 'alert', id: `liquidation-sweep:${startTime}`, kind: 'liquidation-sweep', state, time, message };
}
