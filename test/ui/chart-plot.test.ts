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
