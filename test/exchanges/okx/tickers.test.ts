import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { indexInstruments } from '../../../src/domain/instrument.js';
import { okx } from '../../../src/exchanges/okx/adapter.js';
import { context, instrument, instruments, parse, records } from './listed.js';

function frame(channel: string, row: object, instId = 'BTC-USDT-SWAP') {
  return { arg: { channel, instId }, data: [{ instId, instType: 'SWAP', ts: '1788488645809', ...row }] };
}

const nothing = { kind: 'records', records: [] };

describe('funding', () => {
  const funding = { fundingRate: '0.0001', fundingTime: '1788508800000', nextFundingTime: '1788512400000', nextFundingRate: '' };

  it('has the distance of two settlements as its interval', () => {
    expect(records(frame('funding-rate', funding)).records).toEqual([
      {
        type: 'ticker',
        exchange: 'okx',
        symbol: 'BTC-USDT-SWAP',
        asset: 'BTC',
        quote: 'USDT',
        time: 1_788_488_645_809,
        receivedAt: 1_700_000_000_000,
        fundingRate: 0.0001,
        fundingIntervalHours: 1,
        nextFundingTime: 1_788_508_800_000,
      },
    ]);
  });

  it('has no interval where the exchange tells none', () => {
    const [old] = records(frame('funding-rate', { ...funding, nextFundingTime: '' })).records;
    expect(old).not.toHaveProperty('fundingIntervalHours');
    const [wrong] = records(frame('funding-rate', { ...funding, nextFundingTime: funding.fundingTime })).records;
    expect(wrong).not.toHaveProperty('fundingIntervalHours');
  });

  it('counts the settlement as settled only once it is', () => {
    const settled = { ...funding, settState: 'settled', settFundingRate: '-0.00002' };
    expect(records(frame('funding-rate', settled)).records).toMatchObject([{ settledFundingRate: -0.00002 }]);
    const [processing] = records(frame('funding-rate', { ...settled, settState: 'processing' })).records;
    expect(processing).not.toHaveProperty('settledFundingRate');
  });

  it('without a rate is no update', () => {
    expect(parse(frame('funding-rate', { ...funding, fundingRate: '' }))).toEqual(nothing);
  });
});

describe('market data', () => {
  it.each(['0', '-1', ''])('drops a mark price and an open interest of "%s" as placeholders', (value) => {
    expect(parse(frame('mark-price', { markPx: value }))).toEqual(nothing);
    expect(parse(frame('open-interest', { oi: value, oiCcy: value, oiUsd: value }))).toEqual(nothing);
  });

  it('counts open interest in coins and US dollars, from contracts where those are missing', () => {
    const noisy = { oi: '2216113.01000000309', oiCcy: '22161.1301000000309', oiUsd: '1939251795.54769270396321' };
    expect(records(frame('open-interest', noisy)).records).toMatchObject([
      { openInterest: 22_161.1301, openInterestUsd: 1_939_251_795.54769 },
    ]);
    const [linear] = records(frame('open-interest', { oi: '855' })).records;
    expect(linear).toMatchObject({ openInterest: 8.55 });
    expect(linear).not.toHaveProperty('openInterestUsd');
    const [inverse] = records(frame('open-interest', { oi: '855' }, 'BTC-USD-SWAP')).records;
    expect(inverse).toMatchObject({ openInterestUsd: 85_500 });
    expect(inverse).not.toHaveProperty('openInterest');
  });

  it('values the 24 h volume: coins at the last price, or contracts at their face value', () => {
    const data = { last: '30000', volCcy24h: '10.5', vol24h: '1050' };
    expect(records(frame('tickers', data)).records).toMatchObject([{ lastPrice: 30_000, volume24hUsd: 315_000 }]);
    expect(records(frame('tickers', data, 'BTC-USD-SWAP')).records).toMatchObject([{ lastPrice: 30_000, volume24hUsd: 105_000 }]);
    expect(parse(frame('tickers', { last: '', volCcy24h: '10.5' }))).toEqual(nothing);
  });

  it('gives one index to every trading swap on it, and to nothing else', () => {
    const known = [...instruments, instrument('BTC', { isTrading: false }), instrument('BTC2', { indexSymbol: 'BTC-USDT' })];
    const index = indexInstruments(known.filter(({ asset, quote }) => asset.startsWith('BTC') && quote === 'USDT').slice(-2));
    const text = JSON.stringify({
      arg: { channel: 'index-tickers', instId: 'BTC-USDT' },
      data: [{ instId: 'BTC-USDT', idxPx: '7' }],
    });
    expect(okx.parse(text, { ...context, instruments: index })).toMatchObject({
      records: [{ symbol: 'BTC2-USDT-SWAP', indexPrice: 7, time: 1_700_000_000_000 }],
    });
    expect(parse({ arg: { channel: 'index-tickers', instId: 'OKB-USDT' }, data: [{ instId: 'OKB-USDT', idxPx: '7' }] })).toEqual(
      nothing,
    );
  });

  it.each(['BTC-USDT', 'BTC-USDT-261225', 'BTC-USD-220304-32000-P', 'BTC-USD_UM_XPERP-310404'])(
    'is silent about %s',
    (instId) => {
      expect(parse({ arg: { channel: 'tickers', instId }, data: [{ instId, last: '1' }] })).toEqual(nothing);
      expect(
        parse({ arg: { channel: 'funding-rate', instId }, data: [{ instId, fundingRate: '1', instType: 'FUTURES' }] }),
      ).toEqual(nothing);
    },
  );

  it('names an unknown swap and a broken number, and keeps the other rows', () => {
    const good = { instId: 'ETH-USDT-SWAP', markPx: '2500' };
    const rows = [
      { instId: 'NEW-USDT-SWAP', markPx: '1' },
      { instId: 'BTC-USDT-SWAP', markPx: 'NaN' },
      { instId: '\u0007' },
      7,
      good,
    ];
    const parsed = records({ arg: { channel: 'mark-price', instId: 'x' }, data: rows });
    expect(parsed.records).toMatchObject([{ symbol: 'ETH-USDT-SWAP', markPrice: 2500 }]);
    expect(parsed.faults?.map(({ kind, message }) => [kind, message.split(':')[0]])).toEqual([
      ['unknown-instrument', 'NEW-USDT-SWAP'],
      ['bad-value', 'BTC-USDT-SWAP'],
      ['bad-value', '·'],
      ['bad-value', 'entry without a symbol'],
    ]);
  });
});

describe('the polled answers', () => {
  const polls = okx.polls(instruments, { assets: 'all', watch: [] });
  const answer = (...data: readonly object[]) => JSON.stringify({ code: '0', msg: '', data });
  const swap = { instId: 'BTC-USDT-SWAP', instType: 'SWAP', ts: '1788488645809' };

  it.each([
    ['funding', { ...swap, fundingRate: '0.0001', fundingTime: '1788508800000' }, { fundingRate: 0.0001 }],
    ['mark-price', { ...swap, markPx: '80000' }, { markPrice: 80_000 }],
    ['tickers', { ...swap, last: '80000', volCcy24h: '2' }, { lastPrice: 80_000, volume24hUsd: 160_000 }],
    ['open-interest', { ...swap, oi: '100', oiCcy: '1', oiUsd: '80000' }, { openInterest: 1, openInterestUsd: 80_000 }],
    ['index-tickers', { instId: 'BTC-USDT', idxPx: '79999', ts: '1788488645809' }, { indexPrice: 79_999 }],
  ])('of %s are read', (name, row, expected) => {
    const poll = polls.find((plan) => plan.name === name);
    const request = poll?.requests[0];
    if (!poll || !request) throw new Error(`no poll ${name}`);
    expect(poll.parse(answer(row), context, request)).toMatchObject({ records: [{ symbol: 'BTC-USDT-SWAP', ...expected }] });
    expect(parse(answer(row))).toEqual(poll.parse(answer(row), context, request));
    expect(() => poll.parse('{"code":"50011","msg":"Too Many Requests","data":[]}', context, request)).toThrow(WireError);
    expect(() => poll.parse('<html>', context, request)).toThrow(WireError);
  });
});
