// What was paid on an instrument, as the funding panel and the chart want it. Looked up once per history: one that did not change is
// the same object in the next snapshot.
import { settlementHour } from '../domain/funding-payments.js';
import type { FundingPayment } from '../domain/record.js';
import { hourlyRates8h } from '../market/hourly-rates.js';
import type { FundingPast, MarketSnapshot } from '../market/snapshot.js';

export type Pasts = MarketSnapshot['history'];

const PAST_HOURS = 720;

const knownRates = new WeakMap<readonly FundingPayment[], readonly (number | undefined)[]>();

/** Per 8 h, hour by hour up to the last settlement; 30 days, or since the first payment. */
export function pastRates8h({ payments, settled }: FundingPast): readonly (number | undefined)[] {
  let rates = knownRates.get(payments);
  if (rates === undefined) {
    const all = hourlyRates8h(payments, settlementHour(settled.time), PAST_HOURS);
    const first = all.findIndex((rate) => rate !== undefined);
    rates = first === -1 ? [] : all.slice(first);
    knownRates.set(payments, rates);
  }
  return rates;
}
