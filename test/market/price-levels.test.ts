import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPriceLevels } from '../../src/market/price-levels.js';
import { liquidation, START } from '../support/market-records.js';

const HOUR = 3_600_000;

describe('price levels', () => {
  test('hold every dollar once, each at its price, highest first, however many rows', () => {
    const event = fc.record({
      price: fc.double({ min: 0.000_001, max: 1_000_000, noNaN: true }),
      isLong: fc.boolean(),
      usd: fc.integer({ min: 1, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (events, rows) => {
        const map = createPriceLevels(10);
        events.forEach(({ price, isLong, usd }, i) => {
          map.add(liquidation(`${i}`, { price, notionalUsd: usd, side: isLong ? 'long' : 'short' }));
        });
        const levels = map.levels('BTC', rows, START);
        expect(levels.length).toBeLessThanOrEqual(rows);
        for (const isLong of [true, false]) {
          const sum = events.filter((one) => one.isLong === isLong).reduce((total, one) => total + one.usd, 0);
          expect(levels.reduce((total, level) => total + (isLong ? level.longUsd : level.shortUsd), 0)).toBe(sum);
        }
        const last = levels.at(-1);
        const slack = 1e-9;
        for (const { price } of events) {
          expect(price).toBeGreaterThanOrEqual((last?.fromPrice ?? Number.NaN) * (1 - slack));
          expect(price).toBeLessThanOrEqual((levels[0]?.toPrice ?? Number.NaN) * (1 + slack));
        }
        levels.slice(1).forEach((level, i) => {
          expect(level.toPrice).toBeCloseTo(levels[i]?.fromPrice ?? Number.NaN, 9);
        });
      }),
    );
  });

  test('forget after a day, keep assets apart', () => {
    const map = createPriceLevels(10);
    map.add(liquidation('1', { price: 100, notionalUsd: 5 }));
    map.add(liquidation('2', { asset: 'ETH', price: 10, notionalUsd: 7 }));
    expect(map.levels('BTC', 5, START + 12 * HOUR)).toMatchObject([{ longUsd: 5, shortUsd: 0 }]);
    expect(map.levels('BTC', 5, START + 30 * HOUR)).toEqual([]);
    expect(map.levels('SOL', 5, START)).toEqual([]);
  });

  test('forget a quarter of a day at a time, and to the last cent what is forgotten', () => {
    const AGE = 6 * HOUR;
    const event = fc.record({
      afterMs: fc.integer({ min: 0, max: 4 * HOUR }),
      price: fc.double({ min: 90, max: 110, noNaN: true }),
      cents: fc.integer({ min: 1, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 9 * HOUR }), (events, quietMs) => {
        const map = createPriceLevels(10);
        let now = START;
        const seen = events.map(({ afterMs, price, cents }, i) => {
          now += afterMs;
          map.add(liquidation(`${i}`, { price, notionalUsd: cents / 100, receivedAt: now }));
          return { age: Math.floor(now / AGE), cents };
        });
        now += quietMs;
        const inside = seen.filter(({ age }) => age > Math.floor(now / AGE) - 4);
        const told = map.levels('BTC', 1, now).reduce((sum, { longUsd }) => sum + longUsd, 0);
        expect(Math.round(told * 100)).toBe(inside.reduce((sum, { cents }) => sum + cents, 0));
      }),
    );
  });

  test('the least recent asset makes room', () => {
    const map = createPriceLevels(2);
    for (const asset of ['BTC', 'ETH', 'BTC', 'SOL']) map.add(liquidation(asset, { asset }));
    expect(map.levels('ETH', 5, START)).toEqual([]);
    expect(map.levels('BTC', 5, START)).toHaveLength(1);
  });
});
