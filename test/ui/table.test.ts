import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth, cut, padded } from '../../src/ui/cells.js';
import { span, spansWidth, spread, styledLine } from '../../src/ui/line.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../../src/ui/table.js';
import { createTheme } from '../../src/ui/theme.js';

type Row = Readonly<Record<string, string>>;

function column(id: string, width: number, priority: number, grow?: Column<Row, undefined>['grow']): Column<Row, undefined> {
  return {
    id,
    header: id.toUpperCase(),
    width,
    priority,
    align: 'left',
    cell: (row) => span(row[id] ?? ''),
    ...(grow ? { grow } : {}),
  };
}

const columns = [
  column('a', 4, 1),
  column('b', 6, 3),
  column('c', 5, 2, { to: 9, order: 1 }),
  column('d', 3, 4, { to: 6, order: 0, whole: true }),
];

function planned(width: number): string {
  return planColumns(columns, width)
    .map((plan) => `${plan.column.id}${plan.width}`)
    .join(' ');
}

describe('columns', () => {
  it.each([
    [3, ''],
    [4, 'a4'],
    [9, 'a4'],
    [10, 'a4 c5'],
    [13, 'a4 c8'],
    [17, 'a4 b6 c5'],
    [20, 'a4 b6 c8'],
    [21, 'a4 b6 c5 d3'],
    [23, 'a4 b6 c7 d3'],
    [24, 'a4 b6 c5 d6'],
    [26, 'a4 b6 c7 d6'],
    [99, 'a4 b6 c9 d6'],
  ])('in %i cells are %s', (width, expected) => {
    expect(planned(width)).toBe(expected);
  });

  it('never take more than they are given, header and rows alike', () => {
    const text = fc.array(fc.constantFrom('x', '币', ' ', '●', 'é', '…'), { maxLength: 14 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.record({ a: text, b: text, c: text, d: text }), (width, row) => {
        const plan = planColumns(columns, width);
        const cells = plan.reduce((sum, { width: own }) => sum + own, plan.length - 1);
        expect(cells).toBeLessThanOrEqual(width);
        expect(spansWidth(headerSpans(plan))).toBe(cells);
        expect(spansWidth(rowSpans(plan, row, undefined))).toBe(cells);
      }),
    );
  });
});

describe('text in cells', () => {
  it.each([
    ['BTCUSDT', 10, 'left', 'BTCUSDT   '],
    ['BTCUSDT', 10, 'right', '   BTCUSDT'],
    ['BTCUSDT', 5, 'left', 'BTCU…'],
    ['币安人生USDT', 6, 'left', '币安… '],
    ['币安人生', 8, 'left', '币安人生'],
    ['币安人生', 9, 'right', ' 币安人生'],
    ['abc', 0, 'left', ''],
    ['', 3, 'left', '   '],
  ] as const)('%s in %i cells, %s, is "%s"', (text, width, align, expected) => {
    expect(padded(text, width, align)).toBe(expected);
  });

  it('is cut only where it must be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const kept = cut(text, width);
        expect(cellWidth(kept)).toBeLessThanOrEqual(width);
        if (cellWidth(text) <= width) expect(kept).toBe(text);
      }),
    );
  });
});

describe('a line', () => {
  const theme = createTheme({ colors: 256 });

  it('has exactly its width, and colour around the text only', () => {
    expect(styledLine(theme, [span('ab', 'positive'), span('cdef')], 4)).toBe('\u001b[38;5;114mab\u001b[0mc…');
    expect(styledLine(theme, [span('ab')], 4)).toBe('ab  ');
  });

  it('spreads two parts over its ends, the left one giving way', () => {
    expect(spread(theme, [span('left')], [span('right')], 12)).toBe('left   right');
    expect(spread(theme, [span('left')], [span('right')], 7)).toBe('l…right');
    expect(spread(theme, [span('left')], [span('right')], 4)).toBe('rig…');
  });
});

describe('a theme', () => {
  it.each([
    [0, 'x'],
    [16, '\u001b[32mx\u001b[0m'],
    [256, '\u001b[38;5;114mx\u001b[0m'],
    ['truecolor', '\u001b[38;2;126;199;132mx\u001b[0m'],
  ] as const)('of %s colours paints a positive rate as %j', (colors, expected) => {
    expect(createTheme({ colors }).paint('positive', 'x')).toBe(expected);
  });

  it('shows a selected row in every depth', () => {
    for (const colors of [0, 16, 256, 'truecolor'] as const) {
      const theme = createTheme({ colors });
      expect(theme.paint('text', 'x', true)).not.toBe(theme.paint('text', 'x'));
    }
  });
});
