import { describe, expect, test } from 'vitest';
import { isIdle, nextRaising, quiet, type Raising } from '../../src/market/raising.js';

const rules = { evaluations: 3, minHoldMs: 10_000, cooldownMs: 60_000 };
const NOW = 1_700_000_000_000;
const above = { isRaising: true, isClearing: false };
const between = { isRaising: false, isClearing: false };
const below = { isRaising: false, isClearing: true };
const raised = (run = 0, agoMs = 30_000): Raising => ({ raisedTime: NOW - agoMs, run });
const cooling = (run = 0, agoMs = 30_000): Raising => ({ raisedTime: undefined, run, clearedTime: NOW - agoMs });

describe('raising', () => {
  test.each([
    ['quiet, above: counts', quiet, above, { raisedTime: undefined, run: 1 }],
    ['second time', { raisedTime: undefined, run: 1 }, above, { raisedTime: undefined, run: 2 }],
    ['third time: raised', { raisedTime: undefined, run: 2 }, above, { raisedTime: NOW, run: 0 }],
    ['a step between the lines begins anew', { raisedTime: undefined, run: 2 }, between, quiet],
    ['raised, above: stands', raised(), above, raised()],
    ['raised, between: stands', raised(2), between, raised(0)],
    ['raised, below: counts', raised(1), below, raised(2)],
    ['third time below: cleared', raised(2), below, { raisedTime: undefined, run: 0, clearedTime: NOW }],
    ['held for its least time', raised(2, 9_999), below, raised(3, 9_999)],
    ['cooling, above: does not count', cooling(), above, cooling()],
    ['cooled down, above: counts', cooling(0, 60_000), above, cooling(1, 60_000)],
    ['cooled down, below: forgotten', cooling(0, 60_000), below, quiet],
  ])('%s', (_, state, lines, expected) => {
    expect(nextRaising(state, lines, NOW, rules)).toEqual(expected);
  });

  test('a state that does not change is the same object', () => {
    const state = raised();
    expect(nextRaising(state, above, NOW, rules)).toBe(state);
    expect(nextRaising(quiet, below, NOW, rules)).toBe(quiet);
  });

  test('only quiet is idle', () => {
    expect([quiet, raised(), cooling(), { raisedTime: undefined, run: 1 }].map(isIdle)).toEqual([true, false, false, false]);
  });
});
