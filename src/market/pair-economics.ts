// What a long/short pair earns and costs. Pure: fractions of one leg's notional, funding positive where longs pay.
import { clean } from '../domain/decimal.js';
import { aprOf8h, breakEvenHours, priceGap } from '../domain/funding.js';
import type { ExchangeId } from '../domain/instrument.js';
import { tidyFraction } from './fraction.js';
import type { FundingRow } from './snapshot.js';

/** Entry and exit: each leg is filled twice. */
const FILLS_PER_LEG = 2;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_PER_YEAR = 8760;
const COMPARISON_HOURS = 8;

export interface TradeCosts {
  /** Fraction of notional per fill; an exchange that is missing makes its pairs' cost unknown. */
  readonly takerFees: Partial<Readonly<Record<ExchangeId, number>>>;
  /** What a fill is worse than the mark, a fraction; added to the fee of each of the four. */
  readonly slippage: number;
  /** Over which net APR is reckoned. */
  readonly holdHours: number;
}

/** A row that can be compared: fresh, with rate and interval. */
export type Leg = FundingRow & {
  readonly fundingRate: number;
  readonly fundingIntervalHours: number;
  readonly rate8h: number;
};

export function isLeg(row: FundingRow): row is Leg {
  return !row.isStale && row.rate8h !== undefined && row.fundingRate !== undefined && row.fundingIntervalHours !== undefined;
}

export interface PairEconomics {
  /** Short leg minus long leg, per 8 h. */
  readonly spread8h: number;
  readonly spreadApr: number;
  /** Four taker fills with their slippage; absent where a fee is not known. */
  readonly feesRoundTrip?: number;
  /** (long leg's mark − short leg's mark) / their mean; absent without both marks. */
  readonly priceGap?: number;
  /** Absent where a cost is not known or the spread never pays. */
  readonly breakEvenHours?: number;
  /** What stays of the spread's APR when the cost is spread over the holding time; negative: a loss. */
  readonly netApr?: number;
  /** What both legs pay and get in the next 24 h, each at its own times; absent where a next payment is not known. */
  readonly cashFlow24h?: number;
}

/** Fraction of notional to enter and leave one leg, slippage included; `undefined` where its fee is not known. */
export function legFees(exchange: ExchangeId, { takerFees, slippage }: TradeCosts): number | undefined {
  const fee = takerFees[exchange];
  return fee === undefined ? undefined : FILLS_PER_LEG * (fee + slippage);
}

/** How many payments fall into (`now`, `now` + 24 h]; continuous funding counts by the hour's share. `undefined`: no time is known. */
export function paymentsIn24h(
  { nextFundingTime, fundingIntervalHours, instantFundingRate }: Leg,
  now: number,
): number | undefined {
  // Accrues without payments: the trailing 8-hour rate three times a day.
  if (nextFundingTime === undefined) return instantFundingRate === undefined ? undefined : 24 / fundingIntervalHours;
  // A time that has passed is settling now: it belongs to the day.
  const first = Math.max(nextFundingTime, now);
  if (first > now + DAY_MS) return 0;
  return 1 + Math.floor((now + DAY_MS - first) / (fundingIntervalHours * HOUR_MS));
}

/** Short leg minus long leg, per 8 h. */
export function spreadOf(long: Leg, short: Leg): number {
  return tidyFraction(short.rate8h - long.rate8h);
}

export function pairEconomics(long: Leg, short: Leg, costs: TradeCosts, now: number): PairEconomics {
  const spread8h = spreadOf(long, short);
  const spreadApr = clean(aprOf8h(spread8h));
  const economics: { -readonly [Name in keyof PairEconomics]: PairEconomics[Name] } = { spread8h, spreadApr };
  const longFees = legFees(long.exchange, costs);
  const shortFees = legFees(short.exchange, costs);
  if (longFees !== undefined && shortFees !== undefined) economics.feesRoundTrip = clean(longFees + shortFees);
  if (long.markPrice !== undefined && short.markPrice !== undefined)
    economics.priceGap = tidyFraction(priceGap(long.markPrice, short.markPrice));
  const { feesRoundTrip, priceGap: gap } = economics;
  if (feesRoundTrip !== undefined && gap !== undefined) {
    const hours = breakEvenHours(spread8h, feesRoundTrip, gap);
    if (hours !== undefined) economics.breakEvenHours = clean(hours);
    economics.netApr = clean((netReturn(spread8h, feesRoundTrip + gap, costs.holdHours) * HOURS_PER_YEAR) / costs.holdHours);
  }
  const longPayments = paymentsIn24h(long, now);
  const shortPayments = paymentsIn24h(short, now);
  if (longPayments !== undefined && shortPayments !== undefined)
    economics.cashFlow24h = tidyFraction(shortPayments * short.fundingRate - longPayments * long.fundingRate);
  return economics;
}

/** What a spread returns over the holding time when `costOnce` is taken off: fractions of one leg's notional. */
export function netReturn(spread8h: number, costOnce: number, holdHours: number): number {
  return (spread8h * holdHours) / COMPARISON_HOURS - costOnce;
}
