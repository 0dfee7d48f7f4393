import type { FundingPayment } from '../domain/record.js';
import type { FundingPast, FundingRow } from './snapshot.js';

/** The payment last made: as the history has it, unless it is behind and the exchange's ticker tells of a later one. */
export function lastPaid(row: FundingRow, past: FundingPast | undefined): Omit<FundingPayment, 'time'> | undefined {
  if (past !== undefined && !past.isBehind) return past.settled;
  const { settledFundingRate: fundingRate, fundingIntervalHours } = row;
  if (fundingRate === undefined) return past?.settled;
  return { fundingRate, ...(fundingIntervalHours === undefined ? {} : { fundingIntervalHours }) };
}
