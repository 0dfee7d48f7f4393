// From tickers to rows and alerts through the whole store, every figure worked out by hand.
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Alert, Ticker } from '../../src/domain/record.js';
import { arbitrageRecord } from '../../src/market/arbitrage-record.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, nativeSymbol, START, ticker } from '../support/market-records.js';

/** 22:14 UTC: the next full hour is 23:00, the next of eight hours midnight. */
const HOURLY = Date.UTC(2023, 10, 14, 23);
const MIDNIGHT = Date.UTC(2023, 10, 15);
const second = (n: number) => START + n * 1_000;

const told: readonly Ticker[] = [
  // Both rates negative, hourly against every eight hours, the long leg cheaper.
  ticker('dydx', 'SOL', {
    ...{ symbol: nativeSymbol('SOL-USD'), quote: 'USD', fundingRate: -0.00006, fundingIntervalHours: 1 },
    ...{ nextFundingTime: HOURLY, markPrice: 99.8 },
  }),
  ticker('bybit', 'SOL', { fundingRate: -0.00008, fundingIntervalHours: 8, nextFundingTime: MIDNIGHT, markPrice: 100.2 }),
  ticker('okx', 'SOL', { fundingRate: -0.0001, fundingIntervalHours: 8, nextFundingTime: MIDNIGHT, markPrice: 100 }),
  // The long leg dearer.
  ticker('binance', 'WIF', { fundingRate: 0.0001, fundingIntervalHours: 4, nextFundingTime: MIDNIGHT, markPrice: 2.01 }),
  ticker('bybit', 'WIF', { fundingRate: 0.0006, fundingIntervalHours: 8, nextFundingTime: MIDNIGHT, markPrice: 1.99 }),
  // Equal rates in other intervals: nothing to earn.
  ticker('binance', 'XRP', { fundingRate: 0.0001, fundingIntervalHours: 8, markPrice: 1 }),
  ticker('hyperliquid', 'XRP', { fundingRate: 0.0000125, fundingIntervalHours: 1, markPrice: 1 }),
  // The best of all, if it were the same coin.
  ticker('binance', 'NEIRO', { fundingRate: 0.0001, fundingIntervalHours: 8, markPrice: 0.082 }),
  ticker('okx', 'NEIRO', { fundingRate: 0.0002, fundingIntervalHours: 8, markPrice: 0.0821 }),
  ticker('bybit', 'NEIRO', { fundingRate: -0.02, fundingIntervalHours: 8, markPrice: 0.00041 }),
  // An interval that nobody told.
  ticker('binance', 'NEW', { fundingRate: 0.01, markPrice: 5 }),
  ticker('bybit', 'NEW', { fundingRate: 0.0001, fundingIntervalHours: 8, markPrice: 5 }),
];

function open() {
  const store = createMarketStore();
  for (const exchange of exchangeIds) store.apply(feedState(exchange, 'live'));
  for (const one of told) store.apply(one);
  const alerts: Alert[] = [];
  return {
    store,
    alerts,
    pass: (from: number, to: number) => {
      for (let n = from; n <= to; n += 1) alerts.push(...store.flush(second(n)).filter(({ kind }) => kind === 'funding-spread'));
    },
    rows: () => store.getSnapshot().arbitrage.map(arbitrageRecord),
  };
}

describe('from tickers to arbitrage', () => {
  test('every asset has the pair that nets most, with its figures, the best first', () => {
    const { pass, rows } = open();
    pass(0, 0);
    expect(rows()).toMatchObject([
      {
        asset: 'SOL',
        long: { exchange: 'dydx', symbol: 'SOL-USD', quote: 'USD', rate8h: -0.00048 },
        short: { exchange: 'bybit', symbol: 'SOLUSDT', quote: 'USDT', rate8h: -0.00008 },
        // −0.00008 + 8 × 0.00006; × 1095; 2 × (0.0005 + 0.00055); −0.4 / 100: paid back before it starts.
        ...{ spread8h: 0.0004, spreadApr: 0.438, feesRoundTrip: 0.0021, priceGap: -0.004, breakEvenHours: 0 },
        // 0.438 + 0.0019 × 8760 / 168
        netApr: expect.closeTo(0.5370714285714286, 12),
        // At 00:00, 08:00, 16:00 it pays 0.00008; 24 times, from 23:00 to 22:00, it gets 0.00006.
        cashFlow24h: 0.0012,
      },
      {
        asset: 'NEIRO',
        ...{ long: { exchange: 'binance' }, short: { exchange: 'okx' } },
        // −0.0001 / 0.08205 is a credit; 0.1095 − (0.002 − 0.00121877) × 8760 / 168
        ...{ spread8h: 0.0001, priceGap: -0.001218769043, netApr: expect.closeTo(0.068764385, 8) },
      },
      {
        asset: 'WIF',
        ...{ long: { exchange: 'binance' }, short: { exchange: 'bybit' } },
        // 0.0006 − 0.0002; + 0.02 / 2 is a cost; (0.0021 + 0.01) / 0.00005 per hour
        ...{ spread8h: 0.0004, spreadApr: 0.438, feesRoundTrip: 0.0021, priceGap: 0.01, breakEvenHours: 242 },
        // 0.438 − 0.0121 × 8760 / 168; 3 × 0.0006 − 6 × 0.0001
        ...{ netApr: expect.closeTo(-0.192928571428571, 12), cashFlow24h: 0.0012 },
      },
    ]);
  });

  test('another coin and an interval nobody told are in no pair, and equal rates make none', () => {
    const { pass, store } = open();
    pass(0, 0);
    const { arbitrage, quarantined, assets } = store.getSnapshot();
    expect(quarantined).toMatchObject([{ asset: 'NEIRO', exchange: 'bybit', markPrice: 0.00041, medianPrice: 0.082 }]);
    expect(arbitrage.map(({ asset }) => asset)).not.toContain('NEW');
    expect(arbitrage.map(({ asset }) => asset)).not.toContain('XRP');
    // The widest spread, whatever it costs: what the asset list and the board show.
    const spreads = Object.fromEntries(assets.map(({ asset, spread8h }) => [asset, spread8h]));
    expect(spreads).toEqual({ SOL: 0.0004, WIF: 0.0004, XRP: 0, NEIRO: 0.0001, NEW: undefined });
  });

  test('what is worth it is alerted once, with the figures of the contract; what costs more than it brings is not', () => {
    const { alerts, pass } = open();
    pass(0, 20);
    expect(alerts).toMatchObject([
      {
        type: 'alert',
        id: `funding-spread:SOL:${second(2)}`,
        kind: 'funding-spread',
        state: 'raised',
        time: second(2),
        message: 'SOL: long dydx, short bybit: 0.040 % per 8h (43.8 % APR)',
        long: { exchange: 'dydx', symbol: 'SOL-USD', fundingRate: -0.00006, fundingIntervalHours: 1 },
        ...{ spread8h: 0.0004, spreadApr: 0.438, feesRoundTrip: 0.0021, priceGap: -0.004, breakEvenHours: 0 },
      },
      { id: `funding-spread:NEIRO:${second(2)}`, state: 'raised' },
    ]);
  });

  test('with one leg stale the next best pair takes its place, and the alert stands as long as that is worth it', () => {
    const { alerts, pass, rows, store } = open();
    pass(0, 5);
    store.apply(feedState('bybit', 'reconnecting', second(6), { reason: 'closed' }));
    pass(6, 7);
    // −0.0001 + 0.00048; 2 × (0.0005 + 0.0005); −0.2 / 99.9
    const sol = rows().find(({ asset }) => asset === 'SOL');
    expect(sol).toMatchObject({
      ...{ long: { exchange: 'dydx' }, short: { exchange: 'okx' } },
      ...{ spread8h: 0.00038, feesRoundTrip: 0.002, priceGap: -0.002002002002, breakEvenHours: 0, raisedTime: second(2) },
    });
    store.apply(feedState('okx', 'reconnecting', second(8), { reason: 'closed' }));
    pass(8, 30);
    expect(rows().map(({ asset }) => asset)).toEqual([]);
    expect(alerts.filter(({ asset }) => asset === 'SOL').map(({ state, message }) => [state, message])).toEqual([
      ['raised', 'SOL: long dydx, short bybit: 0.040 % per 8h (43.8 % APR)'],
      ['cleared', 'SOL: no fresh pair left'],
    ]);
  });
});
