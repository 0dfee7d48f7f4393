import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASES_FILE, readCases } from '../../../eval/severity/cases.js';
import type { Facts } from '../../../eval/severity/hindsight.js';
import { clauseNames, labelOf } from '../../../eval/severity/rubric.js';

/** Amid nothing, in the middle of its coin's sizes. */
const ORDINARY: Facts = {
  notionalUsd: 50_000,
  rank: 0.5,
  peerCount: 1_000,
  openInterestShare: 1e-6,
  run: { count: 2, usd: 60_000, exchangeCount: 1 },
  after: { count: 1, usd: 10_000 },
  tide: { assetCount: 3, usd: 80_000, otherSideUsd: 70_000, timesUsual: 1 },
  tideRank: 0.5,
  hourUsd: 5_000_000,
  drive: 0.002,
  aftermath: 0.002,
};
const CASCADE = { tide: { assetCount: 10, usd: 800_000, otherSideUsd: 200_000, timesUsual: 5 } };
const STAMPEDE = { run: { count: 10, usd: 500_000, exchangeCount: 1 }, drive: 0.005 };
const WENT_ON = { after: { count: 5, usd: 1e9 } };
const LONE = { run: { count: 1, usd: 200_000, exchangeCount: 1 }, drive: 0.0005, aftermath: 0 };
const without = ({ drive: _, aftermath: __, ...facts }: Facts): Facts => facts;

describe('the rubric, clause by clause', () => {
  it.each<[string, string, Facts]>([
    ['L2', 'LOW', ORDINARY],
    ['L1', 'LOW', { ...ORDINARY, notionalUsd: 999, rank: 0.001 }],
    ['C1', 'CRITICAL', { ...ORDINARY, notionalUsd: 100_000, openInterestShare: 0.001 }],
    ['H1', 'HIGH', { ...ORDINARY, notionalUsd: 99_999, openInterestShare: 0.001 }],
    ['M1', 'MEDIUM', { ...ORDINARY, notionalUsd: 9_999, openInterestShare: 0.001 }],
    ['C2', 'CRITICAL', { ...ORDINARY, ...CASCADE, ...WENT_ON, notionalUsd: 100_000, tideRank: 0.05 }],
    ['H4', 'HIGH', { ...ORDINARY, ...CASCADE, notionalUsd: 100_000, tideRank: 0.05 }],
    ['C3', 'CRITICAL', { ...ORDINARY, notionalUsd: 500_000, rank: 0.003 }],
    ['H2', 'HIGH', { ...ORDINARY, notionalUsd: 499_999, rank: 0.003 }],
    ['H2', 'HIGH', { ...ORDINARY, notionalUsd: 500_000, rank: 0.003, peerCount: 299 }],
    ['M4', 'MEDIUM', { ...ORDINARY, ...LONE, notionalUsd: 500_000, rank: 0.003 }],
    ['L2', 'LOW', { ...ORDINARY, ...LONE, rank: 0.003 }],
    ['M2', 'MEDIUM', { ...ORDINARY, rank: 0.01, peerCount: 99 }],
    ['H3', 'HIGH', { ...ORDINARY, ...STAMPEDE, ...WENT_ON, rank: 0.05 }],
    ['M2', 'MEDIUM', { ...ORDINARY, ...STAMPEDE, rank: 0.05 }],
    ['M3', 'MEDIUM', { ...ORDINARY, ...STAMPEDE, rank: 0.2 }],
    ['M3', 'MEDIUM', { ...ORDINARY, ...CASCADE, rank: 0.2 }],
    ['L2', 'LOW', { ...ORDINARY, ...STAMPEDE, drive: 0.0049, rank: 0.2 }],
    ['M3', 'MEDIUM', { ...ORDINARY, run: { count: 20, usd: 1e6, exchangeCount: 3 }, rank: 0.2 }],
    ['L2', 'LOW', { ...ORDINARY, run: { count: 20, usd: 1e6, exchangeCount: 2 }, rank: 0.2 }],
    ['M3', 'MEDIUM', without({ ...ORDINARY, run: { count: 20, usd: 1e6, exchangeCount: 1 }, rank: 0.2 })],
    ['L2', 'LOW', without({ ...ORDINARY, run: { count: 19, usd: 1e6, exchangeCount: 1 }, rank: 0.2 })],
    ['L2', 'LOW', { ...ORDINARY, tide: { ...CASCADE.tide, assetCount: 9 }, rank: 0.2 }],
    ['L2', 'LOW', { ...ORDINARY, tide: { ...CASCADE.tide, otherSideUsd: 201_000 }, rank: 0.2 }],
    ['L2', 'LOW', { ...ORDINARY, tide: { ...CASCADE.tide, timesUsual: 4.9 }, rank: 0.2 }],
  ])('%s gives %s', (clause, tier, facts) => {
    expect(labelOf(facts)).toEqual({ clause, tier });
  });
});

describe('RUBRIC.md', () => {
  const text = readFileSync('eval/severity/RUBRIC.md', 'utf8');

  it('has every clause in its table, in the order in which they are tried', () => {
    expect([...text.matchAll(/^\| ([CHML]\d) \|/gm)].map(([, name]) => name)).toEqual([...clauseNames]);
  });

  const cases = readCases(readFileSync(CASES_FILE, 'utf8'));
  const examples = [...text.matchAll(/^\*\*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d), (\w+) (long|short), .*?\n\n/gms)];

  it('works its examples out as they are labelled in the set', () => {
    const labelled = examples.flatMap(([paragraph, time = '', asset, side]) => {
      const at = Date.parse(`${time.replace(' ', 'T')}Z`);
      const found = cases.find(
        ({ liquidation: one }) => one.asset === asset && one.side === side && Math.abs(one.receivedAt - at) < 1_000,
      );
      return found ? [{ said: /\*\*(LOW|MEDIUM|HIGH|CRITICAL)\*\*/.exec(paragraph)?.[1], ...found }] : [];
    });
    expect(labelled.length).toBeGreaterThanOrEqual(6);
    for (const { said, tier, liquidation } of labelled) expect(said, liquidation.id).toBe(tier);
  });
});
