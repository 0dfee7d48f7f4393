import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetFeatures, type FeatureSource } from '../../src/analysis/features.js';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import { featuresOf } from '../../src/market/funding-features.js';
import type { LiquidationStatistics } from '../../src/market/liquidation-statistics.js';
import type { FundingPast, FundingRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, ticker } from '../support/market-records.js';
import { fundingRow, liquidation, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const HOUR_MS = 3_600_000;
const takerFees = Object.fromEntries(exchangeIds.map((id) => [id, 0.0005]));
const costs = { takerFees, slippage: 0, holdHours: 168 };

/** A perpetual that can be compared, `rate8h` of an 8 h interval. */
function row(exchange: ExchangeId, symbol: string, rate8h: number, extra: Partial<FundingRow> = {}): FundingRow {
  return fundingRow(exchange, symbol, {
    fundingRate: rate8h,
    fundingIntervalHours: 8,
    rate8h,
    apr: rate8h * 1095,
    nextFundingTime: SAMPLE_TIME + 2.5 * HOUR_MS,
    markPrice: 100,
    ...extra,
  });
}

function source(rows: readonly FundingRow[], extra: Partial<MarketSnapshot> = {}): FeatureSource {
  const snapshot = sampleSnapshot({ funding: new Map([['BTC', rows]]), liquidations: [], ...extra });
  return { snapshot, costs, sampledExchanges: ['binance'] };
}

function pastOf(
  { key, exchange, symbol, asset }: FundingRow,
  rates: readonly number[],
  extra: Partial<FundingPast> = {},
): FundingPast {
  const payments = rates.map((fundingRate, at) => ({
    time: SAMPLE_TIME - (rates.length - at) * 8 * HOUR_MS,
    fundingRate,
    fundingIntervalHours: 8,
  }));
  const settled = payments.at(-1);
  const features = featuresOf(payments, { caution: 0.0001, warning: 0.0005 });
  if (settled === undefined || features === undefined) throw new Error('a past has payments');
  return { key, exchange, symbol, asset, payments, settled, isBehind: false, features, ...extra };
}

/** Nothing liquidated in `watchedMs`. */
function statistics(watchedMs: number, extra: Partial<LiquidationStatistics> = {}): LiquidationStatistics {
  const store = createMarketStore();
  store.apply(feedState('okx', 'live', SAMPLE_TIME));
  store.flush(SAMPLE_TIME);
  const nothing = store.getSnapshot().statistics;
  if (nothing === undefined) throw new Error('a feed that is live is watched');
  return { ...nothing, sinceTime: SAMPLE_TIME - watchedMs, ...extra };
}

describe('the features of an asset', () => {
  it('are there only where an exchange tells a rate', () => {
    expect(assetFeatures('NONE', source([]))).toBeUndefined();
    expect(assetFeatures('BTC', source([fundingRow('okx', 'BTC-USDT-SWAP')]))).toBeUndefined();
  });

  it('say what is known of one perpetual, and nothing besides', () => {
    const bare = fundingRow('okx', 'BTC-USDT-SWAP', { fundingRate: 0.0001 });
    expect(assetFeatures('BTC', source([bare]))).toEqual({
      asset: 'BTC',
      perpetuals: [{ exchange: 'okx', symbol: 'BTC-USDT-SWAP' }],
      comparedCount: 0,
    });
  });

  it('are rounded, and counted in hours from now', () => {
    const full = row('bybit', 'BTCUSDT', 0.000123456, {
      predictedFundingRate: 0.0002,
      basis: 0.000123456,
      openInterestUsd: 1_234_567,
      volume24hUsd: 9_876_543,
    });
    expect(assetFeatures('BTC', source([full]))?.perpetuals).toEqual([
      {
        exchange: 'bybit',
        symbol: 'BTCUSDT',
        rate8h: 0.0001235,
        apr: 0.1352,
        fundingIntervalHours: 8,
        hoursToFunding: 2.5,
        predicted8h: 0.0002,
        basis: 0.000123,
        openInterestUsd: 1_230_000,
        volume24hUsd: 9_880_000,
      },
    ]);
  });

  it('compare the exchanges, and name the pair that nets most with its costs', () => {
    const rows = [
      row('binance', 'BTCUSDT', 0.0001),
      row('bybit', 'BTCUSDT', 0.0003),
      row('dydx', 'BTC-USD', -0.0001, { markPrice: 100.1 }),
    ];
    const features = assetFeatures('BTC', source(rows));
    expect(features).toMatchObject({ comparedCount: 3, median8h: 0.0001, deviation8h: 0.0001633 });
    // Four fills of 0.0005; 0.1 / 100.05 dearer; (0.002 + 0.0009995) / (0.0004 / 8) hours; 0.438 − cost × 8760 / 168.
    expect(features?.pair).toEqual({
      long: 'dydx',
      short: 'bybit',
      spread8h: 0.0004,
      spreadApr: 0.438,
      feesRoundTrip: 0.002,
      priceGap: 0.001,
      breakEvenHours: 60,
      netApr: 0.2816,
    });
  });

  it('keep what is stale or priced as another coin out of the comparison, and say so', () => {
    const rows = [
      row('binance', 'BTCUSDT', 0.0001),
      row('bybit', 'BTCUSDT', 0.0001),
      row('okx', 'BTC-USDT-SWAP', 0.009, { isStale: true }),
      row('dydx', 'BTC-USD', -0.009, { markPrice: 3 }),
    ];
    const features = assetFeatures('BTC', source(rows));
    expect(features).toMatchObject({ comparedCount: 2, median8h: 0.0001, deviation8h: 0 });
    expect(features).not.toHaveProperty('pair');
    expect(features?.perpetuals.map(({ exchange, isStale, isQuarantined }) => [exchange, isStale, isQuarantined])).toEqual([
      ['binance', undefined, undefined],
      ['bybit', undefined, undefined],
      ['okx', true, undefined],
      ['dydx', undefined, true],
    ]);
  });

  it('tell the past with how much it stands on', () => {
    const now = row('binance', 'BTCUSDT', 0.0004);
    const past = pastOf(now, [-0.0001, 0.0001, 0.0002, 0.0002], { zScore: 2.45, isBehind: true });
    const told = assetFeatures('BTC', source([now], { history: new Map([[now.key, past]]) }))?.perpetuals[0]?.past;
    expect(told).toEqual({
      count: 4,
      days: 1.3,
      mean8h: 0.0001,
      deviation8h: 0.0001225,
      min8h: -0.0001,
      max8h: 0.0002,
      bias: 'mixed',
      regime: 'elevated',
      zScore: 2.45,
      streak: { side: 'positive', count: 3, hours: 16 },
      // 0.000167 over the last day against −0.0001 before.
      trend: 'rising',
      realised24h: 0.0005,
      health: 'healthy',
      isBehind: true,
    });
  });

  it('list the largest perpetual of each exchange first, eight at most', () => {
    const rows = exchangeIds.flatMap((exchange) =>
      ['A', 'B', 'C'].map((symbol, at) =>
        row(exchange, symbol, 0.0001, { openInterestUsd: exchange === 'dydx' ? 1 + at : 1e9 + at }),
      ),
    );
    const features = assetFeatures('BTC', source(rows));
    expect(features?.perpetuals).toHaveLength(8);
    expect(features?.leftOutCount).toBe(10);
    expect(new Set(features?.perpetuals.map(({ exchange }) => exchange))).toEqual(new Set(exchangeIds));
    expect(features?.perpetuals.filter(({ exchange }) => exchange === 'dydx')).toMatchObject([{ symbol: 'C' }]);
  });

  it('tell how price and open interest moved, as far as it is remembered', () => {
    const figures = new Map([
      [0, { markPrice: 101, openInterest: 900 }],
      [15 * 60_000, { markPrice: 100 }],
      [55 * 60_000, { markPrice: 105, openInterest: 1000 }],
    ]);
    const told = { ...source([row('okx', 'BTC', 0.0001)]), pastFigures: (_: string, ago: number) => figures.get(ago) ?? {} };
    expect(assetFeatures('BTC', told)?.moves).toEqual([
      { minutes: 15, markPrice: 0.01 },
      { minutes: 55, markPrice: -0.0381, openInterest: -0.1 },
    ]);
    expect(assetFeatures('BTC', { ...told, pastFigures: () => ({}) })).not.toHaveProperty('moves');
  });

  it('tell how it moved from what the market remembers', () => {
    const store = createMarketStore();
    store.apply(feedState('okx', 'live', SAMPLE_TIME));
    for (let minute = 0; minute <= 20; minute += 1) {
      const receivedAt = SAMPLE_TIME + 60_000 * minute;
      const figures = { fundingRate: 0.0001, markPrice: 100 + minute, openInterest: 1000 - 10 * minute };
      store.apply(ticker('okx', 'BTC', { ...figures, receivedAt, time: receivedAt }));
      store.flush(receivedAt);
    }
    const { pastFigures } = store;
    // Fifteen minutes before: 105 and 950.
    expect(assetFeatures('BTC', { snapshot: store.getSnapshot(), costs, sampledExchanges: [], pastFigures })?.moves).toEqual([
      { minutes: 15, markPrice: 0.143, openInterest: -0.158 },
    ]);
  });
});

describe('forced closes of an asset', () => {
  const rows = [row('okx', 'BTC-USDT-SWAP', 0.0001)];
  const closed = (id: string, side: 'long' | 'short', notionalUsd: number, agoMs: number, asset = 'BTC') => ({
    liquidation: liquidation(id, { side, notionalUsd, asset, receivedAt: SAMPLE_TIME - agoMs }),
  });

  it('are those of an hour and of a day, by side', () => {
    const liquidations = [
      closed('a', 'long', 30_000, 1000),
      closed('b', 'short', 10_000, 59 * 60_000),
      closed('c', 'long', 5_000, HOUR_MS),
      closed('d', 'long', 7_000, 1000, 'ETH'),
    ];
    const level = { fromPrice: 1, toPrice: 2, longUsd: 60_000, shortUsd: 40_000 };
    const counted = statistics(30 * HOUR_MS, {
      windows: [
        {
          window: '1h',
          all: { long: { count: 2, notionalUsd: 37_000 }, short: { count: 1, notionalUsd: 10_000 } },
          byExchange: new Map(),
        },
      ],
      levels: new Map([['BTC', [level, level]]]),
      correlations: new Map([['BTC', { coefficient: 0.4567, sampleCount: 40 }]]),
      clusters: [{ asset: 'BTC', startTime: 0, count: 9, notionalUsd: 987_654, longShare: 0.756, usualUsd: 12_345, score: 9 }],
    });
    const features = assetFeatures('BTC', source(rows, { statistics: counted, liquidations }));
    expect(features?.liquidations).toEqual({
      watchedHours: 30,
      hour: { hours: 1, longUsd: 30_000, shortUsd: 10_000, longShare: 0.75 },
      day: { hours: 24, longUsd: 120_000, shortUsd: 80_000, longShare: 0.6 },
      cluster: { notionalUsd: 988_000, usualUsd: 12_300, longShare: 0.76 },
    });
    expect(features?.correlation).toEqual({ coefficient: 0.46, sampleCount: 40 });
  });

  it('are a lower bound where the feed was down for a part of the day', () => {
    const bound = (endTime: number | undefined): boolean | undefined => {
      const lastGap = endTime === undefined ? {} : { endTime };
      const hearings = new Map([['okx' as const, { sinceTime: 0, lastGap }]]);
      return assetFeatures('BTC', source(rows, { statistics: statistics(HOUR_MS, { hearings }) }))?.liquidations?.isLowerBound;
    };
    expect([undefined, SAMPLE_TIME - HOUR_MS, SAMPLE_TIME - 24 * HOUR_MS].map(bound)).toEqual([true, true, undefined]);
  });

  it('are a lower bound where an exchange publishes a sample, or not all are remembered', () => {
    const all = { long: { count: 1, notionalUsd: 1 }, short: { count: 0, notionalUsd: 0 } };
    const counted = statistics(HOUR_MS, { windows: [{ window: '1h', all, byExchange: new Map() }] });
    const bound = (own: readonly FundingRow[], liquidations: MarketSnapshot['liquidations']): boolean | undefined =>
      assetFeatures('BTC', source(own, { statistics: counted, liquidations }))?.liquidations?.isLowerBound;
    expect(bound(rows, [closed('a', 'long', 1, 1)])).toBeUndefined();
    expect(bound(rows, [])).toBe(true);
    expect(bound([row('binance', 'BTCUSDT', 0.0001)], [closed('a', 'long', 1, 1)])).toBe(true);
  });

  it('say nothing before anyone has watched, and are none after a while of watching', () => {
    expect(assetFeatures('BTC', source(rows, { statistics: statistics(60_000) }))).not.toHaveProperty('liquidations');
    expect(assetFeatures('BTC', source(rows, { statistics: statistics(HOUR_MS / 2) }))?.liquidations).toEqual({
      watchedHours: 0.5,
      hour: { hours: 0.5, longUsd: 0, shortUsd: 0 },
      day: { hours: 0.5, longUsd: 0, shortUsd: 0 },
    });
  });
});

describe('whatever the market says', () => {
  const told = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const rate = fc.double({ min: -0.05, max: 0.05, noNaN: true });
  const usd = fc.double({ min: 0, max: 1e12, noNaN: true });
  const someRow = fc
    .record({
      exchange: fc.constantFrom(...exchangeIds),
      rate8h: told(rate),
      markPrice: told(fc.constantFrom(100, 100.5, 3)),
      basis: told(rate),
      openInterestUsd: told(usd),
      volume24hUsd: told(usd),
      predictedFundingRate: told(rate),
      isStale: fc.boolean(),
      rates: fc.array(rate, { maxLength: 12 }),
    })
    .map(({ exchange, rates, ...fields }) => ({ exchange, rates, fields }));
  const someMarket = fc.array(someRow, { minLength: 1, maxLength: 14 }).map((all) => {
    const rows = all.map(({ exchange, fields, rates }, at) => {
      const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      const own = fundingRow(exchange, `BTC${at}`, {
        fundingRate: fields.rate8h ?? 0.0001,
        ...(fields.rate8h === undefined ? {} : { fundingIntervalHours: 8 }),
        ...known,
      });
      return { own, past: rates.length > 0 ? pastOf(own, rates) : undefined };
    });
    const history = new Map(rows.flatMap(({ own, past }) => (past === undefined ? [] : [[own.key, past] as const])));
    return { rows: rows.map(({ own }) => own), history };
  });

  it('every figure is a finite number, and what is absent has no field', () => {
    fc.assert(
      fc.property(someMarket, ({ rows, history }) => {
        const features = assetFeatures('BTC', source(rows, { history }));
        const values: unknown[] = [];
        const walk = (value: unknown): void => {
          if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
          else values.push(value);
        };
        walk(features);
        expect(
          values.filter(
            (value) => value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value)),
          ),
        ).toEqual([]);
        expect(JSON.parse(JSON.stringify(features))).toEqual(features);
      }),
    );
  });

  it('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(someMarket, fc.infiniteStream(fc.nat()), ({ rows, history }, order) => {
        const keyed = rows.map((one) => [order.next().value ?? 0, one] as const).sort(([a], [b]) => a - b);
        const shuffled = keyed.map(([, one]) => one);
        expect(assetFeatures('BTC', source(shuffled, { history }))).toEqual(assetFeatures('BTC', source(rows, { history })));
      }),
    );
  });

  it('a figure that nobody told of a perpetual is not made up', () => {
    fc.assert(
      fc.property(someMarket, ({ rows, history }) => {
        for (const told of assetFeatures('BTC', source(rows, { history }))?.perpetuals ?? []) {
          const own = rows.find(({ exchange, symbol }) => exchange === told.exchange && symbol === told.symbol);
          for (const name of ['rate8h', 'basis', 'openInterestUsd', 'volume24hUsd'] as const) {
            expect([name, told[name] === undefined]).toEqual([name, own?.[name] === undefined]);
          }
          expect(told.past === undefined).toBe(own === undefined || !history.has(own.key));
        }
      }),
    );
  });
});
