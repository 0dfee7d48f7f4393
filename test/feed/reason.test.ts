import { expect, test } from 'vitest';
import { reasonOf } from '../../src/feed/reason.js';

test.each<[unknown, string]>([
  [new Error('cut'), 'cut'],
  [
    new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')]),
    'connect ECONNREFUSED ::1:1',
  ],
  [new TypeError(''), 'TypeError'],
  ['plain', 'plain'],
])('the reason of %o is %j', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
