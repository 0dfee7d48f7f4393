import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBarePercent, formatCoins } from '../../src/ui/format.js';

describe('coins', () => {
  it.each([
    [0, '0'],
    [0.0000123456, '0.0000123'],
    [0.00000000123456, '1.23e-9'],
    [0.000123456, '0.0001235'],
    [1.25, '1.25'],
    [999.94, '999.9'],
    [12_345.678, '12.3K'],
    [50_200_000_000, '50.2B'],
  ])('%d are %s', (coins, text) => {
    expect(formatCoins(coins)).toBe(text);
  });

  it('take at most nine cells from a millionth to a trillion', () => {
    fc.assert(fc.property(fc.double({ min: 1e-5, max: 1e12, noNaN: true }), (coins) => formatCoins(coins).length <= 9));
  });
});

describe('bare percent', () => {
  it.each([
    [0.0001, '+0.010'],
    [-0.123456, '-12.35'],
    [1.5, '+150.0'],
    [123.4, '+12340'],
    [0.0000001, '0.000'],
    [undefined, '–'],
  ])('of %d in six cells is %s', (fraction, text) => {
    expect(formatBarePercent(fraction, 6, 3)).toBe(text);
  });
});
