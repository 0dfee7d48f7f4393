import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { dydx } from '../../../src/exchanges/dydx/adapter.js';
import { LONG_TICKER, listed, market } from './samples.js';

describe('dYdX instruments', () => {
  it('come busiest first, named by what stands before the first comma and the last dash', () => {
    expect(listed.map(({ symbol, asset, quote, isTrading }) => [symbol, asset, quote, isTrading])).toEqual([
      ['OLD-USD', 'OLD', 'USD', false],
      ['BTC-USD', 'BTC', 'USD', true],
      ['ETH-USD', 'ETH', 'USD', true],
      [LONG_TICKER, 'BUFFI', 'USD', true],
      ['NEXT-USD', 'NEXT', 'USD', false],
    ]);
    expect(
      listed.map(({ contractSize, multiplier, kind, fundingIntervalHours }) => [
        contractSize,
        multiplier,
        kind,
        fundingIntervalHours,
      ]),
    ).toEqual(listed.map(() => [1, 1, 'linear', 1]));
  });

  it.each(['PAUSED', 'CANCEL_ONLY', 'POST_ONLY', 'INITIALIZING', 'FINAL_SETTLEMENT', 'TOMORROW'])(
    'do not trade while %s',
    (status) => {
      expect(dydx.instruments.parse([`{"markets":{${market('X-USD', status, '1')}}}`])[0]?.isTrading).toBe(false);
    },
  );

  it('are read from rows cut down to their name, and without the broken ones', () => {
    const body =
      '{"markets":{"AAVE-USD":{},"A-B-USD":{"ticker":"A-B-USD"},"NODASH":{},"-USD":{},"X-":{},"N-USD":null,"E\\u001b-USD":{},"V-USD":{"volume24H":"NaN"}}}';
    expect(dydx.instruments.parse([body]).map(({ symbol, asset, isTrading }) => [symbol, asset, isTrading])).toEqual([
      ['AAVE-USD', 'AAVE', true],
      ['A-B-USD', 'A-B', true],
      ['V-USD', 'V', true],
    ]);
  });

  it.each(['<html>403 Forbidden</html>', '{"errors":[{"msg":"no such market"}]}', '[]', 'null', '{"markets":[]}', '{"markets'])(
    'are refused in %j, which is named',
    (body) => {
      expect(() => dydx.instruments.parse([body])).toThrow(WireError);
      expect(() => dydx.instruments.parse([body])).toThrow(body.slice(0, 12));
    },
  );
});
