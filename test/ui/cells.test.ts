import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth, wrapped } from '../../src/ui/cells.js';

describe('wrapping', () => {
  it('breaks between words', () => {
    expect(wrapped('every fill of a liquidation', 12)).toEqual(['every fill', 'of a', 'liquidation']);
    expect(wrapped('', 12)).toEqual([]);
    expect(wrapped('币安人生 funding', 8)).toEqual(['币安人生', 'funding']);
  });

  it('loses nothing, and fills no line wider than a word needs', () => {
    const words = fc.array(fc.stringMatching(/^[a-z币]{1,9}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 18, max: 80 }), (text, width) => {
        const lines = wrapped(text.join(' '), width);
        expect(lines.join(' ')).toBe(text.join(' '));
        for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
