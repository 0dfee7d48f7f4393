import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pair, quantileOf, scoreOf } from '../../../eval/severity/score.js';
import { tiers } from '../../../src/domain/severity.js';

const pair = (label: Pair['label'], answer: Pair['answer']): Pair => ({ label, answer });

describe('a score', () => {
  // Ten answers, by hand: 3 + 1 + 1 + 1 right, one two steps away.
  const pairs = [
    pair('LOW', 'LOW'),
    pair('LOW', 'LOW'),
    pair('LOW', 'LOW'),
    pair('LOW', 'MEDIUM'),
    pair('MEDIUM', 'LOW'),
    pair('MEDIUM', 'MEDIUM'),
    pair('HIGH', 'MEDIUM'),
    pair('HIGH', 'HIGH'),
    pair('CRITICAL', 'MEDIUM'),
    pair('CRITICAL', 'CRITICAL'),
  ];

  it('agrees with one worked out by hand', () => {
    expect(scoreOf(pairs)).toEqual({
      count: 10,
      accuracy: 0.6,
      withinOne: 0.9,
      byTier: {
        LOW: { precision: 3 / 4, recall: 3 / 4 },
        MEDIUM: { precision: 1 / 4, recall: 1 / 2 },
        HIGH: { precision: 1, recall: 1 / 2 },
        CRITICAL: { precision: 1, recall: 1 / 2 },
      },
      confusion: {
        LOW: { LOW: 3, MEDIUM: 1, HIGH: 0, CRITICAL: 0 },
        MEDIUM: { LOW: 1, MEDIUM: 1, HIGH: 0, CRITICAL: 0 },
        HIGH: { LOW: 0, MEDIUM: 1, HIGH: 1, CRITICAL: 0 },
        CRITICAL: { LOW: 0, MEDIUM: 1, HIGH: 0, CRITICAL: 1 },
      },
    });
  });

  it('says nothing of what was never answered or never so', () => {
    const { byTier } = scoreOf([pair('LOW', 'MEDIUM')]);
    expect(byTier.LOW).toEqual({ recall: 0 });
    expect(byTier.MEDIUM).toEqual({ precision: 0 });
    expect(byTier.HIGH).toEqual({});
    expect(scoreOf([])).toMatchObject({ count: 0 });
    expect(scoreOf([])).not.toHaveProperty('accuracy');
  });

  it('counts every pair once, and the diagonal is what is right', () => {
    const tier = fc.constantFrom(...tiers);
    fc.assert(
      fc.property(fc.array(fc.record({ label: tier, answer: tier }), { minLength: 1 }), (some) => {
        const { confusion, accuracy, withinOne } = scoreOf(some);
        const all = tiers.flatMap((label) => tiers.map((answer) => confusion[label][answer]));
        expect(all.reduce((sum, count) => sum + count, 0)).toBe(some.length);
        const diagonal = tiers.reduce((sum, one) => sum + confusion[one][one], 0);
        expect(accuracy).toBeCloseTo(diagonal / some.length, 12);
        expect(withinOne).toBeGreaterThanOrEqual(accuracy ?? 1);
      }),
    );
  });
});

it('a quantile is a value that is there: the nearest rank', () => {
  const values = [40, 10, 30, 20];
  expect(quantileOf(values, 0.5)).toBe(20);
  expect(quantileOf(values, 0.95)).toBe(40);
  expect(quantileOf([7], 0.5)).toBe(7);
  expect(quantileOf([], 0.5)).toBeUndefined();
});
