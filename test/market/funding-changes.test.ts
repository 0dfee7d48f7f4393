import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/record.js';
import { createFundingBook } from '../../src/market/funding-book.js';
import { createFundingChanges, type FundingChange, type FundingChangeOptions } from '../../src/market/funding-changes.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { START, ticker } from '../support/market-records.js';
import { fullFundingRow } from '../support/sample-snapshot.js';

const options: FundingChangeOptions = { deadBand8h: 0.00001, flipEvaluations: 3, intervalEvaluations: 2, standMs: 60_000 };

/** One row of ETH on binance; `rates` one evaluation a second. */
function looks(change: Partial<FundingChangeOptions> = {}) {
  const noted: FundingChange[] = [];
  const changes = createFundingChanges({ ...options, ...change }, (_, what) => void noted.push(what));
  let second = 0;
  const look = (row: Partial<FundingRow> | undefined, watch: readonly string[] = ['ETH']): readonly Alert[] => {
    const rows = row && [
      { ...fullFundingRow('binance', 'ETHUSDT', 0.0001, 8), asset: 'ETH', isStale: false, ...row } as FundingRow,
    ];
    second += 1;
    return changes.evaluate(new Map(rows ? [['ETH', rows]] : []), new Set(watch), START + second * 1000);
  };
  const rates = (values: readonly (number | undefined)[]): readonly string[] =>
    values.flatMap((rate8h) => look(rate8h === undefined ? { isStale: true } : { rate8h })).map(({ message }) => message);
  const intervals = (hours: readonly number[]): readonly string[] =>
    hours.flatMap((fundingIntervalHours) => look({ fundingIntervalHours })).map(({ message }) => message);
  return { look, rates, intervals, noted };
}

const UP = 0.0001;
const DOWN = -0.000123;

describe('a funding flip', () => {
  test.each([
    ['held for the evaluations asked for', [UP, DOWN, DOWN, DOWN], 1],
    ['one too few', [UP, DOWN, DOWN], 0],
    ['interrupted by the old sign', [UP, DOWN, DOWN, UP, DOWN], 0],
    ['interrupted by the dead band', [UP, DOWN, DOWN, 0.00001, DOWN], 0],
    ['interrupted by an outage', [UP, DOWN, DOWN, undefined, DOWN], 0],
    ['within the dead band', [UP, -0.00001, -0.00001, -0.00001, -0.00001], 0],
    ['from nothing: the first sign is no change', [0, DOWN, DOWN, DOWN, DOWN], 0],
    ['across an outage', [UP, undefined, DOWN, DOWN, DOWN], 1],
  ])('%s', (_, values, count) => {
    expect(looks().rates(values)).toHaveLength(count);
  });

  test('names the instrument, the sign and the rate, and is remembered with the row', () => {
    const { rates, noted } = looks();
    expect(rates([UP, DOWN, DOWN, DOWN])).toEqual(['ETH: binance ETHUSDT: funding turned negative, -0.0123 % per 8h']);
    expect(noted).toEqual([{ flipTime: START + 4000 }]);
  });

  test('is looked for in watched assets only, and begins anew with watching', () => {
    const { look } = looks();
    look({ rate8h: UP });
    look({ rate8h: DOWN }, []);
    expect([1, 2, 3, 4].flatMap(() => look({ rate8h: DOWN }))).toEqual([]);
  });

  test('is over when it is old, or when the rate flips back', () => {
    const old = looks({ standMs: 5_000 });
    old.rates([UP, DOWN, DOWN, DOWN]);
    expect(old.rates([DOWN, DOWN, DOWN, DOWN])).toEqual([]);
    const [over] = old.look({ rate8h: DOWN });
    expect(over).toMatchObject({ state: 'cleared', id: `funding-flip:binance:ETHUSDT:${START + 4000}` });
    const back = looks();
    back.rates([UP, DOWN, DOWN, DOWN]);
    expect([UP, UP, UP].flatMap((rate8h) => back.look({ rate8h })).map(({ state }) => state)).toEqual(['cleared', 'raised']);
  });
});

describe('a change of an interval', () => {
  test('is told once it has held, with what it was before', () => {
    const { intervals, noted } = looks();
    expect(intervals([8, 8, 1])).toEqual([]);
    expect(intervals([1])).toEqual(['ETH: binance ETHUSDT: funding interval 8h→1h']);
    expect(intervals([1, 1, 1])).toEqual([]);
    expect(noted).toEqual([{ intervalChange: { fromHours: 8, time: START + 4000 } }]);
  });

  test('that is taken back at once is none', () => {
    expect(looks().intervals([8, 4, 8, 4, 8, 8])).toEqual([]);
  });

  test('is told of assets nobody watches', () => {
    const { look } = looks();
    const told = [8, 4, 4].flatMap((fundingIntervalHours) => look({ fundingIntervalHours }, []));
    expect(told).toMatchObject([{ kind: 'funding-interval', asset: 'ETH', exchange: 'binance', symbol: 'ETHUSDT' }]);
  });

  test('counts evaluations also while no message comes', () => {
    const changes = createFundingChanges(options, () => undefined);
    const rowsOf = (hours: number): readonly FundingRow[] => [fullFundingRow('binance', 'ETHUSDT', 0.0001, hours)];
    const [before, after] = [new Map([['ETH', rowsOf(8)]]), new Map([['ETH', rowsOf(1)]])];
    changes.evaluate(before, new Set(), START);
    expect(changes.evaluate(after, new Set(), START + 1000)).toEqual([]);
    expect(changes.evaluate(after, new Set(), START + 2000)).toHaveLength(1);
  });

  test('is none where the asset was gone in between', () => {
    const { look } = looks();
    look({ fundingIntervalHours: 8 });
    look(undefined);
    expect([1, 1, 1].flatMap((fundingIntervalHours) => look({ fundingIntervalHours }))).toEqual([]);
  });
});

test('the book shows a change with its row from the next publication on', () => {
  const book = createFundingBook(defaultMarketSettings);
  book.setLive('binance', true);
  book.apply(ticker('binance', 'ETH', { fundingRate: 0.0001, fundingIntervalHours: 8 }));
  const [row] = book.publish(START).get('ETH') ?? [];
  expect.assert(row !== undefined);
  book.note(row, { intervalChange: { fromHours: 4, time: START } });
  book.note(row, { flipTime: START + 1 });
  expect(book.publish(START + 10).get('ETH')).toMatchObject([
    { intervalChange: { fromHours: 4, time: START }, flipTime: START + 1, fundingIntervalHours: 8 },
  ]);
});
