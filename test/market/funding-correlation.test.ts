import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlation, createFundingCorrelator } from '../../src/market/funding-correlation.js';
import { liquidation } from '../support/market-records.js';

const QUARTER = 15 * 60_000;
const START = 1_700_000_100_000 - (1_700_000_100_000 % QUARTER);

describe('correlation', () => {
  test('by hand', () => {
    // Deviations −1, 0, 1 and −1, 1, 0: 1 / 2.
    expect(correlation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect(correlation([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 12);
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeUndefined();
  });

  test('lies in −1 … 1, and neither scale nor shift of one list changes it', () => {
    const point = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 50 }), (points) => {
        const xs = points.map(([x]) => x);
        const ys = points.map(([, y]) => y);
        const r = correlation(xs, ys);
        const other = correlation(
          xs.map((x) => 3 * x - 7),
          ys,
        );
        if (r === undefined) expect(other).toBeUndefined();
        else {
          expect(Math.abs(r)).toBeLessThanOrEqual(1);
          expect(other).toBeCloseTo(r, 9);
        }
      }),
    );
  });
});

describe('funding against the share of longs', () => {
  /** Quarters in which the rate and the share of longs are those given; `undefined`: nothing liquidated. */
  function correlationAfter(quarters: readonly { readonly rate: number; readonly longShare: number | undefined }[]) {
    const correlator = createFundingCorrelator(10);
    correlator.evaluate(() => undefined, START);
    quarters.forEach(({ rate, longShare }, i) => {
      if (longShare !== undefined) {
        correlator.add(liquidation(`l${i}`, { side: 'long', notionalUsd: 100 * longShare }));
        correlator.add(liquidation(`s${i}`, { side: 'short', notionalUsd: 100 * (1 - longShare) }));
      }
      correlator.evaluate(() => rate, START + (i + 1) * QUARTER);
      correlator.evaluate(() => 1, START + (i + 1) * QUARTER + 1_000); // within the quarter: no sample
    });
    return correlator.read('BTC');
  }
  const rising = (count: number) => Array.from({ length: count }, (_, i) => ({ rate: i / 10_000, longShare: i / 100 }));

  test('longs go where funding is high: 1', () => {
    expect(correlationAfter(rising(12))?.coefficient).toBeCloseTo(1, 9);
    expect(correlationAfter(rising(12))?.sampleCount).toBe(12);
  });

  test('too few quarters say nothing, and one without liquidations is none', () => {
    expect(correlationAfter(rising(11))).toBeUndefined();
    expect(correlationAfter([...rising(11), { rate: 1, longShare: undefined }])).toBeUndefined();
  });

  test('of an asset never liquidated nothing is known', () => {
    expect(createFundingCorrelator(10).read('BTC')).toBeUndefined();
  });
});
