// What each column of the lists is sorted by, under the column's id.
import { exchangeIds } from '../domain/instrument.js';
import { tierRank } from '../domain/severity.js';
import type { ArbitrageRow, FundingRow, LiquidationRow } from '../market/snapshot.js';
import type { SortKey } from './list-order.js';

type SortKeys<Row> = Readonly<Record<string, (row: Row) => SortKey>>;

export const fundingKeys: SortKeys<FundingRow> = {
  // In the order in which exchanges stand everywhere: the first is the largest.
  exchange: ({ exchange }) => -exchangeIds.indexOf(exchange),
  symbol: ({ symbol }) => symbol,
  raw: ({ fundingRate }) => fundingRate,
  interval: ({ fundingIntervalHours }) => fundingIntervalHours,
  '8h': ({ rate8h }) => rate8h,
  apr: ({ apr }) => apr,
  // The next to settle first.
  next: ({ nextFundingTime }) => (nextFundingTime === undefined ? undefined : -nextFundingTime),
  mark: ({ markPrice }) => markPrice,
  basis: ({ basis }) => basis,
  openInterest: ({ openInterestUsd }) => openInterestUsd,
  volume: ({ volume24hUsd }) => volume24hUsd,
  index: ({ indexPrice }) => indexPrice,
  settled: ({ settledFundingRate }) => settledFundingRate,
};

export const liquidationKeys: SortKeys<LiquidationRow> = {
  // The newest first, as an age would have it.
  age: ({ liquidation }) => liquidation.time,
  tier: ({ tier }) => (tier === undefined ? undefined : tierRank(tier)),
  side: ({ liquidation }) => liquidation.side,
  asset: ({ liquidation }) => liquidation.asset,
  notional: ({ liquidation }) => liquidation.notionalUsd,
  exchange: ({ liquidation }) => liquidation.exchange,
  price: ({ liquidation }) => liquidation.price,
  symbol: ({ liquidation }) => liquidation.symbol,
};

export const arbitrageKeys: SortKeys<ArbitrageRow> = {
  asset: ({ alert }) => alert.asset,
  long: ({ alert }) => alert.long?.exchange,
  longSymbol: ({ alert }) => alert.long?.symbol,
  short: ({ alert }) => alert.short?.exchange,
  shortSymbol: ({ alert }) => alert.short?.symbol,
  spread: ({ alert }) => alert.spread8h,
  otherUnit: ({ alert }) => alert.spread8h,
  // The soonest to be even first.
  breakEven: ({ alert }) => (alert.breakEvenHours === undefined ? undefined : -alert.breakEvenHours),
  age: ({ raisedTime }) => raisedTime,
};
