// A row as one record of the contract: what `fundmon stream` would print of it, or of a pair `fundmon arb`; for pasting elsewhere.
import type { FeedState, MarketRecord, Ticker } from '../../domain/record.js';
import { type ArbitrageRecord, arbitrageRecord } from '../../market/arbitrage-record.js';
import type { FeedRow, FundingRow } from '../../market/snapshot.js';
import type { Subject } from './subject.js';

/** What a ticker may carry besides who and when (contract, section 2). */
const tickerValues = [
  'fundingRate',
  'fundingIntervalHours',
  'nextFundingTime',
  'predictedFundingRate',
  'settledFundingRate',
  'instantFundingRate',
  'markPrice',
  'indexPrice',
  'lastPrice',
  'openInterest',
  'openInterestUsd',
  'volume24hUsd',
] as const satisfies readonly (keyof Ticker & keyof FundingRow)[];

/** Merged from many messages, so its time is that of the last one. */
function tickerOf(row: FundingRow): Ticker {
  const { exchange, symbol, asset, quote, receivedAt } = row;
  const values = Object.fromEntries(tickerValues.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])));
  return { type: 'ticker', exchange, symbol, asset, quote, time: receivedAt, receivedAt, ...values };
}

/** The record of its present state, and all else that is known of the feed. */
function feedOf({ exchange, state, sinceTime, reason, attempt, retryTime, ...known }: FeedRow): FeedState & Partial<FeedRow> {
  return {
    type: 'feed',
    exchange,
    state,
    time: sinceTime,
    ...(reason === undefined ? {} : { reason }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(retryTime === undefined ? {} : { retryInMs: retryTime - sinceTime }),
    ...known,
  };
}

export function recordOf(subject: Subject): MarketRecord | ArbitrageRecord {
  switch (subject.kind) {
    case 'funding':
      return tickerOf(subject.row);
    case 'liquidation':
      return subject.row.liquidation;
    case 'arbitrage':
      return arbitrageRecord(subject.row);
    case 'feed':
      return feedOf(subject.row);
    case 'alert':
      return subject.row.alert;
    default:
      return subject satisfies never;
  }
}
