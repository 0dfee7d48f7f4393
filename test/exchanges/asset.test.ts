import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMultiplier } from '../../src/exchanges/asset.js';

const digits = /^(?:1000000|100000|10000|1000|1M)(?=\D)/;

describe('splitMultiplier', () => {
  it.each([
    ['1000PEPE', digits, 'PEPE', 1000],
    ['1000000MOG', digits, 'MOG', 1_000_000],
    ['1MBABYDOGE', digits, 'BABYDOGE', 1_000_000],
    ['1INCH', digits, '1INCH', 1],
    ['BTC', digits, 'BTC', 1],
    ['1000', digits, '1000', 1],
    ['1M', /^1M/, '1M', 1],
    ['kPEPE', /^k(?=[A-Z])/, 'PEPE', 1000],
    ['KAS', /^k(?=[A-Z])/, 'KAS', 1],
    ['SHIB1000', /1000$/, 'SHIB', 1000],
    ['币安人生', digits, '币安人生', 1],
  ])('%s by %s is %s × %d', (base, pattern, asset, multiplier) => {
    expect(splitMultiplier(base, pattern)).toEqual({ asset, multiplier });
  });

  it('never leaves an empty asset and never a multiplier below 1', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (base) => {
        const { asset, multiplier } = splitMultiplier(base, digits);
        return asset.length > 0 && multiplier >= 1;
      }),
    );
  });
});
