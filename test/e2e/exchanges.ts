// The six local exchanges as data: what one test asks of each of them.
import { onTestFinished } from 'vitest';
import type { ExchangeId } from '../../src/domain/instrument.js';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalBybit } from '../local-exchanges/bybit.js';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalDydx } from '../local-exchanges/dydx.js';
import type { CommonOptions, LocalExchange } from '../local-exchanges/exchange.js';
import { createLocalHyperliquid } from '../local-exchanges/hyperliquid.js';
import { createLocalOkx } from '../local-exchanges/okx.js';

/** Started now, stopped with the test. */
export async function local(create: () => Promise<LocalExchange>): Promise<LocalExchange> {
  const exchange = await create();
  onTestFinished(exchange.stop);
  return exchange;
}

export interface Subject {
  readonly exchange: ExchangeId;
  readonly create: (options?: CommonOptions) => Promise<LocalExchange>;
  /** Its linear or inverse Bitcoin perpetual. */
  readonly symbol: string;
  /** A topic that is followed when its liquidations will arrive. */
  readonly liquidationTopic: RegExp;
  /** Coins in one unit of its sizes, at `price`. */
  readonly coins: (size: number, price: number) => number;
}

export const subjects: readonly Subject[] = [
  { exchange: 'binance', create: createLocalBinance, symbol: 'BTCUSDT', liquidationTopic: /forceOrder/, coins: (size) => size },
  {
    exchange: 'bybit',
    create: createLocalBybit,
    symbol: 'BTCUSDT',
    liquidationTopic: /^allLiquidation\.BTCUSDT$/,
    coins: (size) => size,
  },
  {
    exchange: 'okx',
    create: createLocalOkx,
    symbol: 'BTC-USDT-SWAP',
    liquidationTopic: /^liquidation-orders:SWAP$/,
    coins: (size) => size * 0.01,
  },
  {
    exchange: 'deribit',
    create: createLocalDeribit,
    symbol: 'BTC-PERPETUAL',
    liquidationTopic: /^trades\./,
    coins: (size, price) => size / price,
  },
  {
    exchange: 'dydx',
    create: createLocalDydx,
    symbol: 'BTC-USD',
    liquidationTopic: /^v4_trades:BTC-USD$/,
    coins: (size) => size,
  },
];

/** Publishes no liquidations: only tickers are asked of it. */
export const hyperliquid = { exchange: 'hyperliquid', create: createLocalHyperliquid } as const;

export function follows(exchange: LocalExchange, topic: RegExp): boolean {
  return exchange.topics().some((name) => topic.test(name));
}
