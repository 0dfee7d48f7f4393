import { type ExchangeId, exchangeIds, instrumentKey, type NativeSymbol } from '../../src/domain/instrument.js';
import type { ConnectionState, Liquidation } from '../../src/domain/record.js';
import { type Tier, tiers } from '../../src/domain/severity.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { type Leg, pairEconomics } from '../../src/market/pair-economics.js';
import type {
  ArbitrageRow,
  BurstRow,
  ConnectionRow,
  FeedRow,
  FundingRow,
  LiquidationRow,
  MarketSnapshot,
} from '../../src/market/snapshot.js';

/** 2023-11-14T22:13:20Z. */
export const SAMPLE_TIME = 1_700_000_000_000;
const HISTORY_SAMPLES = 90;
const BURST_SECONDS = 300;
const HOUR_MS = 3_600_000;

export function native(symbol: string): NativeSymbol {
  return symbol as NativeSymbol;
}

export function fundingRow(exchange: ExchangeId, symbol: string, extra: Partial<FundingRow> = {}): FundingRow {
  return {
    key: instrumentKey(exchange, native(symbol)),
    exchange,
    symbol: native(symbol),
    asset: 'BTC',
    quote: 'USDT',
    history: [],
    historyEveryMs: 15_000,
    receivedAt: SAMPLE_TIME - 300,
    fundingReceivedAt: SAMPLE_TIME - 300,
    isStale: false,
    ...extra,
  };
}

/** A perpetual with everything told; `level` is its 8 h rate. */
export function fullFundingRow(
  exchange: ExchangeId,
  symbol: string,
  level: number,
  hours: number,
  extra: Partial<FundingRow> = {},
): FundingRow {
  const history = Array.from(
    { length: HISTORY_SAMPLES },
    (_, at) => level + 0.00004 * Math.sin(at / 9 + symbol.length) + 0.0000002 * at,
  );
  const markPrice = 67_450.25 + level * 10_000;
  return fundingRow(exchange, symbol, {
    fundingRate: (level * hours) / 8,
    fundingIntervalHours: hours,
    rate8h: level,
    apr: level * 1095,
    nextFundingTime: SAMPLE_TIME + hours * HOUR_MS - 61_000,
    settledFundingRate: (level * 0.9 * hours) / 8,
    markPrice,
    indexPrice: 67_448.5,
    lastPrice: 67_451,
    basis: (markPrice - 67_448.5) / 67_448.5,
    openInterestUsd: 6_153_000_000 * (0.2 + level * 1000),
    volume24hUsd: 12_000_000_000 * (0.1 + level * 2000),
    history,
    trend: level > 0 ? 'rising' : 'falling',
    ...extra,
  });
}

export function liquidation(id: string, extra: Partial<Liquidation> = {}): Liquidation {
  return {
    type: 'liquidation',
    id,
    exchange: 'binance',
    symbol: native('BTCUSDT'),
    asset: 'BTC',
    quote: 'USDT',
    time: SAMPLE_TIME - 2000,
    receivedAt: SAMPLE_TIME - 1990,
    side: 'long',
    price: 67_012.4,
    size: 1.25,
    notionalUsd: 83_765.5,
    ...extra,
  };
}

const coins = [
  ['BTC', 'BTCUSDT', 67_012.4],
  ['ETH', 'ETHUSDT', 3_412.85],
  ['SOL', 'SOLUSDT', 154.23],
  ['PEPE', '1000PEPEUSDT', 0.00000812],
  ['币安人生', '币安人生USDT', 0.2134],
] as const;

/** Newest first; ids `l0` (the oldest) to `l<count−1>`. */
export function liquidationRows(count: number, time = SAMPLE_TIME): readonly LiquidationRow[] {
  return Array.from({ length: count }, (_, back) => {
    const number = count - 1 - back;
    const [asset, symbol, price] = coins[number % coins.length] ?? coins[0];
    const tier: Tier = tiers[[0, 0, 1, 0, 2, 0, 1, 3][number % 8] ?? 0] ?? 'LOW';
    const notionalUsd = { LOW: 1_240, MEDIUM: 48_300, HIGH: 412_000, CRITICAL: 3_450_000 }[tier] * (1 + (number % 3) / 10);
    return {
      liquidation: liquidation(`l${number}`, {
        exchange: exchangeIds[number % 4] ?? 'binance',
        symbol: native(symbol),
        asset,
        price,
        notionalUsd,
        size: notionalUsd / price,
        side: number % 3 === 0 ? 'short' : 'long',
        time: time - back * 7_300 - 1_000,
      }),
      tier,
      by: 'rule' as const,
      reason: `${asset} long of $${Math.round(notionalUsd)}, ${3 + (number % 9)} times the usual; 4 more in 60 s`,
    };
  });
}

/** Long hourly at -0.0004 %, short every 8 h; the long leg is 0.03 % cheaper. An alert stands unless `raisedTime` is null. */
export function arbitrageRow(
  asset: string,
  spread8h: number,
  long: ExchangeId,
  short: ExchangeId,
  raisedTime: number | null = SAMPLE_TIME - 95_000,
): ArbitrageRow {
  const of = (exchange: ExchangeId, symbol: string, rate8h: number, hours: number, markPrice: number, quote: string): Leg => ({
    ...fundingRow(exchange, symbol, { asset, quote, markPrice, nextFundingTime: SAMPLE_TIME + hours * HOUR_MS - 61_000 }),
    fundingRate: (rate8h * hours) / 8,
    fundingIntervalHours: hours,
    rate8h,
    apr: rate8h * 1095,
  });
  const legs = {
    long: of(long, `${asset}-USD`, -0.000032, 1, 99.97, 'USD'),
    short: of(short, `${asset}USDT`, spread8h - 0.000032, 8, 100, 'USDT'),
  };
  return {
    asset,
    ...legs,
    economics: pairEconomics(legs.long, legs.short, sampleTerms, SAMPLE_TIME),
    ...(raisedTime === null ? {} : { raisedTime }),
  };
}

export const sampleTerms = defaultMarketSettings.arbitrage;

export function feedRow(exchange: ExchangeId, state: ConnectionState = 'live', extra: Partial<FeedRow> = {}): FeedRow {
  return {
    exchange,
    state,
    sinceTime: SAMPLE_TIME - 3 * HOUR_MS,
    messagesPerSecond: 12.4 * (exchange.length - 2),
    lastMessageTime: SAMPLE_TIME - 400,
    lagMs: 31 + exchange.length,
    lagP99Ms: 212,
    messageCount: 123_456,
    unreadCount: 0,
    refusedCount: 0,
    failedRequestCount: 0,
    reconnectCount: 0,
    changes: [{ state, time: SAMPLE_TIME - 3 * HOUR_MS }],
    connections: [connectionRow('main')],
    budget: { used: 401, weight: 1680, perMs: 60_000, waitingCount: 0 },
    ...extra,
  };
}

export function connectionRow(name: string, state: ConnectionState = 'live', extra: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    name,
    host: 'stream.example.org',
    state,
    sinceTime: SAMPLE_TIME - 3 * HOUR_MS,
    topicCount: 23,
    messageCount: 61_728,
    messagesPerSecond: 9.3,
    lastMessageTime: SAMPLE_TIME - 400,
    reconnectCount: 0,
    ...extra,
  };
}

export function burstRow(exchange: ExchangeId, extra: Partial<BurstRow> = {}): BurstRow {
  const seed = exchange.length;
  const counts = Array.from({ length: BURST_SECONDS }, (_, at) =>
    Math.max(0, Math.round(6 * Math.sin(at / 6 + seed) + (at % seed))),
  );
  return {
    exchange,
    counts,
    notionalsUsd: counts.map((count, at) => count * 9_000 * (1 + (at % 4))),
    lastMinuteCount: counts.slice(-60).reduce((sum, count) => sum + count, 0),
    lastMinuteUsd: 1_234_000 * seed,
    ...extra,
  };
}

/** A busy moment: everything is there, okx is reconnecting, one row is stale. */
export function sampleSnapshot(extra: Partial<MarketSnapshot> = {}): MarketSnapshot {
  const btc = [
    fullFundingRow('binance', 'BTCUSDT', 0.0001, 8),
    fullFundingRow('binance', 'BTCUSDC', 0.00008, 8, { quote: 'USDC' }),
    fullFundingRow('binance', 'BTCUSD_PERP', 0.00006, 8, { quote: 'USD' }),
    fullFundingRow('bybit', 'BTCUSDT', 0.000123, 8),
    fullFundingRow('bybit', 'BTCUSD', 0.00009, 8, { quote: 'USD' }),
    fullFundingRow('okx', 'BTC-USDT-SWAP', 0.00011, 8, {
      isStale: true,
      fundingReceivedAt: SAMPLE_TIME - 46_000,
      receivedAt: SAMPLE_TIME - 45_000,
    }),
    continuousRow(),
    fullFundingRow('hyperliquid', 'BTC', 0.00013, 1),
    fullFundingRow('dydx', 'BTC-USD', -0.000032, 1),
  ];
  return {
    time: SAMPLE_TIME,
    assets: coins.map(([asset], index) => ({
      asset,
      instrumentCount: 9 - index,
      spread8h: 0.000162 / (index + 1),
      volume24hUsd: 24e9 / (index + 1) ** 2,
    })),
    funding: new Map([
      ['BTC', btc],
      ['ETH', [fullFundingRow('binance', 'ETHUSDT', 0.00007, 8, { asset: 'ETH' })]],
      ['币安人生', [fullFundingRow('binance', '币安人生USDT', -0.0012, 4, { asset: '币安人生' })]],
    ]),
    history: new Map(),
    liquidations: liquidationRows(40),
    arbitrage: [
      arbitrageRow('币安人生', 0.0013, 'binance', 'hyperliquid'),
      arbitrageRow('SOL', 0.000212, 'dydx', 'bybit'),
      arbitrageRow('BTC', 0.000162, 'dydx', 'hyperliquid'),
    ],
    quarantined: [],
    arbitrageTerms: sampleTerms,
    alerts: [],
    bursts: exchangeIds.map((exchange) =>
      exchange === 'okx'
        ? burstRow(exchange, { counts: burstRow(exchange).counts.map((count, at) => (at > 270 ? undefined : count)) })
        : burstRow(exchange),
    ),
    feeds: exchangeIds.map((exchange) =>
      exchange === 'okx'
        ? feedRow(exchange, 'reconnecting', {
            reason: 'no message for 30 s',
            attempt: 2,
            retryTime: SAMPLE_TIME + 1_840,
            unreadCount: 2,
            lastFault: { text: 'px: expected a number, found "abc"', time: SAMPLE_TIME - 185_000 },
            changes: [
              { state: 'reconnecting', time: SAMPLE_TIME - 3 * HOUR_MS, reason: 'no message for 30 s' },
              { state: 'live', time: SAMPLE_TIME - 5 * HOUR_MS },
              { state: 'connecting', time: SAMPLE_TIME - 5 * HOUR_MS - 400 },
            ],
            connections: [
              connectionRow('public-1', 'reconnecting', {
                reason: 'no message for 30 s',
                attempt: 2,
                retryTime: SAMPLE_TIME + 1_840,
                reconnectCount: 1,
              }),
              connectionRow('detail-1'),
            ],
          })
        : feedRow(exchange),
    ),
    ...extra,
  };
}

/** Deribit: funding accrues all the time, and nothing says when it is paid. */
function continuousRow(): FundingRow {
  const { nextFundingTime: _, ...row } = fullFundingRow('deribit', 'BTC-PERPETUAL', 0.000021, 8, {
    quote: 'USD',
    instantFundingRate: 0,
  });
  return row;
}

export const sampleCoverage = {
  binance: { liquidations: 'sampled', note: 'At most one liquidation per symbol and second.' },
  bybit: { liquidations: 'full', note: 'Every liquidation, at its bankruptcy price.' },
  okx: { liquidations: 'sampled', note: 'At most one liquidation per contract and second.' },
  deribit: { liquidations: 'full', note: 'Every trade that is marked as a liquidation.' },
  hyperliquid: { liquidations: 'none', note: 'Publishes no market-wide liquidations.' },
  dydx: { liquidations: 'full', note: 'Every trade of type LIQUIDATED.' },
} as const;
