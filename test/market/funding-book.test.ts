import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../src/domain/instrument.js';
import type { Ticker } from '../../src/domain/record.js';
import { createFundingBook } from '../../src/market/funding-book.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { nativeSymbol, START, ticker } from '../support/market-records.js';

const HOUR = 3_600_000;

function liveBook(settings = {}) {
  const book = createFundingBook({ ...defaultMarketSettings, ...settings });
  book.setLive('binance', true);
  book.setLive('bybit', true);
  const row = (now: number, asset = 'BTC') => book.publish(now).get(asset)?.[0];
  return { book, row };
}

describe('merging', () => {
  test('partial tickers of one instrument become one row', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { fundingRate: 0.0001, fundingIntervalHours: 4, nextFundingTime: START + HOUR }));
    book.apply(ticker('binance', 'BTC', { markPrice: 101, indexPrice: 100, receivedAt: START + 1 }));
    book.apply(ticker('binance', 'BTC', { openInterest: 3, volume24hUsd: 7_000, receivedAt: START + 2 }));
    expect(row(START + 3)).toStrictEqual({
      key: 'binance:BTCUSDT',
      exchange: 'binance',
      symbol: 'BTCUSDT',
      asset: 'BTC',
      quote: 'USDT',
      fundingRate: 0.0001,
      fundingIntervalHours: 4,
      nextFundingTime: START + HOUR,
      rate8h: 0.0002,
      apr: 0.219,
      markPrice: 101,
      indexPrice: 100,
      basis: 0.01,
      openInterest: 3,
      openInterestUsd: 303,
      volume24hUsd: 7_000,
      history: [0.0002],
      historyEveryMs: 2_000,
      receivedAt: START + 2,
      fundingReceivedAt: START,
      isStale: false,
    });
  });

  test('without an interval there is no 8 h rate, no APR and no history', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { fundingRate: 0.0001 }));
    const found = row(START);
    expect(found).toMatchObject({ fundingRate: 0.0001, history: [] });
    expect(found).not.toHaveProperty('rate8h');
    expect(found).not.toHaveProperty('apr');
    expect(found).not.toHaveProperty('fundingIntervalHours');
  });

  test('an open interest stated in USD is not replaced by a computed one, and none is computed in a foreign quote', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { openInterest: 2, openInterestUsd: 190, markPrice: 100 }));
    expect(row(START)?.openInterestUsd).toBe(190);
    book.apply(ticker('binance', 'ETH', { quote: 'BTC', openInterest: 2, markPrice: 0.05 }));
    expect(row(START, 'ETH')).not.toHaveProperty('openInterestUsd');
  });

  test('an older message changes only the fields it is the newest to tell', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { markPrice: 100, time: START - 10 }));
    book.apply(ticker('binance', 'BTC', { markPrice: 99, fundingRate: 0.0003, time: START - 20, receivedAt: START + 1 }));
    expect(row(START + 2)).toMatchObject({ markPrice: 100, fundingRate: 0.0003 });
  });

  test('of two messages with the same time the later one wins', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { markPrice: 100, time: START - 10 }));
    book.apply(ticker('binance', 'BTC', { markPrice: 101, time: START - 10 }));
    expect(row(START)?.markPrice).toBe(101);
  });

  test('a message without an exchange time is never compared with one that has it', () => {
    const { book, row } = liveBook();
    // Our clock is 5 s behind the exchange's.
    book.apply(ticker('binance', 'BTC', { markPrice: 100, time: START + 5_000, receivedAt: START }));
    book.apply(ticker('binance', 'BTC', { markPrice: 101, receivedAt: START + 100 }));
    expect(row(START + 100)?.markPrice).toBe(101);
    book.apply(ticker('binance', 'BTC', { markPrice: 102, time: START + 5_200, receivedAt: START + 200 }));
    expect(row(START + 200)?.markPrice).toBe(102);
  });

  test('one time from the far future does not lock the instrument', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { markPrice: 100, time: START + 1_000 * HOUR }));
    book.apply(ticker('binance', 'BTC', { markPrice: 101, time: START, receivedAt: START + 5 }));
    expect(row(START + 5)?.markPrice).toBe(101);
  });

  test('whatever order messages come in, each field ends with the value of its newest message', () => {
    const message = fc.record({ offset: fc.integer({ min: 1, max: 500 }), mark: fc.boolean(), rate: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(message, { selector: (m) => m.offset, minLength: 1 }), (messages) => {
        const { book, row } = liveBook();
        for (const { offset, mark, rate } of messages) {
          book.apply(
            ticker('binance', 'BTC', {
              time: START - offset,
              receivedAt: START,
              ...(mark ? { markPrice: offset } : {}),
              ...(rate ? { fundingRate: offset } : {}),
            }),
          );
        }
        const newest = (of: (m: (typeof messages)[number]) => boolean) => {
          const offsets = messages.filter(of).map((m) => m.offset);
          return offsets.length === 0 ? undefined : Math.min(...offsets);
        };
        const found = row(START);
        expect(found?.markPrice).toBe(newest((m) => m.mark));
        expect(found?.fundingRate).toBe(newest((m) => m.rate));
      }),
    );
  });
});

describe('funding interval', () => {
  const settlement = START + HOUR;
  const next = (hours: number, seenTime: number, fields: Partial<Ticker> = {}) => [
    ticker('binance', 'BTC', { fundingRate: 0.0001, nextFundingTime: settlement, ...fields }),
    ticker('binance', 'BTC', { nextFundingTime: settlement + hours * HOUR, time: seenTime, receivedAt: seenTime }),
  ];

  test.each([1, 2, 4, 6, 8, 12, 24])('a settlement followed by the next %i h later teaches the interval', (hours) => {
    const { book, row } = liveBook();
    for (const message of next(hours, settlement + 2_000)) book.apply(message);
    expect(row(settlement + 2_000)?.fundingIntervalHours).toBe(hours);
    expect(row(settlement + 2_000)?.rate8h).toBeCloseTo((0.0001 * 8) / hours, 15);
  });

  test.each([
    ['a distance that is no rhythm', 5, settlement + 2_000],
    ['a jump seen an hour late, when settlements may have been missed', 4, settlement + HOUR],
    ['a jump long before the settlement', 4, settlement - 2 * 60_000],
    ['a time that moves back', -1, settlement + 2_000],
  ])('%s teaches nothing', (_, hours, seenTime) => {
    const { book, row } = liveBook();
    for (const message of next(hours, seenTime)) book.apply(message);
    expect(row(seenTime)).not.toHaveProperty('fundingIntervalHours');
  });

  test('what the exchange states stands above what times suggest, and is followed when it changes', () => {
    const { book, row } = liveBook();
    for (const message of next(4, settlement + 2_000, { fundingIntervalHours: 8 })) book.apply(message);
    expect(row(settlement + 2_000)?.fundingIntervalHours).toBe(8);
    book.apply(ticker('binance', 'BTC', { fundingIntervalHours: 1, receivedAt: settlement + 3_000 }));
    expect(row(settlement + 3_000)).toMatchObject({ fundingIntervalHours: 1, rate8h: 0.0008 });
  });

  test('a settlement that has passed stays until the exchange names the next', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', { nextFundingTime: START + 1_000 }));
    expect(row(START + 60_000)?.nextFundingTime).toBe(START + 1_000);
  });
});

describe('freshness', () => {
  const rate = { fundingRate: 0.0001, fundingIntervalHours: 8 };

  test('a row is stale while its feed was never live', () => {
    const book = createFundingBook(defaultMarketSettings);
    book.apply(ticker('okx', 'BTC', rate));
    expect(book.publish(START).get('BTC')?.[0]?.isStale).toBe(true);
    book.setLive('okx', true);
    expect(book.publish(START).get('BTC')?.[0]?.isStale).toBe(false);
  });

  test('a row not heard of for two minutes is stale, and any message of its instrument revives it', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', rate));
    expect(row(START + 120_000)?.isStale).toBe(false);
    expect(row(START + 121_000)?.isStale).toBe(true);
    book.apply(ticker('binance', 'BTC', { markPrice: 1, receivedAt: START + 122_000 }));
    expect(row(START + 122_000)?.isStale).toBe(false);
  });

  test('after an interruption a value kept from before is stale until its instrument is heard again', () => {
    const { book } = liveBook();
    book.apply(ticker('binance', 'BTC', rate));
    book.apply(ticker('binance', 'ETH', rate));
    const stale = (now: number) => ['BTC', 'ETH'].map((asset) => book.publish(now).get(asset)?.[0]?.isStale);
    expect(stale(START)).toEqual([false, false]);
    book.setLive('binance', false);
    expect(stale(START + 10)).toEqual([true, true]);
    book.setLive('binance', true);
    expect(stale(START + 20)).toEqual([true, true]);
    book.apply(ticker('binance', 'ETH', { markPrice: 1, receivedAt: START + 30 }));
    expect(stale(START + 40)).toEqual([true, false]);
  });

  test('after our clock was set back a row is stale until it is heard again', () => {
    const { book, row } = liveBook();
    book.apply(ticker('binance', 'BTC', rate));
    expect(row(START)?.isStale).toBe(false);
    expect(row(START - HOUR)?.isStale).toBe(true);
    book.apply(ticker('binance', 'BTC', { markPrice: 1, receivedAt: START - HOUR + 5_000 }));
    expect(row(START - HOUR + 5_000)).toMatchObject({ isStale: false, receivedAt: START - HOUR + 5_000 });
  });

  test('an instrument silent for a day is forgotten, and makes room', () => {
    const { book } = liveBook({ instrumentCapacity: 1 });
    book.apply(ticker('binance', 'BTC', rate));
    book.apply(ticker('binance', 'ETH', rate));
    expect([...book.publish(START).keys()]).toEqual(['BTC']);
    expect(book.droppedCount()).toBe(1);
    const tomorrow = START + 86_401_000;
    expect(book.publish(tomorrow).size).toBe(0);
    book.apply(ticker('binance', 'ETH', { ...rate, receivedAt: tomorrow }));
    expect([...book.publish(tomorrow).keys()]).toEqual(['ETH']);
  });
});

describe('publishing', () => {
  const rate = { fundingRate: 0.0001, fundingIntervalHours: 8 };

  test('rows stand in the order of exchanges, then of symbols', () => {
    const { book } = liveBook();
    book.apply(ticker('bybit', 'BTC', rate));
    book.apply(ticker('binance', 'BTC', { ...rate, symbol: nativeSymbol('BTCUSDT') }));
    book.publish(START);
    book.apply(ticker('binance', 'BTC', { ...rate, symbol: nativeSymbol('BTCUSDC') }));
    expect(
      book
        .publish(START)
        .get('BTC')
        ?.map((row) => row.key),
    ).toEqual(['binance:BTCUSDC', 'binance:BTCUSDT', 'bybit:BTCUSDT']);
  });

  test('what did not change keeps its identity, and a published list never changes', () => {
    const { book } = liveBook();
    book.apply(ticker('binance', 'BTC', rate));
    book.apply(ticker('bybit', 'BTC', rate));
    book.apply(ticker('binance', 'ETH', rate));
    const before = book.publish(START);
    expect(book.publish(START + 500)).toBe(before);
    const frozen = structuredClone([...before]);
    book.apply(ticker('binance', 'BTC', { fundingRate: 0.0005, receivedAt: START + 600 }));
    const after = book.publish(START + 600);
    expect(after).not.toBe(before);
    expect(after.get('ETH')).toBe(before.get('ETH'));
    expect(after.get('BTC')?.[1]).toBe(before.get('BTC')?.[1]);
    expect(after.get('BTC')?.[0]?.fundingRate).toBe(0.0005);
    expect([...before]).toEqual(frozen);
  });

  test('history takes the first sample at once, then one per step, thins out when full, and at the longest step forgets', () => {
    const { book, row } = liveBook({ historyCapacity: 4, sampleEveryMs: 1_000, longestSampleMs: 2_000 });
    const histories: (FundingRow['history'] | undefined)[] = [];
    for (let second = 0; second <= 9; second += 1) {
      const now = START + second * 1_000;
      book.apply(ticker('binance', 'BTC', { fundingRate: second, fundingIntervalHours: 8, receivedAt: now }));
      histories.push(row(now)?.history);
    }
    expect(histories.slice(2)).toEqual([
      [0, 1, 2],
      [0, 1, 2, 3],
      [1, 3, 4],
      [1, 3, 4],
      [1, 3, 4, 6],
      [1, 3, 4, 6],
      [3, 4, 6, 8],
      [3, 4, 6, 8],
    ]);
  });

  test('history has a gap where the feed was down, and where nobody asked', () => {
    const { book, row } = liveBook({ sampleEveryMs: 1_000, staleAfterMs: 60_000 });
    const heard = (second: number): FundingRow['history'] | undefined => {
      const now = START + second * 1_000;
      book.apply(ticker('binance', 'BTC', { fundingRate: 0.0001, fundingIntervalHours: 8, receivedAt: now }));
      return row(now)?.history;
    };
    heard(0);
    book.setLive('binance', false);
    for (const second of [1, 2]) book.publish(START + second * 1_000);
    book.setLive('binance', true);
    expect(heard(3)).toEqual([0.0001, undefined, undefined, 0.0001]);
    expect(heard(6)).toEqual([0.0001, undefined, undefined, 0.0001, undefined, undefined, 0.0001]);
  });

  test.each([
    ['rising', [0.0001, 0.00005, 0.00011]],
    ['falling', [0.0001, 0.00015, 0.00009]],
    ['flat', [0.0001, 0.00015, 0.0001005]],
    [undefined, [0.0001]],
  ])('the trend is %s over %j', (trend, rates) => {
    const { book, row } = liveBook({ sampleEveryMs: 1_000 });
    for (const [second, fundingRate] of rates.entries()) {
      const receivedAt = START + second * 1_000;
      book.apply(ticker('binance', 'BTC', { fundingRate, fundingIntervalHours: 8, receivedAt }));
      book.publish(receivedAt);
    }
    expect(row(START + (rates.length - 1) * 1_000)?.trend).toBe(trend);
  });
});

describe('the limits of a rate', () => {
  const listed = (fields: Partial<Instrument> = {}): Instrument => ({
    exchange: 'bybit',
    symbol: nativeSymbol('BTCUSDT'),
    asset: 'BTC',
    quote: 'USDT',
    kind: 'linear',
    contractSize: 1,
    multiplier: 1,
    isTrading: true,
    ...fields,
  });

  test.each(['before', 'after'])('are told by the list, read %s the first ticker', (when) => {
    const { book, row } = liveBook();
    const limits = [listed({ fundingRateCap: 0.00375, fundingRateFloor: -0.003 })];
    if (when === 'before') book.list(limits);
    book.apply(ticker('bybit', 'BTC', { fundingRate: -0.002 }));
    if (when === 'after') book.list(limits);
    expect(row(START)).toMatchObject({ fundingRateCap: 0.00375, fundingRateFloor: -0.003, limitDistance: 0.001 });
  });

  test('go when the list tells none any more, and leave a row alone while they stay', () => {
    const { book, row } = liveBook();
    book.list([listed({ fundingRateCap: 0.00375 })]);
    book.apply(ticker('bybit', 'BTC', { fundingRate: 0.0001 }));
    const before = row(START);
    book.list([listed({ fundingRateCap: 0.00375 })]);
    expect(row(START)).toBe(before);
    book.list([listed()]);
    expect(row(START)).not.toHaveProperty('fundingRateCap');
    expect(row(START)).not.toHaveProperty('limitDistance');
  });

  test('are not taken from another exchange', () => {
    const { book, row } = liveBook();
    book.list([listed({ fundingRateCap: 0.00375 })]);
    book.apply(ticker('binance', 'BTC', { fundingRate: 0.0001 }));
    expect(row(START)).not.toHaveProperty('fundingRateCap');
  });
});
