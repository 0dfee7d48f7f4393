// RUBRIC.md, "Clauses", as code: the first that holds decides. The words there are the authority; nothing here is shared with
// src/severity.
import type { Tier } from '../../src/domain/severity.js';
import type { Facts } from './hindsight.js';

export const clauseNames = ['C1', 'C2', 'C3', 'H1', 'H2', 'H3', 'H4', 'M1', 'M2', 'M3', 'M4', 'L1', 'L2'] as const;
export type ClauseName = (typeof clauseNames)[number];

export interface Label {
  readonly tier: Tier;
  readonly clause: ClauseName;
}

/** Below it nobody is to be interrupted, called over, or made to look: whatever else holds. */
const LEAST_USD: Readonly<Record<Tier, number>> = { LOW: 0, MEDIUM: 1_000, HIGH: 10_000, CRITICAL: 100_000 };

const OPEN_INTEREST_SHARE = { felt: 1 / 1_000, strong: 1 / 5_000, visible: 1 / 50_000 };
const ONE_IN_THREE_HUNDRED = { rank: 1 / 300, peers: 300 };
const ONE_IN_A_HUNDRED = { rank: 1 / 100, peers: 100 };
const LARGE = 1 / 20;
const ABOVE_THE_USUAL = 1 / 5;
const MUCH_OF_ITS_HOUR = 1 / 10;

const CASCADE = { assets: 10, oneSidedness: 0.8, timesUsual: 5 };
const STAMPEDE = { count: 10, manyCount: 20, exchanges: 3 };
const LEADING = 1 / 20;
/** Half a percent: what a leveraged trader notices without looking for it. */
const MOVED = 0.005;
/** A tenth of a percent: the breath of any market. */
const STILL = 0.001;

function isCascade({ tide }: Facts): boolean {
  const share = tide.usd / (tide.usd + tide.otherSideUsd);
  return tide.assetCount >= CASCADE.assets && share >= CASCADE.oneSidedness && tide.timesUsual >= CASCADE.timesUsual;
}

function isStampede({ run, drive, aftermath }: Facts): boolean {
  const isPriceKnown = drive !== undefined || aftermath !== undefined;
  if (run.count >= STAMPEDE.manyCount && (!isPriceKnown || run.exchangeCount >= STAMPEDE.exchanges)) return true;
  return run.count >= STAMPEDE.count && ((drive ?? 0) >= MOVED || (aftermath ?? 0) >= MOVED);
}

function wentOn({ after, notionalUsd, aftermath }: Facts): boolean {
  return after.usd >= notionalUsd || (aftermath ?? 0) >= MOVED;
}

/** Nothing of its side beside it, and a price that did not notice. */
function isLone({ run, drive, aftermath }: Facts): boolean {
  return run.count === 1 && drive !== undefined && Math.abs(drive) < STILL && (aftermath ?? 0) < STILL;
}

function isOfShare({ openInterestShare }: Facts, least: number): boolean {
  return openInterestShare !== undefined && openInterestShare >= least;
}

function isAmong({ rank, peerCount }: Facts, line: { readonly rank: number; readonly peers: number }): boolean {
  return peerCount >= line.peers && rank <= line.rank;
}

interface Clause extends Label {
  readonly holds: (facts: Facts) => boolean;
}

const clauses: readonly Clause[] = [
  { clause: 'C1', tier: 'CRITICAL', holds: (facts) => isOfShare(facts, OPEN_INTEREST_SHARE.felt) },
  { clause: 'C2', tier: 'CRITICAL', holds: (facts) => isCascade(facts) && facts.tideRank <= LEADING && wentOn(facts) },
  {
    clause: 'C3',
    tier: 'CRITICAL',
    holds: (facts) =>
      isAmong(facts, ONE_IN_THREE_HUNDRED) && facts.notionalUsd >= MUCH_OF_ITS_HOUR * facts.hourUsd && !isLone(facts),
  },
  { clause: 'H1', tier: 'HIGH', holds: (facts) => isOfShare(facts, OPEN_INTEREST_SHARE.strong) },
  { clause: 'H2', tier: 'HIGH', holds: (facts) => isAmong(facts, ONE_IN_A_HUNDRED) && !isLone(facts) },
  {
    clause: 'H3',
    tier: 'HIGH',
    holds: (facts) => facts.rank <= LARGE && (isStampede(facts) || isCascade(facts)) && wentOn(facts),
  },
  { clause: 'H4', tier: 'HIGH', holds: (facts) => isCascade(facts) && facts.tideRank <= LEADING },
  { clause: 'M1', tier: 'MEDIUM', holds: (facts) => isOfShare(facts, OPEN_INTEREST_SHARE.visible) },
  { clause: 'M2', tier: 'MEDIUM', holds: (facts) => facts.rank <= LARGE && !isLone(facts) },
  { clause: 'M3', tier: 'MEDIUM', holds: (facts) => facts.rank <= ABOVE_THE_USUAL && (isStampede(facts) || isCascade(facts)) },
  { clause: 'M4', tier: 'MEDIUM', holds: (facts) => facts.notionalUsd >= LEAST_USD.CRITICAL },
];

export function labelOf(facts: Facts): Label {
  const found = clauses.find(({ tier, holds }) => facts.notionalUsd >= LEAST_USD[tier] && holds(facts));
  if (found) return { tier: found.tier, clause: found.clause };
  return { tier: 'LOW', clause: facts.notionalUsd < LEAST_USD.MEDIUM ? 'L1' : 'L2' };
}
