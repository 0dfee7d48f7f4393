import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatApr,
  formatAxis,
  formatBasisPoints,
  formatClock,
  formatCount,
  formatCountdown,
  formatDuration,
  formatHours,
  formatInterval,
  formatPace,
  formatPercent,
  formatPerSecond,
  formatPrice,
  formatRate,
  formatRate8h,
  formatSpan,
  formatThreshold,
  formatUsd,
} from '../../src/ui/format.js';

/** Each table: what goes in, what is shown. */
const tables = {
  price: {
    format: formatPrice,
    rows: [
      [67_450.25, '67,450.25'],
      [1_234_567.891, '1,234,567.89'],
      [1000, '1,000.00'],
      [999.99, '999.99'],
      [145.234, '145.23'],
      [99.5, '99.5000'],
      [1, '1.0000'],
      [0.2134, '0.21340'],
      [0.0999, '0.09990'],
      [0.01, '0.01000'],
      [0.0081234, '0.008123'],
      [0.00000812, '0.00000812'],
      [0.0000081234, '0.000008123'],
      [8e-13, '0.0000000000008'],
      [0, '0'],
      [-1234.5, '-1,234.50'],
      [undefined, '–'],
    ],
  },
  usd: {
    format: formatUsd,
    rows: [
      [0, '$0'],
      [949.6, '$950'],
      [999.4, '$999'],
      [999.6, '$1.0K'],
      [1234, '$1.2K'],
      [83_750.63, '$83.8K'],
      [99_940, '$99.9K'],
      [99_960, '$100K'],
      [999_400, '$999K'],
      [999_600, '$1.0M'],
      [1_200_000, '$1.2M'],
      [6_153_000_000, '$6.2B'],
      [2.5e12, '$2.5T'],
      [-1200, '-$1.2K'],
      [undefined, '–'],
    ],
  },
  count: {
    format: formatCount,
    rows: [
      [0, '0'],
      [7, '7'],
      [999, '999'],
      [12_345, '12.3K'],
    ],
  },
  percent: {
    format: (value: number | undefined) => formatPercent(value),
    rows: [
      [0.0001, '+0.0100%'],
      [-0.00025, '-0.0250%'],
      [0, '0.0000%'],
      [-0.0000000004, '0.0000%'],
      [undefined, '–'],
    ],
  },
  rate: {
    format: formatRate,
    rows: [
      [0.0001, '+0.01000%'],
      [0.0000125, '+0.00125%'],
      [-0.0000032, '-0.00032%'],
      [0.0123456, '+1.2346%'],
      [undefined, '–'],
    ],
  },
  rate8h: {
    format: formatRate8h,
    rows: [
      [0.0001, '+0.0100%'],
      [-0.02, '-2.0000%'],
      [0.09999, '+9.9990%'],
      [0.24, '+24.00%'],
      [undefined, '–'],
    ],
  },
  apr: {
    format: formatApr,
    rows: [
      [0.1095, '+10.95%'],
      [0.99994, '+99.99%'],
      [0.99996, '+100.0%'],
      [1.4236, '+142.4%'],
      [-9.999, '-999.9%'],
      [14.235, '+1424%'],
      [undefined, '–'],
    ],
  },
  threshold: {
    format: formatThreshold,
    rows: [
      [0.00005, '0.005 %'],
      [0.0001, '0.01 %'],
      [0.07, '7 %'],
    ],
  },
  basisPoints: {
    format: formatBasisPoints,
    rows: [
      [0.00032, '+3.2'],
      [-0.00001, '-0.1'],
      [0, '0.0'],
      [undefined, '–'],
    ],
  },
  countdown: {
    format: formatCountdown,
    rows: [
      [28_739_000, '07:58:59'],
      [1000, '00:00:01'],
      [999, '00:00:00'],
      [0, 'settling…'],
      [-5000, 'settling…'],
      [86_399_000, '23:59:59'],
      [187_140_000, '2d 03:59'],
    ],
  },
  age: {
    format: formatAge,
    rows: [
      [0, '0s'],
      [59_999, '59s'],
      [60_000, '1m'],
      [3_599_000, '59m'],
      [3_600_000, '1h'],
      [90_000_000, '1d'],
      [-400, '0s'],
    ],
  },
  duration: {
    format: formatDuration,
    rows: [
      [0, '0 ms'],
      [38.4, '38 ms'],
      [999.6, '1.0 s'],
      [1840, '1.8 s'],
      [9949, '9.9 s'],
      [9951, '10 s'],
      [45_000, '45 s'],
      [300_000, '5 min'],
      [-3, '0 ms'],
    ],
  },
  span: {
    format: formatSpan,
    rows: [
      [40_000, '40 s'],
      [240_000, '4 min'],
      [30_720_000, '8.5 h'],
      [28_800_000, '8 h'],
    ],
  },
  hours: {
    format: formatHours,
    rows: [
      [0, '<1h'],
      [0.99, '<1h'],
      [1, '1h'],
      [72, '72h'],
      [99.4, '99h'],
      [100, '4d'],
      [720, '30d'],
      [undefined, '–'],
    ],
  },
  interval: {
    format: formatInterval,
    rows: [
      [8, '8h'],
      [1, '1h'],
      [0.5, '0.5h'],
      [undefined, '?'],
    ],
  },
  perSecond: {
    format: formatPerSecond,
    rows: [
      [0, '0/s'],
      [0.25, '0.3/s'],
      [9.94, '9.9/s'],
      [9.96, '10/s'],
      [412.4, '412/s'],
      [999.6, '1K/s'],
      [12_345, '12K/s'],
    ],
  },
  pace: {
    format: formatPace,
    rows: [
      [0, '0'],
      [0.25, '0.3'],
      [412.4, '412'],
      [98_999, '99K'],
    ],
  },
  clock: {
    format: formatClock,
    rows: [
      [1_700_000_000_000, '22:13:20Z'],
      [1_699_999_999_999, '22:13:19Z'],
    ],
  },
} as const;

it.each([
  [0.000008123, 11, '0.000008123'],
  [0.000008123, 10, '0.00000812'],
  [0.000008123, 9, '0.0000081'],
  [0.000008123, 8, '8.12e-6'],
  [8e-13, 10, '8.00e-13'],
  [0.0999, 5, '0.100'],
  [1_234_567.891, 12, '1,234,567.89'],
  [1_234_567.891, 10, '1,234,568'],
  [1_234_567.891, 9, '1,234,568'],
  [1_234_567.891, 8, '1.2M'],
  [999_999.99, 9, '1,000,000'],
  [999_999.99, 7, '1.0M'],
  [99.5, 5, '99.50'],
  [-1234.5, 8, '-1,234.5'],
  [undefined, 3, '–'],
])('rounds the price %s to %i cells as %s, and never cuts it', (price, cells, text) => {
  expect(formatPrice(price, cells)).toBe(text);
});

it('keeps a price of any size within ten cells', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-15, max: 1e15, noNaN: true }), (price) => {
      const text = formatPrice(price, 10);
      expect(text.length).toBeLessThanOrEqual(10);
      if (!/[KMBT]$/.test(text)) expect(Math.abs(Number(text.replaceAll(',', '')) / price - 1)).toBeLessThan(0.06);
    }),
  );
});

describe.each(Object.entries(tables))('%s', (_, { format, rows }) => {
  it.each(rows as readonly (readonly [number | undefined, string])[])('shows %s as %s', (value, text) => {
    expect((format as (value: number | undefined) => string)(value)).toBe(text);
  });
});

it('labels an axis with as many decimals as its step needs', () => {
  expect(formatAxis(0.0123, 0.0009)).toBe('+0.01230%');
  expect(formatAxis(-12.3, 5)).toBe('-12.30%');
  expect(formatAxis(0.0100001, 1e-9)).toBe('+0.010000%');
  expect(formatAxis(0.01, 0)).toBe('+0.0100%');
});
