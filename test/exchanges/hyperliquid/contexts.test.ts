import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { hyperliquid } from '../../../src/exchanges/hyperliquid/adapter.js';
import { active, btc, bulk, dead, faults, instruments, listed, meta, noon, parse, pepe, records } from './samples.js';

const HOUR = 3_600_000;

describe('Hyperliquid contexts', () => {
  it('are tickers at an hourly rate, due on the next full hour', () => {
    expect(records(parse(active('BTC', btc)))).toEqual([
      {
        type: 'ticker',
        exchange: 'hyperliquid',
        symbol: 'BTC',
        asset: 'BTC',
        quote: 'USD',
        time: noon,
        receivedAt: noon,
        fundingRate: -0.0000015186,
        fundingIntervalHours: 1,
        nextFundingTime: noon + HOUR,
        markPrice: 77562,
        indexPrice: 77605,
        openInterest: 27353.17682,
        openInterestUsd: 2121567100.51284,
        volume24hUsd: 1516669192.1953897,
      },
    ]);
    expect(records(parse(active('BTC', btc), noon + HOUR - 1))[0]).toMatchObject({ nextFundingTime: noon + HOUR });
  });

  it('of a k coin are per single coin, worth the same', () => {
    expect(records(parse(active('kPEPE', pepe)))[0]).toMatchObject({
      symbol: 'kPEPE',
      asset: 'PEPE',
      markPrice: 0.000003632,
      indexPrice: 0.000003633,
      openInterest: 5_235_352_696_000,
      openInterestUsd: 19014800.991872,
    });
  });

  it('carry no field that the message left out, empty or null', () => {
    const [ticker] = records(parse(active('BTC', '{"funding":null,"openInterest":"","markPx":"1.5","premium":null}')));
    expect(ticker).toEqual({
      type: 'ticker',
      exchange: 'hyperliquid',
      symbol: 'BTC',
      asset: 'BTC',
      quote: 'USD',
      time: noon,
      receivedAt: noon,
      markPrice: 1.5,
    });
    expect(records(parse(active('BTC', '{"midPx":"1.5","premium":"0.1"}')))).toEqual([]);
  });

  it('of a delisted coin, of builder dexes, spot pairs and outcome markets are dropped without a word', () => {
    for (const coin of ['MATIC', 'xyz:TSLA', '@142', 'PURR/USDC', '#3']) {
      expect(parse(active(coin, btc)), coin).toEqual({ kind: 'records', records: [] });
    }
  });

  it('of a coin nobody listed are a fault that names it', () => {
    expect(faults(parse(active('pepe', btc)))).toEqual([
      { kind: 'unknown-instrument', message: expect.stringContaining('pepe') },
    ]);
    expect(() => parse(active('\\u001b]0;x', btc))).toThrow(WireError);
  });

  it('in a list are joined by their place, also when fields come in another order', () => {
    const names = (frame: string) => records(parse(frame)).map(({ symbol }) => symbol);
    expect(names(bulk(btc, btc, pepe, btc))).toEqual(['BTC', 'kPEPE', '0G']);
    expect(names(`{"data":{"ctxs":[${btc},${dead},${pepe}],"dex":""},"channel":"assetCtxs"}`)).toEqual(['BTC', 'kPEPE']);
    expect(names(`{"channel":"allDexsAssetCtxs","data":{"ctxs":[["xyz",[${pepe}]],["",[${btc}]]]}}`)).toEqual(['BTC']);
  });

  it('of a coin delisted since the list was read are known by their empty book', () => {
    expect(parse(bulk(btc, dead, pepe, dead))).toMatchObject({ records: [{ symbol: 'BTC' }, { symbol: 'kPEPE' }] });
    const thin = btc.replace('"midPx":"77558.5"', '"midPx":null');
    expect(records(parse(bulk(thin)))).toHaveLength(1);
  });

  it('of other dexes alone are none', () => {
    expect(parse(`{"channel":"assetCtxs","data":{"dex":"xyz","ctxs":[${btc}]}}`)).toEqual({ kind: 'ignored' });
    expect(parse(`{"channel":"allDexsAssetCtxs","data":{"ctxs":[["xyz",[${btc}]]]}}`)).toEqual({ kind: 'ignored' });
  });

  it('beyond the end of the universe are counted, the others stand', () => {
    const frame = parse(bulk(btc, dead, pepe, btc, btc, btc));
    expect(records(frame)).toHaveLength(3);
    expect(faults(frame)).toEqual([
      { kind: 'unknown-instrument', message: '2 of 6 contexts have no name in the universe, the first at position 4' },
    ]);
  });

  it.each([
    ['funding', '"NaN"'],
    ['funding', '{}'],
    ['markPx', '"-1"'],
    ['oraclePx', '"abc"'],
    ['openInterest', '"-5"'],
    ['dayNtlVlm', '-1'],
    ['markPx', '1e400'],
  ])('with %s %s become a fault that names coin and field, and cost nobody else', (field, value) => {
    const broken = btc.replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":${value}`);
    const frame = parse(bulk(broken, dead, pepe));
    expect(records(frame).map(({ symbol }) => symbol)).toEqual(['kPEPE']);
    expect(faults(frame)).toEqual([{ kind: 'bad-value', message: expect.stringMatching(new RegExp(`^BTC: ${field}:`)) }]);
  });

  it('polled over REST bring their own names', () => {
    const [poll] = hyperliquid.polls(listed, { assets: 'all', watch: [] });
    const [request] = poll?.requests ?? [];
    if (!poll || !request) return expect.fail('no poll');
    const read = (body: string) => poll.parse(body, { receivedAt: noon, instruments }, request);
    const frame = read(`[{"universe":[{"name":"kPEPE"},{"name":"NEW"},{"name":"BTC"}]},[${pepe},${btc},${btc},${btc}]]`);
    expect(records(frame).map(({ symbol }) => symbol)).toEqual(['kPEPE', 'BTC']);
    expect(faults(frame).map(({ message }) => message)).toEqual([
      expect.stringContaining('NEW'),
      '1 of 4 contexts have no name in the universe, the first at position 3',
    ]);
    for (const body of ['<html>', 'null', '[]', '{"universe":[]}', `[${meta}]`])
      expect(() => read(body), body).toThrow(WireError);
  });
});
