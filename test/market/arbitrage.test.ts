import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExchangeId, exchangeIds, instrumentKey } from '../../src/domain/instrument.js';
import { bestPair, pairFigures, pairSentence } from '../../src/market/arbitrage.js';
import { baseTakerFees } from '../../src/market/options.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { nativeSymbol, START } from '../support/market-records.js';

function row(exchange: ExchangeId, rate8h: number, fields: Partial<FundingRow> = {}): FundingRow {
  const symbol = nativeSymbol('SOLUSDT');
  return {
    key: instrumentKey(exchange, symbol),
    exchange,
    symbol,
    asset: 'SOL',
    quote: 'USDT',
    fundingRate: rate8h,
    fundingIntervalHours: 8,
    rate8h,
    history: [],
    historyEveryMs: 2_000,
    receivedAt: START,
    isStale: false,
    ...fields,
  };
}

const legs = (rows: readonly FundingRow[]) => {
  const pair = bestPair(rows);
  return pair && `${pair.long.exchange}>${pair.short.exchange}`;
};

describe('the best pair', () => {
  test('is long where the rate is lowest and short where it is highest, in 8 h terms', () => {
    const hourly = row('dydx', -0.000032, { fundingRate: -0.000004, fundingIntervalHours: 1 });
    const pair = bestPair([row('binance', 0.0001), row('bybit', 0.00018), hourly]);
    expect(pair?.long.exchange).toBe('dydx');
    expect(pair?.short.exchange).toBe('bybit');
    expect(pair?.spread8h).toBe(0.000212);
  });

  test('a spread carries no noise of its subtraction', () => {
    expect(bestPair([row('binance', 0.00029), row('bybit', 0.0003)])?.spread8h).toBe(0.00001);
  });

  test('is never on one exchange', () => {
    expect(bestPair([row('bybit', 0.001), row('bybit', -0.001, { symbol: nativeSymbol('SOLPERP') })])).toBeUndefined();
    // The widest of all is on one exchange: the second widest counts.
    expect(legs([row('bybit', 0.001), row('bybit', -0.001), row('okx', 0.0005)])).toBe('bybit>okx');
  });

  test.each([
    ['a stale row', { isStale: true }],
    ['a row without interval', { fundingIntervalHours: undefined, rate8h: undefined }],
  ])('leaves out %s', (_, fields) => {
    expect(legs([row('okx', 0.01, fields as Partial<FundingRow>), row('bybit', 0.001), row('binance', 0)])).toBe('binance>bybit');
  });

  test('leaves out a leg whose price belongs to another coin', () => {
    const rows = [
      row('okx', 0.01, { markPrice: 3 }),
      row('bybit', 0.001, { markPrice: 100 }),
      row('binance', 0, { markPrice: 102 }),
    ];
    expect(legs(rows)).toBe('binance>bybit');
    expect(legs(rows.slice(0, 2))).toBeUndefined();
  });

  test('another coin on an exchange does not hide the real one there', () => {
    const real = row('okx', 0.001, { markPrice: 100 });
    const namesake = row('okx', 0.01, { markPrice: 3, symbol: nativeSymbol('SOL2USDT') });
    expect(legs([row('binance', 0, { markPrice: 100 }), real, namesake])).toBe('binance>okx');
  });

  test('of two that disagree neither is believed', () => {
    const marks = (a: number, b: number) => [row('okx', 0, { markPrice: a }), row('bybit', 0.001, { markPrice: b })];
    expect(legs(marks(100, 103.1))).toBeUndefined();
    expect(legs(marks(103.1, 100))).toBeUndefined();
    expect(legs(marks(100, 103))).toBe('okx>bybit');
  });

  test('two legs near the middle on either side may still be too far apart', () => {
    const rows = [
      row('binance', 0, { markPrice: 98 }),
      row('okx', 0.0004, { markPrice: 100 }),
      row('bybit', 0.001, { markPrice: 102 }),
    ];
    expect(legs(rows)).toBe('okx>bybit');
  });

  test('takes a leg whose price is not known', () => {
    expect(legs([row('okx', 0.01), row('bybit', 0.001, { markPrice: 100 })])).toBe('bybit>okx');
  });

  test('among prices that agree it is the widest of all pairs of exchanges, and no order of rows changes it', () => {
    const anyRow = fc
      .record({ exchange: fc.constantFrom(...exchangeIds), rate: fc.integer({ min: -50, max: 50 }), isStale: fc.boolean() })
      .map(({ exchange, rate, isStale }) => row(exchange, rate / 100_000, { isStale, markPrice: 100 }));
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
        const fresh = rows.filter((one) => !one.isStale);
        const spreads = fresh.flatMap((long) =>
          fresh.filter((short) => short.exchange !== long.exchange).map((short) => (short.rate8h ?? 0) - (long.rate8h ?? 0)),
        );
        const widest = spreads.length === 0 ? undefined : Math.max(...spreads);
        for (const order of [rows, rows.toReversed()]) {
          const pair = bestPair(order);
          if (widest === undefined) expect(pair).toBeUndefined();
          else expect(pair?.spread8h).toBeCloseTo(widest, 12);
        }
      }),
    );
  });

  test('no pair it names has marks more than 3 % apart', () => {
    const anyRow = fc
      .record({
        exchange: fc.constantFrom(...exchangeIds),
        rate: fc.integer({ min: -50, max: 50 }),
        mark: fc.integer({ min: 90, max: 110 }),
      })
      .map(({ exchange, rate, mark }) => row(exchange, rate / 100_000, { markPrice: mark }));
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
        const pair = bestPair(rows);
        if (!pair) return;
        const [a = 0, b = 0] = [pair.long.markPrice, pair.short.markPrice];
        expect(Math.abs(a - b) / ((a + b) / 2)).toBeLessThanOrEqual(0.03);
        expect(pair.long.exchange).not.toBe(pair.short.exchange);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what it costs', () => {
  const long = row('dydx', -0.000032, { fundingRate: -0.000004, fundingIntervalHours: 1, markPrice: 99.97 });
  const short = row('bybit', 0.00018, { markPrice: 100.03 });

  test('four fills, the gap between the marks, and the hours until both are paid', () => {
    const pair = bestPair([long, short]);
    const figures = pair && pairFigures(pair, baseTakerFees);
    expect(figures).toEqual({
      long: { exchange: 'dydx', symbol: 'SOLUSDT', fundingRate: -0.000004, fundingIntervalHours: 1 },
      short: { exchange: 'bybit', symbol: 'SOLUSDT', fundingRate: 0.00018, fundingIntervalHours: 8 },
      spread8h: 0.000212,
      spreadApr: 0.23214,
      feesRoundTrip: 0.0021,
      priceGap: -0.0006,
      breakEvenHours: expect.closeTo(0.0015 / (0.000212 / 8), 9),
    });
  });

  test('without both marks neither gap nor break-even is claimed', () => {
    const pair = bestPair([row('dydx', -0.000032), short]);
    const figures = pair && pairFigures(pair, baseTakerFees);
    expect(figures).not.toHaveProperty('priceGap');
    expect(figures).not.toHaveProperty('breakEvenHours');
  });

  test('the sentence names asset, legs, spread and APR', () => {
    const pair = bestPair([long, short]);
    expect(pair && pairSentence('SOL', pair)).toBe('SOL: long dydx, short bybit: 0.021 % per 8h (23.2 % APR)');
  });
});
