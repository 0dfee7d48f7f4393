import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoListings } from '../../../src/feed/demo/listings.js';
import { byListing, decimal, lots } from '../../../src/feed/demo/writer.js';

const price = fc.double({ min: 1e-9, max: 1e6, noNaN: true });

describe('numbers as exchanges write them', () => {
  it('never have an exponent and keep what they say', () => {
    fc.assert(
      fc.property(price, (value) => {
        const text = decimal(value);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(Math.abs(Number(text) / value - 1)).toBeLessThan(1e-6);
      }),
    );
    expect(decimal(0)).toBe('0');
    expect(decimal(-0.00001234)).toBe('-0.00001234000');
  });

  it('make every order at least one lot', () => {
    fc.assert(
      fc.property(price, fc.double({ min: 0.01, max: 1e8, noNaN: true }), (at, usd) => {
        const text = lots(usd, at);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(Number(text)).toBeGreaterThan(0);
      }),
    );
    expect(lots(8240, 82_400)).toBe('0.1000');
    expect(lots(1000, 0.00562)).toBe('177936');
  });

  it('keep the liquidations of one instrument together, in order', () => {
    const [one, other] = demoListings;
    if (!one || !other) throw new Error('the demo lists too little');
    const close = (listing: typeof one, notionalUsd: number) =>
      ({ listing, notionalUsd, side: 'long', price: 1, bankruptcyPrice: 1 }) as const;
    const groups = byListing([close(one, 1), close(other, 2), close(one, 3)]);
    expect([...groups.values()].map((group) => group.map(({ notionalUsd }) => notionalUsd))).toEqual([[1, 3], [2]]);
  });
});
