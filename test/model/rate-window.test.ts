import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateWindow } from '../../src/model/rate-window.js';

describe('a sliding window', () => {
  test('lets the limit through at once, and the next when the first has left the window', () => {
    const rate = createRateWindow(3, 60_000);
    for (const now of [0, 10, 20]) {
      expect(rate.waitMs(now)).toBe(0);
      rate.take(now);
    }
    expect(rate.waitMs(20)).toBe(59_981);
    expect(rate.waitMs(60_000)).toBe(1);
    expect(rate.waitMs(60_001)).toBe(0);
  });

  test('waiting as long as it says is enough, and holds the limit in every window whatever the rhythm', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.double({ min: 0, max: 9_000, noNaN: true }), { maxLength: 200 }),
        (limit, gaps) => {
          const rate = createRateWindow(limit, 60_000);
          const starts: number[] = [];
          let now = 0;
          for (const gap of gaps) {
            now += gap;
            now += rate.waitMs(now);
            expect(rate.waitMs(now)).toBe(0);
            rate.take(now);
            starts.push(now);
          }
          for (const start of starts) {
            const together = starts.filter((other) => other >= start && other - start <= 60_000);
            expect(together.length).toBeLessThanOrEqual(limit);
          }
        },
      ),
    );
  });
});
