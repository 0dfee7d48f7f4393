// Arithmetic over settled payments: whose interval is what, and what a position paid in a stretch of time.
import { clean } from './decimal.js';
import { rate8h } from './funding.js';
import type { FundingPayment } from './record.js';

const HOUR_MS = 3_600_000;
/** Settlement rhythms in use; any other distance between two payments is a gap in the history. */
const INTERVALS_HOURS: readonly number[] = [1, 2, 4, 6, 8, 12, 24];

/**
 * The full hour a payment belongs to, counted since 1970: all exchanges settle on one, and stamp it some milliseconds (Hyperliquid,
 * Binance) or a block (dYdX) late. Two payments of an instrument in the same hour are one.
 */
export function settlementHour(time: number): number {
  return Math.round(time / HOUR_MS);
}

function isTimed({ fundingIntervalHours }: FundingPayment): boolean {
  return fundingIntervalHours !== undefined;
}

/**
 * Fills in the intervals that were not stated, from the distances between payments; oldest first. A distance counts when a neighbouring
 * one equals it, or it stands alone where the rhythm changes; one that stands alone within a rhythm is a hole, and its payment was for
 * the rhythm's interval. The newest has no later neighbour: `currentHours` decides there. What stays undecided stays absent.
 */
export function withIntervals(payments: readonly FundingPayment[], currentHours?: number): readonly FundingPayment[] {
  if (payments.every(isTimed)) return payments;
  const distances = payments.map(({ time }, index) => {
    const before = payments[index - 1];
    return before === undefined ? undefined : rhythm(settlementHour(time) - settlementHour(before.time));
  });
  const last = payments.length - 1;
  const intervalAt = (index: number): number | undefined => {
    if (index === 0 && last > 0) return intervalAt(1);
    const [before, own, after] = [distances[index - 1], distances[index], distances[index + 1]];
    if (own !== undefined && (own === before || own === after)) return own;
    if (index === last) {
      if (own === undefined || before === undefined) return currentHours ?? before ?? own;
      return currentHours === own || currentHours === before ? currentHours : undefined;
    }
    if (own === undefined || before === after) return before ?? after ?? own;
    return own;
  };
  return payments.map((payment, index) => {
    if (isTimed(payment)) return payment;
    const { time, fundingRate } = payment;
    const fundingIntervalHours = intervalAt(index);
    return fundingIntervalHours === undefined ? payment : { time, fundingRate, fundingIntervalHours };
  });
}

/** The distance, where it is an interval that anybody settles in. */
function rhythm(hours: number): number | undefined {
  return INTERVALS_HOURS.includes(hours) ? hours : undefined;
}

/** What a position paid (longs, where positive) over a stretch without a hole. Fractions of notional. */
export interface RealisedFunding {
  readonly sum: number;
  /** The same per 8 hours. */
  readonly mean8h: number;
  /** From the settlement before the first payment to the last one: `windowHours`, or the rest of an interval more. */
  readonly hours: number;
}

/** The payments of the last `windowHours` up to the newest payment, oldest first. */
export function newestPayments(payments: readonly FundingPayment[], windowHours: number): readonly FundingPayment[] {
  const newest = payments.at(-1);
  if (newest === undefined) return [];
  const fromHour = settlementHour(newest.time) - windowHours;
  return payments.slice(payments.findLastIndex(({ time }) => settlementHour(time) <= fromHour) + 1);
}

/** Over the last `windowHours` up to the newest payment; absent when any hour of them is not covered by a payment. */
export function realisedOver(payments: readonly FundingPayment[], windowHours: number): RealisedFunding | undefined {
  const chosen = newestPayments(payments, windowHours);
  const figures = figuresOf(chosen);
  if (figures === undefined || figures.count < chosen.length || figures.hours < windowHours) return undefined;
  const { sum, mean8h, hours } = figures;
  return { sum, mean8h, hours };
}

/** Of rates per 8 hours, each payment weighing as many hours as it was for, so that eight of 1 h count as one of 8 h. */
export interface PaymentFigures {
  /** Payments of a known interval; the others are left out. */
  readonly count: number;
  readonly hours: number;
  readonly sum: number;
  readonly mean8h: number;
  /** Standard deviation of the population: the window is looked at as a whole, not as a sample of something longer. */
  readonly deviation8h: number;
  readonly min8h: number;
  readonly max8h: number;
}

/** Absent without a payment of a known interval. */
export function figuresOf(payments: readonly FundingPayment[]): PaymentFigures | undefined {
  let count = 0;
  let hours = 0;
  let sum = 0;
  /** Kahan's: hundreds of small rates, added without losing a digit that `clean` would keep. */
  let lost = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { fundingRate, fundingIntervalHours } of payments) {
    if (fundingIntervalHours === undefined) continue;
    const per8h = rate8h(fundingRate, fundingIntervalHours);
    if (per8h < least) least = per8h;
    if (per8h > most) most = per8h;
    count += 1;
    hours += fundingIntervalHours;
    const next = sum + (fundingRate - lost);
    lost = next - sum - (fundingRate - lost);
    sum = next;
  }
  if (count === 0) return undefined;
  const [mean8h, min8h, max8h] = [clean(rate8h(sum, hours)), clean(least), clean(most)];
  // Equal rates deviate by nothing, whatever adding them up has left of their last digits.
  const deviation8h = min8h === max8h ? 0 : clean(Math.sqrt(squaredDeviations(payments, mean8h) / hours));
  return { count, hours, sum: clean(sum), mean8h, deviation8h, min8h, max8h };
}

function squaredDeviations(payments: readonly FundingPayment[], mean8h: number): number {
  let total = 0;
  for (const { fundingRate, fundingIntervalHours } of payments) {
    if (fundingIntervalHours !== undefined) {
      total += fundingIntervalHours * (rate8h(fundingRate, fundingIntervalHours) - mean8h) ** 2;
    }
  }
  return total;
}
