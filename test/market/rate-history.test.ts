import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RateHistory, trendOf, withGap, withSample } from '../../src/market/rate-history.js';

const bounds = { historyCapacity: 4, sampleEveryMs: 1_000, longestSampleMs: 4_000 };
const none: RateHistory = { samples: [], everyMs: 1_000 };
const grown = (history: RateHistory, ...samples: readonly (number | undefined)[]): RateHistory =>
  samples.reduce<RateHistory>((known, sample) => withSample(known, sample, bounds), history);

describe('a history of rates', () => {
  it('keeps a gap between what was known before and after', () => {
    expect(grown(none, 1, undefined, 2)).toEqual({ samples: [1, undefined, 2], everyMs: 1_000 });
  });

  it('begins with something known', () => {
    expect(grown(none, undefined, undefined, 1).samples).toEqual([1]);
    expect(grown(none, 1, undefined, undefined, undefined, 2).samples[0]).not.toBeUndefined();
  });

  it('makes up for the steps nobody was awake for', () => {
    const before = grown(none, 1, 2);
    expect(withGap(before, 1_000, bounds)).toBe(before);
    expect(withGap(before, 3_000, bounds)).toEqual({ samples: [1, 2, undefined, undefined], everyMs: 1_000 });
    expect(withGap(before, 3_600_000, bounds)).toEqual(none);
  });

  it('has every sample at its time, to a step for each pause, whatever was missed and thinned out', () => {
    const wide = { historyCapacity: 60, sampleEveryMs: 1_000, longestSampleMs: 64_000 };
    const times = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 100 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(times, (stretches) => {
        // Each sample is the second it was taken in.
        let history: RateHistory = { samples: [0], everyMs: 1_000 };
        let now = 0;
        const sampled = (elapsedMs: number): void => {
          now += elapsedMs;
          history = withSample(withGap(history, elapsedMs, wide), now, wide);
        };
        for (const [steps, pauseSeconds] of stretches) {
          sampled(Math.max(history.everyMs, pauseSeconds * 1_000));
          for (let step = 0; step < steps; step += 1) sampled(history.everyMs);
        }
        const { samples, everyMs } = history;
        expect(samples.length).toBeLessThanOrEqual(60);
        for (const [index, time] of samples.entries()) {
          if (time === undefined) continue;
          const expected = now - (samples.length - 1 - index) * everyMs;
          expect(Math.abs(time - expected)).toBeLessThanOrEqual(everyMs * (stretches.length + 1));
        }
      }),
    );
  });

  it('has a trend from the first to the last that is known', () => {
    expect(trendOf([0.0001, undefined, 0.0002, undefined])).toBe('rising');
    expect(trendOf([0.0001, undefined])).toBeUndefined();
  });
});
