import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../src/exchanges/vocabulary.js';

const units = (text: string) => Uint16Array.from(text, (letter) => letter.charCodeAt(0));

/** Reads the words of a text that ends each with `"`, as a scanner does. */
function readAll(vocabulary: Vocabulary, words: readonly string[]) {
  const text = units(words.map((word) => `${word}"`).join(''));
  let last = vocabulary.start;
  let at = 0;
  return words.map((word) => {
    const end = at + word.length + 1;
    const seen = vocabulary.after(last, text, at);
    const known = seen ?? vocabulary.learn(last, text, at, end);
    at = end;
    last = known ?? last;
    return { text: known?.text, isForeseen: seen !== undefined };
  });
}

describe('a vocabulary', () => {
  it('gives back every word as it stands, in whatever order they come', () => {
    const word = fc.stringMatching(/^[^"]{0,20}$/);
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 6 }), (texts) => {
        const vocabulary = new Vocabulary('"', 1000);
        for (const words of texts) expect(readAll(vocabulary, words).map(({ text }) => text)).toEqual(words);
      }),
    );
  });

  it('foresees a list that comes again, and goes on after a word that is new in it', () => {
    const vocabulary = new Vocabulary('"', 10);
    expect(readAll(vocabulary, ['BTC', 'ETH', 'SOL']).map(({ isForeseen }) => isForeseen)).toEqual([false, false, false]);
    expect(readAll(vocabulary, ['BTC', 'ETH', 'SOL']).map(({ isForeseen }) => isForeseen)).toEqual([true, true, true]);
    expect(readAll(vocabulary, ['BTC', 'NEW', 'ETH', 'SOL']).map(({ isForeseen }) => isForeseen)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('does not take a word for a longer or shorter one', () => {
    const vocabulary = new Vocabulary('"', 10);
    readAll(vocabulary, ['BTC']);
    expect(readAll(vocabulary, ['BTCX', 'BT']).map(({ text }) => text)).toEqual(['BTCX', 'BT']);
  });

  it('learns no more than its limit, and nothing very long', () => {
    const vocabulary = new Vocabulary('"', 2);
    expect(readAll(vocabulary, ['x'.repeat(100), 'a', 'b', 'c', 'a']).map(({ text }) => text)).toEqual([
      undefined,
      'a',
      'b',
      undefined,
      'a',
    ]);
  });
});
