// What the payments of 30 days say of one perpetual: a line on a screen, a field of a query, and all a model is told of it.
import { clean } from '../domain/decimal.js';
import { figuresOf, newestPayments, type RealisedFunding, realisedOver } from '../domain/funding-payments.js';
import type { FundingPayment } from '../domain/record.js';

const DAY_HOURS = 24;
const WEEK_HOURS = 168;
/** Fewer payments have no spread worth comparing with: three days of 8 h. */
const SCORED_PAYMENTS = 9;
/** Of the hours of the last week paid by one side: then it is that side's market. */
const BIASED_SHARE = 0.8;
/** Mean of 24 h per 8 h, either sign. The interest part alone is 0.0001; 0.0005 is 55 % a year. */
const ELEVATED = 0.00015;
const EXTREME = 0.0005;
/** The last day against the six before: within half a deviation, or 0.0002 % per 8 h, nothing has changed. */
const FLAT_DEVIATIONS = 0.5;
const FLAT_BELOW = 0.000002;

/** Of the rate's deviation over 24 h, per 8 h: from this on it counts as such. */
export interface HealthLines {
  readonly caution: number;
  readonly warning: number;
}

/** Rates per 8 h, each payment weighing as many hours as it was for. Absent: too few payments to say. */
export interface FundingFeatures {
  /** Payments looked at, and the hours they were for. */
  readonly count: number;
  readonly hours: number;
  readonly mean8h: number;
  /** Of the population. */
  readonly deviation8h: number;
  readonly min8h: number;
  readonly max8h: number;
  /** The newest payments of one sign in a row; a payment of 0 belongs to neither. */
  readonly streak?: FundingStreak;
  /** Mean of the last 24 h against that of the six days before. */
  readonly trend?: 'rising' | 'falling' | 'flat';
  /** Who paid in the last 7 days: longs (`positive`) or shorts for at least four fifths of the hours, else `mixed`. */
  readonly bias: 'positive' | 'negative' | 'mixed';
  /** By the size of the mean of the last 24 h: `elevated` from 0.015 %, `extreme` from 0.05 % per 8 h. */
  readonly regime: 'calm' | 'elevated' | 'extreme';
  readonly realised24h?: RealisedFunding;
  readonly realised7d?: RealisedFunding;
  /** Over the last 24 h, and what the settings call it. */
  readonly deviation24h?: number;
  readonly health?: 'healthy' | 'caution' | 'warning';
}

export interface FundingStreak {
  readonly side: 'positive' | 'negative';
  readonly count: number;
  /** Since when: the time of its first payment. */
  readonly sinceTime: number;
}

/** Payments oldest first, intervals filled in; absent without one of a known interval. */
export function featuresOf(payments: readonly FundingPayment[], lines: HealthLines): FundingFeatures | undefined {
  const all = figuresOf(payments);
  const week = newestPayments(payments, WEEK_HOURS);
  const day = newestPayments(payments, DAY_HOURS);
  const today = figuresOf(day);
  if (all === undefined || today === undefined) return undefined;
  const { sum: _, ...figures } = all;
  const streak = streakOf(payments);
  const trend = trendOf(week, day, all.deviation8h);
  const realised24h = realisedOver(payments, DAY_HOURS);
  const realised7d = realisedOver(payments, WEEK_HOURS);
  return {
    ...figures,
    bias: biasOf(week),
    regime: regimeOf(today.mean8h),
    ...(streak === undefined ? {} : { streak }),
    ...(trend === undefined ? {} : { trend }),
    ...(realised24h === undefined ? {} : { realised24h }),
    ...(realised7d === undefined ? {} : { realised7d }),
    ...(today.count < 2 ? {} : { deviation24h: today.deviation8h, health: healthOf(today.deviation8h, lines) }),
  };
}

/** How many deviations the rate of now is from the mean, to two places; absent where nothing deviated or too little was paid. */
export function zScoreOf(rate8h: number, features: FundingFeatures): number | undefined {
  if (features.count < SCORED_PAYMENTS || features.deviation8h === 0) return undefined;
  return clean(Math.round((100 * (rate8h - features.mean8h)) / features.deviation8h) / 100);
}

export function healthOf(deviation: number, { caution, warning }: HealthLines): 'healthy' | 'caution' | 'warning' {
  if (deviation >= warning) return 'warning';
  return deviation >= caution ? 'caution' : 'healthy';
}

function streakOf(payments: readonly FundingPayment[]): FundingStreak | undefined {
  const sign = Math.sign(payments.at(-1)?.fundingRate ?? 0);
  if (sign === 0) return undefined;
  const breakAt = payments.findLastIndex(({ fundingRate }) => Math.sign(fundingRate) !== sign);
  const first = payments[breakAt + 1];
  if (first === undefined) return undefined;
  return { side: sign > 0 ? 'positive' : 'negative', count: payments.length - breakAt - 1, sinceTime: first.time };
}

function trendOf(
  week: readonly FundingPayment[],
  day: readonly FundingPayment[],
  deviation8h: number,
): FundingFeatures['trend'] | undefined {
  const before = figuresOf(week.slice(0, week.length - day.length));
  const today = figuresOf(day);
  if (before === undefined || today === undefined) return undefined;
  const change = today.mean8h - before.mean8h;
  if (Math.abs(change) <= Math.max(FLAT_BELOW, FLAT_DEVIATIONS * deviation8h)) return 'flat';
  return change > 0 ? 'rising' : 'falling';
}

function biasOf(week: readonly FundingPayment[]): FundingFeatures['bias'] {
  let hours = 0;
  let positive = 0;
  let negative = 0;
  for (const { fundingRate, fundingIntervalHours = 0 } of week) {
    hours += fundingIntervalHours;
    if (fundingRate > 0) positive += fundingIntervalHours;
    if (fundingRate < 0) negative += fundingIntervalHours;
  }
  if (positive >= BIASED_SHARE * hours) return 'positive';
  return negative >= BIASED_SHARE * hours ? 'negative' : 'mixed';
}

function regimeOf(mean24h: number): FundingFeatures['regime'] {
  const size = Math.abs(mean24h);
  if (size >= EXTREME) return 'extreme';
  return size >= ELEVATED ? 'elevated' : 'calm';
}
