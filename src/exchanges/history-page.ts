// What the rows of one answer of a funding history became.
import { WireError } from '../domain/errors.js';
import type { FundingPayment } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { FundingPage, TimeRange } from './adapter.js';
import { object, type Wire } from './wire.js';

export const HOUR_MS = 3_600_000;

/** Rows a range can hold: nobody settles more often than hourly. */
export function rowsIn({ fromTime, toTime }: TimeRange, limit: number): number {
  return Math.max(1, Math.min(limit, Math.ceil((toTime - fromTime) / HOUR_MS) + 1));
}

/** What a row says; `isRegular` false: it counts for the pages only. */
export interface HistoryRow extends FundingPayment {
  readonly isRegular?: boolean;
}

/** A broken row is left out and named; an answer of nothing but broken rows is another answer. */
export function readPage(rows: readonly unknown[], symbol: string, read: (row: Wire) => HistoryRow): FundingPage {
  const payments: FundingPayment[] = [];
  const faults: string[] = [];
  let unread: WireError | undefined;
  let fromTime = Number.POSITIVE_INFINITY;
  let toTime = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    try {
      const { isRegular = true, ...payment } = read(object(row, 'row'));
      fromTime = Math.min(fromTime, payment.time);
      toTime = Math.max(toTime, payment.time);
      if (isRegular) payments.push(payment);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      unread = error;
      faults.push(`history ${printable(symbol, 80)}: ${error.message}`);
    }
  }
  if (unread !== undefined && fromTime > toTime) throw unread;
  return { payments, faults, ...(fromTime > toTime ? {} : { rows: { fromTime, toTime } }) };
}
