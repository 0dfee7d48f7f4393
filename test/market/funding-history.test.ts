import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExchangeId } from '../../src/domain/instrument.js';
import type { FundingHistory, FundingPayment, Ticker } from '../../src/domain/record.js';
import type { FundingPast } from '../../src/market/snapshot.js';
import { createMarketStore, type MarketStore } from '../../src/market/store.js';
import { feedState, nativeSymbol, ticker } from '../support/market-records.js';

const HOUR_MS = 3_600_000;
/** A settlement of 8 h. */
const SETTLED = Date.UTC(2026, 10, 21, 8);
const NOW = SETTLED + 10 * 60_000;

function history(payments: readonly FundingPayment[], fields: Partial<FundingHistory> = {}): FundingHistory {
  return { exchange: 'okx', symbol: nativeSymbol('BTCUSDT'), asset: 'BTC', receivedAt: NOW, payments, ...fields };
}

/** `count` payments up to `SETTLED`, each `hours` after the last. */
function paid(count: number, hours = 8, fundingRate = 0.0001, newest = SETTLED): FundingPayment[] {
  return Array.from({ length: count }, (_, index) => ({ time: newest - (count - 1 - index) * hours * HOUR_MS, fundingRate }));
}

function start(...histories: readonly FundingHistory[]): MarketStore {
  const store = createMarketStore();
  store.apply(feedState('okx', 'live', NOW));
  for (const one of histories) store.applyHistory(one);
  store.flush(NOW);
  return store;
}

function tell(store: MarketStore, now: number, fields: Partial<Ticker>, exchange: ExchangeId = 'okx'): FundingPast | undefined {
  store.apply(ticker(exchange, 'BTC', { receivedAt: now, ...fields }));
  store.flush(now);
  return only(store);
}

const only = (store: MarketStore): FundingPast | undefined => [...store.getSnapshot().history.values()][0];
const times = (past: FundingPast | undefined) => past?.payments.map(({ time }) => time) ?? [];

describe('a history', () => {
  test('is published by the key of its row, with what was settled last', () => {
    const store = start(history(paid(3)));
    expect([...store.getSnapshot().history.keys()]).toEqual(['okx:BTCUSDT']);
    expect(only(store)).toMatchObject({
      key: 'okx:BTCUSDT',
      exchange: 'okx',
      symbol: 'BTCUSDT',
      asset: 'BTC',
      settled: { time: SETTLED, fundingRate: 0.0001, fundingIntervalHours: 8 },
      isBehind: false,
      features: { count: 3, hours: 24, mean8h: 0.0001, realised24h: { sum: 0.0003, mean8h: 0.0001, hours: 24 } },
    });
  });

  test('keeps one payment a settlement, whatever order and however often it is told', () => {
    const all = paid(20);
    const late = all.map((payment) => ({ ...payment, time: payment.time + 219 }));
    const store = start(history(late.slice(10)), history([...all].reverse()), history(late.slice(0, 12)));
    expect(only(store)?.payments).toHaveLength(20);
    expect(times(only(store))).toEqual([...times(only(store))].sort((one, other) => one - other));
    expect(only(store)?.features).toMatchObject({ count: 20, hours: 160 });
  });

  test('holds 30 days, and no payment of the future', () => {
    const store = start(history(paid(2000, 1)), history([{ time: NOW + 24 * HOUR_MS, fundingRate: 9 }]));
    expect(only(store)?.payments).toHaveLength(720);
    expect(only(store)?.settled.time).toBe(SETTLED);
    store.applyHistory(history(paid(1, 1, 0.0002, SETTLED + HOUR_MS), { receivedAt: NOW + HOUR_MS }));
    store.flush(NOW + HOUR_MS);
    expect(only(store)?.payments).toHaveLength(720);
    expect(times(only(store))[0]).toBe(SETTLED - 718 * HOUR_MS);
  });

  test('of instruments beyond the capacity is left out, and counted', () => {
    const store = createMarketStore({ historyInstrumentCapacity: 2 });
    for (const name of ['A', 'B', 'C']) store.applyHistory(history(paid(1), { symbol: nativeSymbol(name) }));
    store.flush(NOW);
    expect(store.getSnapshot().history.size).toBe(2);
    expect(store.droppedCounts().histories).toBe(1);
  });

  test('that has not been told for more than a day makes room for another', () => {
    const store = createMarketStore({ historyInstrumentCapacity: 2 });
    const day = 24 * HOUR_MS;
    const tellAt = (name: string, receivedAt: number): void => {
      store.applyHistory(history(paid(1, 8, 0.0001, receivedAt), { symbol: nativeSymbol(name), receivedAt }));
      store.flush(receivedAt + 5000);
    };
    tellAt('A', NOW);
    tellAt('B', NOW);
    tellAt('B', NOW + day);
    tellAt('C', NOW + day + HOUR_MS);
    expect([...store.getSnapshot().history.keys()]).toEqual(['okx:A', 'okx:B']);
    tellAt('C', NOW + day + 3 * HOUR_MS);
    expect([...store.getSnapshot().history.keys()]).toEqual(['okx:B', 'okx:C']);
  });

  test('without a payment is not shown', () => {
    expect(start(history([])).getSnapshot().history.size).toBe(0);
  });

  test('is the same object while nothing changed', () => {
    const store = start(history(paid(30)));
    const [before, snapshot] = [only(store), store.getSnapshot()];
    store.flush(NOW + 5000);
    expect(store.getSnapshot().history).toBe(snapshot.history);
    tell(store, NOW + 10_000, { fundingRate: 0.0001, fundingIntervalHours: 8 }, 'bybit');
    expect(only(store)).toBe(before);
  });

  test('is behind when a settlement must have passed', () => {
    const store = start(history(paid(30)));
    store.flush(SETTLED + 10 * HOUR_MS);
    expect(only(store)?.isBehind).toBe(false);
    store.flush(SETTLED + 10 * HOUR_MS + 1000);
    expect(only(store)?.isBehind).toBe(true);
  });

  test('judges health by the lines of the settings', () => {
    const payments = [...paid(2, 8, 0.0001, SETTLED - 8 * HOUR_MS), { time: SETTLED, fundingRate: 0.0004 }];
    // Deviation √(2 / 9) × 0.0003 = 0.0001414.
    const health = (lines?: { caution: number; warning: number }) => {
      const store = createMarketStore(lines === undefined ? {} : { health: lines });
      store.applyHistory(history(payments));
      store.flush(NOW);
      return only(store)?.features?.health;
    };
    expect(health()).toBe('caution');
    expect(health({ caution: 0.0002, warning: 0.0005 })).toBe('healthy');
    expect(health({ caution: 0.00001, warning: 0.00014 })).toBe('warning');
  });
});

describe('the z-score of now', () => {
  const payments = paid(90).map((payment, index) => ({ ...payment, fundingRate: index % 2 === 0 ? 0.0001 : 0.0003 }));

  test('follows the rate, compared in 8 h terms', () => {
    const store = start(history(payments));
    expect(only(store)?.zScore).toBeUndefined();
    // Mean 0.0002, deviation 0.0001: 0.0005 is three above; the same rate paid hourly is 0.0000625.
    expect(tell(store, NOW + 1000, { fundingRate: 0.0005, fundingIntervalHours: 8 })?.zScore).toBe(3);
    expect(tell(store, NOW + 2000, { fundingRate: 0.0000625, fundingIntervalHours: 1 })?.zScore).toBe(3);
    expect(tell(store, NOW + 3000, { fundingRate: -0.0001, fundingIntervalHours: 8 })?.zScore).toBe(-3);
  });

  test('is absent while the rate is stale', () => {
    const store = start(history(payments));
    tell(store, NOW + 1000, { fundingRate: 0.0005, fundingIntervalHours: 8 });
    store.apply(feedState('okx', 'reconnecting', NOW + 2000));
    store.flush(NOW + 3000);
    expect(only(store)?.zScore).toBeUndefined();
  });
});

describe('a settlement that passes while the program runs', () => {
  const next = SETTLED + 8 * HOUR_MS;
  const before = { fundingRate: 0.0002, fundingIntervalHours: 8, nextFundingTime: next, settledFundingRate: 0.0001 };
  const after = { fundingRate: 0.0001, fundingIntervalHours: 8, nextFundingTime: next + 8 * HOUR_MS };

  test('appends the settled rate the exchange states, once, and takes its history’s word for it later', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    const past = tell(store, next + 2000, { ...after, settledFundingRate: 0.00021 });
    expect(past?.settled).toEqual({ time: next, fundingRate: 0.00021, fundingIntervalHours: 8 });
    expect(past?.payments).toHaveLength(10);
    tell(store, next + 30_000, { ...after, settledFundingRate: 0.00021 });
    expect(only(store)?.payments).toHaveLength(10);
    store.applyHistory(history([{ time: next + 12, fundingRate: 0.000208 }], { receivedAt: next + 90_000 }));
    store.flush(next + 91_000);
    expect(only(store)?.payments).toHaveLength(10);
    expect(only(store)?.settled).toEqual({ time: next + 12, fundingRate: 0.000208, fundingIntervalHours: 8 });
  });

  test('waits for a settled rate that is stated later', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    expect(tell(store, next + 2000, after)?.payments).toHaveLength(9);
    expect(tell(store, next + 40_000, { ...after, settledFundingRate: 0.0002 })?.payments).toHaveLength(10);
  });

  test('never takes the rate settled before it for its own', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    tell(store, next - 1000, before);
    tell(store, next + 2000, after);
    expect(tell(store, next + 60_000, after)?.payments).toHaveLength(9);
  });

  test('appends nothing where the exchange states no settled rate', () => {
    const store = start(history(paid(9)));
    const { settledFundingRate: _, ...unstated } = before;
    tell(store, NOW + 5000, unstated);
    expect(tell(store, next + 2000, after)?.payments).toHaveLength(9);
  });

  test('leaves what the history has told already', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    store.applyHistory(history([{ time: next, fundingRate: 0.0003 }], { receivedAt: next + 1000 }));
    const past = tell(store, next + 2000, { ...after, settledFundingRate: 0.00021 });
    expect(past?.settled.fundingRate).toBe(0.0003);
  });

  test('after an outage over several settlements is left to the history', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    const later = { ...after, nextFundingTime: next + 16 * HOUR_MS, settledFundingRate: 0.0004 };
    expect(tell(store, next + 9 * HOUR_MS, later)?.payments).toHaveLength(9);
  });

  test('of an interval that has just become shorter is paid for the old one', () => {
    const store = start(history(paid(9)));
    tell(store, NOW + 5000, before);
    const shorter = { fundingRate: 0.0001, fundingIntervalHours: 1, nextFundingTime: next + HOUR_MS, settledFundingRate: 0.002 };
    expect(tell(store, next + 2000, shorter)?.settled).toEqual({ time: next, fundingRate: 0.002, fundingIntervalHours: 8 });
  });

  test('is not made up for an instrument without a history', () => {
    const store = start();
    tell(store, NOW + 5000, before);
    tell(store, next + 2000, { ...after, settledFundingRate: 0.00021 });
    expect(store.getSnapshot().history.size).toBe(0);
  });
});

test('however a history is cut into answers, it ends as the same', () => {
  const all = paid(120, 1).map((payment, index) => ({ ...payment, fundingRate: index / 1e7 }));
  const whole = only(start(history(all)));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(119), fc.integer({ min: 1, max: 120 })), { maxLength: 8 }),
      fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 120, maxLength: 120 }),
      (cuts, jitter) => {
        const parts = cuts.map(([from, count]) =>
          history(all.slice(from, from + count).map((payment, at) => ({ ...payment, time: payment.time + (jitter[at] ?? 0) }))),
        );
        const past = only(start(...parts, history([...all].reverse())));
        expect(past).toEqual(whole);
      },
    ),
  );
});
