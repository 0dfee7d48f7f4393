// Histories of the real adapters, from local exchanges as strict as the real ones, over real HTTP.
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/domain/clock.js';
import { figuresOf, settlementHour, withIntervals } from '../../src/domain/funding-payments.js';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import type { FundingPayment } from '../../src/domain/record.js';
import { adapters } from '../../src/exchanges/registry.js';
import { systemClock } from '../../src/feed/clock.js';
import { createLiveFeed } from '../../src/feed/live.js';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalBybit } from '../local-exchanges/bybit.js';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalDydx } from '../local-exchanges/dydx.js';
import type { CommonOptions, LocalExchange } from '../local-exchanges/exchange.js';
import { createLocalHyperliquid } from '../local-exchanges/hyperliquid.js';
import { createMarket } from '../local-exchanges/market.js';
import { createLocalOkx } from '../local-exchanges/okx.js';

const makers: Readonly<Record<ExchangeId, (options: CommonOptions) => Promise<LocalExchange>>> = {
  binance: createLocalBinance,
  bybit: createLocalBybit,
  okx: createLocalOkx,
  deribit: createLocalDeribit,
  hyperliquid: createLocalHyperliquid,
  dydx: createLocalDydx,
};

const HOUR_MS = 3_600_000;
/** The gaps between requests, twenty times as short; the exchanges' limits stay what they are. */
const hurried: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 20, callback) };

const open: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

/** Watches two assets; what was told of each instrument, once `isEnough`. */
async function histories(exchange: ExchangeId, isEnough: (found: Map<string, FundingPayment[]>) => boolean) {
  const local = await makers[exchange]({ market: createMarket() });
  open.push(local);
  const feed = createLiveFeed({
    adapters,
    exchanges: [exchange],
    selection: { assets: ['NEAR', 'BTC'], watch: ['NEAR', 'BTC'] },
    clock: hurried,
    endpoints: { [exchange]: local.wsUrl },
    restEndpoints: { [exchange]: local.restUrl },
  });
  open.push(feed);
  const found = new Map<string, FundingPayment[]>();
  const faults: string[] = [];
  await new Promise<void>((resolve) => {
    feed.start({
      record: () => undefined,
      frame: (tally) => faults.push(...(tally.faults ?? []), ...(tally.failures ?? []), ...(tally.refusals ?? [])),
      history: ({ symbol, payments }) => {
        found.set(symbol, [...payments, ...(found.get(symbol) ?? [])]);
        if (isEnough(found)) resolve();
      },
    });
  });
  return { local, found, faults };
}

/** Symbol, and hours between payments. */
const wanted: Readonly<Record<ExchangeId, readonly (readonly [symbol: string, hours: number])[]>> = {
  binance: [
    ['BTCUSDT', 8],
    ['BTCUSD_PERP', 8],
    ['NEARUSDT', 1],
  ],
  bybit: [
    ['BTCUSDT', 8],
    ['BTCUSD', 8],
    ['NEARUSDT', 1],
  ],
  okx: [['BTC-USDT-SWAP', 8]],
  deribit: [['BTC-PERPETUAL', 1]],
  hyperliquid: [
    ['BTC', 1],
    ['NEAR', 1],
  ],
  dydx: [
    ['BTC-USD', 1],
    ['NEAR-USD', 1],
  ],
};

describe.each(exchangeIds)('%s', (exchange) => {
  test('tells every payment of 30 days once, within its limits', async () => {
    const isWhole = (found: Map<string, FundingPayment[]>): boolean =>
      wanted[exchange].every(([symbol, hours]) => (found.get(symbol)?.length ?? 0) >= 720 / hours);
    const { local, found, faults } = await histories(exchange, isWhole);
    for (const [symbol, hours] of wanted[exchange]) {
      const payments = found.get(symbol) ?? [];
      const settled = payments.map(({ time }) => settlementHour(time));
      const newest = settled.at(-1) ?? 0;
      expect(new Set(settled).size).toBe(settled.length);
      expect(settled).toEqual(settled.map((_, index) => newest - (settled.length - 1 - index) * hours));
      expect(Date.now() - newest * HOUR_MS).toBeLessThan(hours * HOUR_MS);
      const figures = figuresOf(withIntervals(payments));
      expect(figures?.count).toBe(payments.length);
      // The market's rates sway by two fifths around some 0.01 % per 8 h.
      expect(Math.abs(figures?.mean8h ?? 1)).toBeLessThan(0.0005);
    }
    expect(local.refusals).toEqual([]);
    expect(faults).toEqual([]);
  });
});

test('an asset watched later is fetched then; without a taker nothing is', async () => {
  const local = await makers.bybit({ market: createMarket() });
  open.push(local);
  const start = (): ReturnType<typeof createLiveFeed> => {
    const feed = createLiveFeed({
      adapters,
      exchanges: ['bybit'],
      selection: { assets: ['BTC', 'ETH'], watch: [] },
      clock: hurried,
      endpoints: { bybit: local.wsUrl },
      restEndpoints: { bybit: local.restUrl },
    });
    open.push(feed);
    return feed;
  };
  const asked = (): number => local.requests.filter(({ url }) => url.startsWith('/v5/market/funding/history')).length;
  const feed = start();
  const live = new Promise<void>((resolve) => {
    feed.start({ record: (record) => (record.type === 'ticker' ? resolve() : undefined), frame: () => undefined });
  });
  await live;
  feed.select({ assets: ['BTC', 'ETH'], watch: ['ETH'] });
  const taking = start();
  const told = await new Promise<string>((resolve) => {
    taking.start({ record: () => undefined, frame: () => undefined, history: ({ symbol }) => resolve(symbol) });
    taking.select({ assets: ['BTC', 'ETH'], watch: ['ETH'] });
  });
  expect(told).toMatch(/^ETH/);
  expect(asked()).toBe(1);
});
