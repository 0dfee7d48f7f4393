const HOURS_PER_YEAR = 8760;
const COMPARISON_HOURS = 8;

/** Fraction per interval → fraction per 8 hours, not compounded. */
export function rate8h(fundingRate: number, fundingIntervalHours: number): number {
  return (fundingRate * COMPARISON_HOURS) / fundingIntervalHours;
}

/** How far a rate may still go to the nearer of its limits, all per interval; negative beyond it, absent without a limit. */
export function limitDistance(fundingRate: number, cap: number | undefined, floor: number | undefined): number | undefined {
  if (cap === undefined && floor === undefined) return undefined;
  return Math.min((cap ?? Number.POSITIVE_INFINITY) - fundingRate, fundingRate - (floor ?? Number.NEGATIVE_INFINITY));
}

/** Fraction per interval → fraction per year, not compounded. */
export function apr(fundingRate: number, fundingIntervalHours: number): number {
  return (fundingRate * HOURS_PER_YEAR) / fundingIntervalHours;
}

/** Fraction per 8 hours → fraction per year. */
export function aprOf8h(rate: number): number {
  return (rate * HOURS_PER_YEAR) / COMPARISON_HOURS;
}

/** Mark above index: positive. A fraction. */
export function basis(markPrice: number, indexPrice: number): number {
  return (markPrice - indexPrice) / indexPrice;
}

/** (long leg's mark − short leg's mark) / their mean: what entering costs beyond fees; negative is a credit. */
export function priceGap(longMarkPrice: number, shortMarkPrice: number): number {
  return (longMarkPrice - shortMarkPrice) / ((longMarkPrice + shortMarkPrice) / 2);
}

/** Hours until the spread has paid fees and price gap; never below 0, `undefined` when the spread never pays. */
export function breakEvenHours(spread8h: number, feesRoundTrip: number, gap: number): number | undefined {
  if (spread8h <= 0) return undefined;
  return Math.max(0, (feesRoundTrip + gap) / (spread8h / COMPARISON_HOURS));
}
