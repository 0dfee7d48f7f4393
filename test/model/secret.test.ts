import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutKey } from '../../src/model/secret.js';

const key = fc.stringMatching(/^[\x21-\x7e]{8,60}$/);

test('no eight characters of the key in a row are left of any text, in any letter case', () => {
  fc.assert(
    fc.property(key, fc.array(fc.oneof(fc.string(), fc.constant(0), fc.constant(1), fc.nat(50))), (secret, parts) => {
      const text = parts
        .map((part) =>
          part === 0 ? secret : part === 1 ? secret.toUpperCase() : typeof part === 'number' ? secret.slice(part) : part,
        )
        .join('');
      const shown = withoutKey(text, secret).toLowerCase().replaceAll('[key]', '\n');
      for (let at = 0; at + 8 <= secret.length; at += 1) expect(shown).not.toContain(secret.slice(at, at + 8).toLowerCase());
    }),
  );
});

test('a text without it stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ,.]{0,200}$/), (text) => {
      expect(withoutKey(text, 'SK_0123456789')).toBe(text);
    }),
  );
});

test.each([
  ['a short key: abc', 'abc', 'a short key: [key]'],
  ['Bearer sk-0123456789abcdef and more', '', 'Bearer [key] and more'],
  ['key sk-proj-*******wxyz.', '', 'key [key].'],
  ['gsk_0123456789 risk-adjusted-returns task_1234567', '', '[key] risk-adjusted-returns task_1234567'],
  ['', 'sk-1234567890', ''],
])('%j with the key %j is shown as %j', (text, secret, shown) => {
  expect(withoutKey(text, secret)).toBe(shown);
});
