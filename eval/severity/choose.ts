// Which of the thousands of labelled liquidations become the set: as many of each tier as wanted, spread over sources and
// clauses, half of them borderline where there are such. What the rules say of them plays no part.
import { type Tier, tiers } from '../../src/domain/severity.js';
import type { EvalCase } from './cases.js';

export const WANTED: Readonly<Record<Tier, number>> = { LOW: 75, MEDIUM: 75, HIGH: 70, CRITICAL: 45 };

/** Keeps the order of `cases`. The same cases give the same choice. */
export function choose(cases: readonly EvalCase[], wanted: Readonly<Record<Tier, number>> = WANTED): readonly EvalCase[] {
  const chosen = new Set(
    tiers.flatMap((tier) =>
      ofTier(
        cases.filter((one) => one.tier === tier),
        wanted[tier],
      ),
    ),
  );
  return cases.filter((one) => chosen.has(one));
}

/** One of each stratum in turn, until there are enough. */
function ofTier(cases: readonly EvalCase[], wanted: number): readonly EvalCase[] {
  const strata = new Map<string, EvalCase[]>();
  for (const one of cases) {
    const key = `${one.source} ${one.clause} ${one.isBorderline}`;
    strata.set(key, [...(strata.get(key) ?? []), one]);
  }
  const lines = [...strata.values()].map(spread);
  const chosen: EvalCase[] = [];
  for (let turn = 0; chosen.length < Math.min(wanted, cases.length); turn += 1) {
    for (const line of lines) {
      const next = line[turn];
      if (next && chosen.length < wanted) chosen.push(next);
    }
  }
  return chosen;
}

/** The same list such that any beginning of it lies evenly over it: places in the order of their bits read backwards. */
export function spread<T>(list: readonly T[]): readonly T[] {
  const bits = Math.ceil(Math.log2(Math.max(2, list.length)));
  const reversed = (place: number): number => {
    let turned = 0;
    for (let bit = 0; bit < bits; bit += 1) turned = turned * 2 + ((place >> bit) & 1);
    return turned;
  };
  return [...list.keys()].sort((a, b) => reversed(a) - reversed(b)).flatMap((place) => list.slice(place, place + 1));
}
