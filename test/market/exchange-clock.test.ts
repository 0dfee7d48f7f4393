import { expect, test } from 'vitest';
import { exchangeTime } from '../../src/market/exchange-clock.js';
import { START } from '../support/market-records.js';

test.each([
  ['is ours while nothing was heard', undefined, 0],
  ['is ours while messages take as long as messages do', 180, 0],
  ['is ours at the longest way', 2_000, 0],
  ['is later where messages come before they were sent', -90_000, 90_000],
  ['is earlier where every message seems minutes old', 240_000, -240_000],
])('the time on an exchange %s', (_, lagMs, difference) => {
  expect(exchangeTime(START, lagMs)).toBe(START + difference);
});
