import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTurnstile } from '../../src/feed/turnstile.js';
import { createFakeClock } from '../support/fake-clock.js';

describe('a turnstile', () => {
  test('lets everyone through who stays, in order, never two within the gap', () => {
    const visitors = fc.array(fc.record({ wait: fc.nat(900), leaves: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(visitors, (visitors) => {
        const clock = createFakeClock();
        const turnstile = createTurnstile(clock, 400);
        const passed: { at: number; time: number }[] = [];
        const left = new Set<number>();
        visitors.forEach(({ wait, leaves }, at) => {
          clock.advance(wait);
          const leave = turnstile.enter(() => void passed.push({ at, time: clock.now() }));
          if (!leaves || passed.some((one) => one.at === at)) return;
          left.add(at);
          leave();
        });
        clock.advance(400 * visitors.length);
        expect(passed.map(({ at }) => at)).toEqual([...visitors.keys()].filter((at) => !left.has(at)));
        const gaps = passed.slice(1).map(({ time }, at) => time - (passed[at]?.time ?? 0));
        expect(gaps.filter((gap) => gap < 400)).toEqual([]);
        expect(clock.pending()).toBe(0);
      }),
    );
  });
});
