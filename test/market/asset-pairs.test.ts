import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { bestNetPair, comparableLegs, rankedPairs, widestPair } from '../../src/market/asset-pairs.js';
import type { Leg, TradeCosts } from '../../src/market/pair-economics.js';
import { leg } from '../support/legs.js';
import { nativeSymbol, START } from '../support/market-records.js';

const costs: TradeCosts = {
  takerFees: { binance: 0.0005, bybit: 0.00055, okx: 0.0005, deribit: 0.0005, hyperliquid: 0.00045, dydx: 0.0005 },
  slippage: 0,
  holdHours: 168,
};

/** Over a week: the spread 21 times, less four fees and the price gap. */
function returned(long: Leg, short: Leg): number {
  const fees = 2 * ((costs.takerFees[long.exchange] ?? 0) + (costs.takerFees[short.exchange] ?? 0));
  const [a = 0, b = 0] = [long.markPrice, short.markPrice];
  return 21 * (short.rate8h - long.rate8h) - fees - (a - b) / ((a + b) / 2);
}

describe('legs that may be compared', () => {
  test('a price of another coin is quarantined, with what the others say', () => {
    const namesake = leg('okx', 0.01, { markPrice: 3, symbol: nativeSymbol('SOL2-USDT-SWAP') });
    const rows = [leg('binance', 0, { markPrice: 100 }), leg('okx', 0.001, { markPrice: 101 }), namesake];
    const { legs, quarantined } = comparableLegs(rows);
    expect(legs.map(({ key }) => key)).toEqual([rows[0]?.key, rows[1]?.key]);
    expect(quarantined).toEqual([
      { key: namesake.key, asset: 'SOL', exchange: 'okx', symbol: namesake.symbol, markPrice: 3, medianPrice: 100 },
    ]);
  });

  test('of two exchanges that disagree both are quarantined', () => {
    const { legs, quarantined } = comparableLegs([leg('okx', 0, { markPrice: 100 }), leg('bybit', 0.001, { markPrice: 104 })]);
    expect(legs).toEqual([]);
    expect(quarantined).toHaveLength(2);
  });

  test('stale rows and rows without an interval are neither', () => {
    const { fundingIntervalHours: _, rate8h: __, ...unknown } = leg('okx', 0.01, { markPrice: 100 });
    const rows = [leg('binance', 0, { isStale: true, markPrice: 50 }), unknown, leg('bybit', 0.001, { markPrice: 100 })];
    expect(comparableLegs(rows)).toEqual({ legs: [rows[2]], quarantined: [] });
  });

  test('a leg without a price is compared', () => {
    const rows = [leg('okx', 0), leg('bybit', 0.001, { markPrice: 100 }), leg('binance', 0.001, { markPrice: 1 })];
    expect(comparableLegs(rows).legs).toEqual([rows[0]]);
    expect(comparableLegs(rows.slice(0, 2)).legs).toEqual(rows.slice(0, 2));
  });
});

describe('the pair that nets most', () => {
  test('is not the widest when its price gap eats it', () => {
    const cheap = leg('binance', 0, { markPrice: 100 });
    const wide = leg('bybit', 0.0004, { markPrice: 98 });
    const narrow = leg('okx', 0.0003, { markPrice: 100 });
    // Over a week: 21 × 0.0004 − 0.0021 − 0.0202 against 21 × 0.0003 − 0.002.
    expect(bestNetPair([cheap, wide, narrow], costs)).toEqual({ long: cheap, short: narrow });
  });

  test('is never on one exchange, never with a spread of 0 or less', () => {
    const usdt = leg('bybit', -0.001, { markPrice: 100 });
    const usdc = leg('bybit', 0.001, { markPrice: 100, symbol: nativeSymbol('SOLPERP') });
    expect(bestNetPair([usdt, usdc], costs)).toBeUndefined();
    expect(bestNetPair([usdt, leg('okx', -0.001, { markPrice: 100 })], costs)).toBeUndefined();
  });

  test('is the widest spread where no cost is known', () => {
    const [a, b, c] = [leg('binance', 0), leg('bybit', 0.0004), leg('okx', 0.0003)];
    expect(bestNetPair([a, b, c], { ...costs, takerFees: {} })).toEqual({ long: a, short: b });
  });

  test('a pair with a known cost comes before one without', () => {
    const [a, b] = [leg('binance', 0, { markPrice: 100 }), leg('okx', 0.0001, { markPrice: 100 })];
    expect(bestNetPair([a, b, leg('bybit', 0.01)], costs)).toEqual({ long: a, short: b });
  });

  test('returns no less than any other pair, whatever the order', () => {
    const anyLeg = fc
      .record({
        exchange: fc.constantFrom(...exchangeIds),
        rate: fc.integer({ min: -90, max: 90 }),
        mark: fc.integer({ min: 990, max: 1010 }),
      })
      .map(({ exchange, rate, mark }) => leg(exchange, rate / 100_000, { markPrice: mark / 10 }));
    fc.assert(
      fc.property(fc.array(anyLeg, { maxLength: 12 }), (legs) => {
        const all = legs.flatMap((long) =>
          legs
            .filter((short) => short.exchange !== long.exchange && short.rate8h > long.rate8h)
            .map((short) => returned(long, short)),
        );
        for (const order of [legs, legs.toReversed()]) {
          const best = bestNetPair(order, costs);
          if (all.length === 0) expect(best).toBeUndefined();
          else expect(best && returned(best.long, best.short)).toBeCloseTo(Math.max(...all), 12);
        }
      }),
    );
  });
});

describe('the widest pair', () => {
  const ends = (rows: Parameters<typeof comparableLegs>[0]) => {
    const pair = widestPair(comparableLegs(rows).legs);
    return pair && `${pair.long.exchange}>${pair.short.exchange}`;
  };

  test('is long where the rate is lowest and short where it is highest, in 8 h terms', () => {
    const hourly = leg('dydx', -0.000004, { fundingIntervalHours: 1 });
    expect(ends([leg('binance', 0.0001), leg('bybit', 0.00018), hourly])).toBe('dydx>bybit');
  });

  test('is never on one exchange, and may have a spread of 0', () => {
    expect(ends([leg('bybit', 0.001), leg('bybit', -0.001), leg('okx', 0.0005)])).toBe('bybit>okx');
    expect(ends([leg('bybit', 0.001), leg('bybit', -0.001)])).toBeUndefined();
    expect(ends([leg('bybit', 0.001), leg('okx', 0.001)])).toBe('bybit>okx');
  });

  test('two legs near the middle on either side may still be too far apart', () => {
    const legs = [98, 100, 102].map((markPrice, at) =>
      leg((['binance', 'okx', 'bybit'] as const)[at] ?? 'dydx', [0, 0.0004, 0.001][at] ?? 0, { markPrice }),
    );
    expect(ends(legs)).toBe('okx>bybit');
  });

  const anyRow = fc
    .record({
      exchange: fc.constantFrom(...exchangeIds),
      rate: fc.integer({ min: -50, max: 50 }),
      mark: fc.integer({ min: 90, max: 110 }),
      isStale: fc.boolean(),
    })
    .map(({ exchange, rate, mark, isStale }) => leg(exchange, rate / 100_000, { markPrice: mark, isStale }));

  test('no pair has marks more than 3 % apart, a stale leg, or one exchange on both sides; no order of rows changes the spread', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
        const { legs } = comparableLegs(rows);
        const widest = widestPair(legs);
        const other = widestPair(comparableLegs(rows.toReversed()).legs);
        expect(other && other.short.rate8h - other.long.rate8h).toBe(widest && widest.short.rate8h - widest.long.rate8h);
        for (const pair of [widest, bestNetPair(legs, costs), ...rankedPairs(legs, costs, START)]) {
          if (pair === undefined) continue;
          const [a = 0, b = 0] = [pair.long.markPrice, pair.short.markPrice];
          expect(Math.abs(a - b) / ((a + b) / 2)).toBeLessThanOrEqual(0.03);
          expect(pair.long.exchange).not.toBe(pair.short.exchange);
          expect(pair.long.isStale || pair.short.isStale).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('all pairs, ranked', () => {
  test('begin with the best, go on with those that net less, and end with those whose cost is not known', () => {
    const legs = [
      leg('binance', 0, { markPrice: 100 }),
      leg('bybit', 0.0004, { markPrice: 100 }),
      leg('okx', 0.0003, { markPrice: 99 }),
      leg('dydx', 0.0005),
    ];
    const ranked = rankedPairs(legs, costs, START);
    expect(ranked.map(({ long, short }) => `${long.exchange}>${short.exchange}`)).toEqual([
      // Over a week: 0.0021 − 0.0021 + 0.01005, paid for a dear short leg; 0.0084 − 0.0021; 0.0063 − 0.002 − 0.01005.
      'okx>bybit',
      'binance>bybit',
      'binance>okx',
      'binance>dydx',
      'okx>dydx',
      'bybit>dydx',
    ]);
    expect(ranked[0]).toMatchObject(bestNetPair(legs, costs) ?? {});
    expect(ranked.at(-1)?.economics.netApr).toBeUndefined();
  });
});
