import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFundingBook } from '../../src/market/funding-book.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { formatClock, formatMoment } from '../../src/ui/format.js';
import { type Reading, type ReadingAction, reduceReading, usualReading } from '../../src/ui/reading.js';
import { comparableUnit, formatFrom8h, formatInUnit, rateIn, rateUnits } from '../../src/ui/unit.js';
import { START, ticker } from '../support/market-records.js';
import { fundingRow, SAMPLE_TIME } from '../support/sample-snapshot.js';

const table: readonly (readonly [name: string, from: Partial<Reading>, action: ReadingAction, to: Partial<Reading>])[] = [
  ['raw is followed by 1h', { unit: 'raw' }, { type: 'next-unit' }, { unit: '1h' }],
  ['1h is followed by 8h', { unit: '1h' }, { type: 'next-unit' }, { unit: '8h' }],
  ['8h is followed by APR', { unit: '8h' }, { type: 'next-unit' }, { unit: 'apr' }],
  ['APR is followed by raw', { unit: 'apr' }, { type: 'next-unit' }, { unit: 'raw' }],
  ['a unit can be named', { unit: 'raw' }, { type: 'set-unit', unit: 'apr' }, { unit: 'apr' }],
  ['UTC is followed by local', { clock: 'utc' }, { type: 'toggle-clock' }, { clock: 'local' }],
  ['local is followed by UTC', { clock: 'local' }, { type: 'toggle-clock' }, { clock: 'utc' }],
];

describe('how numbers and times are read', () => {
  it.each(table)('%s', (_, from, action, to) => {
    expect(reduceReading({ ...usualReading, ...from }, action)).toEqual({ ...usualReading, ...from, ...to });
  });

  const row = fundingRow('dydx', 'BTC-USD', { fundingRate: 0.0000125, rate8h: 0.0001, apr: 0.1095 });

  it.each([
    ['raw', '+0.00125%'],
    ['1h', '+0.00125%'],
    ['8h', '+0.0100%'],
    ['apr', '+10.95%'],
  ] as const)('a rate in %s is %s', (unit, text) => {
    expect(formatInUnit(unit, rateIn(unit, row))).toBe(text);
  });

  it.each([
    ['raw', 0.0002, '+0.0200%'],
    ['1h', 0.0002, '+0.00250%'],
    ['8h', 0.0002, '+0.0200%'],
    ['apr', 0.0002, '+21.90%'],
    ['apr', undefined, '–'],
  ] as const)('a spread in %s of %s is %s', (unit, spread8h, text) => {
    expect(formatFrom8h(unit, spread8h)).toBe(text);
  });

  it('shows eight payments of an hour as one of eight hours, in every unit that exchanges are compared in', () => {
    const shown = (fundingRate: number, fundingIntervalHours: number): readonly string[] => {
      const book = createFundingBook(defaultMarketSettings);
      book.apply(ticker('bybit', 'BTC', { fundingRate, fundingIntervalHours }));
      const row = book.publish(START).get('BTC')?.[0] ?? {};
      return rateUnits.map(comparableUnit).map((unit) => formatInUnit(unit, rateIn(unit, row)));
    };
    const hourly = fc.double({ min: -0.005, max: 0.005, noNaN: true });
    fc.assert(
      fc.property(hourly, fc.constantFrom(1, 2, 4), (rate, hours) => {
        expect(shown(rate * hours, hours)).toEqual(shown(rate * 8, 8));
      }),
    );
    expect(shown(0.0000125, 1)).toEqual(['+0.0100%', '+0.00125%', '+0.0100%', '+10.95%']);
  });

  it.each([
    [undefined, '22:13:20Z', '2023-11-14 22:13:20Z'],
    [0, '22:13:20+00', '2023-11-14 22:13:20+00'],
    [120, '00:13:20+02', '2023-11-15 00:13:20+02'],
    [-210, '18:43:20-03:30', '2023-11-14 18:43:20-03:30'],
    [345, '03:58:20+05:45', '2023-11-15 03:58:20+05:45'],
  ])('a time %s minutes east of UTC is %s', (offsetMinutes, clock, moment) => {
    expect(formatClock(SAMPLE_TIME, offsetMinutes)).toBe(clock);
    expect(formatMoment(SAMPLE_TIME, offsetMinutes)).toBe(moment);
  });
});
