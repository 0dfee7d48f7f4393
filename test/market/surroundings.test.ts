import { expect, test } from 'vitest';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, liquidation, START, ticker } from '../support/market-records.js';

test('the store tells price moves, funding and the minutes before of the asset, and nothing it does not know', () => {
  const store = createMarketStore();
  for (const exchange of ['binance', 'okx'] as const) store.apply(feedState(exchange, 'live'));
  for (let second = 0; second <= 600; second += 1) {
    const receivedAt = START + second * 1_000;
    // A percent down in the last minute.
    const markPrice = second > 540 ? 99 : 100;
    store.apply(
      ticker('binance', 'BTC', { receivedAt, markPrice, fundingRate: 0.0001, fundingIntervalHours: 8, volume24hUsd: 2e9 }),
    );
    store.apply(ticker('okx', 'BTC', { receivedAt, markPrice: 50, fundingRate: -0.0001, fundingIntervalHours: 4 }));
    store.apply(ticker('okx', 'ETH', { receivedAt, fundingRate: 0.01 }));
    store.flush(receivedAt);
  }
  const receivedAt = START + 600_000;
  store.apply(liquidation('before', { receivedAt: receivedAt - 30_000, notionalUsd: 7_000, exchange: 'okx' }));
  expect(store.surroundings(liquidation('now', { receivedAt }))).toEqual({
    flows: [60_000, 300_000].map((windowMs) => ({ windowMs, longCount: 1, longUsd: 7_000, shortCount: 0, shortUsd: 0 })),
    byExchange: [{ exchange: 'okx', count: 1, notionalUsd: 7_000 }],
    priceMoves: [
      { windowMs: 60_000, fraction: -0.01 },
      { windowMs: 300_000, fraction: -0.01 },
    ],
    fundingRates: [
      { exchange: 'binance', rate8h: 0.0001 },
      { exchange: 'okx', rate8h: -0.0002 },
    ],
  });
  expect(store.surroundings(liquidation('now', { asset: 'ETH', receivedAt }))).toMatchObject({
    priceMoves: [],
    fundingRates: [],
  });
  store.apply(feedState('binance', 'reconnecting', receivedAt));
  store.flush(receivedAt + 1_000);
  expect(store.surroundings(liquidation('now', { receivedAt }))).toMatchObject({
    priceMoves: [],
    fundingRates: [{ exchange: 'okx', rate8h: -0.0002 }],
  });
});
