import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert, MarketRecord } from '../../src/domain/record.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, liquidation, nativeSymbol, START, ticker } from '../support/market-records.js';

const rate = { fundingRate: 0.0001, fundingIntervalHours: 8 };
const second = (n: number) => START + n * 1_000;

describe('publishing', () => {
  test('an empty market has an empty snapshot and tells nobody', () => {
    const store = createMarketStore();
    let calls = 0;
    store.subscribe(() => {
      calls += 1;
    });
    const before = store.getSnapshot();
    expect(store.flush(START)).toEqual([]);
    expect(store.getSnapshot()).toBe(before);
    expect(before).toEqual({
      time: 0,
      assets: [],
      funding: new Map(),
      history: new Map(),
      liquidations: [],
      arbitrage: [],
      quarantined: [],
      arbitrageTerms: defaultMarketSettings.arbitrage,
      bursts: [],
      feeds: [],
      alerts: [],
    });
    expect(calls).toBe(0);
  });

  test('nothing is visible before a flush, and a flush without change publishes nothing', () => {
    const store = createMarketStore({ sampleEveryMs: 60_000 });
    const seen: number[] = [];
    const unsubscribe = store.subscribe(() => seen.push(store.getSnapshot().time));
    store.apply(feedState('binance', 'live'));
    store.apply(ticker('binance', 'BTC', rate));
    expect(store.getSnapshot().funding.size).toBe(0);
    store.flush(START);
    const first = store.getSnapshot();
    expect(first.funding.get('BTC')?.[0]?.isStale).toBe(false);
    for (const now of [second(0.25), second(0.5), second(2), second(3)]) store.flush(now);
    // The second after the first adds a known second to the burst window; nothing else moves.
    expect(store.getSnapshot().funding).toBe(first.funding);
    expect(store.getSnapshot().assets).toBe(first.assets);
    expect(store.getSnapshot().feeds).toBe(first.feeds);
    expect(seen).toEqual([START, second(2), second(3)]);
    unsubscribe();
    store.apply(liquidation('a'));
    store.flush(second(4));
    expect(seen).toHaveLength(3);
  });

  test('in a full burst window of calm the very same snapshot stands', () => {
    const store = createMarketStore({ burstWindowSeconds: 5 });
    store.apply(feedState('binance', 'live'));
    store.flush(second(10));
    const calm = store.getSnapshot();
    store.flush(second(11));
    store.flush(second(12));
    expect(store.getSnapshot()).toBe(calm);
  });

  test('a liquidation changes its own parts only', () => {
    const store = createMarketStore();
    store.apply(feedState('bybit', 'live'));
    store.apply(ticker('bybit', 'BTC', rate));
    store.flush(START);
    const before = store.getSnapshot();
    store.apply(liquidation('a', { notionalUsd: 5_000 }));
    store.apply({ type: 'severity', liquidationId: 'a', tier: 'LOW', by: 'rule', time: START });
    store.flush(second(0.25));
    const after = store.getSnapshot();
    expect(after.funding).toBe(before.funding);
    expect(after.arbitrage).toBe(before.arbitrage);
    expect(after.assets).toBe(before.assets);
    expect(after.feeds).toBe(before.feeds);
    expect(after.liquidations).toMatchObject([{ liquidation: { id: 'a' }, tier: 'LOW', by: 'rule' }]);
    expect(after.bursts).toMatchObject([{ exchange: 'bybit', lastMinuteCount: 1, lastMinuteUsd: 5_000 }]);
  });

  test('rows of feeds and bursts stand in the order of exchanges, windows of one length', () => {
    const store = createMarketStore({ burstWindowSeconds: 7 });
    for (const exchange of ['dydx', 'binance', 'okx'] as const) store.apply(feedState(exchange, 'live'));
    store.flush(START);
    const { feeds, bursts } = store.getSnapshot();
    expect(feeds.map((row) => row.exchange)).toEqual(['binance', 'okx', 'dydx']);
    expect(bursts.map((row) => [row.exchange, row.counts.length])).toEqual([
      ['binance', 7],
      ['okx', 7],
      ['dydx', 7],
    ]);
  });
});

describe('assets', () => {
  test('are listed by volume over all exchanges, then by name, at most once a second', () => {
    const store = createMarketStore();
    store.apply(feedState('binance', 'live'));
    store.apply(feedState('bybit', 'live'));
    store.apply(ticker('binance', 'SOL', { volume24hUsd: 50 }));
    store.apply(ticker('bybit', 'SOL', { volume24hUsd: 60 }));
    store.apply(ticker('binance', 'BTC', { ...rate, volume24hUsd: 100 }));
    store.apply(ticker('bybit', 'BTC', { ...rate, fundingRate: 0.0003 }));
    store.apply(ticker('binance', 'ZRX'));
    store.apply(ticker('binance', 'ADA'));
    store.flush(START);
    expect(store.getSnapshot().assets).toEqual([
      { asset: 'SOL', instrumentCount: 2, volume24hUsd: 110 },
      { asset: 'BTC', instrumentCount: 2, volume24hUsd: 100, spread8h: 0.0002 },
      { asset: 'ADA', instrumentCount: 1 },
      { asset: 'ZRX', instrumentCount: 1 },
    ]);
    store.apply(ticker('binance', 'ZRX', { volume24hUsd: 1_000, receivedAt: second(0.5) }));
    store.flush(second(0.5));
    expect(store.getSnapshot().assets[0]?.asset).toBe('SOL');
    store.flush(second(1));
    expect(store.getSnapshot().assets[0]).toEqual({ asset: 'ZRX', instrumentCount: 1, volume24hUsd: 1_000 });
  });
});

describe('alerts', () => {
  test('a spread and an outage are raised and cleared by flushing, each once', () => {
    const store = createMarketStore();
    const seen: Alert[] = [];
    const at = (n: number, ...records: MarketRecord[]) => {
      for (const record of records) store.apply(record);
      seen.push(...store.flush(second(n)));
    };
    at(0, feedState('binance', 'live'), feedState('bybit', 'live'), ticker('binance', 'SOL', { ...rate, markPrice: 100 }));
    at(0, ticker('bybit', 'SOL', { ...rate, fundingRate: 0.0003, markPrice: 100 }));
    for (let n = 0.25; n < 12; n += 0.25) at(n);
    expect(store.getSnapshot().arbitrage).toMatchObject([{ raisedTime: second(3), economics: { spread8h: 0.0002 } }]);
    at(12, feedState('bybit', 'reconnecting', second(12), { reason: 'closed' }));
    for (let n = 12.25; n < 30; n += 0.25) at(n);
    expect(store.getSnapshot().arbitrage).toEqual([]);
    at(30, feedState('bybit', 'live', second(30)));
    expect(seen.map((alert) => `${alert.kind} ${alert.state} ${(alert.time - START) / 1_000}`)).toEqual([
      'funding-spread raised 3',
      'funding-spread cleared 14',
      'feed-down raised 22.25',
      'feed-down cleared 30',
    ]);
  });

  test('an alert that comes back from a recording changes nothing', () => {
    const store = createMarketStore();
    const before = store.getSnapshot();
    store.apply({ type: 'alert', id: 'x', kind: 'feed-down', state: 'raised', time: START, message: 'x' });
    expect(store.flush(START)).toEqual([]);
    expect(store.getSnapshot()).toBe(before);
  });
});

describe('liquidations', () => {
  test('one seen twice is counted once everywhere', () => {
    const store = createMarketStore();
    for (const exchange of ['bybit', 'bybit'] as const) store.apply(liquidation('a', { exchange }));
    store.flush(START);
    expect(store.getSnapshot().liquidations).toHaveLength(1);
    expect(store.getSnapshot().bursts[0]?.lastMinuteCount).toBe(1);
    expect(store.severityContext(liquidation('b')).usual.count).toBe(1);
    expect(store.droppedCounts()).toEqual({ tickers: 0, severities: 0, duplicateLiquidations: 1, histories: 0 });
  });

  test('one below the minimum of the log is counted all the same', () => {
    const store = createMarketStore({ logMinNotionalUsd: 10_000 });
    store.apply(liquidation('small', { notionalUsd: 9_999 }));
    store.apply(liquidation('big', { notionalUsd: 10_000 }));
    store.flush(START);
    expect(store.getSnapshot().liquidations.map((row) => row.liquidation.id)).toEqual(['big']);
    expect(store.getSnapshot().bursts[0]?.lastMinuteCount).toBe(2);
    expect(store.severityContext(liquidation('next')).usual.count).toBe(2);
  });

  test('a judge sees what was usual, what was recent, and the largest market of the asset', () => {
    const store = createMarketStore();
    store.apply(ticker('binance', 'BTC', { openInterestUsd: 5_000, volume24hUsd: 10 }));
    store.apply(ticker('bybit', 'BTC', { openInterestUsd: 3_000, volume24hUsd: 90 }));
    store.apply(liquidation('a', { notionalUsd: 100 }));
    store.flush(START);
    const own = liquidation('b', { notionalUsd: 900 });
    const expected = {
      usual: { count: 1, medianUsd: 100, p95Usd: 100 },
      recent: { windowMs: 60_000, count: 1, notionalUsd: 100 },
      openInterestUsd: 5_000,
      volume24hUsd: 90,
    };
    expect(store.severityContext(own)).toEqual(expected);
    store.apply(own);
    expect(store.severityContext(own)).toEqual(expected);
  });
});

test('a clock set back an hour stops neither history nor evaluation', () => {
  const store = createMarketStore();
  store.apply(feedState('binance', 'live'));
  store.apply(ticker('binance', 'BTC', rate));
  store.flush(START);
  const earlier = START - 3_600_000;
  store.apply(ticker('binance', 'BTC', { ...rate, fundingRate: 0.0002, receivedAt: earlier, volume24hUsd: 5 }));
  store.flush(earlier);
  expect(store.getSnapshot().funding.get('BTC')?.[0]?.history).toEqual([0.0001, 0.0002]);
  expect(store.getSnapshot().assets[0]?.volume24hUsd).toBe(5);
  store.apply(feedState('binance', 'reconnecting', earlier));
  store.apply(feedState('binance', 'live', earlier));
  store.apply(ticker('binance', 'BTC', { markPrice: 1, receivedAt: earlier }));
  store.flush(earlier);
  expect(store.getSnapshot().funding.get('BTC')?.[0]?.isStale).toBe(false);
});

test('a flood of invented symbols stays within the bound', () => {
  const store = createMarketStore({ instrumentCapacity: 100 });
  for (let i = 0; i < 1_000; i += 1) store.apply(ticker('binance', `A${i}`, { symbol: nativeSymbol(`A${i}`) }));
  store.flush(START);
  expect(store.getSnapshot().funding.size).toBe(100);
  expect(store.getSnapshot().assets).toHaveLength(100);
  expect(store.droppedCounts().tickers).toBe(900);
});

test('however often it is flushed on the way, the market ends in the same state', () => {
  const anyRecord = fc.record({
    kind: fc.constantFrom('ticker', 'liquidation', 'live', 'down'),
    exchange: fc.constantFrom('binance', 'bybit', 'okx'),
    asset: fc.constantFrom('BTC', 'ETH'),
    value: fc.integer({ min: 1, max: 90 }),
    flush: fc.boolean(),
  } as const);
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 40 }), (steps) => {
      const often = createMarketStore();
      const once = createMarketStore();
      steps.forEach(({ kind, exchange, asset, value, flush }, i) => {
        const receivedAt = START + i * 40;
        const record: MarketRecord =
          kind === 'ticker'
            ? ticker(exchange, asset, { receivedAt, markPrice: value, openInterest: value })
            : kind === 'liquidation'
              ? liquidation(`${value}`, { exchange, asset, receivedAt, notionalUsd: value })
              : feedState(exchange, kind === 'live' ? 'live' : 'reconnecting', receivedAt);
        often.apply(record);
        once.apply(record);
        if (flush) often.flush(receivedAt);
      });
      const end = START + 40 * 40 + 1_000;
      often.flush(end);
      once.flush(end);
      expect({ ...often.getSnapshot(), time: 0 }).toEqual({ ...once.getSnapshot(), time: 0 });
    }),
  );
});

describe('the log of alerts', () => {
  function downStore(options: Parameters<typeof createMarketStore>[0] = {}) {
    const store = createMarketStore({ feedDownAfterMs: 1_000, ...options });
    store.apply(feedState('okx', 'reconnecting'));
    store.flush(START);
    return { store, raised: store.flush(second(2)) };
  }

  test('has what the store returns, raised and cleared', () => {
    const { store, raised } = downStore();
    expect(store.getSnapshot().alerts.map(({ alert }) => alert)).toEqual(raised);
    store.apply(feedState('okx', 'live', second(3)));
    const cleared = store.flush(second(3));
    expect(store.getSnapshot().alerts).toEqual([{ alert: raised[0], cleared: cleared[0], isMuted: false }]);
  });

  test('shows what was acknowledged and muted with the next flush', () => {
    const { store, raised } = downStore();
    let calls = 0;
    store.subscribe(() => {
      calls += 1;
    });
    store.acknowledge(raised[0]?.id ?? '', second(3));
    store.flush(second(2));
    expect(store.getSnapshot().alerts).toMatchObject([{ acknowledgedTime: second(3) }]);
    expect(calls).toBe(1);
  });

  test('a kind that is switched off is neither returned nor logged', () => {
    const { store, raised } = downStore({ alertKinds: ['funding-spread'] });
    expect(raised).toEqual([]);
    expect(store.getSnapshot().alerts).toEqual([]);
  });

  test('assets muted in the settings are muted from the start; flips are watched for as chosen', () => {
    const store = createMarketStore({ muted: ['SOL'], fundingChanges: { flipEvaluations: 1 } });
    store.apply(feedState('bybit', 'live'));
    const look = (n: number, fundingRate: number) => {
      store.apply(ticker('bybit', 'SOL', { ...rate, fundingRate, receivedAt: second(n) }));
      return store.flush(second(n)).filter(({ kind }) => kind === 'funding-flip');
    };
    expect([look(0, 0.0001), look(1, -0.0001)]).toEqual([[], []]);
    store.watch(['SOL']);
    look(2, -0.0001);
    expect(look(3, 0.0001)).toHaveLength(1);
    expect(store.getSnapshot().alerts).toMatchObject([{ isMuted: true, alert: { asset: 'SOL' } }]);
    store.mute([]);
    store.flush(second(3));
    expect(store.getSnapshot().alerts).toMatchObject([{ isMuted: false }]);
    expect(store.getSnapshot().funding.get('SOL')).toMatchObject([{ flipTime: second(3) }]);
  });
});
