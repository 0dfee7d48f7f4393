import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { batch, faults, LONG_TICKER, marketsAnswer, noon, parse, records, snapshot, update } from './samples.js';

const HOUR = 3_600_000;
const base = { type: 'ticker', exchange: 'dydx', quote: 'USD', time: noon, receivedAt: noon };

describe('dYdX markets', () => {
  it('come whole on subscribing: hourly rate, oracle as mark and index, the open interest of the protocol', () => {
    const tickers = records(parse(snapshot));
    expect(tickers.map(({ symbol }) => symbol)).toEqual(['ETH-USD', 'BTC-USD', LONG_TICKER]);
    expect(tickers[1]).toEqual({
      ...base,
      symbol: 'BTC-USD',
      asset: 'BTC',
      fundingRate: 0.00000254545454545455,
      fundingIntervalHours: 1,
      nextFundingTime: noon + HOUR,
      markPrice: 89919.2,
      indexPrice: 89919.2,
      openInterest: 782.0931,
      openInterestUsd: 70325185.87752,
      volume24hUsd: 247500844.6834,
    });
    expect(records(parse(marketsAnswer))).toEqual(tickers);
  });

  it('change by the fields that changed, whether batched or not', () => {
    const trading =
      '{"trading":{"ETH-USD":{"id":"1","openInterest":"15398.406"},"BTC-USD":{"status":"ACTIVE","nextFundingRate":"-0.0001"}}}';
    const expected = [
      { ...base, symbol: 'ETH-USD', asset: 'ETH', openInterest: 15398.406 },
      { ...base, symbol: 'BTC-USD', asset: 'BTC', fundingRate: -0.0001, fundingIntervalHours: 1, nextFundingTime: noon + HOUR },
    ];
    expect(records(parse(update(trading)))).toEqual(expected);
    expect(records(parse(batch(trading, '{"trading":{"BTC-USD":{"trades24H":7,"priceChange24H":"1"}}}')))).toEqual(expected);
  });

  it('take the open interest of the protocol when both are told', () => {
    const both = update('{"trading":{"BTC-USD":{"openInterest":"1","baseOpenInterest":"2"}}}');
    expect(records(parse(both))[0]).toMatchObject({ openInterest: 2 });
  });

  it('date an oracle price by its block', () => {
    const price =
      '{"oraclePrices":{"BTC-USD":{"oraclePrice":"43300.00","effectiveAt":"2024-01-01T00:01:00.000Z","effectiveAtHeight":"1","marketId":0}}}';
    expect(records(parse(batch(price)))).toEqual([
      { ...base, symbol: 'BTC-USD', asset: 'BTC', time: Date.UTC(2024, 0, 1, 0, 1), markPrice: 43300, indexPrice: 43300 },
    ]);
  });

  it('name the next full hour, the one after a tick exactly on it', () => {
    const rate = update('{"trading":{"BTC-USD":{"nextFundingRate":"0"}}}');
    expect(records(parse(rate, noon - 1))[0]).toMatchObject({ fundingRate: 0, nextFundingTime: noon });
    expect(records(parse(rate, noon))[0]).toMatchObject({ nextFundingTime: noon + HOUR });
  });

  it('that do not trade are dropped, also when the list at hand does not know them', () => {
    const settled = '{"ticker":"GONE-USD","status":"FINAL_SETTLEMENT","nextFundingRate":"0.1","oraclePrice":"1"}';
    const entries = `{"OLD-USD":{"oraclePrice":"1"},"GONE-USD":${settled},"BTC-USD":${settled},"SOON-USD":{"status":"INITIALIZING"}}`;
    expect(parse(update(`{"trading":${entries}}`))).toEqual({ kind: 'records', records: [] });
  });

  it('nobody listed are a fault that names them, harmlessly', () => {
    const frame = parse(
      update(
        '{"trading":{"NEW-USD":{"nextFundingRate":"0.1"},"E\\u001b[2J":{"openInterest":"1"},"BTC-USD":{"openInterest":"1"}}}',
      ),
    );
    expect(records(frame)).toHaveLength(1);
    expect(faults(frame)).toEqual([
      { kind: 'unknown-instrument', message: expect.stringContaining('NEW-USD') },
      { kind: 'unknown-instrument', message: expect.stringContaining('E·[2J') },
    ]);
  });

  it.each([
    ['nextFundingRate', '"NaN"'],
    ['openInterest', '"-1"'],
    ['baseOpenInterest', '[]'],
    ['volume24H', '-1'],
    ['oraclePrice', '"-0.5"'],
    ['oraclePrice', '1e400'],
  ])('with %s %s become a fault that names market and field', (field, value) => {
    const frame = parse(
      update(`{"trading":{"BTC-USD":{"openInterest":"5","${field}":${value}},"ETH-USD":{"openInterest":"1"}}}`),
    );
    expect(records(frame).map(({ symbol }) => symbol)).toEqual(['ETH-USD']);
    expect(faults(frame)).toEqual([{ kind: 'bad-value', message: expect.stringMatching(new RegExp(`^BTC-USD: ${field}:`)) }]);
  });

  it('with a broken block time or no entry at all are faults too', () => {
    const frame = parse(update('{"oraclePrices":{"BTC-USD":{"oraclePrice":"1","effectiveAt":"yesterday"},"ETH-USD":null}}'));
    expect(records(frame)).toEqual([]);
    expect(faults(frame).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^BTC-USD: effectiveAt/),
      expect.stringMatching(/^ETH-USD: market/),
    ]);
  });

  it('leave out what is empty, null or 0 for "none yet"', () => {
    const frame = parse(
      update('{"trading":{"BTC-USD":{"nextFundingRate":"","oraclePrice":"0","openInterest":null,"volume24H":"0"}}}'),
    );
    expect(records(frame)).toEqual([{ ...base, symbol: 'BTC-USD', asset: 'BTC', volume24hUsd: 0 }]);
  });

  it('without contents that can be read refuse the frame', () => {
    for (const contents of ['null', '7', '"x"', '[7]', '{"trading":[]}'])
      expect(() => parse(update(contents)), contents).toThrow(WireError);
    expect(parse(update('{}'))).toEqual({ kind: 'records', records: [] });
  });
});
