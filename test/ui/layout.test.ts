import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centered, type Layout, layout, MIN_COLUMNS, MIN_ROWS, type PanelId, panelIds } from '../../src/ui/layout.js';

function described(found: Layout): string {
  return [...found.panels].map(([id, { x, y, width, height }]) => `${id} ${width}×${height}+${x}+${y}`).join(', ');
}

const table: readonly (readonly [columns: number, rows: number, focus: PanelId, boxes: string])[] = [
  [80, 24, 'funding', 'funding 80×8+0+2, liquidations 40×6+0+10, arbitrage 40×6+40+10, bursts 40×7+0+16, chart 40×7+40+16'],
  [120, 36, 'funding', 'funding 120×16+0+2, liquidations 60×9+0+18, arbitrage 60×9+60+18, bursts 60×8+0+27, chart 60×8+60+27'],
  [
    200,
    60,
    'funding',
    'funding 200×16+0+2, liquidations 100×23+0+18, arbitrage 100×23+100+18, bursts 100×18+0+41, chart 100×18+100+41',
  ],
  [60, 15, 'funding', 'funding 60×7+0+1, liquidations 60×6+0+8'],
  [60, 15, 'arbitrage', 'funding 60×8+0+1, arbitrage 60×5+0+9'],
  [60, 15, 'chart', 'funding 60×6+0+1, chart 60×7+0+7'],
  [60, 15, 'bursts', 'funding 60×6+0+1, bursts 60×7+0+7'],
  [100, 18, 'liquidations', 'funding 100×10+0+1, liquidations 50×6+0+11, arbitrage 50×6+50+11'],
];

describe('layout', () => {
  it.each(table)('puts %i×%i with the focus on %s', (columns, rows, focus, boxes) => {
    const found = layout(columns, rows, focus);
    expect(found && described(found)).toBe(boxes);
  });

  it('gives up below the least useful size', () => {
    expect(layout(MIN_COLUMNS - 1, MIN_ROWS, 'funding')).toBeUndefined();
    expect(layout(MIN_COLUMNS, MIN_ROWS - 1, 'funding')).toBeUndefined();
  });

  it('covers every cell of every size exactly once, with funding and the focused panel on it', () => {
    const size = fc.record({
      columns: fc.integer({ min: MIN_COLUMNS, max: 320 }),
      rows: fc.integer({ min: MIN_ROWS, max: 120 }),
    });
    fc.assert(
      fc.property(size, fc.constantFrom(...panelIds), ({ columns, rows }, focus) => {
        const found = layout(columns, rows, focus);
        if (!found) return false;
        const owners = new Uint8Array(columns * rows);
        for (const { x, y, width, height } of [found.status, found.footer, ...found.panels.values()]) {
          if (x < 0 || y < 0 || x + width > columns || y + height > rows) return false;
          for (let row = y; row < y + height; row += 1)
            for (let column = x; column < x + width; column += 1) owners[row * columns + column]! += 1;
        }
        return owners.every((count) => count === 1) && found.panels.has('funding') && found.panels.has(focus);
      }),
      { numRuns: 300 },
    );
  });

  it('shows all five panels from 80×24 on', () => {
    for (const [columns, rows] of [
      [80, 24],
      [100, 30],
      [120, 36],
      [250, 80],
    ] as const) {
      expect([...(layout(columns, rows, 'funding')?.panels.keys() ?? [])]).toEqual(panelIds);
    }
  });
});

describe('an overlay', () => {
  it('stands in the middle and never leaves the screen', () => {
    expect(centered(120, 36, 40, 10)).toEqual({ x: 40, y: 13, width: 40, height: 10 });
    expect(centered(30, 8, 40, 10)).toEqual({ x: 0, y: 0, width: 30, height: 8 });
  });
});
