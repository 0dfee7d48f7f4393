import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf, newestPayments, realisedOver, settlementHour, withIntervals } from '../../src/domain/funding-payments.js';
import type { FundingPayment } from '../../src/domain/record.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 1);

/** At these hours after the start, each of the same rate. */
const at = (...hours: number[]): FundingPayment[] => hours.map((hour) => ({ time: START + hour * HOUR_MS, fundingRate: 0.0001 }));
const intervals = (payments: readonly FundingPayment[], currentHours?: number) =>
  withIntervals(payments, currentHours).map(({ fundingIntervalHours }) => fundingIntervalHours);

/** One after another, each `hours` after the last. */
function paid(...rows: readonly (readonly [rate: number, hours: number])[]): FundingPayment[] {
  let hour = 0;
  return rows.map(([fundingRate, fundingIntervalHours]) => {
    hour += fundingIntervalHours;
    return { time: START + hour * HOUR_MS, fundingRate, fundingIntervalHours };
  });
}

describe('intervals that were not stated', () => {
  test.each<[string, FundingPayment[], number | undefined, (number | undefined)[]]>([
    ['are the distance of a steady rhythm', at(0, 8, 16, 24), undefined, [8, 8, 8, 8]],
    ['follow a change from 8 h to 1 h', at(0, 8, 16, 17, 18), undefined, [8, 8, 8, 1, 1]],
    ['follow a change from 1 h to 4 h', at(0, 1, 2, 6, 10), undefined, [1, 1, 1, 4, 4]],
    ['take a single odd distance in a rhythm for a hole', at(0, 1, 2, 6, 7, 8), undefined, [1, 1, 1, 1, 1, 1]],
    ['take a distance nobody settles in for a hole', at(0, 8, 24, 32), undefined, [8, 8, 8, 8]],
    ['accept a single interval where the rhythm changes on both sides', at(0, 8, 16, 20, 21, 22), undefined, [8, 8, 8, 4, 1, 1]],
    ['of a newest odd one are decided by the present interval', at(0, 1, 2, 6), 4, [1, 1, 1, 4]],
    ['of a newest one after a hole are, too', at(0, 1, 2, 6), 1, [1, 1, 1, 1]],
    ['of a newest odd one stay unknown without it', at(0, 1, 2, 6), undefined, [1, 1, 1, undefined]],
    ['of one payment alone are the present interval', at(0), 8, [8]],
    ['of one payment alone stay unknown without it', at(0), undefined, [undefined]],
    ['of two payments are their distance', at(0, 4), undefined, [4, 4]],
    ['of none are none', [], 8, []],
  ])('%s', (_name, payments, currentHours, expected) => {
    expect(intervals(payments, currentHours)).toEqual(expected);
  });

  test('do not mind the milliseconds or the block a settlement is stamped with', () => {
    const late = at(0, 1, 2).map((payment, index) => ({ ...payment, time: payment.time + [219, 48, 4000][index]! }));
    expect(intervals(late)).toEqual([1, 1, 1]);
    expect(settlementHour(START - 3)).toBe(settlementHour(START + 60_000));
  });

  test('leave what was stated as it is', () => {
    expect(intervals([...paid([0.0001, 8]), ...at(9, 10)])).toEqual([8, 1, 1]);
  });
});

describe('a month of AXSUSDT on Binance, which went from 8 h to 1 h and on to 4 h', () => {
  const recorded = readFileSync('test/recordings/binance_funding_axsusdt_2026-01.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
    .map(([time = 0, hours = 0, fundingRate = 0]) => ({ time, hours, fundingRate }));
  const told = recorded.map(({ time, fundingRate }) => ({ time, fundingRate }));

  test('has the intervals the exchange states, but for the payment that ended the last hour', () => {
    const found = intervals(told, 4);
    const other = recorded.filter(({ hours }, index) => hours !== found[index]);
    // Stated as the first of 4 h, an hour after the payment before it.
    expect(other).toEqual([{ time: Date.UTC(2026, 0, 26, 8) + 3, hours: 4, fundingRate: expect.any(Number) }]);
  });

  test('was paid for every hour of its last three weeks', () => {
    // The recount knows no interval: what was paid after one moment, up to another.
    const newest = recorded.at(-1)?.time ?? 0;
    const recount = recorded
      .filter(({ time }) => time > newest - 504 * HOUR_MS + 60_000)
      .reduce((sum, { fundingRate }) => sum + fundingRate, 0);
    const realised = realisedOver(withIntervals(told, 4), 504);
    expect(realised?.hours).toBeGreaterThanOrEqual(504);
    expect(realised?.sum).toBeCloseTo(recount, 12);
  });
});

describe('realised funding', () => {
  // Longs paid 0.03 % three times and got 0.01 % back three times: 0.06 % over two days.
  const twoDays = paid([0.0003, 8], [0.0003, 8], [0.0003, 8], [-0.0001, 8], [-0.0001, 8], [-0.0001, 8]);

  test.each<[string, FundingPayment[], number, ReturnType<typeof realisedOver>]>([
    ['of 24 h is the last three payments of 8 h', twoDays, 24, { sum: -0.0003, mean8h: -0.0001, hours: 24 }],
    ['of 48 h is all six', twoDays, 48, { sum: 0.0006, mean8h: 0.0001, hours: 48 }],
    ['of more than was fetched is unknown', twoDays, 72, undefined],
    ['of a stretch with a hole is unknown', [...twoDays.slice(0, 4), ...twoDays.slice(5)], 24, undefined],
    ['of nothing is unknown', [], 24, undefined],
    // The 8 h payment at hour 8 reaches 7 hours back beyond the window of hours 7 to 31.
    [
      'tells the hours of an interval that began before the window',
      [...paid([0.0008, 8]), ...at(...Array.from({ length: 23 }, (_, index) => 9 + index))].map((payment) => ({
        fundingIntervalHours: 1,
        ...payment,
      })),
      24,
      { sum: 0.0031, mean8h: 0.0008, hours: 31 },
    ],
  ])('%s', (_name, payments, windowHours, expected) => {
    expect(realisedOver(payments, windowHours)).toEqual(expected);
  });

  test('with a payment of unknown interval is unknown', () => {
    const { time, fundingRate } = twoDays[4]!;
    expect(realisedOver([...twoDays.slice(0, 4), { time, fundingRate }, twoDays[5]!], 24)).toBeUndefined();
  });
});

describe('figures', () => {
  test('weigh each payment by its hours', () => {
    // Per 8 h: 0.0008 for 8 h, then 0.0016 for 1 h. Mean (0.0008 + 0.0002) × 8 / 9 = 0.000888…
    const figures = figuresOf(paid([0.0008, 8], [0.0002, 1]));
    expect(figures).toMatchObject({ count: 2, hours: 9, sum: 0.001, min8h: 0.0008, max8h: 0.0016 });
    expect(figures?.mean8h).toBeCloseTo(0.000888888888889, 14);
    // √((8 × 0.0000888…² + 1 × 0.000711…²) / 9) = 0.000251416…
    expect(figures?.deviation8h).toBeCloseTo(0.000251415744421, 14);
  });

  test('know no deviation of one payment, nor of equal ones', () => {
    expect(figuresOf(paid([0.0001, 8]))?.deviation8h).toBe(0);
    expect(figuresOf(paid([0.0001, 8], [0.0000125, 1], [0.00005, 4]))?.deviation8h).toBe(0);
  });

  test('of no payment with a known interval are absent', () => {
    expect(figuresOf(at(0, 8))).toBeUndefined();
    expect(figuresOf([])).toBeUndefined();
  });
});

const rate = fc.integer({ min: -400_000, max: 400_000 }).map((units) => units / 1e8);

test('eight payments of 1 h equal one of 8 h', () => {
  fc.assert(
    fc.property(fc.array(rate, { minLength: 1, maxLength: 90 }), (rates) => {
      const whole = paid(...rates.map((each) => [each, 8] as const));
      const parts = paid(...rates.flatMap((each) => Array.from({ length: 8 }, () => [each / 8, 1] as const)));
      const [one, other] = [figuresOf(whole), figuresOf(parts)];
      for (const figure of ['sum', 'mean8h', 'deviation8h', 'min8h', 'max8h', 'hours'] as const) {
        expect(other?.[figure]).toBeCloseTo(one?.[figure] ?? Number.NaN, 14);
      }
      for (const windowHours of [8, 24, 168]) {
        const [realised, same] = [realisedOver(whole, windowHours), realisedOver(parts, windowHours)];
        expect(same === undefined).toBe(realised === undefined);
        expect(same?.sum ?? 0).toBeCloseTo(realised?.sum ?? 0, 14);
        expect(same?.mean8h ?? 0).toBeCloseTo(realised?.mean8h ?? 0, 14);
      }
    }),
  );
});

test('a mean lies between the least and the most, a deviation within half their distance', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(rate, fc.constantFrom(1, 2, 4, 8)), { minLength: 1, maxLength: 200 }), (rows) => {
      const figures = figuresOf(paid(...rows));
      const { mean8h = 1, deviation8h = 1, min8h = 0, max8h = 0 } = figures ?? {};
      expect(mean8h).toBeGreaterThanOrEqual(min8h - 1e-14);
      expect(mean8h).toBeLessThanOrEqual(max8h + 1e-14);
      expect(deviation8h).toBeLessThanOrEqual((max8h - min8h) / 2 + 1e-14);
    }),
  );
});

test('a window holds the newest payments, and no other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(1, 2, 4, 8), { maxLength: 100 }),
      fc.integer({ min: 1, max: 200 }),
      (steps, windowHours) => {
        const payments = paid(...steps.map((hours) => [0.0001, hours] as const));
        const newest = payments.at(-1)?.time ?? 0;
        expect(newestPayments(payments, windowHours)).toEqual(
          payments.filter(({ time }) => newest - time < windowHours * HOUR_MS),
        );
      },
    ),
  );
});

test('the intervals of a recorded rhythm are found again, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(1, 2, 4, 8), fc.integer({ min: 3, max: 20 })), { minLength: 1, maxLength: 5 }),
      (spells) => {
        const stated = paid(...spells.flatMap(([hours, count]) => Array.from({ length: count }, () => [0.0001, hours] as const)));
        const told = stated.map(({ time, fundingRate }) => ({ time, fundingRate }));
        expect(intervals(told, spells.at(-1)?.[0])).toEqual(stated.map(({ fundingIntervalHours }) => fundingIntervalHours));
      },
    ),
  );
});
