import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { bybit } from '../../../src/exchanges/bybit/adapter.js';
import { context } from './listed.js';

describe('the instrument list', () => {
  it('keeps perpetuals of both categories and leaves dated futures out', () => {
    expect(context.instruments.get('BTCUSDT')).toEqual({
      exchange: 'bybit',
      symbol: 'BTCUSDT',
      asset: 'BTC',
      quote: 'USDT',
      kind: 'linear',
      contractSize: 1,
      multiplier: 1,
      fundingIntervalHours: 8,
      fundingRateCap: 0.00375,
      fundingRateFloor: -0.00375,
      isTrading: true,
    });
    expect(context.instruments.get('BTCUSD')?.kind).toBe('inverse');
    expect(context.instruments.get('BTCPERP')?.quote).toBe('USDC');
    expect(context.instruments.get('BTCUSDT-26DEC25')).toBeUndefined();
    expect(context.instruments.get('BTCUSDH26')).toBeUndefined();
  });

  it.each([
    ['1000PEPE', 'PEPE', 1000],
    ['10000SATS', 'SATS', 10_000],
    ['1000000BABYDOGE', 'BABYDOGE', 1_000_000],
    ['SHIB1000', 'SHIB', 1000],
    ['1INCH', '1INCH', 1],
    ['SPX6900', 'SPX6900', 1],
  ])('reads base coin %s as %s times %d', (baseCoin, asset, multiplier) => {
    const body = { symbol: 'XUSDT', contractType: 'LinearPerpetual', status: 'Trading', baseCoin, quoteCoin: 'USDT' };
    expect(bybit.instruments.parse([JSON.stringify(body)])).toEqual([
      {
        exchange: 'bybit',
        symbol: 'XUSDT',
        asset,
        quote: 'USDT',
        kind: 'linear',
        contractSize: 1,
        multiplier,
        isTrading: true,
      },
    ]);
  });

  it('takes a contract before its launch or at its end as not trading', () => {
    const base = { contractType: 'LinearPerpetual', baseCoin: 'NEW', quoteCoin: 'USDT' };
    const states = ['PreLaunch', 'Trading', 'Delivering', 'Closed'].map((status) => ({
      ...base,
      symbol: `${status}USDT`,
      status,
    }));
    const read = bybit.instruments.parse([JSON.stringify({ retCode: 0, result: { list: states } })]);
    expect(read.map(({ isTrading }) => isTrading)).toEqual([false, true, false, false]);
  });

  it('leaves a single broken row out and refuses a list of nothing else', () => {
    const good = { symbol: 'AUSDT', contractType: 'LinearPerpetual', status: 'Trading', baseCoin: 'A', quoteCoin: 'USDT' };
    const answer = (list: readonly object[]) => JSON.stringify({ retCode: 0, result: { list } });
    expect(bybit.instruments.parse([answer([{ ...good, symbol: 'B\u001b[2J' }, good])]).map(({ symbol }) => symbol)).toEqual([
      'AUSDT',
    ]);
    expect(() => bybit.instruments.parse([answer([{ ...good, baseCoin: '' }])])).toThrow(WireError);
  });

  it.each([
    ['<html>403 Forbidden</html>', /not JSON.*403/],
    ['{"retCode":10006,"retMsg":"Too many visits!"}', /10006.*Too many visits/],
    ['{"code":"0","data":[]}', /not a list of instruments/],
    ['7', /expected an object/],
  ])('names the answer %s instead of reading it', (body, message) => {
    expect(() => bybit.instruments.parse([body])).toThrow(WireError);
    expect(() => bybit.instruments.parse([body])).toThrow(message);
  });

  it('asks for the next page with the cursor as it came, until there is none', () => {
    const [first] = bybit.instruments.requests;
    if (!first) throw new Error('no request');
    const page = (nextPageCursor: string) => JSON.stringify({ retCode: 0, result: { list: [], nextPageCursor } });
    const second = bybit.instruments.nextPage?.(first, page('first%3DA%26last%3DB'));
    expect(second?.url).toBe(`${first.url}&cursor=first%3DA%26last%3DB`);
    if (!second) throw new Error('no second page');
    expect(bybit.instruments.nextPage?.(second, page('c&d'))?.url).toBe(`${first.url}&cursor=c%26d`);
    expect(bybit.instruments.nextPage?.(second, page('first%3DA%26last%3DB'))).toBeUndefined();
    expect(bybit.instruments.nextPage?.(second, page(''))).toBeUndefined();
  });
});
