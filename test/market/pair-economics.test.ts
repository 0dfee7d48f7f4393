import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Leg } from '../../src/market/pair-economics.js';
import { type PairEconomics, pairEconomics, type TradeCosts } from '../../src/market/pair-economics.js';
import { leg } from '../support/legs.js';
import { START } from '../support/market-records.js';

const HOUR = 3_600_000;
const costs: TradeCosts = { takerFees: { binance: 0.0005, bybit: 0.00055, dydx: 0.0005 }, slippage: 0, holdHours: 168 };

interface Case {
  readonly what: string;
  readonly long: Leg;
  readonly short: Leg;
  readonly costs?: TradeCosts;
  readonly expected: PairEconomics;
}

// Worked by hand: spread = short − long per 8 h; APR = spread × 1095; fees = 2 × (a + b); gap = (l − s) / mean;
// break-even = (fees + gap) / (spread / 8); net APR = APR − (fees + gap) × 8760 / 168.
const cases: readonly Case[] = [
  {
    what: 'both positive, no price gap',
    long: leg('binance', 0.0001, { markPrice: 100 }),
    short: leg('bybit', 0.0003, { markPrice: 100 }),
    // 0.0002 × 1095 = 0.219; 2 × 0.00105 = 0.0021; 0.0021 / 0.000025 = 84 h; 0.219 − 0.0021 × 52.142857… = 0.1095
    expected: { spread8h: 0.0002, spreadApr: 0.219, feesRoundTrip: 0.0021, priceGap: 0, breakEvenHours: 84, netApr: 0.1095 },
  },
  {
    what: 'both negative: the long leg is paid more than the short leg pays',
    long: leg('binance', -0.0005, { markPrice: 100 }),
    short: leg('bybit', -0.0001, { markPrice: 100 }),
    // 0.0004 × 1095 = 0.438; 0.0021 / 0.00005 = 42 h; 0.438 − 0.1095 = 0.3285
    expected: { spread8h: 0.0004, spreadApr: 0.438, feesRoundTrip: 0.0021, priceGap: 0, breakEvenHours: 42, netApr: 0.3285 },
  },
  {
    what: 'equal rates never pay: no break-even, and all of the cost as a loss',
    long: leg('binance', 0.0001, { markPrice: 100 }),
    short: leg('bybit', 0.0001, { markPrice: 100 }),
    expected: { spread8h: 0, spreadApr: 0, feesRoundTrip: 0.0021, priceGap: 0, netApr: -0.1095 },
  },
  {
    what: 'the long leg is dearer: the gap is a cost',
    long: leg('binance', 0.0001, { markPrice: 100.5 }),
    short: leg('bybit', 0.0003, { markPrice: 99.5 }),
    // 1 / 100 = 0.01; 0.0121 / 0.000025 = 484 h; 0.219 − 0.0121 × 52.142857… = −0.41192857…
    expected: {
      spread8h: 0.0002,
      spreadApr: 0.219,
      feesRoundTrip: 0.0021,
      priceGap: 0.01,
      breakEvenHours: 484,
      netApr: -0.411928571428571,
    },
  },
  {
    what: 'the long leg is cheaper: a credit that pays the fees at once',
    long: leg('binance', 0.0001, { markPrice: 99.5 }),
    short: leg('bybit', 0.0003, { markPrice: 100.5 }),
    // −0.01 + 0.0021 = −0.0079: paid back before it starts; 0.219 + 0.0079 × 52.142857… = 0.63092857…
    expected: {
      spread8h: 0.0002,
      spreadApr: 0.219,
      feesRoundTrip: 0.0021,
      priceGap: -0.01,
      breakEvenHours: 0,
      netApr: 0.630928571428571,
    },
  },
  {
    what: 'a fee nobody knows: the gross figures only',
    long: leg('okx', 0.0001, { markPrice: 100 }),
    short: leg('bybit', 0.0003, { markPrice: 100 }),
    expected: { spread8h: 0.0002, spreadApr: 0.219, priceGap: 0 },
  },
  {
    what: 'a mark nobody told: fees are known, the cost is not',
    long: leg('binance', 0.0001),
    short: leg('bybit', 0.0003, { markPrice: 100 }),
    expected: { spread8h: 0.0002, spreadApr: 0.219, feesRoundTrip: 0.0021 },
  },
  {
    what: 'an hourly leg against one of eight hours: compared per 8 h, paid each at its own times',
    long: leg('dydx', -0.00001, { fundingIntervalHours: 1, markPrice: 100, nextFundingTime: START + HOUR }),
    short: leg('binance', 0.00012, { markPrice: 100, nextFundingTime: START + 8 * HOUR }),
    // 0.00012 + 8 × 0.00001; 2 × 0.001; 0.002 / 0.000025 = 80 h; 0.219 − 0.002 × 52.142857…; 3 × 0.00012 + 24 × 0.00001
    expected: {
      spread8h: 0.0002,
      spreadApr: 0.219,
      feesRoundTrip: 0.002,
      priceGap: 0,
      breakEvenHours: 80,
      netApr: 0.114714285714286,
      cashFlow24h: 0.0006,
    },
  },
  {
    what: 'slippage joins each of the four fills',
    long: leg('binance', 0.0001, { markPrice: 100 }),
    short: leg('bybit', 0.0003, { markPrice: 100 }),
    costs: { ...costs, slippage: 0.0001 },
    // 0.0021 + 4 × 0.0001 = 0.0025; 0.0025 / 0.000025 = 100 h; 0.219 − 0.0025 × 52.142857… = 0.08864285714…
    expected: {
      spread8h: 0.0002,
      spreadApr: 0.219,
      feesRoundTrip: 0.0025,
      priceGap: 0,
      breakEvenHours: 100,
      netApr: 0.0886428571428571,
    },
  },
];

describe('what a pair earns and costs', () => {
  test.each(cases)('$what', ({ long, short, costs: own = costs, expected }) => {
    const { netApr, ...rest } = pairEconomics(long, short, own, START);
    const { netApr: expectedNet, ...expectedRest } = expected;
    expect(rest).toEqual(expectedRest);
    if (expectedNet === undefined) expect(netApr).toBeUndefined();
    else expect(netApr).toBeCloseTo(expectedNet, 12);
  });

  test('hourly against eight-hourly: the cash of the next day counts each leg at its own times', () => {
    // START is 22:14 UTC. Hourly from 23:00: 24 payments. Every 8 h from 00:00: 00, 08, 16: three.
    const long = leg('dydx', -0.000004, { fundingIntervalHours: 1, nextFundingTime: Math.ceil(START / HOUR) * HOUR });
    const short = leg('bybit', 0.00018, { nextFundingTime: Math.ceil(START / (8 * HOUR)) * 8 * HOUR });
    // 3 × 0.00018 + 24 × 0.000004 = 0.000636; per 8 h 0.00018 + 0.000032 = 0.000212.
    expect(pairEconomics(long, short, costs, START)).toMatchObject({ spread8h: 0.000212, cashFlow24h: 0.000636 });
  });

  test('continuous funding pays three times its 8 h rate in a day', () => {
    const long = leg('deribit', 0.0001, { instantFundingRate: 0 });
    const short = leg('bybit', 0.0003, { nextFundingTime: START + HOUR });
    expect(pairEconomics(long, short, costs, START).cashFlow24h).toBe(0.0006);
  });

  test('a payment that is settling just now belongs to the day, one beyond it does not', () => {
    const long = leg('binance', 0, { nextFundingTime: START + 25 * HOUR, fundingIntervalHours: 24 });
    const short = leg('bybit', 0.0003, { nextFundingTime: START - 5_000 });
    // now, +8 h, +16 h, +24 h
    expect(pairEconomics(long, short, costs, START).cashFlow24h).toBe(0.0012);
  });

  test('without a next payment nobody can say what the day brings', () => {
    expect(pairEconomics(leg('binance', 0.0001), leg('bybit', 0.0003), costs, START)).not.toHaveProperty('cashFlow24h');
  });

  const rate = fc.integer({ min: -300, max: 300 }).map((n) => n / 100_000);
  const mark = fc.integer({ min: 9_800, max: 10_200 }).map((n) => n / 100);

  test('swapping the legs negates spread, gap and cash flow', () => {
    fc.assert(
      fc.property(rate, rate, mark, mark, fc.integer({ min: 1, max: 8 }), (a, b, markA, markB, hours) => {
        const one = leg('binance', a, { markPrice: markA, nextFundingTime: START + hours * HOUR });
        const other = leg('dydx', b / 8, { markPrice: markB, fundingIntervalHours: 1, nextFundingTime: START + HOUR });
        const forth = pairEconomics(one, other, costs, START);
        const back = pairEconomics(other, one, costs, START);
        expect(forth.spread8h + back.spread8h).toBeCloseTo(0, 12);
        expect((forth.priceGap ?? Number.NaN) + (back.priceGap ?? Number.NaN)).toBeCloseTo(0, 12);
        expect((forth.cashFlow24h ?? Number.NaN) + (back.cashFlow24h ?? Number.NaN)).toBeCloseTo(0, 12);
      }),
    );
  });

  test('net APR is the return over the holding time, by the year; and it is 0 when the holding time is the break-even', () => {
    fc.assert(
      fc.property(rate, rate, mark, mark, (a, b, markA, markB) => {
        const long = leg('binance', a, { markPrice: markA });
        const short = leg('bybit', b, { markPrice: markB });
        const figures = pairEconomics(long, short, costs, START);
        const returned = 21 * (b - a) - 0.0021 - (markA - markB) / ((markA + markB) / 2);
        expect(figures.netApr).toBeCloseTo((returned * 8760) / costs.holdHours, 9);
        if (figures.breakEvenHours === undefined || figures.breakEvenHours < 1) return;
        const held = { ...costs, holdHours: figures.breakEvenHours };
        expect(pairEconomics(long, short, held, START).netApr).toBeCloseTo(0, 9);
      }),
    );
  });

  test('a pair says the same in eight payments of an hour and in one of eight', () => {
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const short = leg('bybit', b, { markPrice: 100 });
        const hourly = leg('binance', a / 8, { fundingIntervalHours: 1, markPrice: 100 });
        const daily = leg('binance', a, { markPrice: 100 });
        const { netApr: one, ...figures } = pairEconomics(hourly, short, costs, START);
        const { netApr: other, ...same } = pairEconomics(daily, short, costs, START);
        expect(figures).toEqual(same);
        expect(one).toBeCloseTo(other ?? Number.NaN, 12);
      }),
    );
  });
});
