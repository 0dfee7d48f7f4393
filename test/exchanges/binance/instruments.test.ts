import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { binance } from '../../../src/exchanges/binance/adapter.js';
import { instruments, listed } from './listed.js';

const { parse } = binance.instruments;
const row = (symbol: string, more: object = {}) => ({
  symbol,
  contractType: 'PERPETUAL',
  status: 'TRADING',
  baseAsset: symbol.replace('USDT', ''),
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  ...more,
});
const listing = (...symbols: object[]): string => JSON.stringify({ symbols });

describe('Binance instruments', () => {
  it('take a multiplier out of the base coin and leave a coin that only looks like one', () => {
    const shown = ['1000PEPEUSDT', '1MBABYDOGEUSDT', '1INCHUSDT', '币安人生USDT'].map((symbol) => instruments.get(symbol));
    expect(shown.map((found) => [found?.asset, found?.multiplier])).toEqual([
      ['PEPE', 1000],
      ['BABYDOGE', 1_000_000],
      ['1INCH', 1],
      ['币安人生', 1],
    ]);
  });

  it('know COIN-M by its contract size, with the pair as the name of its index', () => {
    expect(instruments.get('BTCUSD_PERP')).toEqual({
      exchange: 'binance',
      symbol: 'BTCUSD_PERP',
      asset: 'BTC',
      quote: 'USD',
      kind: 'inverse',
      contractSize: 100,
      multiplier: 1,
      isTrading: true,
      indexSymbol: 'BTCUSD',
      fundingIntervalHours: 8,
    });
    expect(instruments.get('ETHUSD_PERP')?.contractSize).toBe(10);
  });

  it('count stocks as perpetuals and leave dated futures out', () => {
    expect(instruments.get('TSLAUSDT')?.isTrading).toBe(true);
    expect(listed.filter(({ symbol }) => /_\d{6}$/.test(symbol))).toEqual([]);
    expect(parse([listing(row('BTCUSDT_260327'), row('ABCUSDT', { contractType: 'NEXT_QUARTER' }))])).toEqual([]);
  });

  it('keep what is halted, settling or delivering, as not trading', () => {
    expect(instruments.get('BLZUSDT')?.isTrading).toBe(false);
    const bodies = [listing(row('AUSDT', { contractType: 'PERPETUAL_DELIVERING' }), row('BUSDT', { status: 'PENDING_TRADING' }))];
    expect(parse(bodies).map(({ isTrading }) => isTrading)).toEqual([false, false]);
  });

  it('go on trading under an announced delisting date', () => {
    expect(parse([listing(row('AUSDT', { deliveryDate: 1790000000000 }))])[0]?.isTrading).toBe(true);
  });

  it('have the listed interval, 8 h where fundingInfo does not list them, none where it was not asked', () => {
    const body = listing(row('MANTAUSDT'), row('BTCUSDT'));
    const info = '[{"symbol":"MANTAUSDT","fundingIntervalHours":4}]';
    expect(parse([body, info]).map((found) => found.fundingIntervalHours)).toEqual([4, 8]);
    expect(parse(['[]', body]).map((found) => found.fundingIntervalHours)).toEqual([8, 8]);
    expect(parse([body]).map((found) => 'fundingIntervalHours' in found)).toEqual([false, false]);
  });

  it('know the limits of a rate where fundingInfo tells them', () => {
    const info =
      '[{"symbol":"BLZUSDT","adjustedFundingRateCap":"0.02500000","adjustedFundingRateFloor":"-0.02500000","fundingIntervalHours":8,"disclaimer":false}]';
    const [blz, btc] = parse([listing(row('BLZUSDT'), row('BTCUSDT')), info]);
    expect([blz?.fundingRateCap, blz?.fundingRateFloor]).toEqual([0.025, -0.025]);
    expect(btc).not.toHaveProperty('fundingRateCap');
  });

  it('leave a broken row out and keep the others', () => {
    const bad = [
      row(''),
      row('A\u001b[2JUSDT'),
      row('CUSDT', { quoteAsset: null }),
      row('DUSDT', { contractSize: -1 }),
      null,
      7,
      { symbol: 'EUSD_PERP', baseAsset: 'E', quoteAsset: 'USD' },
    ];
    expect(parse([JSON.stringify({ symbols: [...bad, row('BTCUSDT')] })]).map(({ symbol }) => symbol)).toEqual(['BTCUSDT']);
    const info = '[{"symbol":"BTCUSDT","fundingIntervalHours":"soon"},{"symbol":"ETHUSDT","fundingIntervalHours":1}]';
    expect(parse([listing(row('ETHUSDT')), info])[0]?.fundingIntervalHours).toBe(1);
  });

  it.each([
    ['<html><body>403 Forbidden</body></html>', /403 Forbidden/],
    ['{"code":0,"msg":"Service unavailable from a restricted location"}', /restricted location/],
    ['{"serverTime":1}', /exchangeInfo/],
    ['[{"symbol":"BTCUSDT","markPrice":"1"}]', /fundingInfo/],
    ['', /not JSON/],
    ['null', /exchangeInfo/],
  ])('refuse %s in words', (body, words) => {
    expect(() => parse([body])).toThrow(WireError);
    expect(() => parse([body])).toThrow(words);
  });
});
