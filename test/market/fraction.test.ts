import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tidyFraction } from '../../src/market/fraction.js';

describe('a difference of fractions', () => {
  test('has no noise', () => {
    expect([0.0003 - 0.00029, 0.1 + 0.2, -(0.7 - 0.6), 12_345.1 - 12_345]).not.toContain(0.00001);
    expect([0.0003 - 0.00029, 0.1 + 0.2, -(0.7 - 0.6), 12_345.1 - 12_345].map(tidyFraction)).toEqual([0.00001, 0.3, -0.1, 0.1]);
  });

  test('is the decimal that both sides were written in', () => {
    const written = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
    fc.assert(
      fc.property(written, written, (a, b) => {
        expect(tidyFraction(a / 1e9)).toBe(a / 1e9);
        expect(tidyFraction(a / 1e9 - b / 1e9)).toBe(Number(((a - b) / 1e9).toFixed(12)));
      }),
    );
  });
});
