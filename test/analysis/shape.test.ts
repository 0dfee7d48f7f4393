import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysisShape, RISK_LIMIT, SENTENCE_LIMIT } from '../../src/analysis/shape.js';
import { isPrintable } from '../../src/domain/text.js';
import { matches } from '../support/json-schema.js';

const good = {
  number: 1,
  divergence: { level: 'mild', sentence: 'dYdX pays -0.003 % per 8h, the others charge 0.010 %' },
  squeeze: { side: 'long', level: 'medium' },
  pattern: 'longs have paid 21 times in a row',
  direction: 'neutral',
  confidence: 0.4,
  risks: ['two exchanges only'],
};
const saying = (...analyses: readonly unknown[]): unknown => ({ analyses });
const shape = analysisShape(['BTC']);

function refusal(said: unknown, assets: readonly string[] = ['BTC']): string | undefined {
  try {
    analysisShape(assets).read(said);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Not of the form: the schema and the reader refuse the same. */
const malformed: readonly unknown[] = [
  null,
  [],
  {},
  { analyses: good },
  saying('up'),
  saying({ ...good, number: 1.5 }),
  saying({ ...good, number: '1' }),
  saying({ ...good, divergence: 'mild' }),
  saying({ ...good, divergence: { ...good.divergence, level: 'huge' } }),
  saying({ ...good, divergence: { level: 'mild' } }),
  saying({ ...good, squeeze: { side: 'both', level: 'low' } }),
  saying({ ...good, squeeze: { side: 'long', level: 'extreme' } }),
  saying({ ...good, squeeze: { ...good.squeeze, why: 'because' } }),
  saying({ ...good, pattern: 7 }),
  saying({ ...good, direction: 'BUY' }),
  saying({ ...good, confidence: '0.4' }),
  saying({ ...good, confidence: null }),
  saying({ ...good, risks: 'many' }),
  saying({ ...good, risks: [1] }),
  saying({ ...good, order: 'buy 100 BTC' }),
  { ...(saying(good) as object), note: 'hello' },
  ...Object.keys(good).map((name) => saying(Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)))),
];

/** Of the form, and still no analysis. */
const meaningless: readonly (readonly [said: unknown, why: RegExp])[] = [
  [saying({ ...good, confidence: 85 }), /^confidence: expected 0 to 1, found 85$/],
  [saying({ ...good, confidence: -0.1 }), /^confidence/],
  [saying({ ...good, pattern: ' … ' }), /^pattern: expected a sentence/],
  [saying({ ...good, divergence: { level: 'none', sentence: '' } }), /^divergence: expected a sentence/],
  [saying({ ...good, risks: ['fine', '--'] }), /^risks: expected a sentence/],
  [saying({ ...good, squeeze: { side: 'none', level: 'high' } }), /^squeeze: nobody is squeezed, and yet high$/],
  [saying(), /^nothing on number 1$/],
  [saying(good, good), /^number 1 is there 2 times$/],
  [saying(good, { ...good, number: 2 }), /^nobody asked about number 2$/],
  [saying({ ...good, number: 0 }), /^nobody asked about number 0$/],
];

describe('an analysis', () => {
  it('is read as it was said', () => {
    const { number: _, ...said } = good;
    expect(shape.read(saying(good))).toEqual([{ asset: 'BTC', ...said }]);
  });

  it('comes in the order of the assets, each exactly once', () => {
    const [first, second] = analysisShape(['BTC', 'ETH']).read(saying({ ...good, number: 2, direction: 'down' }, good));
    expect(first).toMatchObject({ asset: 'BTC', direction: 'neutral' });
    expect(second).toMatchObject({ asset: 'ETH', direction: 'down' });
    expect(refusal(saying(good), ['BTC', 'ETH'])).toBe('nothing on number 2');
  });

  it('is short, of one line each, and can be shown', () => {
    const [read] = shape.read(
      saying({
        ...good,
        pattern: `a\n\tb \u001b[2J ${'word '.repeat(100)}`,
        divergence: { level: 'none', sentence: '言'.repeat(500) },
        risks: Array.from({ length: 9 }, (_, at) => `risk ${at} ${'x'.repeat(200)}`),
      }),
    );
    expect(read?.pattern).toMatch(/^a b ·\[2J word word .* word…$/);
    expect(read?.divergence.sentence).toBe(`${'言'.repeat(SENTENCE_LIMIT - 1)}…`);
    expect(read?.risks).toHaveLength(5);
    for (const risk of read?.risks ?? []) expect([...risk].length).toBeLessThanOrEqual(RISK_LIMIT);
  });

  it('whatever texts it has, they can be shown within their limits', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }).map((said) => `a${said}`);
    fc.assert(
      fc.property(text, text, text, (sentence, pattern, risk) => {
        const [read] = shape.read(saying({ ...good, divergence: { level: 'mild', sentence }, pattern, risks: [risk] }));
        const texts = [read?.divergence.sentence ?? '', read?.pattern ?? '', ...(read?.risks ?? [])];
        for (const shown of texts) {
          expect(isPrintable(shown)).toBe(true);
          expect([...shown].length).toBeLessThanOrEqual(SENTENCE_LIMIT);
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each(meaningless)('%# that says nothing is refused, and says why', (said, why) => {
    expect(matches(shape.schema, said)).toBe(true);
    expect(refusal(said)).toMatch(why);
  });
});

describe('the schema', () => {
  it.each(malformed)('and the reader refuse the same: %j', (said) => {
    expect([matches(shape.schema, said), refusal(said) === undefined]).toEqual([false, false]);
  });

  it('and the reader agree on any answer that means something', () => {
    const some = fc.record(
      {
        number: fc.constantFrom<unknown>(1, 1.5, '1'),
        divergence: fc.constantFrom<unknown>(good.divergence, {}, { level: 'x', sentence: 'y' }, 'mild'),
        squeeze: fc.constantFrom<unknown>(good.squeeze, { side: 'none', level: 'low' }, { side: 'long' }, null),
        pattern: fc.constantFrom<unknown>('flat', 3),
        direction: fc.constantFrom<unknown>('up', 'down', 'sideways'),
        confidence: fc.constantFrom<unknown>(0, 0.5, 1, '1'),
        risks: fc.constantFrom<unknown>([], ['one'], [null], {}),
        more: fc.constant(1),
      },
      { requiredKeys: ['number', 'divergence', 'squeeze', 'pattern', 'direction', 'confidence', 'risks'] },
    );
    fc.assert(
      fc.property(some, (said) => {
        expect(refusal(saying(said)) === undefined).toBe(matches(shape.schema, saying(said)));
      }),
      { numRuns: 500 },
    );
  });

  it('is strict: every object closed, every property required', () => {
    const objects: unknown[] = [];
    JSON.stringify(shape.schema, (_, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'properties' in value) objects.push(value);
      return value;
    });
    expect(objects).toHaveLength(4);
    for (const object of objects) {
      expect(object).toMatchObject({ type: 'object', additionalProperties: false });
      const { properties, required } = object as { properties: object; required: readonly string[] };
      expect(Object.keys(properties)).toEqual(required);
    }
  });
});
