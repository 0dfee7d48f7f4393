import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../src/domain/errors.js';
import * as wire from '../../src/exchanges/wire.js';

describe('wire', () => {
  it.each([
    ['1.50', 1.5],
    [7, 7],
    ['-0.0', 0],
    ['5.3e-6', 5.3e-6],
    ['.5', 0.5],
    ['+1', 1],
    ['2216113.01000000309', 2216113.010000003],
  ])('reads %j as the number %d', (value, expected) => {
    expect(wire.number({ n: value }, 'n')).toBe(expected);
    expect(Object.is(wire.number({ n: value }, 'n'), -0)).toBe(false);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '0x10',
    '0b1',
    '0o7',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '1,5',
    '--1',
    'abc',
    null,
    undefined,
    true,
    {},
    [],
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '1e22',
  ])('reads no number from %j', (value) => {
    expect(() => wire.number({ n: value }, 'n')).toThrow(WireError);
  });

  it('never reads a number that is not finite, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.anything()), (value) => {
        try {
          expect(Number.isFinite(wire.number({ n: value }, 'n'))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });

  it('takes nothing for absent, not for zero', () => {
    for (const value of ['', null, undefined]) expect(wire.optionalNumber({ n: value }, 'n')).toBeUndefined();
    expect(wire.optionalNumber({ n: '0' }, 'n')).toBe(0);
    expect(wire.optionalPositive({ n: '0' }, 'n')).toBeUndefined();
    expect(() => wire.optionalPositive({ n: '-1' }, 'n')).toThrow('n: expected a number above 0, found "-1"');
  });

  it.each([
    ['1700000000000', 1_700_000_000_000],
    [1_700_000_000_000, 1_700_000_000_000],
  ])('reads the time %j', (value, expected) => {
    expect(wire.time({ t: value }, 't')).toBe(expected);
  });

  it.each([1_700_000_000, 0, -1, 1.7e15, 1_700_000_000_000.5, '2023-11-14'])('reads no time from %j', (value) => {
    expect(() => wire.time({ t: value }, 't')).toThrow(WireError);
  });

  it('reads an instant in UTC only', () => {
    expect(wire.isoTime({ t: '2023-11-14T22:13:20.000Z' }, 't')).toBe(1_700_000_000_000);
    for (const value of ['2023-11-14', '2023-11-14T22:13:20+01:00', 'now', 5])
      expect(() => wire.isoTime({ t: value }, 't')).toThrow(WireError);
  });

  it.each(['\u001b[31mBTC', 'BTC USDT', '', 'x'.repeat(129), 'BTC\u202e', 5, null])('takes no symbol from %j', (value) => {
    expect(() => wire.symbol({ s: value }, 's')).toThrow(WireError);
  });

  it('takes a symbol in any script', () => {
    expect(wire.symbol({ s: '币安人生USDT' }, 's')).toBe('币安人生USDT');
  });

  it('reads a closed table and nothing that every object has', () => {
    const sides = { SELL: 'long', BUY: 'short' } as const;
    expect(wire.oneOf({ S: 'SELL' }, 'S', sides)).toBe('long');
    for (const value of ['sell', 'constructor', '__proto__', undefined])
      expect(() => wire.oneOf({ S: value }, 'S', sides)).toThrow('one of SELL, BUY');
  });

  it('refuses what is nested too deep to be written out like any other wrong value', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(() => wire.number({ n: deep }, 'n')).toThrow(new WireError('n: expected a number, found a list'));
    expect(() => wire.symbol({ s: { deep } }, 's')).toThrow(new WireError('s: expected a symbol, found an object'));
  });

  it('shows what it found without the control characters in it', () => {
    expect(() => wire.number({ n: '\u009b2J' }, 'n')).toThrow('n: expected a number, found "·2J"');
  });
});
