import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrintable, printable } from '../../src/domain/text.js';

describe('printable text', () => {
  it.each([
    ['\u001b[2J', '·[2J'],
    ['a\u009b31mb', 'a·31mb'],
    ['BTC\nUSDT\r', 'BTC·USDT·'],
    ['abc\u202egnp', 'abc·gnp'],
    ['x\ud800y', 'x·y'],
    ['币安人生USDT', '币安人生USDT'],
    ['🚀', '🚀'],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('holds no control character whatever came in, and stays as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text, 1e6);
        expect(isPrintable(shown)).toBe(true);
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        expect(printable(shown, 1e6)).toBe(shown);
      }),
    );
  });

  it('is cut where it is too long', () => {
    expect(printable('abcdef', 3)).toBe('abc…');
  });
});
