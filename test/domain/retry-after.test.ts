import { expect, test } from 'vitest';
import { readRetryAfter } from '../../src/domain/retry-after.js';

test.each([
  ['12', 12_000],
  ['0', 0],
  [' 7.5 ', 7500],
  ['2592000', 2_592_000_000],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms from then', (value, expected) => {
  expect(readRetryAfter(value, 10_000)).toBe(expected);
});
