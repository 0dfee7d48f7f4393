import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiGlyphs, toAscii } from '../../src/ui/ascii.js';
import { cellWidth } from '../../src/ui/cells.js';
import { feedGlyphs, sideGlyphs, tierGlyphs, trendGlyphs } from '../../src/ui/theme.js';

/** What the sources can put on the screen: literals, not comments; escapes and classes of characters are no ornaments. */
function ornamentsIn(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name) || name === 'ascii.ts') continue;
    const source = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$| \/\/ .*$/gm, '');
    for (const glyph of source.match(/[^\x00-\x7f]/gu) ?? []) found.set(glyph, name);
  }
  return found;
}

describe('ASCII mode', () => {
  it('has a stand-in for every ornament in the sources of the screen', () => {
    const ornaments = ornamentsIn('src/ui');
    expect(ornaments.size).toBeGreaterThan(20);
    expect([...ornaments].filter(([glyph]) => asciiGlyphs[glyph] === undefined)).toEqual([]);
  });

  it('replaces one cell by one cell of ASCII', () => {
    for (const [glyph, standIn] of Object.entries(asciiGlyphs)) {
      expect(standIn).toMatch(/^[\x20-\x7e]$/);
      expect(cellWidth(glyph), glyph).toBe(1);
    }
  });

  it.each([
    ['tiers', tierGlyphs],
    ['sides', sideGlyphs],
    ['lamps', feedGlyphs],
    ['trends', trendGlyphs],
    ['bars', Object.fromEntries(Array.from('▁▂▃▄▅▆▇█┄', (bar) => [bar, bar]))],
  ])('keeps %s apart', (_, glyphs) => {
    const shown = Object.values(glyphs).map(toAscii);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('leaves names in other scripts and codes alone, and every width', () => {
    expect(toAscii('\u001b[1m币安人生 │ ✸ HIGH\u001b[0m')).toBe('\u001b[1m币安人生 | ! HIGH\u001b[0m');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(cellWidth(toAscii(text))).toBe(cellWidth(text));
      }),
    );
  });
});
