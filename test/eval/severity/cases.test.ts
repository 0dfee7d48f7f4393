import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASES_FILE, readCases, writeCases } from '../../../eval/severity/cases.js';
import { choose, spread } from '../../../eval/severity/choose.js';
import { generateCases } from '../../../eval/severity/generate.js';
import { tiers } from '../../../src/domain/severity.js';

const text = readFileSync(CASES_FILE, 'utf8');
const cases = readCases(text);
const distinct = (of: (one: (typeof cases)[number]) => string): number => new Set(cases.map(of)).size;

describe('the labelled set', () => {
  // Where this fails because the demo, the market or an adapter changed on purpose: npm run eval:severity:cases, and read the diff.
  it('is what its maker makes, to the letter', { timeout: 240_000 }, () => {
    expect(writeCases(generateCases()) === text).toBe(true);
  });

  it('holds at least 240 cases, and of every tier enough to measure it', () => {
    expect(cases.length).toBeGreaterThanOrEqual(240);
    for (const tier of tiers) expect(cases.filter((one) => one.tier === tier).length, tier).toBeGreaterThanOrEqual(30);
  });

  it('holds each liquidation once', () => {
    expect(distinct(({ source, liquidation }) => `${source} ${liquidation.id}`)).toBe(cases.length);
  });

  it('is spread over sources, exchanges, coins and both sides', () => {
    expect(distinct(({ source }) => source)).toBe(7);
    expect(distinct(({ liquidation }) => liquidation.exchange)).toBeGreaterThanOrEqual(4);
    expect(distinct(({ liquidation }) => liquidation.asset)).toBeGreaterThanOrEqual(30);
    for (const side of ['long', 'short']) {
      expect(cases.filter(({ liquidation }) => liquidation.side === side).length).toBeGreaterThan(cases.length / 4);
    }
    expect(cases.filter(({ source }) => !source.startsWith('demo')).length).toBeGreaterThan(cases.length / 2);
  });

  it('holds calm and cascades, clear and borderline cases', () => {
    const minuteCount = ({ surroundings }: (typeof cases)[number]): number => {
      const [minute] = surroundings.flows;
      return (minute?.longCount ?? 0) + (minute?.shortCount ?? 0);
    };
    expect(cases.filter((one) => minuteCount(one) === 0).length).toBeGreaterThan(20);
    expect(cases.filter((one) => minuteCount(one) >= 10).length).toBeGreaterThan(40);
    const borderline = cases.filter(({ isBorderline }) => isBorderline).length;
    expect(borderline).toBeGreaterThan(cases.length / 5);
    expect(borderline).toBeLessThan(cases.length / 2);
  });

  it('reads back what was written, and no line that is none', () => {
    expect(writeCases(cases)).toBe(text);
    const [line = ''] = text.split('\n');
    expect(() => readCases(line.replace('"tier":"', '"tier":"VERY '))).toThrow(/VERY/);
    expect(() => readCases(line.replace('"notionalUsd":', '"notional":'))).toThrow(/notional/);
  });
});

describe('choosing', () => {
  it('takes no more of a tier than wanted, all where there are fewer, in their order', () => {
    const chosen = choose(cases, { LOW: 10, MEDIUM: 0, HIGH: 7, CRITICAL: 1_000 });
    const countOf = (tier: string): number => chosen.filter((one) => one.tier === tier).length;
    expect(tiers.map(countOf)).toEqual([10, 0, 7, cases.filter(({ tier }) => tier === 'CRITICAL').length]);
    expect(chosen).toEqual(cases.filter((one) => chosen.includes(one)));
  });

  it('a spread list is the same list', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (list) => {
        expect([...spread(list)].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
      }),
    );
  });

  it('the beginning of a spread list lies evenly over it', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
  });
});
