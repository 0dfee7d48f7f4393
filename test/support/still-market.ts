// A market that stands still: fourteen assets on six exchanges at one moment, and what it was twenty-five minutes before.
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import { createArbitrageBook } from '../../src/market/arbitrage-book.js';
import { spreadOf } from '../../src/market/pair-economics.js';
import type { ArbitrageRow, AssetSummary, FundingRow, LiquidationRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { boardPair } from '../../src/ui/board.js';
import { pastOf, paymentsOf } from './funding-past.js';
import {
  arbitrageRow,
  burstRow,
  connectionRow,
  feedRow,
  fullFundingRow,
  liquidationRows,
  SAMPLE_TIME,
  sampleSnapshot,
  sampleTerms,
} from './sample-snapshot.js';
import { sampleStatistics } from './sample-statistics.js';
import { stillAlerts } from './still-alerts.js';

const HOUR_MS = 3_600_000;
const AWAY_MS = 25 * 60_000;

/** `rate` in millionths per 8 h; absent `hours`: nobody told the interval. */
type Listing = readonly [exchange: ExchangeId, symbol: string, hours: number | undefined, rate: number, quote?: string];

const listings: readonly (readonly [asset: string, price: number, ...of: readonly Listing[]])[] = [
  [
    'BTC',
    67_450.25,
    ['binance', 'BTCUSDT', 8, 100],
    ['binance', 'BTCUSDC', 8, 84, 'USDC'],
    ['binance', 'BTCUSD_PERP', 8, 61, 'USD'],
    ['bybit', 'BTCUSDT', 8, 123],
    ['bybit', 'BTCPERP', 8, 95, 'USDC'],
    ['bybit', 'BTCUSD', 8, 90, 'USD'],
    ['okx', 'BTC-USDT-SWAP', 8, 110],
    ['okx', 'BTC-USD-SWAP', 8, 72, 'USD'],
    ['deribit', 'BTC-PERPETUAL', 8, 21, 'USD'],
    ['deribit', 'BTC_USDC-PERPETUAL', 8, 34, 'USDC'],
    ['hyperliquid', 'BTC', 1, 130, 'USDC'],
    ['dydx', 'BTC-USD', 1, -32, 'USD'],
  ],
  [
    'ETH',
    3_412.85,
    ['binance', 'ETHUSDT', 8, 70],
    ['bybit', 'ETHUSDT', 8, 88],
    ['okx', 'ETH-USDT-SWAP', 8, 64],
    ['deribit', 'ETH-PERPETUAL', 8, 12, 'USD'],
    ['hyperliquid', 'ETH', 1, 125, 'USDC'],
    ['dydx', 'ETH-USD', 1, 40, 'USD'],
  ],
  [
    'SOL',
    154.23,
    ['binance', 'SOLUSDT', 8, -41],
    ['bybit', 'SOLUSDT', 8, 180],
    ['okx', 'SOL-USDT-SWAP', 8, 15],
    ['deribit', 'SOL_USDC-PERPETUAL', 8, 0, 'USDC'],
    ['hyperliquid', 'SOL', 1, 96, 'USDC'],
    ['dydx', 'SOL-USD', 1, -32, 'USD'],
  ],
  ['XRP', 0.6134, ['binance', 'XRPUSDT', 8, 100], ['bybit', 'XRPUSDT', 8, 100], ['hyperliquid', 'XRP', 1, 100, 'USDC']],
  ['DOGE', 0.16842, ['binance', 'DOGEUSDT', 8, 134], ['okx', 'DOGE-USDT-SWAP', 8, 92], ['dydx', 'DOGE-USD', 1, 77, 'USD']],
  ['HYPE', 28.461, ['bybit', 'HYPEUSDT', 4, 262], ['okx', 'HYPE-USDT-SWAP', 4, 310], ['hyperliquid', 'HYPE', 1, 544, 'USDC']],
  [
    'PEPE',
    0.00000812,
    ['binance', '1000PEPEUSDT', 8, 100],
    ['okx', 'PEPE-USDT-SWAP', 8, 51],
    ['hyperliquid', 'kPEPE', 1, 210, 'USDC'],
  ],
  ['SUI', 2.0413, ['binance', 'SUIUSDT', 4, -118], ['bybit', 'SUIUSDT', 8, -75], ['dydx', 'SUI-USD', 1, -204, 'USD']],
  ['LINK', 13.472, ['binance', 'LINKUSDT', 8, 58], ['bybit', 'LINKUSDT', 8, 31]],
  ['WIF', 1.8215, ['binance', 'WIFUSDT', 4, 412], ['bybit', 'WIFUSDT', 2, 1_310], ['hyperliquid', 'WIF', 1, 280, 'USDC']],
  ['币安人生', 0.2134, ['binance', '币安人生USDT', 4, -1_200], ['hyperliquid', '币安人生', 1, 130, 'USDC']],
  ['FARTCOIN', 0.9127, ['bybit', 'FARTCOINUSDT', 1, -18_700], ['hyperliquid', 'FARTCOIN', 1, -9_310, 'USDC']],
  ['NEW', 5.17, ['binance', 'NEWUSDT', undefined, 50], ['bybit', 'NEWUSDT', 1, 20_000]],
  ['LUNA2', 0.4127, ['dydx', 'LUNA2-USD', 1, 3, 'USD']],
];

/** Where a mark is not the asset's price: a gap to trade, and another coin of the same ticker. */
const otherMarks: Readonly<Record<string, number>> = { FARTCOIN: 0.9114, kPEPE: 0.000008131, 'SUI-USD': 0.01823 };

function fundingRows(asset: string, price: number, of: readonly Listing[], rank: number, drift: number): readonly FundingRow[] {
  return of.map(([exchange, symbol, hours, millionths, quote = 'USDT'], place) => {
    const level = (millionths * drift) / 1e6;
    const indexPrice = price * (1 - 0.00004 * place);
    const row = fullFundingRow(exchange, symbol, level, hours ?? 8, {
      asset,
      quote,
      markPrice: otherMarks[symbol] ?? price,
      indexPrice,
      lastPrice: price * 1.00002,
      basis: (price - indexPrice) / indexPrice,
      openInterestUsd: 9.4e9 / (rank + 1) ** 2 / (place + 1),
      volume24hUsd: 21e9 / (rank + 1) ** 2 / (place + 1),
      ...(hours === undefined ? {} : { nextFundingTime: Math.ceil(SAMPLE_TIME / (hours * HOUR_MS)) * hours * HOUR_MS }),
      ...(exchange === 'binance' ? limitsOf((level * (hours ?? 8)) / 8) : {}),
      ...(exchange === 'okx' ? { isStale: true, receivedAt: SAMPLE_TIME - 45_000, fundingReceivedAt: SAMPLE_TIME - 46_000 } : {}),
    });
    return known(row, exchange, hours);
  });
}

/** As Binance has them for the largest. */
function limitsOf(fundingRate: number): Partial<FundingRow> {
  return { fundingRateCap: 0.003, fundingRateFloor: -0.003, limitDistance: 0.003 - Math.abs(fundingRate) };
}

/** Deribit's funding accrues all the time, and nothing says when it is paid; of an interval nobody told nothing else is known. */
function known(row: FundingRow, exchange: ExchangeId, hours: number | undefined): FundingRow {
  if (exchange === 'deribit') {
    const { nextFundingTime: _, ...rest } = row;
    return { ...rest, instantFundingRate: 0 };
  }
  if (hours !== undefined) return row;
  const { fundingIntervalHours: _, rate8h: __, apr: ___, trend: ____, ...rest } = row;
  return { ...rest, history: [] };
}

/** The market's own judgement; alerts stand where it is worth one, raised at moments that never change. */
function arbitrageOf(funding: MarketSnapshot['funding'], time: number): Pick<MarketSnapshot, 'arbitrage' | 'quarantined'> {
  const book = createArbitrageBook({ ...sampleTerms, evaluations: 1 });
  book.evaluate(funding, time);
  const places = [...funding.keys()];
  const arbitrage = book.publish().map((row): ArbitrageRow => {
    if (row.raisedTime === undefined) return row;
    return { ...row, raisedTime: SAMPLE_TIME - (places.indexOf(row.asset) + 1) ** 3 * 19_000 };
  });
  return { arbitrage, quarantined: book.quarantined() };
}

/** The newest waits for its tier, a few were judged by a model. */
function liquidations(count: number, time: number): readonly LiquidationRow[] {
  return liquidationRows(count, time).map((told, at) => {
    const { asset, side, notionalUsd } = told.liquidation;
    const row = { ...told, liquidation: { ...told.liquidation, receivedAt: told.liquidation.time + 31 } };
    if (at === 0) return { liquidation: row.liquidation };
    if (row.tier === 'CRITICAL' && at % 3 === 0)
      return { ...row, by: 'llm', reason: `4th ${side} over $1M in 40 s, on two exchanges at once` };
    return { ...row, reason: `${asset} ${side} of $${Math.round(notionalUsd)}, ${3 + (at % 9)} times the usual; 4 more in 60 s` };
  });
}

/** Thirty days of the watched asset, as far as its exchanges tell them: one began twelve days ago, one is a settlement behind. */
function pasts(rows: readonly FundingRow[]): MarketSnapshot['history'] {
  const told = rows.filter(({ symbol }) => symbol !== 'BTC-USD-SWAP');
  return new Map(
    told.map((row, at) => {
      const hours = row.symbol === 'BTCPERP' ? 288 : 720;
      const { rate8h = 0, fundingIntervalHours = 8 } = row;
      const restless = row.exchange === 'hyperliquid' ? 0.00016 : 0.00004;
      const rateAt = (place: number): number => {
        const day = (place * fundingIntervalHours) / 24;
        const per8h = rate8h + restless * Math.sin(day / 3 + at) + 0.00002 * Math.sin(7 * day + at);
        return (Math.round(per8h * 1e7) / 1e7) * (fundingIntervalHours / 8);
      };
      const isBehind = row.symbol === 'BTCUSD';
      return [row.key, pastOf(row, paymentsOf(row, rateAt, hours).slice(0, isBehind ? -2 : undefined), { isBehind })];
    }),
  );
}

function marketAt(time: number, drift: number, liquidationCount: number): MarketSnapshot {
  const funding = new Map(listings.map(([asset, price, ...of], rank) => [asset, fundingRows(asset, price, of, rank, drift)]));
  const { arbitrage, quarantined } = arbitrageOf(funding, time);
  return {
    // Whatever else a snapshot holds.
    ...sampleSnapshot(),
    statistics: sampleStatistics(SAMPLE_TIME),
    time,
    assets: [...funding].map(([asset, rows]): AssetSummary => {
      const pair = boardPair(rows);
      const spread8h = pair && spreadOf(pair.long, pair.short);
      return {
        asset,
        instrumentCount: rows.length,
        volume24hUsd: rows.reduce((sum, { volume24hUsd = 0 }) => sum + volume24hUsd, 0),
        ...(spread8h === undefined ? {} : { spread8h }),
      };
    }),
    funding,
    history: pasts(funding.get('BTC') ?? []),
    liquidations: liquidations(liquidationCount, time),
    arbitrage,
    quarantined,
    bursts: exchangeIds.map((exchange) => {
      const row = burstRow(exchange);
      // okx was not heard for the last half minute.
      return exchange === 'okx' ? { ...row, counts: silent(row.counts), notionalsUsd: silent(row.notionalsUsd) } : row;
    }),
    feeds: exchangeIds.map((exchange) => feeds[exchange]),
    alerts: stillAlerts(arbitrage, time),
  };
}

function silent(seconds: readonly (number | undefined)[]): readonly (number | undefined)[] {
  return seconds.map((amount, at) => (at > 270 ? undefined : amount));
}

const retrying = { reason: 'no message for 30 s', attempt: 2, retryTime: SAMPLE_TIME + 1_840, reconnectCount: 3 };

const feeds = {
  binance: feedRow('binance', 'live', {
    messagesPerSecond: 211.4,
    connections: [
      connectionRow('all prices', 'live', { messagesPerSecond: 3, topicCount: 2 }),
      connectionRow('watched', 'live', { messagesPerSecond: 208.4, topicCount: 9 }),
    ],
  }),
  bybit: feedRow('bybit', 'live', { messagesPerSecond: 96.2, lagMs: 38, reconnectCount: 1 }),
  okx: feedRow('okx', 'reconnecting', {
    ...retrying,
    sinceTime: SAMPLE_TIME - 16_000,
    lastMessageTime: SAMPLE_TIME - 46_000,
    messagesPerSecond: 0,
    unreadCount: 2,
    lastFault: { text: 'px: expected a number, found "abc"', time: SAMPLE_TIME - 185_000 },
    connections: [connectionRow('public', 'reconnecting', { ...retrying, lastMessageTime: SAMPLE_TIME - 46_000 })],
  }),
  deribit: feedRow('deribit', 'live', { messagesPerSecond: 14, lagMs: 187, lagP99Ms: 1_640 }),
  hyperliquid: feedRow('hyperliquid', 'live', { messagesPerSecond: 41.9 }),
  dydx: feedRow('dydx', 'stale', {
    reason: 'no message for 20 s',
    lastMessageTime: SAMPLE_TIME - 20_000,
    messagesPerSecond: 0,
    connections: [connectionRow('main', 'stale', { lastMessageTime: SAMPLE_TIME - 20_000, messagesPerSecond: 0 })],
  }),
} as const;

/** What the reader comes back to. */
export const stillMarket = marketAt(SAMPLE_TIME, 1, 258);
const earlier = marketAt(SAMPLE_TIME - AWAY_MS, 0.8, 60);
/** As it was when the reader last pressed a key: two spreads had not opened yet, one has closed since. */
export const earlierMarket: MarketSnapshot = {
  ...earlier,
  arbitrage: [
    ...earlier.arbitrage.filter(({ asset }) => asset !== 'WIF' && asset !== 'SOL'),
    arbitrageRow('LINK', 0.000061, 'bybit', 'binance'),
  ],
};
