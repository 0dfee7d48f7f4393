import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUsualSize } from '../../src/market/usual-size.js';
import { liquidation, START } from '../support/market-records.js';

function nearestRank(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

describe('usual', () => {
  test('of an asset never seen nothing is usual', () => {
    const sizes = createUsualSize(10);
    expect(sizes.context(liquidation('a'), false)).toEqual({
      usual: { count: 0 },
      recent: { windowMs: 60_000, count: 0, notionalUsd: 0 },
    });
  });

  test('median and p95 equal those of the last 512 notionals, sorted anew', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 1_200 }), (notionals) => {
        const sizes = createUsualSize(10);
        for (const [i, notionalUsd] of notionals.entries()) sizes.add(liquidation(`${i}`, { notionalUsd }));
        const last = notionals.slice(-512);
        expect(sizes.context(liquidation('next'), false).usual).toEqual({
          count: last.length,
          medianUsd: nearestRank(last, 0.5),
          p95Usd: nearestRank(last, 0.95),
        });
      }),
      { numRuns: 50 },
    );
  });

  test('the context of a liquidation is the same before and after it was added', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 100 }),
        fc.integer({ min: 1, max: 20 }),
        (notionals, own) => {
          const sizes = createUsualSize(10);
          for (const [i, notionalUsd] of notionals.entries()) sizes.add(liquidation(`${i}`, { notionalUsd }));
          const event = liquidation('own', { notionalUsd: own });
          const before = sizes.context(event, false);
          sizes.add(event);
          expect(sizes.context(event, true)).toEqual(before);
        },
      ),
    );
  });

  test('beyond its capacity the asset not heard of for longest is forgotten', () => {
    const sizes = createUsualSize(2);
    for (const asset of ['A', 'B', 'A', 'C']) sizes.add(liquidation(asset, { asset }));
    const counts = ['A', 'B', 'C'].map((asset) => sizes.context(liquidation('x', { asset }), false).usual.count);
    expect(counts).toEqual([2, 0, 1]);
  });
});

describe('recent', () => {
  test('counts the same side of the same asset within the minute before, over all exchanges', () => {
    const sizes = createUsualSize(10);
    sizes.add(liquidation('too old', { receivedAt: START - 60_000 }));
    sizes.add(liquidation('first', { receivedAt: START - 59_999, notionalUsd: 10 }));
    sizes.add(liquidation('other side', { receivedAt: START - 5, side: 'short' }));
    sizes.add(liquidation('other asset', { receivedAt: START - 5, asset: 'ETH' }));
    sizes.add(liquidation('other exchange', { receivedAt: START - 5, exchange: 'okx', notionalUsd: 5 }));
    expect(sizes.context(liquidation('now'), false).recent).toEqual({ windowMs: 60_000, count: 2, notionalUsd: 15 });
  });

  test('what arrived with it but after it is not its past', () => {
    const sizes = createUsualSize(10);
    const own = liquidation('own');
    sizes.add(liquidation('before'));
    sizes.add(own);
    sizes.add(liquidation('after'));
    expect(sizes.context(own, true).recent.count).toBe(1);
  });

  test('a cascade is remembered to a bound', () => {
    const sizes = createUsualSize(10);
    for (let i = 0; i < 5_000; i += 1) sizes.add(liquidation(`${i}`));
    const { count } = sizes.context(liquidation('now'), false).recent;
    expect(count).toBeGreaterThanOrEqual(512);
    expect(count).toBeLessThan(1_024);
  });
});
