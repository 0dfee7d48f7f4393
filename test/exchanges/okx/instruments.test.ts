import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { okx } from '../../../src/exchanges/okx/adapter.js';
import { context } from './listed.js';

const swap = { instType: 'SWAP', instId: 'PEPE-USDT-SWAP', uly: 'PEPE-USDT', ctType: 'linear', ctVal: '10000000', state: 'live' };

function read(...rows: readonly object[]) {
  return okx.instruments.parse([JSON.stringify({ code: '0', msg: '', data: rows })]);
}

describe('the instrument list', () => {
  it('takes asset and quote from the id, the size from value and multiplier of a contract', () => {
    expect(context.instruments.get('BTC-USD-SWAP')).toEqual({
      exchange: 'okx',
      symbol: 'BTC-USD-SWAP',
      asset: 'BTC',
      quote: 'USD',
      kind: 'inverse',
      contractSize: 100,
      multiplier: 1,
      isTrading: true,
      indexSymbol: 'BTC-USD',
    });
    expect(context.instruments.get('BTC-USDC-SWAP')).toMatchObject({
      quote: 'USDC',
      contractSize: 0.0001,
      indexSymbol: 'BTC-USDC',
    });
    expect(read({ ...swap, ctVal: '0.1', ctMult: '3' })).toMatchObject([{ contractSize: 0.3 }]);
    expect(read(swap)).toMatchObject([{ asset: 'PEPE', contractSize: 10_000_000, multiplier: 1 }]);
  });

  it('leaves dated futures and X-Perps out', () => {
    const xperp = { ...swap, instType: 'FUTURES', instId: 'BTC-USD_UM_XPERP-310404', ruleType: 'xperp' };
    const dated = { ...swap, instType: 'FUTURES', instId: 'BTC-USDT-261225', ruleType: 'normal' };
    expect(read(xperp, dated)).toEqual([]);
  });

  it.each(['suspend', 'preopen', 'test', 'rebase', 'post_only', 'settling'])(
    'takes a contract in state %s as not trading',
    (state) => {
      expect(read({ ...swap, state })).toMatchObject([{ isTrading: false }]);
    },
  );

  it('reads a bare list and a single entry too', () => {
    expect(okx.instruments.parse([JSON.stringify([swap])])).toEqual(read(swap));
    expect(okx.instruments.parse([JSON.stringify(swap)])).toEqual(read(swap));
  });

  it('takes the limits of a rate from the funding-rate answer', () => {
    const limited = { instId: swap.instId, instType: 'SWAP', fundingTime: '1785888000000' };
    const answer = (row: object) => JSON.stringify({ code: '0', msg: '', data: [row] });
    const list = JSON.stringify({ code: '0', msg: '', data: [swap] });
    const both = answer({ ...limited, maxFundingRate: '0.00375', minFundingRate: '-0.00375' });
    expect(okx.instruments.parse([list, both])).toEqual([
      { ...read(swap)[0], fundingRateCap: 0.00375, fundingRateFloor: -0.00375 },
    ]);
    expect(okx.instruments.parse([answer({ ...limited, maxFundingRate: '' }), list])).toEqual(read(swap));
    expect(okx.instruments.parse([both])).toEqual([]);
  });

  it('leaves a single broken row out and refuses a list of nothing else', () => {
    const broken = [{ ...swap, instId: 'X\u001b[2J-USDT-SWAP' }, { ...swap, ctVal: '-1' }, { ...swap, instId: 'SWAP' }, null];
    expect(read(...(broken as object[]), swap).map(({ symbol }) => symbol)).toEqual(['PEPE-USDT-SWAP']);
    expect(() => read({ ...swap, ctVal: '' })).toThrow(WireError);
  });

  it.each([
    ['<!doctype html>', /not JSON.*doctype/],
    ['{"code":"50011","msg":"Too Many Requests","data":[]}', /50011.*Too Many Requests/],
    ['{"retCode":0,"result":{"list":[]}}', /not a list of instruments/],
    ['[{"symbol":"BTCUSDT"}]', /no instType/],
  ])('names the answer %s instead of reading it', (body, message) => {
    expect(() => okx.instruments.parse([body])).toThrow(WireError);
    expect(() => okx.instruments.parse([body])).toThrow(message);
  });
});
