// How right a judge was: pure arithmetic over pairs of label and answer.
import { type Tier, tierRank, tiers } from '../../src/domain/severity.js';

export interface Pair {
  readonly label: Tier;
  readonly answer: Tier;
}

export interface TierScore {
  /** Of those it called so, the share that are; absent where it called none so. */
  readonly precision?: number;
  /** Of those that are so, the share it called so; absent where none is. */
  readonly recall?: number;
}

export interface Score {
  readonly count: number;
  /** Shares of `count`; absent where there is none. */
  readonly accuracy?: number;
  readonly withinOne?: number;
  readonly byTier: Readonly<Record<Tier, TierScore>>;
  /** `confusion[label][answer]`. */
  readonly confusion: Readonly<Record<Tier, Readonly<Record<Tier, number>>>>;
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function forTiers<T>(of: (tier: Tier) => T): Readonly<Record<Tier, T>> {
  return { LOW: of('LOW'), MEDIUM: of('MEDIUM'), HIGH: of('HIGH'), CRITICAL: of('CRITICAL') };
}

export function scoreOf(pairs: readonly Pair[]): Score {
  const countOf = (matches: (pair: Pair) => boolean): number => pairs.filter(matches).length;
  const right = countOf(({ label, answer }) => label === answer);
  const near = countOf(({ label, answer }) => Math.abs(tierRank(label) - tierRank(answer)) <= 1);
  const [accuracy, withinOne] = [share(right, pairs.length), share(near, pairs.length)];
  return {
    count: pairs.length,
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(withinOne === undefined ? {} : { withinOne }),
    byTier: forTiers((tier) => {
      const both = countOf(({ label, answer }) => label === tier && answer === tier);
      const precision = share(
        both,
        countOf(({ answer }) => answer === tier),
      );
      const recall = share(
        both,
        countOf(({ label }) => label === tier),
      );
      return { ...(precision === undefined ? {} : { precision }), ...(recall === undefined ? {} : { recall }) };
    }),
    confusion: forTiers((label) => forTiers((answer) => countOf((pair) => pair.label === label && pair.answer === answer))),
  };
}

export function countByTier(labels: readonly Tier[]): string {
  return tiers.map((tier) => `${tier} ${labels.filter((label) => label === tier).length}`).join(', ');
}

/** Nearest rank; absent where there is nothing. */
export function quantileOf(values: readonly number[], part: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}
