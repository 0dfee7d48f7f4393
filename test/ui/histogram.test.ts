import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapCounts, histogramSpans } from '../../src/ui/histogram.js';
import { spansWidth } from '../../src/ui/line.js';

const bar = (label: string, value: number) => ({ label, value, text: String(value), style: 'spark' as const });
const linesOf = (values: readonly number[], width: number): readonly string[] =>
  histogramSpans(
    values.map((value, at) => bar(`b${at}`, value)),
    width,
  ).map((spans) => spans.map(({ text }) => text).join(''));

describe('a histogram', () => {
  it('gives the longest bar all the room, nothing to nothing, and half a cell to the least there is', () => {
    expect(linesOf([8, 4, 0, 0.001], 17)).toEqual([
      'b0 ████████     8',
      'b1 ████         4',
      'b2              0',
      'b3 ▌        0.001',
    ]);
  });

  it('fills its width, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 16, max: 120 }),
        (values, width) =>
          histogramSpans(
            values.map((value) => bar('x', value)),
            width,
          ).every((spans) => spansWidth(spans) === width),
      ),
    );
  });
});

describe('seconds between events', () => {
  it('are counted in order of time, an end belonging to the longer', () => {
    expect(gapCounts([10_000, 0, 1_000, 1_500], [1, 2, 5])).toEqual([1, 1, 0, 1]);
  });

  it('are one fewer than the events', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1 }),
        (times) => gapCounts(times, [1, 2, 5, 15, 60]).reduce((sum, count) => sum + count, 0) === times.length - 1,
      ),
    );
  });
});
