import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPacer } from '../../src/feed/pacer.js';
import { createFakeClock } from '../support/fake-clock.js';

describe('a pacer', () => {
  test('never lets more out in any window than the exchange allows, loses nothing and keeps the order', () => {
    const pace = fc.record({ frames: fc.integer({ min: 1, max: 6 }), perMs: fc.integer({ min: 1, max: 2000 }) });
    const pushes = fc.array(fc.nat(700), { maxLength: 60 });
    fc.assert(
      fc.property(pace, pushes, (pace, waits) => {
        const clock = createFakeClock();
        const sent: { frame: string; time: number }[] = [];
        const pacer = createPacer({ pace, clock, send: (frame) => void sent.push({ frame, time: clock.now() }) });
        waits.forEach((ms, at) => {
          clock.advance(ms);
          pacer.push(String(at));
        });
        clock.advance(waits.length * pace.perMs);
        expect(sent.map(({ frame }) => frame)).toEqual(waits.map((_ms, at) => String(at)));
        for (const { time } of sent) {
          const inWindow = sent.filter((other) => other.time >= time && other.time < time + pace.perMs);
          expect(inWindow.length).toBeLessThanOrEqual(pace.frames);
        }
      }),
    );
  });

  test('sends what is urgent before what waits', () => {
    const clock = createFakeClock();
    const sent: string[] = [];
    const pacer = createPacer({ pace: { frames: 1, perMs: 100 }, clock, send: (frame) => void sent.push(frame) });
    for (const frame of ['a', 'b', 'c']) pacer.push(frame);
    pacer.push('ping', 'urgent');
    clock.advance(300);
    expect(sent).toEqual(['a', 'ping', 'b', 'c']);
  });

  test('sends nothing once closed, and leaves no timer', () => {
    const clock = createFakeClock();
    const sent: string[] = [];
    const pacer = createPacer({ pace: { frames: 1, perMs: 100 }, clock, send: (frame) => void sent.push(frame) });
    for (const frame of ['a', 'b']) pacer.push(frame);
    pacer.close();
    pacer.push('c');
    expect(clock.pending()).toBe(0);
    clock.advance(1000);
    expect(sent).toEqual(['a']);
  });
});
