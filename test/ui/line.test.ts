import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowed, span, spansWidth } from '../../src/ui/line.js';

const texts = (lines: ReturnType<typeof flowed>): readonly string[] =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

describe('a line that does not fit', () => {
  it('goes on under itself, further in, in its styles', () => {
    const line = [span('fees      ', 'dim'), span('+0.20%', 'strong'), span('  taker, in and out', 'dim')];
    expect(texts(flowed(line, 26, 10))).toEqual(['fees      +0.20%  taker,', '          in and out']);
    expect(flowed(line, 26, 10)[1]?.map(({ style }) => style)).toEqual([undefined, 'dim', 'dim', 'dim', 'dim', 'dim']);
    expect(flowed(line, 40, 10)).toEqual([line]);
  });

  it('breaks a word longer than itself', () => {
    const line = [span('because  '), span('清算清算清算清算清算清算')];
    expect(texts(flowed(line, 20, 9))).toEqual(['because  清算清算清', `${' '.repeat(9)}算清算清算`, `${' '.repeat(9)}清算`]);
  });

  it('loses no word and is never wider than its frame', () => {
    const spans = fc.array(fc.stringMatching(/^[a-z ]{1,12}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(spans, fc.integer({ min: 20, max: 60 }), (parts, width) => {
        const line = parts.map((text) => span(`${text} `));
        const lines = flowed(line, width, 4);
        const words = (list: readonly string[]): string => list.join(' ').replace(/\s+/g, ' ').trim();
        expect(words(texts(lines))).toBe(words([parts.map((text) => `${text} `).join('')]));
        for (const one of lines) expect(spansWidth(one)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
