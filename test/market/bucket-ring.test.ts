import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { createBucketRing } from '../../src/market/bucket-ring.js';
import { START } from '../support/market-records.js';

const SECOND = 1000;

const event = fc.record({
  exchange: fc.constantFrom(...exchangeIds),
  side: fc.constantFrom('long' as const, 'short' as const),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 90_000 })),
  lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 70_000 })),
  cents: fc.integer({ min: 0, max: 1_000_000_000 }),
});

describe('sums over sliding windows', () => {
  test('equal a recount of every event, to the cent, late events and long silences included', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 0, max: 80_000 }), (events, silenceMs) => {
        const ring = createBucketRing(SECOND, 60, [5, 20, 60]);
        const seen: { exchange: string; side: string; bucket: number; usd: number }[] = [];
        let now = START;
        ring.advance(now);
        for (const { exchange, side, afterMs, lateMs, cents } of events) {
          now += afterMs;
          ring.advance(now);
          ring.add(exchange, side, now - lateMs, cents / 100);
          seen.push({ exchange, side, bucket: Math.floor((now - lateMs) / SECOND), usd: cents });
        }
        now += silenceMs;
        ring.advance(now);
        const head = Math.floor(now / SECOND);
        [5, 20, 60].forEach((length, index) => {
          for (const side of ['long', 'short'] as const) {
            for (const exchange of [undefined, ...exchangeIds]) {
              const inside = seen.filter(
                (one) => one.bucket > head - length && one.side === side && (exchange === undefined || one.exchange === exchange),
              );
              const cents = inside.reduce((sum, one) => sum + one.usd, 0);
              expect(ring.total(index, side, exchange)).toEqual({ count: inside.length, notionalUsd: cents / 100 });
            }
          }
        });
      }),
    );
  });

  test('an event older than the ring is dropped, one from the future counts as now', () => {
    const ring = createBucketRing(SECOND, 10, [10]);
    ring.advance(START);
    ring.add('okx', 'long', START - 10 * SECOND, 5);
    expect(ring.total(0, 'long')).toEqual({ count: 0, notionalUsd: 0 });
    ring.add('okx', 'long', START + 60 * SECOND, 5);
    expect(ring.total(0, 'long')).toEqual({ count: 1, notionalUsd: 5 });
    ring.advance(START + 9 * SECOND);
    expect(ring.total(0, 'long').count).toBe(1);
    ring.advance(START + 10 * SECOND);
    expect(ring.total(0, 'long').count).toBe(0);
  });

  test('a bucket can be asked for as long as the ring holds it', () => {
    const ring = createBucketRing(SECOND, 10, [10]);
    ring.add('okx', 'short', START, 7.5);
    ring.add('bybit', 'short', START, 2.5);
    expect(ring.bucket(START, 'short')).toEqual({ count: 2, notionalUsd: 10 });
    expect(ring.bucket(START, 'short', 'okx')).toEqual({ count: 1, notionalUsd: 7.5 });
    expect(ring.bucket(START, 'long')).toEqual({ count: 0, notionalUsd: 0 });
    ring.advance(START + 10 * SECOND);
    expect(ring.bucket(START, 'short')).toEqual({ count: 0, notionalUsd: 0 });
  });
});
