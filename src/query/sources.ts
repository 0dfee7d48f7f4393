// What can be asked about, as data: the grammar, its errors, its completion and the model's instructions read these tables.
import { exchangeIds } from '../domain/instrument.js';
import { type Alert, alertKinds, connectionStates } from '../domain/record.js';
import { tiers } from '../domain/severity.js';
import { lastPaid } from '../market/last-paid.js';
import type { ArbitrageRow, FeedRow, FundingPast, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { field, source } from './field.js';
import type { Source, SourceId } from './query.js';

const exchangeWords = { choices: exchangeIds, letterCase: 'lower' } as const;
const upper = { letterCase: 'upper' } as const;

/** A perpetual, with what was paid on it where that is known. */
type FundingLine = FundingRow & { readonly past: FundingPast | undefined };

function linesOf({ funding, assets, history }: MarketSnapshot): readonly FundingLine[] {
  const rows = assets.flatMap(({ asset }) => funding.get(asset) ?? []);
  return rows.filter((row) => row.fundingRate !== undefined).map((row) => ({ ...row, past: history.get(row.key) }));
}

/** Positive where longs paid. */
function signedStreak({ past }: FundingLine): number | undefined {
  const streak = past?.features?.streak;
  return streak && (streak.side === 'positive' ? streak.count : -streak.count);
}

const funding = source<FundingLine>({
  id: 'funding',
  help: 'the funding of every perpetual as now known',
  timeField: 'fundingReceivedAt',
  isLog: false,
  list: ({ snapshot }) => linesOf(snapshot),
  fields: [
    field('exchange', 'word', 'the exchange', (row) => row.exchange, { ...exchangeWords, priority: 1 }),
    field('asset', 'word', 'the base coin: BTC', (row) => row.asset, { ...upper, aliases: ['coin'], priority: 3 }),
    field('symbol', 'word', 'the exchange’s own name: BTCUSDT', (row) => row.symbol, { priority: 4 }),
    field('quote', 'word', 'USDT, USDC, USD', (row) => row.quote, { ...upper }),
    field('fundingRate', 'rate', 'paid once per interval; positive: longs pay shorts', (row) => row.fundingRate, {
      aliases: ['rate'],
      priority: 5,
    }),
    field('fundingIntervalHours', 'interval-hours', 'hours between payments', (row) => row.fundingIntervalHours, {
      aliases: ['interval'],
      priority: 7,
    }),
    field('rate8h', 'rate8h', 'the rate per 8 hours: to compare exchanges by', (row) => row.rate8h, {
      aliases: ['8h'],
      priority: 2,
    }),
    field('apr', 'apr', 'the rate per year, simple', (row) => row.apr, { priority: 6 }),
    field('nextFundingTime', 'time', 'the next payment', (row) => row.nextFundingTime, { aliases: ['next'], priority: 8 }),
    field('predictedFundingRate', 'rate', 'for the interval after', (row) => row.predictedFundingRate, {
      aliases: ['predicted'],
    }),
    field('settledFundingRate', 'rate', 'the last one paid', (row) => lastPaid(row, row.past)?.fundingRate, {
      aliases: ['settled'],
    }),
    field(
      'realised24h',
      'rate8h',
      'paid in the last 24 hours, mean per 8 hours',
      ({ past }) => past?.features?.realised24h?.mean8h,
    ),
    field('realised7d', 'rate8h', 'paid in the last 7 days, mean per 8 hours', ({ past }) => past?.features?.realised7d?.mean8h),
    field('zScore', 'count', 'the rate of now, in deviations from the mean of 30 days', ({ past }) => past?.zScore, {
      aliases: ['z'],
    }),
    field('streak', 'count', 'payments of one sign in a row, negative where shorts paid', signedStreak),
    field('health', 'word', 'how steady the last 24 hours were', ({ past }) => past?.features?.health, {
      choices: ['healthy', 'caution', 'warning'],
      letterCase: 'lower',
    }),
    field('regime', 'word', 'how large the mean of the last 24 hours was', ({ past }) => past?.features?.regime, {
      choices: ['calm', 'elevated', 'extreme'],
      letterCase: 'lower',
    }),
    field('isBehind', 'yes-no', 'the last payment known is not the last one made', ({ past }) => past?.isBehind),
    field('fundingRateCap', 'rate', 'the highest the exchange allows', (row) => row.fundingRateCap, { aliases: ['cap'] }),
    field('fundingRateFloor', 'rate', 'the lowest the exchange allows', (row) => row.fundingRateFloor, { aliases: ['floor'] }),
    field('limitDistance', 'rate', 'what is left to the nearer of the two', (row) => row.limitDistance),
    field('instantFundingRate', 'rate', 'of this moment, where funding accrues all the time', (row) => row.instantFundingRate, {
      aliases: ['instant'],
    }),
    field('markPrice', 'price', 'the mark price', (row) => row.markPrice, { aliases: ['mark'], priority: 10 }),
    field('indexPrice', 'price', 'the index price', (row) => row.indexPrice, { aliases: ['index'] }),
    field('lastPrice', 'price', 'the last trade', (row) => row.lastPrice, { aliases: ['last', 'price'] }),
    field('basis', 'basis', 'mark above index, a fraction', (row) => row.basis, { priority: 12 }),
    field('openInterest', 'coins', 'open interest in coins', (row) => row.openInterest),
    field('openInterestUsd', 'usd', 'open interest in USD', (row) => row.openInterestUsd, { aliases: ['oi'], priority: 9 }),
    field('volume24hUsd', 'usd', 'traded in 24 hours', (row) => row.volume24hUsd, { aliases: ['volume'], priority: 11 }),
    field('fundingReceivedAt', 'time', 'when the rate was last heard', (row) => row.fundingReceivedAt, { aliases: ['received'] }),
    field('isStale', 'yes-no', 'too old to compare', (row) => row.isStale, { aliases: ['stale'] }),
  ],
  aggregates: [
    { name: 'meanRate8h', kind: 'rate8h', how: 'mean', of: 'rate8h' },
    { name: 'lowestRate8h', kind: 'rate8h', how: 'lowest', of: 'rate8h' },
    { name: 'highestRate8h', kind: 'rate8h', how: 'highest', of: 'rate8h' },
    { name: 'openInterestUsd', kind: 'usd', how: 'sum', of: 'openInterestUsd' },
    { name: 'volume24hUsd', kind: 'usd', how: 'sum', of: 'volume24hUsd' },
    { name: 'count', kind: 'count', how: 'count', of: 'exchange' },
  ],
});

const liquidations = source<LiquidationRow>({
  id: 'liquidations',
  help: 'forced closes, newest first',
  timeField: 'time',
  isLog: true,
  list: ({ snapshot }) => snapshot.liquidations,
  fields: [
    field('time', 'time', 'when it happened', ({ liquidation }) => liquidation.time, { priority: 5 }),
    field('exchange', 'word', 'the exchange', ({ liquidation }) => liquidation.exchange, { ...exchangeWords, priority: 4 }),
    field('asset', 'word', 'the base coin: BTC', ({ liquidation }) => liquidation.asset, {
      ...upper,
      aliases: ['coin'],
      priority: 1,
    }),
    field('symbol', 'word', 'the exchange’s own name: BTCUSDT', ({ liquidation }) => liquidation.symbol, { priority: 8 }),
    field('quote', 'word', 'USDT, USDC, USD', ({ liquidation }) => liquidation.quote, { ...upper }),
    field('side', 'word', 'the position that was closed', ({ liquidation }) => liquidation.side, {
      choices: ['long', 'short'],
      letterCase: 'lower',
      priority: 3,
    }),
    field('price', 'price', 'of one coin', ({ liquidation }) => liquidation.price, { priority: 7 }),
    field('size', 'coins', 'in coins', ({ liquidation }) => liquidation.size, { priority: 9 }),
    field('notionalUsd', 'usd', 'size × price', ({ liquidation }) => liquidation.notionalUsd, {
      aliases: ['notional', 'usd'],
      priority: 2,
    }),
    field('tier', 'word', 'how severe', ({ tier }) => tier, {
      choices: tiers,
      letterCase: 'upper',
      aliases: ['severity'],
      priority: 6,
    }),
    field('by', 'word', 'who gave the tier', ({ by }) => by, { choices: ['rule', 'llm'], letterCase: 'lower' }),
    field('reason', 'text', 'why this tier', ({ reason }) => reason),
    field('id', 'text', 'its id', ({ liquidation }) => liquidation.id),
  ],
  aggregates: [
    { name: 'notionalUsd', kind: 'usd', how: 'sum', of: 'notionalUsd' },
    { name: 'largestUsd', kind: 'usd', how: 'highest', of: 'notionalUsd' },
    { name: 'count', kind: 'count', how: 'count', of: 'exchange' },
  ],
});

const arbitrage = source<ArbitrageRow>({
  id: 'arbitrage',
  help: 'of every asset the pair of exchanges that nets most, after costs; the best first',
  timeField: 'raisedTime',
  isLog: false,
  list: ({ snapshot }) => snapshot.arbitrage,
  fields: [
    field('asset', 'word', 'the base coin: BTC', ({ asset }) => asset, { ...upper, aliases: ['coin'], priority: 1 }),
    field('longExchange', 'word', 'where to be long', ({ long }) => long.exchange, {
      ...exchangeWords,
      aliases: ['long'],
      priority: 3,
    }),
    field('longSymbol', 'word', 'the long leg', ({ long }) => long.symbol, { priority: 9 }),
    field('longQuote', 'word', 'USDT, USDC, USD', ({ long }) => long.quote, { ...upper }),
    field('shortExchange', 'word', 'where to be short', ({ short }) => short.exchange, {
      ...exchangeWords,
      aliases: ['short'],
      priority: 4,
    }),
    field('shortSymbol', 'word', 'the short leg', ({ short }) => short.symbol, { priority: 10 }),
    field('shortQuote', 'word', 'USDT, USDC, USD', ({ short }) => short.quote, { ...upper }),
    field('spread8h', 'rate8h', 'short leg minus long leg, per 8 hours', ({ economics }) => economics.spread8h, {
      aliases: ['spread'],
      priority: 2,
    }),
    field('spreadApr', 'apr', 'the same per year', ({ economics }) => economics.spreadApr, { aliases: ['apr'], priority: 7 }),
    field('feesRoundTrip', 'fraction', 'four taker fills, slippage included', ({ economics }) => economics.feesRoundTrip, {
      aliases: ['fees'],
      priority: 11,
    }),
    field('priceGap', 'fraction', 'what entering costs beyond fees', ({ economics }) => economics.priceGap, {
      aliases: ['gap'],
      priority: 12,
    }),
    field('breakEvenHours', 'hours', 'until the spread has paid its costs', ({ economics }) => economics.breakEvenHours, {
      aliases: ['breakeven'],
      priority: 6,
    }),
    field('netApr', 'apr', 'what stays over the holding time, per year', ({ economics }) => economics.netApr, {
      aliases: ['net'],
      priority: 5,
    }),
    field('cashFlow24h', 'fraction', 'what both legs pay in the next 24 hours', ({ economics }) => economics.cashFlow24h, {
      aliases: ['cash'],
      priority: 13,
    }),
    field('raisedTime', 'time', 'since when an alert stands', ({ raisedTime }) => raisedTime, {
      aliases: ['raised'],
      priority: 8,
    }),
  ],
  aggregates: [
    { name: 'highestSpread8h', kind: 'rate8h', how: 'highest', of: 'spread8h' },
    { name: 'highestNetApr', kind: 'apr', how: 'highest', of: 'netApr' },
    { name: 'count', kind: 'count', how: 'count', of: 'asset' },
  ],
});

const alerts = source<Alert>({
  id: 'alerts',
  help: 'what crossed a line, raised or cleared, newest first',
  timeField: 'time',
  isLog: true,
  list: ({ alerts: log }) => log,
  fields: [
    field('time', 'time', 'when', (alert) => alert.time, { priority: 4 }),
    field('kind', 'word', 'what crossed a line', (alert) => alert.kind, {
      choices: alertKinds,
      letterCase: 'lower',
      priority: 2,
    }),
    field('state', 'word', 'raised or cleared', (alert) => alert.state, {
      choices: ['raised', 'cleared'],
      letterCase: 'lower',
      priority: 3,
    }),
    field('asset', 'word', 'the base coin: BTC', (alert) => alert.asset, { ...upper, aliases: ['coin'], priority: 5 }),
    field('exchange', 'word', 'the exchange', (alert) => alert.exchange, { ...exchangeWords, priority: 6 }),
    field('message', 'text', 'the alert in words', (alert) => alert.message, { priority: 1 }),
    field('spread8h', 'rate8h', 'the spread then, per 8 hours', (alert) => alert.spread8h, { aliases: ['spread'] }),
    field('spreadApr', 'apr', 'the same per year', (alert) => alert.spreadApr, { aliases: ['apr'] }),
    field('breakEvenHours', 'hours', 'until the spread has paid its costs', (alert) => alert.breakEvenHours, {
      aliases: ['breakeven'],
    }),
    field('id', 'text', 'its id', (alert) => alert.id),
  ],
  aggregates: [{ name: 'count', kind: 'count', how: 'count', of: 'id' }],
});

const feeds = source<FeedRow>({
  id: 'feeds',
  help: 'the connection of each exchange',
  timeField: 'lastMessageTime',
  isLog: false,
  list: ({ snapshot }) => snapshot.feeds,
  fields: [
    field('exchange', 'word', 'the exchange', (feed) => feed.exchange, { ...exchangeWords, priority: 1 }),
    field('state', 'word', 'of the connection', (feed) => feed.state, {
      choices: connectionStates,
      letterCase: 'lower',
      priority: 2,
    }),
    field('reason', 'text', 'why it is not live', (feed) => feed.reason, { priority: 8 }),
    field('sinceTime', 'time', 'when this state began', (feed) => feed.sinceTime, { priority: 7 }),
    field('messagesPerSecond', 'per-second', 'its pace', (feed) => feed.messagesPerSecond, { aliases: ['pace'], priority: 3 }),
    field('messageCount', 'count', 'since the start', (feed) => feed.messageCount, { aliases: ['messages'] }),
    field('lagMs', 'ms', 'median delay', (feed) => feed.lagMs, { aliases: ['lag'], priority: 4 }),
    field('lagP99Ms', 'ms', 'all but one in a hundred came at least so fast', (feed) => feed.lagP99Ms, { aliases: ['p99'] }),
    field('unreadCount', 'count', 'frames that could not be read', (feed) => feed.unreadCount, {
      aliases: ['unread'],
      priority: 5,
    }),
    field('reconnectCount', 'count', 'reconnects', (feed) => feed.reconnectCount, { aliases: ['reconnects'], priority: 6 }),
    field('lastMessageTime', 'time', 'the newest message', (feed) => feed.lastMessageTime),
  ],
  aggregates: [{ name: 'count', kind: 'count', how: 'count', of: 'exchange' }],
});

export const sources: Readonly<Record<SourceId, Source>> = { funding, liquidations, arbitrage, alerts, feeds };
