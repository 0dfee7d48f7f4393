// What the local exchanges settled in the past: the rate of now, swaying, the same whenever it is asked for.

import type { ExchangeId } from '../../src/domain/instrument.js';
import { type Market, marketAssets } from './market.js';

const HOUR_MS = 3_600_000;
/** Of instruments without a walk behind them: the interest part alone. */
const USUAL_RATE_8H = 0.0001;
const SWAY = 0.4;
const SWAY_HOURS = 20;

export interface PastPayment {
  readonly time: number;
  readonly rate: number;
}

/** Those of one instrument, settled every `hours` up to now, both ends included; oldest first. */
export function pastFunding(
  market: Market,
  { exchange, asset, hours }: { readonly exchange: ExchangeId; readonly asset: string | undefined; readonly hours: number },
  fromTime: number,
  toTime: number,
): readonly PastPayment[] {
  const isQuoted = asset !== undefined && marketAssets.some((name) => name === asset);
  const rate8h = isQuoted ? market.quote(exchange, asset).rate8h : USUAL_RATE_8H;
  const stepMs = hours * HOUR_MS;
  const found: PastPayment[] = [];
  for (let time = Math.ceil(fromTime / stepMs) * stepMs; time <= Math.min(toTime, Date.now()); time += stepMs) {
    const sway = 1 + SWAY * Math.sin(time / HOUR_MS / SWAY_HOURS);
    found.push({ time, rate: (rate8h * sway * hours) / 8 });
  }
  return found;
}

/** A query parameter that is a whole number; NaN for anything else, `fallback` when it is not there. */
export function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const value = query.get(name);
  if (value === null) return fallback;
  return /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
}
