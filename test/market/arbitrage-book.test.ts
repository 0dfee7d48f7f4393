import { describe, expect, test } from 'vitest';
import { createArbitrageBook } from '../../src/market/arbitrage-book.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { leg } from '../support/legs.js';
import { START } from '../support/market-records.js';

const options = {
  takerFees: { binance: 0.0005, bybit: 0.00055, okx: 0.0005 },
  slippage: 0,
  holdHours: 168,
  thresholdSpread8h: 0.00005,
  maxBreakEvenHours: 168,
  clearBelowShare: 0.8,
  evaluations: 3,
  minHoldMs: 10_000,
  cooldownMs: 60_000,
};

const priced = { markPrice: 100 };

function market(spread: number | undefined, asset = 'SOL'): Map<string, readonly FundingRow[]> {
  if (spread === undefined) return new Map();
  return new Map([[asset, [leg('binance', 0, { ...priced, asset }), leg('bybit', spread, { ...priced, asset })]]]);
}

/** One evaluation a second. */
function run(spreads: readonly (number | undefined)[]) {
  const book = createArbitrageBook(options);
  const seen = spreads.flatMap((spread, second) => book.evaluate(market(spread), START + second * 1_000));
  return { book, seen };
}

describe('the arbitrage book', () => {
  test('a spread above the line for three evaluations is raised once, with everything the contract names', () => {
    const { book, seen } = run([0.0001, 0.0001, 0.0001, 0.0001, 0.0001]);
    expect(seen).toEqual([
      {
        type: 'alert',
        id: `funding-spread:SOL:${START + 2_000}`,
        kind: 'funding-spread',
        state: 'raised',
        time: START + 2_000,
        asset: 'SOL',
        message: 'SOL: long binance, short bybit: 0.010 % per 8h (10.9 % APR)',
        long: { exchange: 'binance', symbol: 'SOLUSDT', fundingRate: 0, fundingIntervalHours: 8 },
        short: { exchange: 'bybit', symbol: 'SOLUSDT', fundingRate: 0.0001, fundingIntervalHours: 8 },
        spread8h: 0.0001,
        spreadApr: 0.1095,
        feesRoundTrip: 0.0021,
        priceGap: 0,
        breakEvenHours: 168,
      },
    ]);
    expect(book.publish()).toMatchObject([{ asset: 'SOL', raisedTime: START + 2_000, economics: { spread8h: 0.0001 } }]);
    expect(book.widestSpread('SOL')).toBe(0.0001);
  });

  test('every asset with a pair has a row, alerted or not', () => {
    expect(run([0.00001]).book.publish()).toMatchObject([{ asset: 'SOL', economics: { spread8h: 0.00001 } }]);
    expect(run([0.00001]).book.publish()[0]).not.toHaveProperty('raisedTime');
    expect(run([0]).book.publish()).toEqual([]);
  });

  test('a wide spread that takes too long to pay for itself is no alert', () => {
    // 0.0021 / (0.00009 / 8) = 186.7 h
    expect(run(Array(5).fill(0.00009)).seen).toEqual([]);
  });

  test('a pair whose cost nobody knows is no alert', () => {
    const book = createArbitrageBook({ ...options, takerFees: {} });
    expect([0, 1, 2, 3].flatMap((second) => book.evaluate(market(0.01), START + second * 1_000))).toEqual([]);
    expect(book.publish()).toHaveLength(1);
  });

  test('one odd tick raises nothing', () => {
    expect(run([0.0002, 0.0002, 0, 0.0002, 0.0002, 0]).seen).toEqual([]);
  });

  test('a spread that trembles around the line is one alert', () => {
    // Break-evens of 165 and 200 h: raised below 168, cleared above 210.
    const trembling = Array.from({ length: 60 }, (_, i) => (i % 4 < 2 ? 0.000102 : 0.000084));
    expect(run([0.000102, ...trembling]).seen.map((alert) => alert.state)).toEqual(['raised']);
  });

  test('it is cleared under the same id, with what is left', () => {
    const { book, seen } = run([...Array(12).fill(0.0002), 0.00003, 0.00003, 0.00003]);
    expect(seen.map((alert) => alert.state)).toEqual(['raised', 'cleared']);
    expect(seen[1]).toMatchObject({
      id: seen[0]?.id,
      time: START + 14_000,
      spread8h: 0.00003,
      message: 'SOL: 0.003 % per 8h left',
    });
    expect(book.publish()[0]).not.toHaveProperty('raisedTime');
  });

  test('after it was cleared it is not raised again until it has cooled down', () => {
    const cleared = [...Array(12).fill(0.0002), 0, 0, 0];
    expect(run([...cleared, ...Array(60).fill(0.0002)]).seen).toHaveLength(2);
    expect(run([...cleared, ...Array(63).fill(0.0002)]).seen.map(({ state }) => state)).toEqual(['raised', 'cleared', 'raised']);
  });

  test.each([
    ['when its legs go stale', new Map([['SOL', []]])],
    ['when its asset is forgotten', new Map()],
  ])('it is cleared %s', (_, gone) => {
    const { book } = run(Array(13).fill(0.0002));
    const seen = [13, 14, 15].flatMap((second) => book.evaluate(gone, START + second * 1_000));
    expect(seen).toEqual([
      {
        type: 'alert',
        id: `funding-spread:SOL:${START + 2_000}`,
        kind: 'funding-spread',
        state: 'cleared',
        time: START + 15_000,
        asset: 'SOL',
        message: 'SOL: no fresh pair left',
      },
    ]);
    expect(book.widestSpread('SOL')).toBeUndefined();
    expect(book.publish()).toEqual([]);
  });

  test('while it stands its row follows the best pair without another alert', () => {
    const { book } = run([0.0002, 0.0002, 0.0002]);
    const [before] = book.publish();
    const widened = new Map([['SOL', [leg('bybit', 0.0002, priced), leg('okx', -0.0001, priced)]]]);
    expect(book.evaluate(widened, START + 3_000)).toEqual([]);
    expect(book.publish()).toMatchObject([
      { raisedTime: START + 2_000, long: { exchange: 'okx' }, economics: { spread8h: 0.0003 } },
    ]);
    expect(before?.long.exchange).toBe('binance');
  });

  test('the list is ordered by net APR, unknown costs last, and keeps its identity while nothing changes', () => {
    const book = createArbitrageBook(options);
    const all = () =>
      new Map([
        ...market(0.0001, 'A'),
        ...market(0.0003, 'B'),
        ['C', [leg('binance', 0, { asset: 'C' }), leg('okx', 0.01, { asset: 'C' })]] as const,
        ...market(0.0002, 'D'),
      ]);
    for (let second = 0; second < 4; second += 1) book.evaluate(all(), START + second * 1_000);
    const list = book.publish();
    expect(list.map(({ asset }) => asset)).toEqual(['B', 'D', 'A', 'C']);
    book.evaluate(all(), START + 4_000);
    expect(book.publish()).toBe(list);
  });

  test('prices that belong to another coin are listed apart, until they agree', () => {
    const book = createArbitrageBook(options);
    const rows = (mark: number) =>
      new Map([['SOL', [leg('binance', 0, priced), leg('bybit', 0.0001, priced), leg('okx', 0.01, { markPrice: mark })]]]);
    book.evaluate(rows(3), START);
    expect(book.quarantined()).toMatchObject([{ asset: 'SOL', exchange: 'okx', markPrice: 3, medianPrice: 100 }]);
    expect(book.publish()[0]?.short.exchange).toBe('bybit');
    book.evaluate(rows(100), START + 1_000);
    expect(book.quarantined()).toEqual([]);
    expect(book.publish()[0]?.short.exchange).toBe('okx');
  });
});
