import { describe, expect, test } from 'vitest';
import { instrumentKey } from '../../src/domain/instrument.js';
import { createPriceHistory } from '../../src/market/price-history.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { nativeSymbol, START } from '../support/market-records.js';

type Fields = Partial<FundingRow>;

function row(exchange: FundingRow['exchange'], fields: Fields = {}): FundingRow {
  const asset = fields.asset ?? 'BTC';
  const symbol = nativeSymbol(`${asset}USDT`);
  return {
    key: instrumentKey(exchange, symbol),
    exchange,
    symbol,
    asset,
    quote: 'USDT',
    markPrice: 100,
    history: [],
    historyEveryMs: 2_000,
    receivedAt: START,
    isStale: false,
    ...fields,
  };
}

const market = (...rows: readonly FundingRow[]) => {
  const byAsset = new Map<string, FundingRow[]>();
  for (const one of rows) byAsset.set(one.asset, [...(byAsset.get(one.asset) ?? []), one]);
  return byAsset;
};

/** Samples every ten seconds what `at` tells for each step. */
function sampled(steps: number, at: (step: number) => readonly FundingRow[]) {
  const history = createPriceHistory(10);
  for (let step = 0; step < steps; step += 1) history.sample(market(...at(step)), START + step * 10_000);
  return { history, now: START + (steps - 1) * 10_000 };
}

describe('the past', () => {
  test('is told by age, to ten seconds, for an hour', () => {
    const { history, now } = sampled(400, (step) => [row('okx', { markPrice: 1_000 + step, openInterest: 5_000 - step })]);
    expect(history.at('BTC', 0, now)).toEqual({ markPrice: 1_399, openInterest: 4_601 });
    expect(history.at('BTC', 300_000, now)).toEqual({ markPrice: 1_369, openInterest: 4_631 });
    expect(history.at('BTC', 3_590_000, now)).toEqual({ markPrice: 1_040, openInterest: 4_960 });
    expect(history.at('BTC', 3_600_000, now)).toEqual({});
    expect(history.at('ETH', 0, now)).toEqual({});
  });

  test('before the start is unknown, not the oldest sample', () => {
    const { history, now } = sampled(10, () => [row('okx')]);
    expect(history.at('BTC', 90_000, now)).toEqual({ markPrice: 100 });
    expect(history.at('BTC', 100_000, now)).toEqual({});
  });

  test('a missing sample is replaced by one at most twenty seconds older', () => {
    const { history, now } = sampled(10, (step) => [row('okx', { markPrice: 100 + step, isStale: step >= 4 && step <= 7 })]);
    const told = [9, 8, 7, 6, 5, 4, 3].map((step) => history.at('BTC', now - (START + step * 10_000), now).markPrice);
    expect(told).toEqual([109, 108, undefined, undefined, 103, 103, 103]);
  });

  test('a second of a clock put right changes nothing, an hour forgets', () => {
    const { history, now } = sampled(20, (step) => [row('okx', { markPrice: 100 + step })]);
    history.sample(market(row('okx', { markPrice: 500 })), now - 1_000);
    expect(history.at('BTC', 60_000, now).markPrice).toBe(113);
    history.sample(market(row('okx', { markPrice: 500 })), now - 3_600_000);
    expect(history.at('BTC', 0, now - 3_600_000)).toEqual({ markPrice: 500 });
    expect(history.at('BTC', 60_000, now - 3_600_000)).toEqual({});
  });
});

describe('the instrument', () => {
  const okx = row('okx', { volume24hUsd: 5e9 });
  const bybit = row('bybit', { volume24hUsd: 9e9, markPrice: 101 });

  test('is the most traded fresh one that is priced in dollars', () => {
    const { history } = sampled(1, () => [okx, bybit, row('binance', { volume24hUsd: 2e10, quote: 'BTC' })]);
    expect(history.instrumentOf('BTC')).toBe(bybit.key);
  });

  test('is kept while another is only somewhat larger, and through a reconnection: no move is made of two prices', () => {
    const { history, now } = sampled(30, (step) => [{ ...okx, isStale: step >= 10 && step < 15 }, ...(step < 5 ? [] : [bybit])]);
    expect(history.instrumentOf('BTC')).toBe(okx.key);
    expect(history.at('BTC', 0, now).markPrice).toBe(100);
  });

  test('gives way to one that trades twice as much, and its past with it', () => {
    const large = { ...bybit, volume24hUsd: 2e10 };
    const { history, now } = sampled(30, (step) => (step < 20 ? [okx] : [okx, large]));
    expect(history.instrumentOf('BTC')).toBe(large.key);
    expect(history.at('BTC', 0, now).markPrice).toBe(101);
    expect(history.at('BTC', 150_000, now)).toEqual({});
  });

  test('gives way when it has been stale for a minute', () => {
    const { history } = sampled(10, (step) => [{ ...okx, isStale: step >= 2 }, row('dydx')]);
    expect(history.instrumentOf('BTC')).toBe(row('dydx').key);
  });

  test('an asset that left the market is forgotten; no more are kept than the capacity', () => {
    const history = createPriceHistory(2);
    const assets = ['A', 'B', 'C'].map((asset) => row('okx', { asset }));
    history.sample(market(...assets), START);
    expect(['A', 'B', 'C'].map((asset) => history.instrumentOf(asset) !== undefined)).toEqual([true, true, false]);
    history.sample(market(...assets.slice(1)), START + 10_000);
    expect(history.instrumentOf('A')).toBeUndefined();
    history.sample(market(...assets.slice(1)), START + 20_000);
    expect(history.instrumentOf('C')).toBe(assets[2]?.key);
  });
});
