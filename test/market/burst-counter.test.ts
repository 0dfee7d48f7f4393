import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBurstCounter } from '../../src/market/burst-counter.js';
import { START } from '../support/market-records.js';

const second = (n: number) => START + n * 1_000;

describe('one exchange', () => {
  test('a live second without events is 0, one in which the feed was down is unknown', () => {
    const bursts = createBurstCounter('okx', 6);
    bursts.setLive(true, second(0));
    bursts.add(second(1), 100);
    bursts.add(second(1) + 999, 50);
    bursts.setLive(false, second(2));
    bursts.setLive(true, second(4));
    expect(bursts.publish(second(4))).toEqual({
      exchange: 'okx',
      counts: [undefined, 0, 2, 0, undefined, 0],
      notionalsUsd: [undefined, 0, 150, 0, undefined, 0],
      lastMinuteCount: 2,
      lastMinuteUsd: 150,
    });
  });

  test('the last minute is sixty seconds of a longer window', () => {
    const bursts = createBurstCounter('okx', 120);
    bursts.setLive(true, second(0));
    bursts.add(second(0), 1);
    bursts.add(second(1), 10);
    bursts.add(second(60), 100);
    expect(bursts.publish(second(60))).toMatchObject({ lastMinuteCount: 2, lastMinuteUsd: 110 });
  });

  test('an event older than the window is not counted', () => {
    const bursts = createBurstCounter('okx', 5);
    bursts.setLive(true, second(0));
    bursts.publish(second(10));
    bursts.add(second(5), 100);
    bursts.add(second(6), 7);
    expect(bursts.publish(second(10)).counts).toEqual([1, 0, 0, 0, 0]);
  });

  test('the row keeps its identity while the window slides over equal seconds', () => {
    const bursts = createBurstCounter('okx', 3);
    bursts.setLive(true, second(0));
    const calm = bursts.publish(second(5));
    expect(bursts.publish(second(5))).toBe(calm);
    expect(bursts.publish(second(9))).toBe(calm);
    bursts.add(second(9), 1);
    expect(bursts.publish(second(9))).not.toBe(calm);
    expect(calm.counts).toEqual([0, 0, 0]);
  });
});

test('a window equals the recount of everything that ever happened', () => {
  const window = 7;
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 4_000 }),
    kind: fc.constantFrom('event', 'event', 'event', 'live', 'down', 'publish'),
    usd: fc.integer({ min: 1, max: 1_000 }),
    lateMs: fc.constantFrom(0, 0, 0, 1_500, 9_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const bursts = createBurstCounter('bybit', window);
      const events: { at: number; usd: number }[] = [];
      const changes: { at: number; isLive: boolean }[] = [];
      let now = START;
      for (const { afterMs, kind, usd, lateMs } of steps) {
        now += afterMs;
        if (kind === 'event') {
          bursts.add(now - lateMs, usd);
          // One too late to be counted is outside of the last window too.
          events.push({ at: now - lateMs, usd });
        } else if (kind === 'publish') bursts.publish(now);
        else {
          bursts.setLive(kind === 'live', now);
          changes.push({ at: now, isLive: kind === 'live' });
        }
      }
      const row = bursts.publish(now);
      const end = Math.floor(now / 1_000);
      const expected = Array.from({ length: window }, (_, i) => recount(end - window + 1 + i, events, changes));
      expect(row.counts).toEqual(expected.map((one) => one?.count));
      expect(row.notionalsUsd).toEqual(expected.map((one) => one?.usd));
    }),
  );
});

function recount(
  at: number,
  events: readonly { at: number; usd: number }[],
  changes: readonly { at: number; isLive: boolean }[],
): { count: number; usd: number } | undefined {
  const inside = events.filter((one) => Math.floor(one.at / 1_000) === at);
  const before = changes.filter((one) => Math.floor(one.at / 1_000) < at).at(-1)?.isLive ?? false;
  const within = changes.some((one) => one.isLive && Math.floor(one.at / 1_000) === at);
  if (inside.length === 0 && !before && !within) return undefined;
  return { count: inside.length, usd: inside.reduce((sum, one) => sum + one.usd, 0) };
}
