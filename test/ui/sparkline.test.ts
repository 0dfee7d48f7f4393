import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketed, GAP, levelSparkline, resampled, sparkline, tallSparkline } from '../../src/ui/sparkline.js';

describe('a sparkline', () => {
  it('tells nothing happened from nothing known', () => {
    expect(sparkline([0, 1, 4, 8, undefined, 0])).toBe(` ▂▅█${GAP} `);
    expect(sparkline([0, 0])).toBe('  ');
    expect(sparkline([])).toBe('');
  });

  it('of a level spans from the lowest to the highest', () => {
    expect(levelSparkline([-4, 0, 4], 1)).toBe('▁▅█');
    expect(levelSparkline([7, 7], 0)).toBe('▅▅');
  });

  it('of a level has a gap where it was not known', () => {
    expect(levelSparkline([-4, undefined, 4], 1)).toBe(`▁${GAP}█`);
  });

  it('of a level does not blow noise up to its full height', () => {
    expect(levelSparkline([100, 101], 1000)).toBe('▄▅');
    expect(levelSparkline([100, 400], 1000)).toBe('▃▆');
    expect(levelSparkline([7, 7, 7], 1000)).toBe('▅▅▅');
  });

  it('has a cell for every value', () => {
    const value = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined });
    fc.assert(fc.property(fc.array(value), (values) => sparkline(values).length === values.length));
  });
});

describe('buckets of seconds', () => {
  const time = 100_000; // second 100, the first of a bucket of five

  it('sum what happened, newest last, and are gaps only when all of it is unknown', () => {
    const values = [undefined, undefined, undefined, undefined, undefined, 1, undefined, 1, 1, 1, 7];
    expect(bucketed(values, 5, time, 3)).toEqual([undefined, 4, 7]);
  });

  it('keep their sums while time goes on', () => {
    const past = Array.from({ length: 30 }, (_, second) => second);
    const now = bucketed(past, 5, time, 4);
    const later = bucketed([...past, 1, 1, 1, 1, 1], 5, time + 5000, 5);
    expect(later.slice(0, 3)).toEqual(now.slice(0, 3));
  });

  it('lose nothing of the time they show', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (values, perCell, second) => {
          const sums = bucketed(values, perCell, second * 1000, 200);
          expect(sums.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(values.reduce((sum, value) => sum + value, 0));
        },
      ),
    );
  });
});

describe('resampling', () => {
  it('takes means where there are more values and joins them by straight lines where there are fewer', () => {
    expect(resampled([1, 3, 5, 7], 2)).toEqual([2, 6]);
    expect(resampled([1, 3, 2], 5)).toEqual([1, 2, 3, 2.5, 2]);
    expect(resampled([1, 3, 5], 3)).toEqual([1, 3, 5]);
    expect(resampled([4], 3)).toEqual([4, 4, 4]);
  });

  it('leaves unknown what is not known', () => {
    expect(resampled([1, 3, undefined, undefined, 5, undefined], 3)).toEqual([2, undefined, 5]);
    expect(resampled([1, undefined, 3], 5)).toEqual([1, undefined, undefined, 3, 3]);
  });

  it('gives as many values as asked for, all between the smallest and the largest', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 150 }), (given, count) => {
        const found = resampled(given, count);
        expect(found).toHaveLength(count);
        for (const value of found) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...given));
          expect(value).toBeLessThanOrEqual(Math.max(...given));
        }
      }),
    );
  });
});

describe('a tall sparkline', () => {
  it('stands on its lowest line, with gaps there only', () => {
    expect(tallSparkline([0, 1, 4, 8, undefined], 2)).toEqual(['  ▁█ ', ' ▃██┄']);
  });

  it('of one line is a sparkline', () => {
    const values = fc.array(fc.option(fc.nat(1000), { nil: undefined }), { maxLength: 40 });
    fc.assert(fc.property(values, (list) => tallSparkline(list, 1)[0] === sparkline(list)));
  });
});
