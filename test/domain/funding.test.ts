import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apr, aprOf8h, basis, breakEvenHours, limitDistance, priceGap, rate8h } from '../../src/domain/funding.js';

const rate = fc.double({ min: -0.04, max: 0.04, noNaN: true });
const price = fc.double({ min: 1e-8, max: 1e6, noNaN: true });

describe('funding', () => {
  it('is the same per 8 h whether it is paid once or in eight hourly parts', () => {
    fc.assert(
      fc.property(rate, (hourly) => {
        expect(rate8h(hourly, 1)).toBeCloseTo(rate8h(hourly * 8, 8), 15);
      }),
    );
  });

  it('has one APR, from the interval or from the 8 h rate', () => {
    fc.assert(
      fc.property(rate, fc.constantFrom(1, 2, 4, 6, 8), (value, hours) => {
        expect(aprOf8h(rate8h(value, hours))).toBeCloseTo(apr(value, hours), 10);
      }),
    );
  });

  // By hand: 0.01 % per 8 h is three payments a day, 0.03 % × 365.
  it.each([
    [0.0001, 8, 0.0001, 0.1095],
    [0.0000125, 1, 0.0001, 0.1095],
    [-0.00005, 4, -0.0001, -0.1095],
  ])('%d per %d h is %d per 8 h and %d a year', (value, hours, per8h, perYear) => {
    expect(rate8h(value, hours)).toBeCloseTo(per8h, 15);
    expect(apr(value, hours)).toBeCloseTo(perYear, 12);
  });

  it('measures the basis from the index', () => {
    expect(basis(101, 100)).toBeCloseTo(0.01, 15);
    expect(basis(99, 100)).toBeCloseTo(-0.01, 15);
  });

  it('negates the price gap when the legs are swapped', () => {
    fc.assert(
      fc.property(price, price, (a, b) => {
        expect(priceGap(a, b) + priceGap(b, a)).toBe(0);
      }),
    );
  });

  it.each<[number, number | undefined, number | undefined, number | undefined]>([
    [0.0001, 0.00375, -0.00375, 0.00365],
    [-0.003, 0.00375, -0.00375, 0.00075],
    [0.005, 0.00375, -0.00375, -0.00125],
    [0.001, 0.003, undefined, 0.002],
    [0.001, undefined, -0.003, 0.004],
    [0.001, undefined, undefined, undefined],
  ])('a rate of %f between the limits %s and %s has %s to go', (rate, cap, floor, distance) => {
    const found = limitDistance(rate, cap, floor);
    expect(found === undefined ? found : Number(found.toFixed(12))).toBe(distance);
  });

  // The contract's example: (0.0022 − 0.0003) / (0.000212 / 8) is 71.7 hours.
  it('breaks even when fees and gap are earned back', () => {
    expect(breakEvenHours(0.000212, 0.0022, -0.0003)).toBeCloseTo(71.698, 3);
  });

  it('never breaks even before the start, nor on a spread that pays nothing', () => {
    expect(breakEvenHours(0.0001, 0.001, -0.01)).toBe(0);
    expect(breakEvenHours(0, 0.001, 0)).toBeUndefined();
    expect(breakEvenHours(-0.0001, 0.001, 0)).toBeUndefined();
  });
});
