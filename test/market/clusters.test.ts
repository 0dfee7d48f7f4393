import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAssetPace, WINDOW_MS } from '../../src/market/asset-pace.js';
import { createClusters } from '../../src/market/clusters.js';
import { baseline } from '../../src/market/robust.js';
import { liquidation } from '../support/market-records.js';

/** On an edge of the five-minute stretches. */
const START = 1_700_000_100_000 - (1_700_000_100_000 % WINDOW_MS);
const SLOT_MS = 15_000;
const options = { minNotionalUsd: 250_000, minEvents: 1, deviations: 6, minStretches: 3 };

function market(minEvents = options.minEvents) {
  const clusters = createClusters({ ...options, minEvents }, 100);
  let n = 0;
  return {
    ...clusters,
    event: (asset: string, time: number, notionalUsd: number, side: 'long' | 'short' = 'long') => {
      n += 1;
      clusters.add(liquidation(`${n}`, { asset, receivedAt: time, time, notionalUsd, side }));
    },
  };
}

/** An hour in which `asset` sees 10,000 USD every five minutes. */
function afterAnHour(minEvents?: number) {
  const clusters = market(minEvents);
  clusters.evaluate(START);
  for (let i = 0; i < 12; i += 1) clusters.event('PEPE', START + i * WINDOW_MS + 1_000, 10_000);
  return { clusters, now: START + 12 * WINDOW_MS };
}

describe('the pace of an asset', () => {
  test('is the recount of the last five minutes, by slots of a quarter minute', () => {
    const steps = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 200_000 }),
        usd: fc.integer({ min: 1, max: 1_000_000 }),
        isLong: fc.boolean(),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 400_000 }), (events, quietMs) => {
        const pace = createAssetPace(START);
        let now = START;
        const seen: { slot: number; usd: number; isLong: boolean }[] = [];
        for (const { afterMs, usd, isLong } of events) {
          now += afterMs;
          pace.add(now, isLong ? 'long' : 'short', usd);
          seen.push({ slot: Math.floor(now / SLOT_MS), usd, isLong });
        }
        now += quietMs;
        const inside = seen.filter(({ slot }) => slot > Math.floor(now / SLOT_MS) - WINDOW_MS / SLOT_MS);
        const longs = inside.filter(({ isLong }) => isLong);
        const usd = (list: typeof seen) => list.reduce((sum, one) => sum + one.usd, 0);
        expect(pace.read(now)).toMatchObject({ count: inside.length, notionalUsd: usd(inside), longUsd: usd(longs) });
      }),
    );
  });

  test('what is usual stands on whole stretches, quiet ones included', () => {
    const pace = createAssetPace(START + 60_000);
    pace.add(START + 61_000, 'long', 999); // in a stretch seen only in part
    pace.add(START + WINDOW_MS, 'long', 100);
    pace.add(START + 3 * WINDOW_MS, 'short', 300);
    // Whole stretches: 100, 0, 300.
    expect(pace.read(START + 4 * WINDOW_MS)).toMatchObject({ stretches: 3 });
    expect(pace.usual()).toEqual(baseline([100, 0, 300]));
    expect(baseline([100, 0, 300])).toEqual({ median: 100, deviation: 148.26 });
  });
});

describe('a cluster', () => {
  test('is raised once when five minutes hold far more than usual, and follows its largest', () => {
    const { clusters, now } = afterAnHour();
    clusters.event('PEPE', now, 200_000);
    expect(clusters.evaluate(now)).toEqual([]); // below the minimum
    clusters.event('PEPE', now + 1_000, 300_000, 'short');
    const [alert, ...others] = clusters.evaluate(now + 1_000);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: 'liquidation-cluster', state: 'raised', asset: 'PEPE' });
    expect(alert?.message).toBe('PEPE: $500k liquidated in 5 min (2, 60 % shorts), usual $10k');
    clusters.event('PEPE', now + 2_000, 500_000);
    expect(clusters.evaluate(now + 2_000)).toEqual([]);
    // Deviation 0, so a twentieth of the minimum stands in: (1,000,000 − 10,000) / 12,500.
    expect(clusters.publish()).toEqual([
      { asset: 'PEPE', startTime: now + 1_000, count: 3, notionalUsd: 1_000_000, longShare: 0.7, usualUsd: 10_000, score: 79.2 },
    ]);
  });

  test('is cleared under the id it was raised with, also when nothing comes any more', () => {
    const { clusters, now } = afterAnHour();
    clusters.event('PEPE', now, 900_000);
    const [raised] = clusters.evaluate(now);
    expect(clusters.evaluate(now + WINDOW_MS - SLOT_MS)).toEqual([]);
    const [cleared] = clusters.evaluate(now + 2 * WINDOW_MS);
    expect(cleared).toMatchObject({ state: 'cleared', id: raised?.id });
    // Remembered as over.
    expect(clusters.publish()).toMatchObject([
      { asset: 'PEPE', startTime: now, endTime: now + 2 * WINDOW_MS, notionalUsd: 900_000 },
    ]);
  });

  test('is of several: one large close is none, and with the others it is', () => {
    const { clusters, now } = afterAnHour(3);
    clusters.event('PEPE', now, 900_000);
    clusters.event('PEPE', now + 1_000, 1_000);
    expect(clusters.evaluate(now + 1_000)).toEqual([]);
    clusters.event('PEPE', now + 2_000, 1_000);
    expect(clusters.evaluate(now + 2_000)).toMatchObject([{ state: 'raised', asset: 'PEPE' }]);
  });

  test('needs to know what is usual first', () => {
    const clusters = market();
    clusters.evaluate(START);
    clusters.event('PEPE', START + 1_000, 5_000_000);
    expect(clusters.evaluate(START + 1_000)).toEqual([]);
  });

  test('the same size is nothing for an asset that sees it every five minutes', () => {
    const clusters = market();
    clusters.evaluate(START);
    for (let i = 0; i < 12; i += 1) clusters.event('BTC', START + i * WINDOW_MS, 400_000 + 20_000 * (i % 3));
    clusters.event('BTC', START + 12 * WINDOW_MS, 500_000);
    expect(clusters.evaluate(START + 12 * WINDOW_MS)).toEqual([]);
  });
});
