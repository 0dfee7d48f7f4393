import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/ui/cells.js';
import { framed } from '../../src/ui/frame.js';
import { span } from '../../src/ui/line.js';
import { createTheme } from '../../src/ui/theme.js';

const theme = createTheme({ colors: 0 });
const plain = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');

describe('the border around a panel', () => {
  it('keeps its corners beside a title that does not fit', () => {
    const [top = ''] = framed(theme, { title: 'Liquidations · BTC · binance', width: 24, height: 3, isFocused: false }, []);
    expect(plain(top)).toBe('╭─ Liquidations · BTC… ╮');
  });

  it('is as wide as its panel whatever stands on it', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 10, max: 60 }), fc.boolean(), (title, info, detail, width, isFocused) => {
        const rows = framed(theme, { title, info, detail: [span(detail)], width, height: 3, isFocused }, []).map(plain);
        expect(rows.map(cellWidth)).toEqual([width, width, width]);
        expect(rows.map((row) => `${row.at(0)}${row.at(-1)}`)).toEqual(['╭╮', '││', '╰╯']);
      }),
    );
  });
});
