import type { FundingPayment } from '../../src/domain/record.js';
import { featuresOf, zScoreOf } from '../../src/market/funding-features.js';
import type { FundingPast, FundingRow } from '../../src/market/snapshot.js';
import { SAMPLE_TIME } from './sample-snapshot.js';

const HOUR_MS = 3_600_000;
const THIRTY_DAYS_HOURS = 720;
/** The last full hour before the sample's moment. */
const LAST_HOUR = Math.floor(SAMPLE_TIME / HOUR_MS);

/** Payments of a row's interval up to its last settlement, each of the rate at its place counted from the oldest. */
export function paymentsOf(row: FundingRow, rateAt: (place: number) => number, hours = THIRTY_DAYS_HOURS): FundingPayment[] {
  const interval = row.fundingIntervalHours ?? 8;
  const count = Math.floor(hours / interval);
  const last = Math.floor(LAST_HOUR / interval) * interval;
  return Array.from({ length: count }, (_, place) => ({
    time: (last - (count - 1 - place) * interval) * HOUR_MS,
    fundingRate: rateAt(place),
    fundingIntervalHours: interval,
  }));
}

/** What the market makes of those payments. */
export function pastOf(row: FundingRow, payments: readonly FundingPayment[], extra: Partial<FundingPast> = {}): FundingPast {
  const settled = payments.at(-1);
  if (settled === undefined) throw new Error('a past has a payment at least');
  const features = featuresOf(payments, { caution: 0.0001, warning: 0.0005 });
  const zScore = features && row.rate8h !== undefined ? zScoreOf(row.rate8h, features) : undefined;
  return {
    key: row.key,
    exchange: row.exchange,
    symbol: row.symbol,
    asset: row.asset,
    payments,
    settled,
    isBehind: false,
    ...(features === undefined ? {} : { features }),
    ...(zScore === undefined ? {} : { zScore }),
    ...extra,
  };
}
