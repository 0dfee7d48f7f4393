import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import { createStatisticsCounter } from '../../src/market/liquidation-statistics.js';
import { createMinuteByAsset } from '../../src/market/minute-by-asset.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { liquidation, START } from '../support/market-records.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const options = {
  usdPerMinute: 50_000_000,
  cluster: defaultMarketSettings.cluster,
  burst: defaultMarketSettings.burst,
  assetCapacity: 100,
};

const steps = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5 * HOUR })),
    exchange: fc.constantFrom(...exchangeIds),
    asset: fc.constantFrom('BTC', 'ETH', 'SOL'),
    side: fc.constantFrom('long' as const, 'short' as const),
    cents: fc.integer({ min: 1, max: 1_000_000_000 }),
  }),
  { maxLength: 50 },
);

describe('liquidation statistics', () => {
  test('windows, hours and the largest equal a recount of every event', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 2 * HOUR }), (events, quietMs) => {
        const counter = createStatisticsCounter(options, START);
        let now = START;
        const seen: Liquidation[] = events.map(({ afterMs, cents, ...fields }, i) => {
          now += afterMs;
          return liquidation(`${i}`, { ...fields, receivedAt: now, notionalUsd: cents / 100 });
        });
        for (const one of seen) counter.add(one);
        now += quietMs;
        const statistics = counter.publish(now);
        const windows = { '1m': [SECOND, 60], '5m': [SECOND, 300], '1h': [SECOND, 3600], '24h': [MINUTE, 1440] } as const;
        const tallyOf = (list: readonly Liquidation[], side: string) => {
          const own = list.filter((one) => one.side === side);
          return { count: own.length, notionalUsd: own.reduce((sum, one) => sum + Math.round(one.notionalUsd * 100), 0) / 100 };
        };
        for (const { window, all, byExchange } of statistics.windows) {
          const [step, length] = windows[window];
          const inside = seen.filter((one) => Math.floor(one.receivedAt / step) > Math.floor(now / step) - length);
          expect(all).toEqual({ long: tallyOf(inside, 'long'), short: tallyOf(inside, 'short') });
          for (const exchange of exchangeIds) {
            const own = inside.filter((one) => one.exchange === exchange);
            const expected = own.length === 0 ? undefined : { long: tallyOf(own, 'long'), short: tallyOf(own, 'short') };
            expect(byExchange.get(exchange)).toEqual(expected);
          }
        }
        for (const { startTime, long, short, largest } of statistics.hours) {
          const inside = seen.filter((one) => Math.floor(one.receivedAt / HOUR) * HOUR === startTime);
          expect({ long, short }).toEqual({ long: tallyOf(inside, 'long'), short: tallyOf(inside, 'short') });
          expect(largest?.notionalUsd).toBe(inside.length === 0 ? undefined : Math.max(...inside.map((one) => one.notionalUsd)));
        }
      }),
    );
  });

  test('a sweep names the asset that was most of its minute', () => {
    const counter = createStatisticsCounter(options, START);
    counter.add(liquidation('1', { asset: 'ETH', notionalUsd: 20_000_000 }));
    counter.add(liquidation('2', { asset: 'BTC', notionalUsd: 15_000_000, receivedAt: START + SECOND }));
    counter.add(liquidation('3', { asset: 'BTC', notionalUsd: 16_000_000, receivedAt: START + SECOND }));
    const alerts = counter.evaluate({ figures: () => undefined, rate8h: () => undefined }, START + SECOND);
    expect(alerts.map(({ message }) => message)).toEqual(['$51M liquidated in a minute (100 % longs, most of it BTC)']);
  });

  test('is the same object while nothing comes and nothing goes', () => {
    const counter = createStatisticsCounter(options, START);
    counter.add(liquidation('1', { price: 100 }));
    const before = counter.publish(START + SECOND);
    expect(before.levels.get('BTC')).toMatchObject([{ longUsd: 1_000 }]);
    expect(counter.publish(START + 2 * SECOND)).toBe(before);
    // It leaves the last minute.
    expect(counter.publish(START + 61 * SECOND)).not.toBe(before);
  });

  test('the largest asset of a minute equals a recount', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 90_000 }), (events, quietMs) => {
        const minute = createMinuteByAsset();
        let now = START;
        const seen = events.map(({ afterMs, asset, cents }) => {
          now += Math.min(afterMs, 30_000);
          minute.add(asset, now, cents / 100);
          return { asset, cents, second: Math.floor(now / SECOND) };
        });
        now += quietMs;
        const inside = seen.filter(({ second }) => second > Math.floor(now / SECOND) - 60);
        const totals = new Map<string, number>();
        for (const { asset, cents } of inside) totals.set(asset, (totals.get(asset) ?? 0) + cents);
        const found = minute.largestAsset(now);
        expect(found === undefined ? undefined : totals.get(found)).toBe(
          inside.length === 0 ? undefined : Math.max(...totals.values()),
        );
      }),
    );
  });
});
