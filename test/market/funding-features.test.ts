import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FundingPayment } from '../../src/domain/record.js';
import { featuresOf, healthOf, zScoreOf } from '../../src/market/funding-features.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 1);
const lines = { caution: 0.0001, warning: 0.0005 };

/** One after another, each `hours` after the last. */
function paid(rates: readonly number[], hours = 8): FundingPayment[] {
  return rates.map((fundingRate, index) => ({
    time: START + (index + 1) * hours * HOUR_MS,
    fundingRate,
    fundingIntervalHours: hours,
  }));
}

const repeat = (rate: number, count: number): number[] => Array.from({ length: count }, () => rate);
const features = (rates: readonly number[], hours = 8) => featuresOf(paid(rates, hours), lines);

test('ten days of 8 h payments, worked out by hand', () => {
  // 27 of 0.01 %, then 0.03 %, 0.02 %, 0.04 %.
  const found = features([...repeat(0.0001, 27), 0.0003, 0.0002, 0.0004]);
  expect(found).toEqual({
    count: 30,
    hours: 240,
    // (27 × 1 + 3 + 2 + 4) / 30 = 1.2
    mean8h: 0.00012,
    // √((27 × 0.2² + 1.8² + 0.8² + 2.8²) / 30) = √(12.8 / 30) = 0.653197…
    deviation8h: expect.closeTo(0.0000653197264742, 15),
    min8h: 0.0001,
    max8h: 0.0004,
    streak: { side: 'positive', count: 30, sinceTime: START + 8 * HOUR_MS },
    // 0.03 % today against 0.01 % on the six days before.
    trend: 'rising',
    bias: 'positive',
    regime: 'elevated',
    realised24h: { sum: 0.0009, mean8h: 0.0003, hours: 24 },
    // 18 × 1 + 9 = 27
    realised7d: { sum: 0.0027, mean8h: expect.closeTo(0.0027 / 21, 15), hours: 168 },
    // √((0 + 1 + 1) / 3) = 0.8165
    deviation24h: expect.closeTo(0.0000816496580928, 15),
    health: 'healthy',
  });
});

test('an hourly perpetual is told in the same 8 h terms', () => {
  const found = features(repeat(0.0000125, 24 * 8), 1);
  expect(found).toMatchObject({ count: 192, hours: 192, mean8h: 0.0001, deviation8h: 0, min8h: 0.0001, max8h: 0.0001 });
  expect(found).toMatchObject({ trend: 'flat', bias: 'positive', regime: 'calm', health: 'healthy' });
  expect(found?.realised24h).toEqual({ sum: 0.0003, mean8h: 0.0001, hours: 24 });
  expect(found?.realised7d).toEqual({ sum: 0.0021, mean8h: 0.0001, hours: 168 });
});

test('what takes more payments than there are is absent', () => {
  expect(features([])).toBeUndefined();
  expect(featuresOf([{ time: START, fundingRate: 0.0001 }], lines)).toBeUndefined();
  const one = features([0.0001]);
  expect(one).toEqual({
    count: 1,
    hours: 8,
    mean8h: 0.0001,
    deviation8h: 0,
    min8h: 0.0001,
    max8h: 0.0001,
    streak: { side: 'positive', count: 1, sinceTime: START + 8 * HOUR_MS },
    bias: 'positive',
    regime: 'calm',
  });
});

describe('the streak', () => {
  test.each<[string, readonly number[], number | undefined, string | undefined]>([
    ['counts from the newest back', [0.1, -0.1, 0.1, 0.1], 2, 'positive'],
    ['of negative payments is negative', [0.1, -0.1, -0.2, -0.3], 3, 'negative'],
    ['ends at a payment of nothing', [0.1, 0.1, 0, 0.1], 1, 'positive'],
    ['is absent after a payment of nothing', [0.1, 0.1, 0], undefined, undefined],
    ['may be all there is', [-0.1, -0.1], 2, 'negative'],
  ])('%s', (_name, rates, count, side) => {
    const { streak } = features(rates) ?? {};
    expect([streak?.count, streak?.side]).toEqual([count, side]);
  });
});

describe('the trend of the last day', () => {
  test.each<[string, readonly number[], string | undefined]>([
    ['within half a deviation is flat', [...repeat(0.0001, 18), 0.000101, 0.0001, 0.0001], 'flat'],
    ['rises', [...repeat(0.0001, 18), 0.0002, 0.0002, 0.0002], 'rising'],
    ['falls', [...repeat(0.0001, 18), 0, 0, -0.0001], 'falling'],
    ['below 0.0002 % is flat, however calm it was before', [...repeat(0.0001, 18), ...repeat(0.000102, 3)], 'flat'],
    ['without a day before it is unknown', [0.0001, 0.0002, 0.0003], undefined],
  ])('%s', (_name, rates, trend) => {
    expect(features(rates)?.trend).toBe(trend);
  });
});

describe('the regime', () => {
  test.each<[number, string]>([
    [0.0001, 'calm'],
    [-0.000149, 'calm'],
    [0.00015, 'elevated'],
    [-0.0004, 'elevated'],
    [0.0005, 'extreme'],
    [-0.002, 'extreme'],
  ])('of a day at %f per 8 h is %s', (rate, regime) => {
    expect(features([...repeat(0.01, 3), ...repeat(rate, 3)])?.regime).toBe(regime);
  });
});

describe('the bias of the week', () => {
  test.each<[string, readonly number[], string]>([
    ['is of the side that paid for four fifths of it', [...repeat(0.0001, 17), ...repeat(-0.0001, 4)], 'positive'],
    ['is mixed below that', [...repeat(0.0001, 16), ...repeat(-0.0001, 5)], 'mixed'],
    ['may be of the shorts', repeat(-0.0001, 21), 'negative'],
    ['looks at no older payments', [...repeat(-0.0001, 50), ...repeat(0.0001, 21)], 'positive'],
    ['counts payments of nothing for nobody', [...repeat(0, 5), ...repeat(0.0001, 16)], 'mixed'],
  ])('%s', (_name, rates, bias) => {
    expect(features(rates)?.bias).toBe(bias);
  });
});

describe('the health of a rate', () => {
  test.each<[number, string]>([
    [0, 'healthy'],
    [0.0000999, 'healthy'],
    [0.0001, 'caution'],
    [0.0004999, 'caution'],
    [0.0005, 'warning'],
    [1, 'warning'],
  ])('that deviates by %f is %s', (deviation, health) => {
    expect(healthOf(deviation, lines)).toBe(health);
  });

  test('is that of the last day, whatever was before', () => {
    // Today 0, 0.0003, 0.0006: deviation √(2 × 0.0003² / 3) = 0.000245.
    const found = features([...repeat(0.05, 10), 0, 0.0003, 0.0006]);
    expect(found?.deviation24h).toBeCloseTo(0.000244948974278, 14);
    expect(found?.health).toBe('caution');
    expect(features([0.05, 0, 0, 0])?.health).toBe('healthy');
    expect(features([0, 0, 0.002])?.health).toBe('warning');
  });
});

describe('the z-score of now', () => {
  const known = features([...repeat(0.0001, 27), 0.0003, 0.0002, 0.0004]);

  test('is how many deviations it is from the mean', () => {
    if (known === undefined) throw new Error('no features');
    // (0.00025 − 0.00012) / 0.0000653197 = 1.990…
    expect(zScoreOf(0.00025, known)).toBe(1.99);
    expect(zScoreOf(0.00012, known)).toBe(0);
    expect(zScoreOf(-0.0001, known)).toBe(-3.37);
  });

  test.each([
    ['too few payments', repeat(0.0001, 7).concat(0.0002)],
    ['payments that never deviated', repeat(0.0001, 90)],
  ])('is absent with %s', (_name, rates) => {
    const found = features(rates);
    expect(found === undefined ? 'none' : zScoreOf(0.001, found)).toBeUndefined();
  });
});

const rate = fc.integer({ min: -400_000, max: 400_000 }).map((units) => units / 1e8);

test('payments of 1 h say the same as payments of 8 h', () => {
  fc.assert(
    fc.property(fc.array(rate, { minLength: 10, maxLength: 90 }), (rates) => {
      const whole = features(rates);
      const parts = features(
        rates.flatMap((each) => repeat(each / 8, 8)),
        1,
      );
      expect(parts?.bias).toBe(whole?.bias);
      expect(parts?.streak?.side).toBe(whole?.streak?.side);
      expect(parts?.streak?.count).toBe(whole?.streak === undefined ? undefined : whole.streak.count * 8);
      expect(parts?.deviation24h).toBeCloseTo(whole?.deviation24h ?? Number.NaN, 13);
      expect(parts?.realised7d?.sum ?? 0).toBeCloseTo(whole?.realised7d?.sum ?? 0, 13);
    }),
  );
});

test('turning every payment around turns the signs, and no size', () => {
  fc.assert(
    fc.property(fc.array(rate, { minLength: 1, maxLength: 90 }), (rates) => {
      const [there, back] = [features(rates), features(rates.map((each) => -each))];
      expect(back?.mean8h).toBeCloseTo(-(there?.mean8h ?? Number.NaN), 15);
      expect(back?.deviation8h).toBeCloseTo(there?.deviation8h ?? Number.NaN, 15);
      expect(back?.min8h).toBeCloseTo(-(there?.max8h ?? Number.NaN), 15);
      expect([back?.regime, back?.health, back?.streak?.count]).toEqual([there?.regime, there?.health, there?.streak?.count]);
    }),
  );
});
