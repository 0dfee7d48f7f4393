import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonInText } from '../../src/model/json-in-text.js';

const plain = fc.stringMatching(/^[\w .,:;!?'"()\n-]{0,80}$/);
const object = fc.dictionary(fc.string(), fc.jsonValue());

test('an object is found whatever is said around it', () => {
  fc.assert(
    fc.property(plain, object, plain, (before, found, behind) => {
      const expected = JSON.parse(JSON.stringify(found));
      expect(jsonInText(`${before}\n\`\`\`json\n${JSON.stringify(found, null, 2)}\n\`\`\`\n${behind}`)).toEqual(expected);
      expect(jsonInText(`<think>${before}{"a":1}</think>${JSON.stringify(found)}`)).toEqual(expected);
    }),
  );
});

test('anything else is an object or nothing, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = jsonInText(text);
      expect(found === undefined || (typeof found === 'object' && found !== null && !Array.isArray(found))).toBe(true);
    }),
  );
});

test.each([
  ['{"a":1}', { a: 1 }],
  ['{"a":"</think>"}', { a: '</think>' }],
  ['<think>{"a":1}', undefined],
  ['{"a":1} or rather {"a":2}', { a: 2 }],
  ['{not json} {"a":{"b":"}"}}', { a: { b: '}' } }],
  ['{"a":1', undefined],
  ['[{"a":1}]', { a: 1 }],
  ['"{}"', {}],
  ['null', undefined],
  ['', undefined],
])('%j holds %j', (text, found) => {
  expect(jsonInText(text)).toEqual(found);
});

test.each(['{', '{"', '{}'.repeat(1).concat('{"a":'), '<think>{'])('64 kB of %j are read in no time', (part) => {
  const text = part.repeat(Math.ceil(65_536 / part.length));
  const start = performance.now();
  jsonInText(text);
  expect(performance.now() - start).toBeLessThan(500);
});
