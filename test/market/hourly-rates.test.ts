import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FundingPayment } from '../../src/domain/record.js';
import { hourlyRates8h } from '../../src/market/hourly-rates.js';

const HOUR = 3_600_000;
const END = 400_000;

function payment(hour: number, fundingRate: number, fundingIntervalHours?: number): FundingPayment {
  return { time: hour * HOUR + 12, fundingRate, ...(fundingIntervalHours === undefined ? {} : { fundingIntervalHours }) };
}

test('a payment stands for the hours it was for, and a hole for none', () => {
  const payments = [payment(END - 10, 0.0002, 4), payment(END - 2, 0.0001, 1), payment(END - 1, -0.0001, 1)];
  const [r4, r1] = [0.0004, 0.0008];
  const none = undefined;
  expect(hourlyRates8h(payments, END, 12)).toEqual([r4, r4, none, none, none, none, none, none, none, r1, -r1, none]);
});

test('only the hours asked for are told', () => {
  const payments = [payment(END - 4, 0.0001, 8), payment(END + 4, 0.0003, 8)];
  expect(hourlyRates8h(payments, END, 6)).toEqual([0.0001, 0.0001, 0.0003, 0.0003, 0.0003, 0.0003]);
});

test('a payment of an unknown interval covers no hour', () => {
  expect(hourlyRates8h([payment(END, 0.0001)], END, 2)).toEqual([undefined, undefined]);
});

test('eight payments of an hour are drawn as one of eight hours', () => {
  const hourly = fc.double({ min: -0.01, max: 0.01, noNaN: true });
  fc.assert(
    fc.property(hourly, fc.constantFrom(1, 2, 4), fc.integer({ min: 1, max: 40 }), (rate, hours, window) => {
      const many = Array.from({ length: 8 / hours }, (_, at) => payment(END - 8 + (at + 1) * hours, rate * hours, hours));
      expect(hourlyRates8h(many, END, window)).toEqual(hourlyRates8h([payment(END, rate * 8, 8)], END, window));
    }),
  );
});
