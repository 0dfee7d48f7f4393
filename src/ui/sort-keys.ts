// What each column of the lists is sorted by, under the column's id.
import { rate8h } from '../domain/funding.js';
import { exchangeIds } from '../domain/instrument.js';
import type { AlertLeg } from '../domain/record.js';
import { tierRank } from '../domain/severity.js';
import type { ArbitrageRow, AssetSummary, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { boardCells, boardPair } from './board.js';
import type { SortKey } from './list-order.js';

type SortKeys<Row> = Readonly<Record<string, (row: Row) => SortKey>>;

export const fundingKeys: SortKeys<FundingRow> = {
  // In the order in which exchanges stand everywhere: the first is the largest.
  exchange: ({ exchange }) => -exchangeIds.indexOf(exchange),
  symbol: ({ symbol }) => symbol,
  raw: ({ fundingRate }) => fundingRate,
  interval: ({ fundingIntervalHours }) => fundingIntervalHours,
  '1h': ({ rate8h }) => rate8h,
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
  clock: ({ liquidation }) => liquidation.time,
  size: ({ liquidation }) => liquidation.size,
};

function legRate8h(leg: AlertLeg | undefined): number | undefined {
  return leg === undefined ? undefined : rate8h(leg.fundingRate, leg.fundingIntervalHours);
}

export const arbitrageKeys: SortKeys<ArbitrageRow> = {
  asset: ({ alert }) => alert.asset,
  long: ({ alert }) => alert.long?.exchange,
  longSymbol: ({ alert }) => alert.long?.symbol,
  short: ({ alert }) => alert.short?.exchange,
  shortSymbol: ({ alert }) => alert.short?.symbol,
  spread: ({ alert }) => alert.spread8h,
  otherUnit: ({ alert }) => alert.spread8h,
  longRate: ({ alert }) => alert.long?.fundingRate,
  shortRate: ({ alert }) => alert.short?.fundingRate,
  longRate8h: ({ alert }) => legRate8h(alert.long),
  shortRate8h: ({ alert }) => legRate8h(alert.short),
  fees: ({ alert }) => alert.feesRoundTrip,
  gap: ({ alert }) => alert.priceGap,
  // The soonest to be even first.
  breakEven: ({ alert }) => (alert.breakEvenHours === undefined ? undefined : -alert.breakEvenHours),
  age: ({ raisedTime }) => raisedTime,
};

const noRows: readonly FundingRow[] = [];

/** A column of the board is an exchange: its key is the 8 h rate that stands there. */
export function boardKeys(funding: MarketSnapshot['funding']): SortKeys<AssetSummary> {
  const pairOf = ({ asset }: AssetSummary): SortKey => boardPair(funding.get(asset) ?? noRows)?.long.exchange;
  const keys: Record<string, (row: AssetSummary) => SortKey> = {
    asset: ({ asset }) => asset,
    spread: ({ spread8h }) => spread8h,
    pair: pairOf,
    volume: ({ volume24hUsd }) => volume24hUsd,
  };
  for (const exchange of exchangeIds)
    keys[exchange] = ({ asset }) => boardCells(funding.get(asset) ?? noRows).get(exchange)?.rate8h;
  return keys;
}

export const feedKeys: SortKeys<FeedRow> = {
  exchange: ({ exchange }) => -exchangeIds.indexOf(exchange),
  state: ({ state }) => state,
  since: ({ sinceTime }) => sinceTime,
  // The one not heard of for longest first.
  age: ({ lastMessageTime }) => (lastMessageTime === undefined ? undefined : -lastMessageTime),
  rate: ({ messagesPerSecond }) => messagesPerSecond,
  lag: ({ lagMs }) => lagMs,
  lagP99: ({ lagP99Ms }) => lagP99Ms,
  messages: ({ messageCount }) => messageCount,
  unread: ({ unreadCount }) => unreadCount,
  reconnects: ({ reconnectCount }) => reconnectCount,
  // The one nearest to its limit first.
  budget: ({ budget }) => budget && budget.used / budget.weight,
  connections: ({ connections }) => connections.length,
  topics: ({ connections }) => connections.reduce((sum, { topicCount }) => sum + topicCount, 0),
};
