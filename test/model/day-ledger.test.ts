import { describe, expect, test } from 'vitest';
import { createDayLedger } from '../../src/model/day-ledger.js';

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const usage = (promptTokens: number, completionTokens: number, costUsd?: number) =>
  costUsd === undefined ? { promptTokens, completionTokens } : { promptTokens, completionTokens, costUsd };

describe('the budget', () => {
  test('of tokens is spent when they are, whatever they cost', () => {
    const ledger = createDayLedger({ tokens: 1_000, usd: 5 });
    ledger.addUsage(usage(900, 99), NOON);
    expect(ledger.isSpent(NOON)).toBe(false);
    ledger.addUsage(usage(0, 1), NOON);
    expect(ledger.isSpent(NOON)).toBe(true);
  });

  test('of dollars is spent when they are, and binds nobody whose provider tells no price', () => {
    const ledger = createDayLedger({ tokens: 1e9, usd: 0.5 });
    ledger.addUsage(usage(10, 10), NOON);
    expect(ledger.today(NOON).costUsd).toBeUndefined();
    ledger.addUsage(usage(10, 10, 0.3), NOON);
    ledger.addUsage(usage(10, 10, 0.2), NOON);
    expect(ledger.isSpent(NOON)).toBe(true);
    expect(ledger.today(NOON)).toMatchObject({ tokens: 60, costUsd: 0.5 });
  });

  test('of nothing lets nothing be asked', () => {
    expect(createDayLedger({ tokens: 1_000, usd: 0 }).isSpent(NOON)).toBe(true);
    expect(createDayLedger({ tokens: 0, usd: 1 }).isSpent(NOON)).toBe(true);
  });
});

describe('midnight UTC', () => {
  const spent = () => {
    const ledger = createDayLedger({ tokens: 100, usd: 5 });
    ledger.addCall(NOON);
    ledger.addUsage(usage(100, 0), NOON);
    ledger.addLatency(400, NOON);
    ledger.count('expired', NOON, 3);
    return ledger;
  };

  test('begins the day anew, and not a millisecond before', () => {
    const ledger = spent();
    expect(ledger.msToMidnight(NOON)).toBe(DAY_MS / 2);
    expect(ledger.isSpent(NOON + DAY_MS / 2 - 1)).toBe(true);
    expect(ledger.isSpent(NOON + DAY_MS / 2)).toBe(false);
    expect(ledger.today(NOON + DAY_MS / 2)).toEqual({
      callCount: 0,
      tokens: 0,
      costUsd: undefined,
      mishaps: { refusal: 0, failure: 0, dropped: 0, expired: 0 },
      latencyP50Ms: undefined,
      latencyP95Ms: undefined,
    });
  });

  test('a clock set back over midnight and on again grants nothing twice', () => {
    const ledger = spent();
    expect(ledger.isSpent(NOON - DAY_MS)).toBe(true);
    expect(ledger.isSpent(NOON)).toBe(true);
  });

  test('a clock that was days ahead by mistake does not lock the budget for days', () => {
    const ledger = createDayLedger({ tokens: 100, usd: 5 });
    ledger.addUsage(usage(100, 0), NOON + 30 * DAY_MS);
    expect(ledger.isSpent(NOON)).toBe(true);
    expect(ledger.isSpent(NOON + DAY_MS)).toBe(false);
  });
});

test('latency is told as nearest-rank quantiles of the newest 512', () => {
  const ledger = createDayLedger({ tokens: 100, usd: 5 });
  for (let ms = 1; ms <= 88; ms += 1) ledger.addLatency(90_000, NOON);
  for (let ms = 1; ms <= 512; ms += 1) ledger.addLatency(ms, NOON);
  expect(ledger.today(NOON)).toMatchObject({ latencyP50Ms: 256, latencyP95Ms: 487 });
});
