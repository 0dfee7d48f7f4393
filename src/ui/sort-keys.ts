// What each column of the lists is sorted by, under the column's id.
import { rate8h } from '../domain/funding.js';
import { exchangeIds } from '../domain/instrument.js';
import { tierRank } from '../domain/severity.js';
import type { AlertRow } from '../market/alert-log.js';
import type { FundingStreak } from '../market/funding-features.js';
import { lastPaid } from '../market/last-paid.js';
import type { ArbitrageRow, AssetSummary, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { boardCells, boardPair } from './board.js';
import type { Pasts } from './funding-past.js';
import type { SortKey } from './list-order.js';

type SortKeys<Row> = Readonly<Record<string, (row: Row) => SortKey>>;

/** What was paid is known of some rows only; what is not known stands last. */
export const fundingKeys = (pasts: Pasts): SortKeys<FundingRow> => ({
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
  predicted: ({ predictedFundingRate }) => predictedFundingRate,
  settled: (row) => lastPaid(row, pasts.get(row.key))?.fundingRate,
  realised24h: ({ key }) => pasts.get(key)?.features?.realised24h?.mean8h,
  realised7d: ({ key }) => pasts.get(key)?.features?.realised7d?.mean8h,
  // The nearest to its limit first.
  limit: ({ limitDistance }) => (limitDistance === undefined ? undefined : -limitDistance),
  predicted8h: ({ predictedFundingRate, fundingIntervalHours }) => per8h(predictedFundingRate, fundingIntervalHours),
  settled8h: (row) => {
    const { fundingRate, fundingIntervalHours } = lastPaid(row, pasts.get(row.key)) ?? {};
    return per8h(fundingRate, fundingIntervalHours);
  },
  limit8h: ({ limitDistance, fundingIntervalHours }) =>
    per8h(limitDistance === undefined ? undefined : -limitDistance, fundingIntervalHours),
  // The least steady first.
  health: ({ key }) => pasts.get(key)?.features?.deviation24h,
  zScore: ({ key }) => pasts.get(key)?.zScore,
  streak: ({ key }) => signedStreak(pasts.get(key)?.features?.streak),
});

/** Not known without an interval: it stays out of the order then. */
function per8h(rate: number | undefined, hours: number | undefined): number | undefined {
  return rate === undefined || hours === undefined ? undefined : rate8h(rate, hours);
}

function signedStreak(streak: FundingStreak | undefined): number | undefined {
  return streak && (streak.side === 'positive' ? streak.count : -streak.count);
}

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

export const arbitrageKeys: SortKeys<ArbitrageRow> = {
  // The alerted first, the newest of them first.
  mark: ({ raisedTime }) => raisedTime,
  asset: ({ asset }) => asset,
  long: ({ long }) => long.exchange,
  longSymbol: ({ long }) => long.symbol,
  short: ({ short }) => short.exchange,
  shortSymbol: ({ short }) => short.symbol,
  spread: ({ economics }) => economics.spread8h,
  otherUnit: ({ economics }) => economics.spread8h,
  longRate: ({ long }) => long.fundingRate,
  shortRate: ({ short }) => short.fundingRate,
  longRate8h: ({ long }) => long.rate8h,
  shortRate8h: ({ short }) => short.rate8h,
  fees: ({ economics }) => economics.feesRoundTrip,
  gap: ({ economics }) => economics.priceGap,
  // The soonest to be even first.
  breakEven: ({ economics: { breakEvenHours } }) => (breakEvenHours === undefined ? undefined : -breakEvenHours),
  net: ({ economics }) => economics.netApr,
  cash: ({ economics }) => economics.cashFlow24h,
};

export const alertKeys: SortKeys<AlertRow> = {
  time: ({ alert }) => alert.time,
  kind: ({ alert }) => alert.kind,
  asset: ({ alert }) => alert.asset ?? alert.exchange,
  // What stands first, the newest of it before the rest.
  state: ({ alert, cleared }) => (cleared === undefined ? alert.time : -alert.time),
  mark: ({ acknowledgedTime, isMuted }) => Number(isMuted) * 2 + Number(acknowledgedTime !== undefined),
  message: ({ alert }) => alert.message,
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
