import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/domain/decimal.js';

describe('clean decimals', () => {
  it.each([
    [8.55 * 0.01, 0.0855],
    [0.1 + 0.2, 0.3],
    [0.0855 * 82655.7, 7067.06235],
    [1e-9, 1e-9],
    [0, 0],
    [-8.55 * 0.01, -0.0855],
    [3e-13 * 3, 9e-13],
    [1234567890123456, 1234567890123460],
    [1e300 / 3, 3.33333333333333e299],
  ])('%d is %d', (noisy, expected) => {
    expect(clean(noisy)).toBe(expected);
  });

  it('are left as they are when they have no noise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
        fc.integer({ min: 0, max: 18 }),
        (digits, decimals) => {
          const decimal = Number(`${digits}e-${decimals}`);
          expect(clean(decimal)).toBe(decimal);
        },
      ),
    );
  });

  it('never move a number by more than its fifteenth digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (value) => {
        expect(Math.abs(clean(value) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-14);
      }),
    );
  });
});
