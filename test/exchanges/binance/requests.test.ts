import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import type { Instrument } from '../../../src/domain/instrument.js';
import type { PollPlan, Selection } from '../../../src/exchanges/adapter.js';
import { binance } from '../../../src/exchanges/binance/adapter.js';
import { readableOrRefused } from '../../support/wire-arbitraries.js';
import { context, listed, receivedAt } from './listed.js';

const many = (count: number): readonly Instrument[] =>
  binance.instruments.parse([
    JSON.stringify({
      symbols: Array.from({ length: count }, (_, index) => ({
        symbol: `C${index}USDT`,
        contractType: 'PERPETUAL',
        status: 'TRADING',
        baseAsset: `C${index}`,
        quoteAsset: 'USDT',
      })),
    }),
  ]);
const plans = (selection: Selection, instruments = listed) => binance.connections(instruments, selection);
const topics = (selection: Selection, instruments = listed) =>
  Object.fromEntries(plans(selection, instruments).map((plan) => [plan.name, plan.topics]));

describe('Binance connections', () => {
  it('follow everything over one socket to the routed address', () => {
    const [plan, ...others] = plans({ assets: 'all', watch: [] });
    expect(others).toEqual([]);
    expect(plan).toMatchObject({ url: 'wss://fstream.binance.com/market/stream', rotateAfterMs: 85_800_000 });
    expect(plan?.topics).toEqual(['!markPrice@arr', '!forceOrder@arr', '!contractInfo']);
  });

  it('give what is watched its own fast streams, COIN-M on its own host', () => {
    expect(topics({ assets: 'all', watch: ['BTC'] })).toEqual({
      'usd-m': [
        '!markPrice@arr',
        '!forceOrder@arr',
        '!contractInfo',
        'btcusdc@markPrice@1s',
        'btcusdc@ticker',
        'btcusdt@markPrice@1s',
        'btcusdt@ticker',
      ],
      'coin-m': ['btcusd_perp@markPrice@1s', 'btcusd_perp@ticker'],
    });
    expect(plans({ assets: 'all', watch: ['BTC'] })[1]?.url).toBe('wss://dstream.binance.com/stream');
  });

  it('follow a list by single streams of its trading instruments, and every liquidation', () => {
    expect(topics({ assets: ['BTC', '币安人生', 'BLZ'], watch: ['币安人生'] })).toEqual({
      'usd-m': [
        '!forceOrder@arr',
        '!contractInfo',
        'btcusdc@markPrice',
        'btcusdt@markPrice',
        '币安人生usdt@markPrice@1s',
        '币安人生usdt@ticker',
      ],
      'coin-m': ['btcusd_perp@markPrice'],
    });
    expect(topics({ assets: [], watch: [] })).toEqual({ 'usd-m': ['!forceOrder@arr', '!contractInfo'] });
  });

  it('take the all-market stream where single ones would be dearer', () => {
    const instruments = many(200);
    const [plan] = plans({ assets: instruments.map(({ asset }) => asset), watch: [] }, instruments);
    expect(plan?.topics).toEqual(['!markPrice@arr', '!forceOrder@arr', '!contractInfo']);
  });

  it('never subscribe an all-market stream on both hosts', () => {
    const selections: Selection[] = [
      { assets: 'all', watch: ['BTC', 'ETH'] },
      { assets: ['BTC', 'ETH'], watch: ['BTC'] },
    ];
    for (const selection of selections) {
      for (const plan of plans(selection)) {
        if (plan.url.includes('dstream')) expect(plan.topics.filter((topic) => topic.startsWith('!'))).toEqual([]);
      }
    }
  });

  it('stay within the streams of a socket, the topics of a frame and the frames of a second', () => {
    const instruments = many(1500);
    const all = plans({ assets: 'all', watch: instruments.map(({ asset }) => asset) }, instruments);
    expect(all.flatMap((plan) => plan.topics)).toHaveLength(3003);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const plan of all) {
      expect(plan.topics.length).toBeLessThanOrEqual(1024);
      expect((plan.pace.frames * 1000) / plan.pace.perMs).toBeLessThanOrEqual(4);
      const frames = plan.subscribe(plan.topics, 7);
      expect(frames.flatMap((frame) => frame.topics)).toEqual(plan.topics);
      frames.forEach((frame, index) => {
        expect(frame.topics.length).toBeLessThanOrEqual(100);
        expect(JSON.parse(frame.text)).toEqual({ method: 'SUBSCRIBE', params: frame.topics, id: 8 + index });
        expect(frame.requestId).toBe(String(8 + index));
      });
    }
  });

  it('unsubscribe in the same form', () => {
    const [plan] = plans({ assets: 'all', watch: [] });
    expect(plan?.unsubscribe(['btcusdt@ticker'], 1)).toEqual([
      { text: '{"method":"UNSUBSCRIBE","params":["btcusdt@ticker"],"id":2}', topics: ['btcusdt@ticker'], requestId: '2' },
    ]);
  });

  it('notice silence soon where prices are due, and bear it where only liquidations are', () => {
    expect(plans({ assets: 'all', watch: [] })[0]?.staleAfterMs).toBe(15_000);
    expect(plans({ assets: [], watch: [] })[0]?.staleAfterMs).toBeGreaterThan(180_000);
  });
});

describe('Binance polls', () => {
  const perMinute = (poll: PollPlan): number =>
    (poll.requests.reduce((sum, { weight }) => sum + weight, 0) / poll.requests.length) * (60_000 / poll.everyMs);

  it('cost less than the budget, refreshing the instruments included', () => {
    const instruments = [...listed, ...many(900)];
    const watches = [[], ['BTC', 'ETH', 'SOL'], instruments.map(({ asset }) => asset)];
    const selections: Selection[] = watches.flatMap((watch) => [
      { assets: 'all', watch },
      { assets: ['BTC', 'ETH', 'SOL'], watch },
    ]);
    const refresh = binance.instruments.requests.reduce((sum, { weight }) => sum + weight, 0);
    for (const selection of selections) {
      const sum = binance.polls(instruments, selection).reduce((total, poll) => total + perMinute(poll), refresh);
      expect(sum).toBeLessThanOrEqual((binance.restBudget.weight * 60_000) / binance.restBudget.perMs);
      expect(sum).toBeLessThanOrEqual(500);
    }
    expect(binance.restBudget.weight).toBeLessThanOrEqual(2400 * 0.7);
  });

  it('ask for the open interest of what is watched most often, and of each instrument', () => {
    const plansOf = binance.polls(listed, { assets: 'all', watch: ['BTC'] });
    const watched = plansOf.find(({ name }) => name === 'watched open interest');
    expect(watched?.requests.map(({ url }) => url)).toEqual([
      'https://fapi.binance.com/fapi/v1/openInterest?symbol=BTCUSDC',
      'https://fapi.binance.com/fapi/v1/openInterest?symbol=BTCUSDT',
      'https://dapi.binance.com/dapi/v1/openInterest?symbol=BTCUSD_PERP',
    ]);
    const others = plansOf.find(({ name }) => name === 'open interest');
    const trading = listed.filter(({ isTrading }) => isTrading).length;
    expect((watched?.requests.length ?? 0) + (others?.requests.length ?? 0)).toBe(trading);
    expect(others?.requests.map(({ url }) => url)).toContain(
      'https://fapi.binance.com/fapi/v1/openInterest?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT',
    );
  });

  it('ask for the volume of everything at once, of a few one by one, of nothing not at all', () => {
    const urls = (selection: Selection) =>
      binance
        .polls(listed, selection)
        .filter(({ name }) => name.endsWith('volume'))
        .flatMap(({ requests }) => requests.map(({ url, weight }) => `${url.slice(url.indexOf('.com'))} ${weight}`));
    expect(urls({ assets: 'all', watch: [] })).toEqual(['.com/fapi/v1/ticker/24hr 40', '.com/dapi/v1/ticker/24hr 40']);
    expect(urls({ assets: ['SOL'], watch: [] })).toEqual(['.com/fapi/v1/ticker/24hr?symbol=SOLUSDT 1']);
    expect(binance.polls(listed, { assets: [], watch: [] })).toEqual([]);
  });

  const answer = (name: string, body: string) => {
    const poll = binance.polls(listed, { assets: 'all', watch: [] }).find((plan) => plan.name === name);
    const [request] = poll?.requests ?? [];
    if (!poll || !request) return expect.fail(`no poll ${name}`);
    return poll.parse(body, context, request);
  };

  it('read open interest as coins on USD-M and as USD on COIN-M', () => {
    const usdM = answer('open interest', '{"openInterest":"10659.509","symbol":"1000PEPEUSDT","time":1589437530011}');
    expect(usdM).toMatchObject({ records: [{ symbol: '1000PEPEUSDT', time: 1589437530011, openInterest: 10_659_509 }] });
    const coinM = answer(
      'open interest',
      '{"symbol":"BTCUSD_PERP","pair":"BTCUSD","openInterest":"15004","contractType":"PERPETUAL","time":1591261042378}',
    );
    expect(coinM).toEqual({
      kind: 'records',
      records: [
        {
          type: 'ticker',
          exchange: 'binance',
          symbol: 'BTCUSD_PERP',
          asset: 'BTC',
          quote: 'USD',
          time: 1591261042378,
          receivedAt,
          openInterestUsd: 1_500_400,
        },
      ],
    });
  });

  it('read volumes in USD and last prices, and keep the good rows', () => {
    const um = '[{"symbol":"1000PEPEUSDT","lastPrice":"0.008","volume":"5","quoteVolume":"1200.5","closeTime":1591261042378}]';
    expect(answer('usd-m volume', um)).toMatchObject({ records: [{ lastPrice: 0.000008, volume24hUsd: 1200.5 }] });
    const cm =
      '[{"symbol":"ETHUSD_PERP","pair":"ETHUSD","lastPrice":"2500","volume":"70","baseVolume":"0.28","closeTime":1591261042378},{"symbol":"BTCUSD_PERP","lastPrice":"-1","volume":"1"},{"symbol":"BTCUSD_260327","lastPrice":"1","volume":"1"},null]';
    const frame = answer('coin-m volume', cm);
    expect(frame).toMatchObject({ records: [{ symbol: 'ETHUSD_PERP', lastPrice: 2500, volume24hUsd: 700 }] });
    expect(frame.kind === 'records' && frame.faults).toMatchObject([
      { kind: 'bad-value', message: /^BTCUSD_PERP/ },
      { kind: 'bad-value' },
    ]);
  });

  it.each(['{"code":-1121,"msg":"Invalid symbol."}', '<html>', '{}', '[]', '[{"symbol":"BTCUSDT"}]'])('refuse %s', (body) => {
    expect(() => answer('open interest', body)).toThrow(WireError);
    expect(() => answer('usd-m volume', body)).toThrow(WireError);
  });

  it('never bring a broken number', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('open interest', 'usd-m volume'), (value, name) => {
        readableOrRefused(() =>
          answer(name, `{"symbol":"BTCUSDT","openInterest":${value},"lastPrice":${value},"quoteVolume":${value}}`),
        );
      }),
    );
  });
});
