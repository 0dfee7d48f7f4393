// Settled payments on the clock: so lines of exchanges that pay in different rhythms run over the same hours.
import { rate8h } from '../domain/funding.js';
import { settlementHour } from '../domain/funding-payments.js';
import type { FundingPayment } from '../domain/record.js';

/**
 * The rate per 8 h of each of the `hours` full hours before the hour `endHour` (counted since 1970), oldest first: that of the
 * payment the hour was paid by. `undefined` where no payment of a known interval covers it.
 */
export function hourlyRates8h(
  payments: readonly FundingPayment[],
  endHour: number,
  hours: number,
): readonly (number | undefined)[] {
  const rates = new Array<number | undefined>(hours).fill(undefined);
  const startHour = endHour - hours;
  for (const { time, fundingRate, fundingIntervalHours } of payments) {
    if (fundingIntervalHours === undefined) continue;
    const end = settlementHour(time);
    const per8h = rate8h(fundingRate, fundingIntervalHours);
    for (let hour = Math.max(startHour, end - fundingIntervalHours); hour < Math.min(endHour, end); hour += 1) {
      rates[hour - startHour] = per8h;
    }
  }
  return rates;
}
