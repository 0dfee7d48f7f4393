import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { indexInstruments } from '../../../src/domain/instrument.js';
import { bybit } from '../../../src/exchanges/bybit/adapter.js';
import { context, instrument, instruments, parse, records } from './listed.js';

function ticker(data: object, type = 'snapshot') {
  return { topic: 'tickers.BTCUSDT', type, data: { symbol: 'BTCUSDT', ...data }, cs: 1, ts: 1_790_373_926_264 };
}

describe('tickers', () => {
  it('halves the doubled open interest where the single one is missing, and prefers the single one', () => {
    const both = { openInterest: '52664.642', openInterestValue: '200' };
    expect(records(ticker(both)).records).toMatchObject([{ openInterest: 26_332.321, openInterestUsd: 100 }]);
    const single = { ...both, singleOpenInterest: '26332.321', singleOpenInterestValue: '99.5' };
    expect(records(ticker(single)).records).toMatchObject([{ openInterest: 26_332.321, openInterestUsd: 99.5 }]);
  });

  it('swaps coin and US dollar amounts of an inverse contract', () => {
    const frame = {
      topic: 'tickers.BTCUSD',
      type: 'snapshot',
      data: {
        symbol: 'BTCUSD',
        singleOpenInterest: '231295267',
        singleOpenInterestValue: '2759.355',
        turnover24h: '23389.1894',
        volume24h: '661543991',
      },
      ts: 1_790_373_926_264,
    };
    expect(records(frame).records).toMatchObject([
      { openInterest: 2759.355, openInterestUsd: 231_295_267, volume24hUsd: 661_543_991 },
    ]);
  });

  it('quotes a multiplied contract per coin', () => {
    const data = { symbol: '1000PEPEUSDT', markPrice: '0.01234', singleOpenInterest: '500', singleOpenInterestValue: '6.17' };
    const frame = { topic: 'tickers.1000PEPEUSDT', type: 'snapshot', data, ts: 1_790_373_926_264 };
    expect(records(frame).records).toMatchObject([
      { asset: 'PEPE', symbol: '1000PEPEUSDT', markPrice: 0.00001234, openInterest: 500_000, openInterestUsd: 6.17 },
    ]);
  });

  it('takes the interval from the message, in a snapshot else from the list, in a delta from nowhere', () => {
    const told = records(ticker({ fundingRate: '0.0001', fundingIntervalHour: '1' }, 'delta')).records[0];
    expect(told).toMatchObject({ fundingRate: 0.0001, fundingIntervalHours: 1 });
    expect(records(ticker({ fundingRate: '0.0001' })).records[0]).toMatchObject({ fundingIntervalHours: 8 });
    // A list an hour old would undo the interval the stream has just told.
    expect(records(ticker({ fundingRate: '0.0001' }, 'delta')).records[0]).not.toHaveProperty('fundingIntervalHours');
    expect(records(ticker({ markPrice: '1' })).records[0]).not.toHaveProperty('fundingIntervalHours');
  });

  it('never turns an empty string, null or a missing field into a value', () => {
    const frame = ticker({ fundingRate: '', nextFundingTime: '', markPrice: null, indexPrice: '82000.5' });
    expect(records(frame).records).toEqual([
      {
        type: 'ticker',
        exchange: 'bybit',
        symbol: 'BTCUSDT',
        asset: 'BTC',
        quote: 'USDT',
        time: 1_790_373_926_264,
        receivedAt: 1_700_000_000_000,
        indexPrice: 82_000.5,
      },
    ]);
  });

  it.each([
    '{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"79114.50","bid1Size":"1.496"},"cs":793092205004,"ts":1787590405983}',
    '{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","tickDirection":"ZeroMinusTick"},"cs":804921550681,"ts":1788488627183}',
    '{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT"},"cs":1,"ts":1788488627183}',
    '{"ts":1788488627183,"data":{"bid1Price":"1","symbol":"BTCUSDT"},"type":"delta","topic":"tickers.BTCUSDT"}',
  ])('makes no record of a book-only delta: %s', (frame) => {
    expect(parse(frame)).toEqual({ kind: 'records', records: [] });
  });

  it('misses nothing that stands behind book fields', () => {
    const hidden = ticker({ bid1Price: '1', bid1Size: '2', tickDirection: 'PlusTick', singleOpenInterest: '7' }, 'delta');
    expect(records(hidden).records).toMatchObject([{ openInterest: 7 }]);
  });

  it.each(['BTC-26DEC25', 'BTCUSDT-26DEC25', 'BTCUSDH26', 'BTC-28JUN24-60000-P'])('is silent about %s', (symbol) => {
    const frame = { topic: `tickers.${symbol}`, type: 'snapshot', data: { symbol, lastPrice: '1' }, ts: 1_760_409_119_857 };
    expect(parse(frame)).toEqual({ kind: 'records', records: [] });
  });

  it('is silent about spot, which shares topic and symbol', () => {
    const frame = ticker({ lastPrice: '21109.77', volume24h: '6780.866843', turnover24h: '141', usdIndexPrice: '21120.24' });
    expect(parse(frame)).toEqual({ kind: 'records', records: [] });
  });

  it('is silent about a contract that does not trade', () => {
    const halted = indexInstruments([instrument('BTCUSDT', { isTrading: false })]);
    const frame = JSON.stringify(ticker({ markPrice: '1' }));
    expect(bybit.parse(frame, { ...context, instruments: halted })).toEqual({ kind: 'records', records: [] });
  });

  it('names an unknown symbol, made printable', () => {
    const frame = {
      topic: 'tickers.NEWUSDT',
      type: 'snapshot',
      data: { symbol: 'NEWUSDT', markPrice: '1' },
      ts: 1_760_409_119_857,
    };
    expect(records(frame).faults).toMatchObject([{ kind: 'unknown-instrument', message: expect.stringContaining('NEWUSDT') }]);
    const evil = { ...frame, data: { symbol: '\u001b[31mX', markPrice: '1' } };
    const [fault] = records(evil).faults ?? [];
    expect(fault?.kind).toBe('bad-value');
    expect(fault?.message).not.toContain('\u001b');
  });

  it.each(['NaN', 'Infinity', '-1', '0x10', 'abc', true])('makes a fault of a mark price of %s', (markPrice) => {
    const parsed = records(ticker({ markPrice, indexPrice: '1' }));
    expect(parsed.records).toEqual([]);
    expect(parsed.faults).toMatchObject([{ kind: 'bad-value', message: expect.stringMatching(/BTCUSDT: markPrice/) }]);
  });
});

describe('the polled tickers', () => {
  const poll = bybit.polls(instruments, { assets: 'all', watch: [] })[0];

  it('are read row by row, at the time of the answer', () => {
    if (!poll?.requests[0]) throw new Error('no poll');
    const list = [
      {
        symbol: 'BTCUSDT',
        markPrice: '80000',
        fundingRate: '0.0001',
        nextFundingTime: '1788508800000',
        fundingIntervalHour: '4',
      },
      { symbol: 'BTCUSDT-26DEC25', markPrice: '80000', fundingRate: '', nextFundingTime: '0' },
      { symbol: 'SOONUSDT', markPrice: '1', curPreListingPhase: 'CallAuction' },
      { symbol: 'ETHUSDT', markPrice: 'broken' },
      { symbol: 'LTCUSDT', lastPrice: '94.5', singleOpenInterest: '10', markPrice: '95' },
    ];
    const body = JSON.stringify({ retCode: 0, retMsg: 'OK', result: { category: 'linear', list }, time: 1_788_488_625_983 });
    const parsed = poll.parse(body, context, poll.requests[0]);
    expect(parsed).toMatchObject({
      kind: 'records',
      records: [
        { symbol: 'BTCUSDT', time: 1_788_488_625_983, fundingIntervalHours: 4, nextFundingTime: 1_788_508_800_000 },
        { symbol: 'LTCUSDT', lastPrice: 94.5, openInterest: 10, openInterestUsd: 950 },
      ],
      faults: [{ kind: 'bad-value', message: expect.stringContaining('ETHUSDT: markPrice') }],
    });
    expect(bybit.parse(body, context)).toEqual(parsed);
  });

  it.each(['<html>', '{"retCode":10006,"retMsg":"Too many visits!"}', '{"retCode":0,"result":{}}'])('refuse %s', (body) => {
    if (!poll?.requests[0]) throw new Error('no poll');
    const request = poll.requests[0];
    expect(() => poll.parse(body, context, request)).toThrow(WireError);
  });
});
