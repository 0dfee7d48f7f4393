import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/ui/cells.js';
import { plot } from '../../src/ui/chart-plot.js';

function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

describe('a chart', () => {
  it('has nothing to draw of one value, of none, and of what is no number', () => {
    expect(plot([], 40, 6)).toBeUndefined();
    expect(plot([{ values: [1], color: undefined }], 40, 6)).toBeUndefined();
    expect(plot([{ values: [1, Number.NaN], color: undefined }], 40, 6)).toBeUndefined();
    expect(plot([{ values: [1, 2], color: undefined }], 8, 6)).toBeUndefined();
    expect(plot([{ values: [1, 2], color: undefined }], 40, 1)).toBeUndefined();
  });

  it('labels small values with the decimals that tell them apart', () => {
    const drawn = plot([{ values: [0.01, 0.0104, 0.0108], color: undefined }], 30, 5);
    const labels = drawn?.lines.map((line) => line.slice(0, line.search(/[┤┼]/)));
    expect(new Set(labels).size).toBe(drawn?.lines.length);
    expect(labels?.[0]).toBe('+0.01080%');
  });

  it('labels a flat line with its own value', () => {
    const drawn = plot([{ values: [0.01, 0.01, 0.01], color: undefined }], 30, 5);
    expect(drawn?.lines.some((line) => /\+0\.01000%.*───/.test(line))).toBe(true);
  });

  it('has a hole in a line where its series was not known, and a gap where none was', () => {
    const values = [1, 1, undefined, undefined, undefined, undefined, 1, 1];
    const drawn = plot([{ values, color: undefined }], 24, 3);
    const line = drawn?.lines.find((one) => one.includes('──')) ?? '';
    expect(line).toMatch(/[┼┤]─+ +─+ *$/);
    expect(drawn?.lines.at(-1)).toMatch(/┄{4,}/);
    const other = plot(
      [
        { values, color: undefined },
        { values: values.map(() => 1), color: undefined },
      ],
      24,
      3,
    );
    expect(other?.lines.join('')).not.toContain('┄');
    expect(other?.lines.find((one) => one.includes('──'))).toMatch(/[┼┤]─+ ?$/);
  });

  it('ends where nothing is known any more, on the line of its last value', () => {
    const drawn = plot([{ values: [1, 2, undefined, undefined], color: undefined }], 24, 4);
    expect(drawn?.endLines).toEqual([0]);
    expect(drawn?.lines[0]).toMatch(/─ {4,}$/);
  });

  it('lays series over each other without losing the labels', () => {
    const series = [1, 2, 3].map((value) => ({ values: [value, value, value], color: '\u001b[36m' }));
    const lines = plot(series, 30, 5)?.lines ?? [];
    expect(lines.filter((line) => line.includes('\u001b[36m─'))).toHaveLength(3);
    for (const line of lines) expect(plain(line)).toMatch(/^[+-]\d\.\d+% ?[┼┤]/);
  });

  it('fits its box and ends each series on the line it names, whatever the values', () => {
    const values = fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { minLength: 2, maxLength: 150 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 24, max: 120 }),
        fc.integer({ min: 2, max: 40 }),
        (all, width, height) => {
          const drawn = plot(
            all.map((series) => ({ values: series, color: '\u001b[36m' })),
            width,
            height,
          );
          expect(drawn).toBeDefined();
          if (!drawn) return;
          expect(drawn.lines.length).toBeLessThanOrEqual(height);
          for (const line of drawn.lines) expect(cellWidth(plain(line))).toBeLessThanOrEqual(width);
          for (const end of drawn.endLines) {
            expect(end).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThan(drawn.lines.length);
          }
        },
      ),
    );
  });
});
