import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSelected } from '../../src/exchanges/selective-json.js';
import { decimal, exactly, fields, listOf, mapOf, names, value, type Wanted } from '../../src/exchanges/wanted.js';
import { frameTexts, mutated } from '../support/wire-arbitraries.js';

/** A shape to ask for, and what asking for it leaves of a full parse. */
interface Asked {
  readonly wanted: Wanted;
  readonly project: (full: unknown) => unknown;
}

const isPlainDecimal = (text: string) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
const isObject = (full: unknown): full is Record<string, unknown> =>
  typeof full === 'object' && full !== null && !Array.isArray(full);
const asNumber = (full: unknown) => (typeof full === 'string' && isPlainDecimal(full) ? Number(full) : full);

const leaves: readonly Asked[] = [
  { wanted: value, project: (full) => full },
  { wanted: names(3), project: (full) => full },
  { wanted: decimal, project: asNumber },
];

function askedFields(asked: Readonly<Record<string, Asked>>): Asked {
  return {
    wanted: fields((take) => Object.fromEntries(Object.entries(asked).map(([key, field]) => [key, take(field.wanted)]))),
    // Absent ones are `undefined`, as in every place that reads them.
    project: (full) =>
      isObject(full)
        ? Object.fromEntries(Object.entries(asked).map(([key, field]) => [key, field.project(ownField(full, key))]))
        : full,
  };
}

function ownField(full: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(full, key) ? full[key] : undefined;
}

function askedList({ wanted, project }: Asked): Asked {
  return { wanted: listOf(wanted), project: (full) => (Array.isArray(full) ? full.map(project) : project(full)) };
}

function askedMap({ wanted, project }: Asked): Asked {
  return {
    wanted: mapOf(wanted),
    project: (full) =>
      isObject(full) ? Object.fromEntries(Object.entries(full).map(([key, entry]) => [key, project(entry)])) : full,
  };
}

const KEYS = ['a', 'b', 'ab', 'ba', 'rate', 'rite', 'price', 'prices', 'x'];
const shape = fc.letrec<{ any: Asked; leaf: Asked; fields: Asked; list: Asked; map: Asked }>((tie) => ({
  any: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('fields'), tie('list'), tie('map')),
  leaf: fc.constantFrom(...leaves),
  fields: fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 6 }).map(askedFields),
  list: tie('any').map(askedList),
  map: tie('any').map(askedMap),
}));

const scalar = fc.oneof(
  fc.constantFrom('BTCUSDT', 'ETH', '币安人生', '', '0', '-0.0', '1.50', '007', '1e5', '.5', '5.', '--1', '1.2.3', 'a b!', 'é'),
  fc.constantFrom(null, true, false, 0, -0, 1e21, 1.5e-9, 0.1),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
);
const json = fc.letrec<{ any: unknown; object: unknown; list: unknown; scalar: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, tie('scalar'), tie('object'), tie('list')),
  scalar,
  object: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom('__proto__', 'constructor', 'other')), tie('any')),
  list: fc.array(tie('any'), { maxLength: 4 }),
}));

function outcome(read: () => unknown): unknown {
  try {
    return { read: read() };
  } catch (error) {
    if (error instanceof SyntaxError) return 'no JSON';
    throw error;
  }
}

/** Both readings, with what is not asked for taken out of whatever they give. */
function readings(text: string, { wanted, project }: Asked): readonly [unknown, unknown] {
  return [outcome(() => project(parseSelected(text, wanted))), outcome(() => project(JSON.parse(text)))];
}

describe('selected JSON', () => {
  it('is what a full parse leaves when the rest is taken out', () => {
    fc.assert(
      fc.property(shape.any, json.any, ({ wanted, project }, given) => {
        const [selected, full] = readings(JSON.stringify(given), { wanted, project });
        expect(selected).toEqual(full);
      }),
      { numRuns: 5000 },
    );
  });

  it('is no JSON exactly where a full parse says so', () => {
    const frames = ['binance', 'bybit', 'okx', 'deribit', 'hyperliquid', 'dydx'].flatMap(frameTexts);
    const short = frames.filter((text) => text.length < 3000);
    const spoiled = fc
      .tuple(fc.constantFrom(...short), fc.nat(), fc.constantFrom(...' ,:"\\{}[]0-.eE1n\n\u0000'))
      .map(([text, at, letter]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + letter + text.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(shape.any, fc.oneof(mutated(short), spoiled), (asked, text) => {
        const [selected, full] = readings(text, asked);
        expect(selected).toEqual(full);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads every decimal as `Number` does', () => {
    const read = fields((take) => ({ n: take(decimal) }));
    const digits = fc
      .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^(0|[1-9]\d{0,20})(\.\d{1,25})?$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(digits, (text) => {
        expect(parseSelected(`{"n":"${text}"}`, read)).toEqual({ n: Number(text) });
        expect(parseSelected(`{"n":${text}}`, read)).toEqual({ n: Number(text) });
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['', 'abc', '1e5', '0x10', '007', '.5', '5.', '+1', 'NaN', ' 1', '1-2'])('leaves %j the text it is', (text) => {
    const read = fields((take) => ({ n: take(decimal) }));
    expect(parseSelected(`{"n":"${text}"}`, read)).toEqual({ n: text });
  });

  it('takes the last of a key that comes twice', () => {
    const read = fields((take) => ({ a: take(value) }));
    expect(parseSelected('{"a":1,"b":2,"a":3}', read)).toEqual({ a: 3 });
  });

  it('takes one of a list for the list', () => {
    const one = fields((take) => ({ a: take(value) }));
    const read = listOf(one);
    expect(parseSelected('{"a":1,"b":2}', read)).toEqual({ a: 1 });
    expect(parseSelected('[{"a":1,"b":2}]', read)).toEqual([{ a: 1 }]);
  });

  it('leaves a frame with another text than the one expected to the full parse', () => {
    const event = exactly('mark');
    const read = fields((take) => ({ e: take(event), p: take(decimal) }));
    expect(parseSelected('{"e":"mark","p":"1.5","x":2}', read)).toEqual({ e: 'mark', p: 1.5 });
    for (const e of ['"market"', '"mar"', '""']) {
      expect(parseSelected(`{"e":${e},"p":"1.5","x":2}`, read)).toEqual({ e: JSON.parse(e), p: '1.5', x: 2 });
    }
    expect(parseSelected('{"e":5,"p":"1.5","x":2}', read)).toEqual({ e: 5, p: 1.5 });
  });

  it('leaves what is nested too deep or too long to the full parse', () => {
    const read = fields((take) => ({ a: take(value) }));
    const deep = `{"a":1,"b":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(parseSelected(deep, read)).toMatchObject({ a: 1 });
    for (const open of ['[', '{"x":']) {
      expect(() => parseSelected(`{"a":1,"b":${open.repeat(100_000)}`, read)).toThrow(SyntaxError);
    }
    const long = `{"a":1,"b":"${'x'.repeat(1 << 20)}"}`;
    expect(parseSelected(long, read)).toEqual(JSON.parse(long));
  });

  it('makes a name once, however often it comes', () => {
    const read = listOf(names(10));
    const again = parseSelected('["BTC-USDT-SWAP","ETH-USDT-SWAP","BTC-USDT-SWAP"]', read);
    expect(again).toEqual(['BTC-USDT-SWAP', 'ETH-USDT-SWAP', 'BTC-USDT-SWAP']);
  });

  it('takes no shape that is made anew for every frame', () => {
    expect(() => fields((take) => ({ a: take(listOf(value)) }))).toThrow('made once');
  });
});
