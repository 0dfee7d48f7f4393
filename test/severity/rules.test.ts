import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SeverityContext, tierRank } from '../../src/domain/severity.js';
import { judgeByRules } from '../../src/severity/rules.js';
import { liquidation } from '../support/market-records.js';

const nothing: SeverityContext = { usual: { count: 0 }, recent: { windowMs: 60_000, count: 0, notionalUsd: 0 } };
const major = { openInterestUsd: 6_000_000_000 };
const small = { openInterestUsd: 40_000_000 };
const run = (count: number, notionalUsd: number) => ({ recent: { windowMs: 60_000, count, notionalUsd } });
const usual = (medianUsd: number, p95Usd: number, count = 300) => ({ usual: { count, medianUsd, p95Usd } });

const tier = (notionalUsd: number, context: Partial<SeverityContext> = {}) =>
  judgeByRules(liquidation('a', { notionalUsd }), { ...nothing, ...context }).tier;

describe('tiers', () => {
  test.each([
    ['$600k of BTC is serious', 600_000, major, 'HIGH'],
    ['$600k of a small coin shakes it', 600_000, small, 'CRITICAL'],
    ['a million is felt on BTC too', 1_000_000, major, 'CRITICAL'],
    ['volume alone makes a major market', 600_000, { volume24hUsd: 6_000_000_000 }, 'HIGH'],
    ['a market of unknown size is taken for a middle one', 499_999, {}, 'HIGH'],
    ['and shouts from half a million', 500_000, {}, 'CRITICAL'],
    [
      'below $10k nothing matters, in the smallest market and the longest run',
      9_999,
      { ...small, ...run(500, 5_000_000) },
      'LOW',
    ],
    ['$10k is worth a look', 10_000, small, 'MEDIUM'],
    ['$50k is high', 50_000, small, 'HIGH'],
    ['nothing below $250k is critical, in any run', 249_999, { ...small, ...run(500, 5_000_000) }, 'HIGH'],
    ['ten millions are critical whatever is usual', 10_000_000, { ...major, ...usual(5_000_000, 50_000_000) }, 'CRITICAL'],
    ['a million is high whatever is usual', 1_000_000, { ...major, ...usual(5_000_000, 50_000_000) }, 'HIGH'],
    ['where large sizes are usual, the same size counts less', 60_000, { ...small, ...usual(40_000, 130_000) }, 'LOW'],
    ['above the p80 it is worth a look', 75_000, { ...small, ...usual(40_000, 130_000) }, 'MEDIUM'],
    ['above the p95 it is high', 130_000, { ...small, ...usual(40_000, 130_000) }, 'HIGH'],
    ['and critical at four times the p95', 520_000, { ...small, ...usual(40_000, 130_000) }, 'CRITICAL'],
    ['not before', 519_999, { ...small, ...usual(40_000, 130_000) }, 'HIGH'],
    ['a history too short says nothing', 60_000, { ...small, ...usual(40_000, 130_000, 19) }, 'HIGH'],
    ['small usual sizes do not lower the lines', 9_000, { ...small, ...usual(50, 400) }, 'LOW'],
    ['the fifth of a run is raised by one step', 30_000, { ...small, ...run(4, 50_000) }, 'HIGH'],
    ['the fourth is not', 30_000, { ...small, ...run(3, 500_000) }, 'MEDIUM'],
    ['nor is one after dust', 30_000, { ...small, ...run(40, 49_999) }, 'MEDIUM'],
    ['nor to a tier its own size is too small for', 24_999, { ...small, ...run(9, 500_000) }, 'MEDIUM'],
    ['above critical there is nothing', 2_000_000, { ...major, ...run(9, 500_000) }, 'CRITICAL'],
  ] as const)('%s', (_, notionalUsd, context, expected) => {
    expect(tier(notionalUsd, context)).toBe(expected);
  });
});

describe('laws', () => {
  const usd = fc.integer({ min: 1, max: 30_000_000 });
  const context = fc.record(
    {
      usual: fc
        .record({ count: fc.integer({ min: 0, max: 512 }), medianUsd: usd, p95Usd: usd })
        .map((one) => (one.count === 0 ? { count: 0 } : { ...one, p95Usd: Math.max(one.medianUsd, one.p95Usd) })),
      recent: fc.record({
        windowMs: fc.constant(60_000),
        count: fc.integer({ min: 0, max: 20 }),
        notionalUsd: fc.integer({ min: 0, max: 200_000 }),
      }),
      openInterestUsd: fc.integer({ min: 0, max: 9_000_000_000 }),
      volume24hUsd: fc.integer({ min: 0, max: 30_000_000_000 }),
    },
    { requiredKeys: ['usual', 'recent'] },
  );
  const rank = (notionalUsd: number, around: SeverityContext) => tierRank(tier(notionalUsd, around));

  test('in the same context a larger notional never gets a lower tier', () => {
    fc.assert(
      fc.property(context, usd, usd, (around, a, b) => {
        expect(rank(Math.max(a, b), around)).toBeGreaterThanOrEqual(rank(Math.min(a, b), around));
      }),
    );
  });

  test('more on the same side just before never lowers the tier', () => {
    fc.assert(
      fc.property(context, usd, fc.nat(30), fc.nat(300_000), (around, notional, count, more) => {
        const { recent } = around;
        const heavier = { ...around, recent: { ...recent, count: recent.count + count, notionalUsd: recent.notionalUsd + more } };
        expect(rank(notional, heavier)).toBeGreaterThanOrEqual(rank(notional, around));
      }),
    );
  });

  test('floors and ceilings hold in every context', () => {
    fc.assert(
      fc.property(context, usd, (around, notional) => {
        if (notional < 10_000) expect(tier(notional, around)).toBe('LOW');
        if (notional < 250_000) expect(tier(notional, around)).not.toBe('CRITICAL');
        if (notional >= 10_000_000) expect(tier(notional, around)).toBe('CRITICAL');
      }),
    );
  });

  test('the same question has the same answer, in one printable sentence of at most 120 characters', () => {
    fc.assert(
      fc.property(
        context,
        fc.double({ min: 1e-9, max: 1e21, noNaN: true }),
        fc.string({ maxLength: 128, unit: 'binary' }),
        (around, notionalUsd, asset) => {
          const event = liquidation('a', { notionalUsd, asset });
          const verdict = judgeByRules(event, around);
          expect(judgeByRules(event, around)).toEqual(verdict);
          expect(verdict.reason.length).toBeLessThanOrEqual(120);
          expect(verdict.reason).not.toMatch(/\p{Cc}|undefined|NaN|Infinity/u);
        },
      ),
    );
  });
});

describe('evidence', () => {
  const reason = (fields: Parameters<typeof liquidation>[1], context: Partial<SeverityContext>) =>
    judgeByRules(liquidation('a', fields), { ...nothing, ...context }).reason;

  test.each([
    [
      { notionalUsd: 612_345, asset: 'PEPE' },
      { ...usual(43_000, 130_000), ...run(4, 90_000) },
      '$612k long, 14× the usual $43k of PEPE, 5th long in 60 s',
    ],
    [
      { notionalUsd: 1_254_000, side: 'short' },
      { ...major, ...run(1, 9) },
      '$1.25M short, BTC is a major market, 2nd short in 60 s',
    ],
    [
      { notionalUsd: 999_999, asset: 'SOL' },
      { openInterestUsd: 300_000_000, ...run(10, 9) },
      '$1M long, SOL is a large market, 11th long in 60 s',
    ],
    [{ notionalUsd: 90.4, asset: 'ABC' }, small, '$90.4 long, ABC is a small market'],
    [{ notionalUsd: 500, asset: 'ABC' }, { ...small, ...usual(2_000, 9_000) }, '$500 long, 0.25× the usual $2k of ABC'],
    [{ notionalUsd: 12_000 }, {}, '$12k long, BTC is a market of unknown size'],
  ] as const)('%j', (fields, context, expected) => {
    expect(reason(fields, context)).toBe(expected);
  });
});
