import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { binance } from '../../../src/exchanges/binance/adapter.js';
import { frameTexts, mutated, readableOrRefused } from '../../support/wire-arbitraries.js';
import { context, parse, receivedAt } from './listed.js';

const E = 1788936948001;
const mark = (s: string, more: object = {}) => ({
  e: 'markPriceUpdate',
  E,
  s,
  p: '100.5',
  ap: '100.4',
  P: '99',
  i: '100.25',
  r: '-0.00010000',
  T: 1788940800000,
  ...more,
});
const order = (s: string, more: object = {}) => ({
  s,
  S: 'SELL',
  o: 'LIMIT',
  f: 'IOC',
  q: '20',
  p: '9314.5',
  ap: '9352.7',
  X: 'FILLED',
  l: '3',
  z: '19',
  T: 1594622954021,
  ...more,
});
const forced = (o: object) => ({ stream: '!forceOrder@arr', data: { e: 'forceOrder', E, o } });
const records = (frame: unknown) => {
  const parsed = parse(frame);
  return parsed.kind === 'records' ? parsed.records : expect.fail(`a ${parsed.kind} frame`);
};
const faults = (frame: unknown) => {
  const parsed = parse(frame);
  return parsed.kind === 'records' ? (parsed.faults ?? []) : expect.fail(`a ${parsed.kind} frame`);
};

describe('Binance mark prices', () => {
  it('of 1000PEPEUSDT are per coin', () => {
    const [ticker] = records(mark('1000PEPEUSDT', { p: '0.0081234', i: '0.0081230' }));
    expect(ticker).toMatchObject({ asset: 'PEPE', markPrice: 0.0000081234, indexPrice: 0.000008123, fundingRate: -0.0001 });
  });

  it('merged from both products come in one list, wherever `st` stands', () => {
    const frame = {
      stream: '!markPrice@arr',
      data: [mark('BTCUSDT', { st: 1 }), mark('BTCUSD_PERP', { st: 2 }), mark('TSLAUSDT')],
    };
    expect(records(frame).map(({ symbol, quote }) => [symbol, quote])).toEqual([
      ['BTCUSDT', 'USDT'],
      ['BTCUSD_PERP', 'USD'],
      ['TSLAUSDT', 'USDT'],
    ]);
  });

  it('without a rate or with no settlement ahead carry no funding', () => {
    for (const more of [{ r: '', T: 0 }, { r: '0.00000000', T: 0 }, { r: '' }]) {
      expect(records(mark('BTCUSDT', more))[0]).toEqual({
        type: 'ticker',
        exchange: 'binance',
        symbol: 'BTCUSDT',
        asset: 'BTC',
        quote: 'USDT',
        time: E,
        receivedAt,
        markPrice: 100.5,
        indexPrice: 100.25,
      });
    }
  });

  it('replace a listed interval that the next settlement disproves', () => {
    const hour = 3_600_000;
    const interval = (ahead: number) => records(mark('MANTAUSDT', { T: E + ahead }))[0];
    expect(interval(4 * hour)).toMatchObject({ fundingIntervalHours: 4 });
    expect(interval(4 * hour + 2000)).toMatchObject({ fundingIntervalHours: 4 });
    expect(interval(5 * hour)).toMatchObject({ fundingIntervalHours: 8 });
    expect(interval(30 * hour)).toMatchObject({ fundingIntervalHours: 4 });
  });

  it('of dated futures and of halted perpetuals are dropped in silence', () => {
    expect(parse([mark('BTCUSDT_260327'), mark('BLZUSDT')])).toEqual({ kind: 'records', records: [] });
  });

  it('say what is wrong with one entry and keep the others', () => {
    const list = [mark('BTCUSDT', { p: '-1' }), mark('NEWUSDT'), mark('ETHUSDT'), mark('A\u001b[2J'), { e: 'nonsense' }, 5];
    expect(records(list).map(({ symbol }) => symbol)).toEqual(['ETHUSDT']);
    expect(faults(list)).toEqual([
      { kind: 'bad-value', message: 'BTCUSDT: p: expected a number above 0, found "-1"' },
      { kind: 'unknown-instrument', message: expect.stringContaining('NEWUSDT') },
      { kind: 'bad-value', message: expect.stringContaining('A·[2J') },
      { kind: 'bad-value', message: expect.stringContaining('nonsense') },
      { kind: 'bad-value', message: expect.stringContaining('expected an object') },
    ]);
  });
});

describe('the Binance index of a pair', () => {
  it('goes to the perpetuals on it', () => {
    const frame = { stream: 'btcusd@indexPrice@1s', data: { e: 'indexPriceUpdate', E, i: 'BTCUSD', p: '79139.09' } };
    expect(records(frame)).toMatchObject([{ symbol: 'BTCUSD_PERP', indexPrice: 79139.09 }]);
  });
});

describe('Binance 24 h tickers', () => {
  const ticker = (s: string, more: object = {}) => ({
    e: '24hrTicker',
    E,
    s,
    c: '50000.5',
    v: '1000',
    q: '2500',
    P: '-0.855',
    ...more,
  });

  it('state USD on USD-M, and contracts on COIN-M', () => {
    expect(records(ticker('BTCUSDT'))).toMatchObject([{ lastPrice: 50000.5, volume24hUsd: 2500 }]);
    expect(records(ticker('BTCUSD_PERP'))).toMatchObject([{ lastPrice: 50000.5, volume24hUsd: 100_000 }]);
  });

  it('of a pair quoted in a coin have no value in USD', () => {
    expect(records(ticker('ETHBTC'))[0]).not.toHaveProperty('volume24hUsd');
  });

  it('of the spot market, and empty ones, give no record', () => {
    expect(records(ticker('BTCUSDT', { x: '49000', b: '50000', a: '50001' }))).toEqual([]);
    expect(records({ e: '24hrTicker', E, s: 'BTCUSDT', P: '1' })).toEqual([]);
  });
});

describe('Binance liquidations', () => {
  it('of contracts are worth contracts × contract size', () => {
    expect(records(forced(order('BTCUSD_PERP', { st: 2 })))).toEqual([
      {
        type: 'liquidation',
        id: 'binance:BTCUSD_PERP:long:1594622954021:20:9314.5:19:9352.7',
        exchange: 'binance',
        symbol: 'BTCUSD_PERP',
        asset: 'BTC',
        quote: 'USD',
        time: 1594622954021,
        receivedAt,
        side: 'long',
        price: 9352.7,
        size: 0.203149892544399,
        notionalUsd: 1900,
      },
    ]);
  });

  it('of 1000PEPEUSDT are counted in coins at the price of one', () => {
    const pepe = order('1000PEPEUSDT', { S: 'BUY', q: '500', z: '500', p: '0.0080', ap: '0.0081' });
    expect(records(forced(pepe))).toMatchObject([{ side: 'short', price: 0.0000081, size: 500_000, notionalUsd: 4.05 }]);
  });

  it('fall back on the limit and the ordered amount, never on the last fill', () => {
    const bare = order('BTCUSDT', { ap: '0', z: undefined });
    expect(records(forced(bare))).toMatchObject([{ price: 9314.5, size: 20, notionalUsd: 186_290 }]);
  });

  it('that are not filled, dated or halted give no record', () => {
    for (const o of [order('BTCUSDT', { X: 'NEW' }), order('BTCUSD_200925'), order('BLZUSDT')]) {
      expect(parse(forced(o))).toEqual({ kind: 'records', records: [] });
    }
  });

  it('have one id however the same numbers are written, and two where any of them differs', () => {
    const id = (more: object) => records(forced(order('BTCUSDT', more)))[0];
    expect(id({ p: '9314.50' })).toEqual(id({}));
    const others = [{ p: '9314.6' }, { q: '21' }, { z: '18' }, { ap: '9352.8' }, { S: 'BUY' }, { T: 1594622954022 }, {}];
    const ids = others.map((more) => JSON.stringify(id(more)));
    expect(new Set(ids).size).toBe(others.length);
  });

  it('that are the same within one frame are two', () => {
    const event = { e: 'forceOrder', E, o: order('BTCUSDT') };
    const ids = records([event, event]).map((record) => (record.type === 'liquidation' ? record.id : ''));
    expect(ids).toEqual([ids[0], `${ids[0]}:2`]);
  });

  it('without a known side, a price or a value in USD are faults that name the symbol', () => {
    for (const o of [
      order('BTCUSDT', { S: 'LONG' }),
      order('BTCUSDT', { z: '-3' }),
      order('BTCUSDT', { ap: '', p: '' }),
      order('ETHBTC'),
    ]) {
      expect(records(forced(o))).toEqual([]);
      expect(faults(forced(o))).toMatchObject([{ kind: 'bad-value', message: expect.stringMatching(/^(BTCUSDT|ETHBTC): /) }]);
    }
  });
});

describe('other frames of Binance', () => {
  it.each([
    ['{"result":null,"id":1}', { kind: 'ack', requestId: '1' }],
    ['{"result":["btcusdt@aggTrade"],"id":3}', { kind: 'ack', requestId: '3' }],
    [
      '{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":1}',
      { kind: 'rejected', reason: 'Invalid request: invalid stream (code 2)', scope: 'frame', requestId: '1' },
    ],
    [
      '{"error":{"code":4,"msg":"Too many subscriptions"},"id":19}',
      { kind: 'rejected', reason: 'Too many subscriptions (code 4)', scope: 'frame', requestId: '19' },
    ],
    [
      '{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}',
      { kind: 'rejected', reason: 'Invalid request: request ID must be an unsigned integer (code 2)', scope: 'frame' },
    ],
    ['{"e":"serverShutdown","E":1788936948001}', { kind: 'closing', reason: 'server shutdown announced' }],
    [
      '{"stream":"!contractInfo","data":{"e":"contractInfo","E":1,"s":"BTCUSDT","ct":"PERPETUAL","cs":"TRADING"}}',
      { kind: 'ignored' },
    ],
    ['{"stream":"!assetIndex@arr","data":[{"e":"assetIndexUpdate","E":1,"s":"ADAUSD"}]}', { kind: 'ignored' }],
    ['{"E":1,"e":"kline","s":"BTCUSDT","k":{}}', { kind: 'ignored' }],
  ])('%s is %o', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  it('that carry books, trades or candles are not read any further than their head', () => {
    const cut = [
      'btcusdt@depth@100ms',
      'btcusdt@aggTrade',
      'btcusdt@trade',
      'btcusdt@bookTicker',
      '!bookTicker',
      'btcusdt@kline_1m',
    ];
    for (const stream of cut) expect(parse(`{"stream":"${stream}","data":{"cut`)).toEqual({ kind: 'ignored' });
    for (const event of ['depthUpdate', 'bookTicker', 'aggTrade'])
      expect(parse(`{"e":"${event}","cut`)).toEqual({ kind: 'ignored' });
    expect(() => parse('{"stream":"btcusdt@markPrice","data":{"cut')).toThrow(SyntaxError);
  });

  it('whose stream is named like a book only in the data are read', () => {
    expect(() => parse({ stream: '!unknown', data: { e: 'x@depth"' } })).toThrow(WireError);
  });

  it('of no known shape are refused by name', () => {
    expect(() => parse({ stream: 'btcusdt@fortune', data: { luck: 1 } })).toThrow(/btcusdt@fortune/);
    expect(() => parse({ e: 'fortune' })).toThrow(/fortune/);
    for (const frame of ['null', '7', '"text"', '{}', '{"stream":7,"data":{}}', '{"stream":"a@b"}']) {
      expect(() => parse(frame)).toThrow(WireError);
    }
  });

  it('never bring a broken number or unprintable text, nor any other error', () => {
    const frames = frameTexts('binance');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated(frames)), (text) =>
        readableOrRefused(() => binance.parse(text, context)),
      ),
      { numRuns: 3000 },
    );
  });
});
