import { beforeAll, describe, expect, test } from 'vitest';
import { figuresOf, realisedOver, settlementHour, withIntervals } from '../../../src/domain/funding-payments.js';
import { exchangeIds } from '../../../src/domain/instrument.js';
import type { FundingPayment, Ticker } from '../../../src/domain/record.js';
import { adapters } from '../../../src/exchanges/registry.js';
import { createDemoFeed } from '../../../src/feed/demo.js';
import { createFakeClock } from '../../support/fake-clock.js';

const HOUR_MS = 3_600_000;
/** 15:59 and some: a settlement of 1 h and one of 8 h are near. */
const START = Date.UTC(2026, 8, 21, 15, 59, 30);

/** The demo for so long, BTC and HYPE watched: what was told of each instrument. */
async function play(ms: number, seed = 7) {
  const clock = createFakeClock({ now: START });
  const paid = new Map<string, Map<number, FundingPayment>>();
  const rates = new Map<string, Partial<Ticker>>();
  const faults: string[] = [];
  const feed = createDemoFeed({
    clock,
    seed,
    exchanges: exchangeIds,
    adapters,
    selection: { assets: 'all', watch: ['BTC', 'HYPE'] },
  });
  feed.start({
    record: (record) => {
      if (record.type !== 'ticker' || record.receivedAt > START + 10_000) return;
      const key = `${record.exchange}:${record.symbol}`;
      rates.set(key, { ...rates.get(key), ...record });
    },
    frame: (tally) => faults.push(...(tally.failures ?? [])),
    history: ({ exchange, symbol, payments }) => {
      const key = `${exchange}:${symbol}`;
      const known = paid.get(key) ?? new Map<number, FundingPayment>();
      for (const payment of payments) known.set(settlementHour(payment.time), payment);
      paid.set(key, known);
    },
  });
  await clock.advanceAsync(ms);
  await feed.stop();
  const pending = clock.pending();
  const payments = (key: string): readonly FundingPayment[] =>
    withIntervals([...(paid.get(key) ?? [])].sort(([one], [other]) => one - other).map(([, payment]) => payment));
  return { payments, keys: [...paid.keys()].sort(), rates, faults, pending };
}

describe('the past of the demo', () => {
  let short: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    short = await play(15_000);
  });

  test('is told of every watched instrument, and of no other, in a few seconds', () => {
    const { keys, faults, pending } = short;
    expect(keys).toEqual([
      'binance:BTCUSDC',
      'binance:BTCUSDT',
      'binance:BTCUSD_PERP',
      'binance:HYPEUSDT',
      'bybit:BTCPERP',
      'bybit:BTCUSD',
      'bybit:BTCUSDT',
      'bybit:HYPEUSDT',
      'deribit:BTC-PERPETUAL',
      'deribit:BTC_USDC-PERPETUAL',
      'dydx:BTC-USD',
      'dydx:HYPE-USD',
      'hyperliquid:BTC',
      'hyperliquid:HYPE',
      'okx:BTC-USD-SWAP',
      'okx:BTC-USDT-SWAP',
      'okx:HYPE-USDT-SWAP',
    ]);
    expect(faults).toEqual([]);
    expect(pending).toBe(0);
  });

  test.each<[string, number]>([
    ['binance:BTCUSDT', 8],
    ['binance:HYPEUSDT', 4],
    ['okx:HYPE-USDT-SWAP', 4],
    ['bybit:BTCUSD', 8],
    ['deribit:BTC-PERPETUAL', 1],
    ['hyperliquid:HYPE', 1],
    ['dydx:BTC-USD', 1],
  ])('of %s is 30 days of payments, one every %i h, near today’s rate and with a life of their own', (key, hours) => {
    const { payments, rates } = short;
    const told = payments(key);
    expect(told.length).toBe(720 / hours);
    expect(new Set(told.map(({ fundingIntervalHours }) => fundingIntervalHours))).toEqual(new Set([hours]));
    const figures = figuresOf(told);
    expect(Math.abs(figures?.mean8h ?? 1)).toBeLessThan(0.0005);
    expect(figures?.deviation8h).toBeGreaterThan(0.000005);
    expect(figures?.deviation8h).toBeLessThan(0.0003);
    const now = rates.get(key);
    const rate8h = ((now?.fundingRate ?? 0) * 8) / (now?.fundingIntervalHours ?? 1);
    const newest8h = ((told.at(-1)?.fundingRate ?? 1) * 8) / hours;
    expect(Math.abs(newest8h - rate8h)).toBeLessThan(0.00003);
  });

  test('agrees with what the exchange states as settled', () => {
    const { payments, rates } = short;
    const told = rates.get('okx:BTC-USDT-SWAP')?.settledFundingRate;
    expect(payments('okx:BTC-USDT-SWAP').at(-1)?.fundingRate).toBeCloseTo(told ?? Number.NaN, 12);
  });

  test('of Deribit adds up to its trailing rate', () => {
    const { payments, rates } = short;
    const trailing = realisedOver(payments('deribit:BTC-PERPETUAL'), 8);
    expect(trailing?.sum).toBeCloseTo(rates.get('deribit:BTC-PERPETUAL')?.fundingRate ?? Number.NaN, 5);
  });

  test('goes on with each settlement', async () => {
    const { payments } = await play(150_000);
    const settled = Date.UTC(2026, 8, 21, 16);
    for (const key of ['binance:BTCUSDT', 'okx:BTC-USDT-SWAP', 'hyperliquid:BTC', 'dydx:BTC-USD', 'deribit:BTC-PERPETUAL']) {
      expect(settlementHour(payments(key).at(-1)?.time ?? 0) * HOUR_MS, key).toBe(settled);
    }
  });

  test('is the same for the same seed, and another for another', async () => {
    const [one, same, other] = [short, await play(15_000), await play(15_000, 8)];
    expect(same.payments('okx:BTC-USDT-SWAP')).toEqual(one.payments('okx:BTC-USDT-SWAP'));
    expect(other.payments('okx:BTC-USDT-SWAP')).not.toEqual(one.payments('okx:BTC-USDT-SWAP'));
  });
});
