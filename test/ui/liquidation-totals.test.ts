import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { tiers } from '../../src/domain/severity.js';
import { createStatisticsCounter } from '../../src/market/liquidation-statistics.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { liquidationTotals, marketTotals, totalWindows } from '../../src/ui/liquidation-totals.js';
import { liquidation, SAMPLE_TIME } from '../support/sample-snapshot.js';

const windows = totalWindows.map(({ ms }) => ms);
const rowOf = fc.record({
  liquidation: fc
    .record({
      exchange: fc.constantFrom(...exchangeIds),
      side: fc.constantFrom('long' as const, 'short' as const),
      notionalUsd: fc.integer({ min: 1, max: 1_000_000 }),
      time: fc.integer({ min: SAMPLE_TIME - 4_000_000, max: SAMPLE_TIME }),
    })
    .map((extra) => liquidation('l', extra)),
  tier: fc.constantFrom(...tiers),
});

describe('totals', () => {
  it('equal a recount, by tier and exchange, side by side, window by window', () => {
    fc.assert(
      fc.property(fc.array(rowOf, { maxLength: 40 }), (rows) => {
        const totals = liquidationTotals(rows, SAMPLE_TIME, (exchange) => exchange === 'binance');
        for (const [index, windowMs] of windows.entries())
          for (const side of ['long', 'short'] as const)
            for (const kind of [...tiers, ...exchangeIds, 'all'] as const) {
              const counted = rows.filter(
                (row) =>
                  row.liquidation.side === side &&
                  (kind === 'all' || row.tier === kind || row.liquidation.exchange === kind) &&
                  row.liquidation.time > SAMPLE_TIME - windowMs,
              );
              expect(totals(kind, side, index)).toEqual({
                count: counted.length,
                notionalUsd: counted.reduce((sum, row) => sum + row.liquidation.notionalUsd, 0),
                isLeast: counted.some((row) => row.liquidation.exchange === 'binance'),
                isUnknown: false,
              });
            }
      }),
      { numRuns: 50 },
    );
  });

  it('count what is not judged yet among all', () => {
    const totals = liquidationTotals([{ liquidation: liquidation('l') }], SAMPLE_TIME, () => false);
    expect(totals('all', 'long', 0).count).toBe(1);
    expect(tiers.map((tier) => totals(tier, 'long', 0).count)).toEqual([0, 0, 0, 0]);
  });
});

describe('totals of the market', () => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const start = SAMPLE_TIME - 3 * HOUR;
  const heard = ['binance', 'bybit', 'okx', 'dydx'] as const;

  /** bybit and binance liquidate 1,000 USD of longs each; okx is lost from 40 to 30 minutes ago; dydx was never live. */
  function totals() {
    const { sweep, cluster, burst, assetCapacity } = defaultMarketSettings;
    const counter = createStatisticsCounter({ ...sweep, cluster, burst, assetCapacity }, start);
    for (const exchange of ['binance', 'bybit', 'okx'] as const) counter.setLive(exchange, true, start);
    const add = (exchange: 'binance' | 'bybit' | 'okx', ago: number) => {
      const receivedAt = SAMPLE_TIME - ago;
      counter.add(liquidation(`${exchange}${ago}`, { exchange, receivedAt, time: receivedAt, notionalUsd: 1_000, side: 'long' }));
    };
    add('bybit', 2 * HOUR);
    counter.setLive('okx', false, SAMPLE_TIME - 40 * MINUTE);
    counter.setLive('okx', true, SAMPLE_TIME - 30 * MINUTE);
    add('okx', 20 * MINUTE);
    add('binance', 3 * MINUTE);
    return marketTotals(counter.publish(SAMPLE_TIME), SAMPLE_TIME, heard, (exchange) => exchange === 'binance');
  }
  const [MIN5, HOUR1, DAY] = [1, 2, 3];

  it('are those of the statistics, whatever the log holds', () => {
    const of = totals();
    expect(totalWindows.map((_, index) => of('all', 'long', index).count)).toEqual([0, 1, 2, 3]);
    expect(of('bybit', 'long', DAY)).toEqual({ count: 1, notionalUsd: 1_000, isLeast: false, isUnknown: false });
  });

  it('are the least there was of a sample, and of a feed that was lost in the window', () => {
    const of = totals();
    expect(of('binance', 'long', MIN5).isLeast).toBe(true);
    expect(of('okx', 'long', HOUR1)).toMatchObject({ count: 1, isLeast: true });
    expect(of('okx', 'long', MIN5)).toMatchObject({ count: 0, isLeast: false, isUnknown: false });
    expect([of('all', 'short', MIN5).isLeast, of('all', 'short', HOUR1).isLeast]).toEqual([false, true]);
  });

  it('are unknown, not zero, where nobody listened', () => {
    const of = totals();
    expect(of('okx', 'short', HOUR1).isUnknown).toBe(true);
    expect(of('dydx', 'long', MIN5).isUnknown).toBe(true);
    expect(of('bybit', 'short', DAY).isUnknown).toBe(false);
  });
});
