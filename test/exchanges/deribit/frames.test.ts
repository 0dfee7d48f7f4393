import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { deribit } from '../../../src/exchanges/deribit/adapter.js';
import { frameTexts, mutated, readableOrRefused } from '../../support/wire-arbitraries.js';
import { context, parse, receivedAt } from './listed.js';

const notice = (channel: string, data: unknown) => ({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } });
const trade = (more: object) => ({
  trade_seq: 1,
  trade_id: '66460463',
  timestamp: 1584058044032,
  price: 4469.5,
  instrument_name: 'BTC-PERPETUAL',
  direction: 'sell',
  amount: 1120,
  ...more,
});
const traded = (...data: object[]) => notice('trades.future.any.100ms', data);
const ticker = (name: string, more: object) =>
  notice(`ticker.${name}.agg2`, { timestamp: 1655393725040, instrument_name: name, ...more });
const records = (frame: unknown) => {
  const parsed = parse(frame);
  return parsed.kind === 'records' ? parsed.records : expect.fail(`a ${parsed.kind} frame`);
};
const faults = (frame: unknown) => {
  const parsed = parse(frame);
  return parsed.kind === 'records' ? (parsed.faults ?? []) : expect.fail(`a ${parsed.kind} frame`);
};

describe('Deribit tickers', () => {
  it('state the trailing rate per 8 h, the rate of the moment, and no next settlement', () => {
    const frame = ticker('BTC_USDC-PERPETUAL', {
      funding_8h: -0.00022427,
      current_funding: -0.00010782,
      mark_price: 21109.555,
      index_price: 21122.3937,
      last_price: null,
      open_interest: 164.501,
      stats: { volume: null, volume_usd: null },
    });
    expect(records(frame)).toEqual([
      {
        type: 'ticker',
        exchange: 'deribit',
        symbol: 'BTC_USDC-PERPETUAL',
        asset: 'BTC',
        quote: 'USDC',
        time: 1655393725040,
        receivedAt,
        fundingRate: -0.00022427,
        fundingIntervalHours: 8,
        instantFundingRate: -0.00010782,
        markPrice: 21109.555,
        indexPrice: 21122.3937,
        openInterest: 164.501,
        openInterestUsd: 3472542.907055,
      },
    ]);
  });

  it('count the open interest of inverse perpetuals in USD', () => {
    const frame = ticker('ETH-PERPETUAL', { open_interest: 5000, mark_price: 2500 });
    expect(records(frame)).toMatchObject([{ openInterestUsd: 5000, openInterest: 2 }]);
    expect(records(ticker('ETH-PERPETUAL', { open_interest: 5000 }))[0]).not.toHaveProperty('openInterest');
  });

  it('carry a zero rate, and no interval without a rate', () => {
    expect(records(ticker('BTC-PERPETUAL', { current_funding: 0, funding_8h: 0 }))).toMatchObject([
      { fundingRate: 0, instantFundingRate: 0, fundingIntervalHours: 8 },
    ]);
    expect(records(ticker('BTC-PERPETUAL', { current_funding: 0 }))[0]).not.toHaveProperty('fundingIntervalHours');
  });

  it('that change only the best quotes give no record', () => {
    const change = { type: 'change', timestamp: 1655393725040, instrument_name: 'BTC-PERPETUAL', best_bid_price: 1 };
    expect(parse(notice('incremental_ticker.BTC-PERPETUAL', change))).toEqual({ kind: 'records', records: [] });
  });

  it('of dated futures, options and combos give no record, of unknown perpetuals a fault', () => {
    for (const name of ['BTC-25DEC26', 'BTC-8JUN20-8750-P', 'BTC-FS-30SEP22_PERP']) {
      expect(parse(ticker(name, { mark_price: 1 }))).toEqual({ kind: 'records', records: [] });
    }
    expect(faults(ticker('NEW_USDC-PERPETUAL', { mark_price: 1 }))).toEqual([
      { kind: 'unknown-instrument', message: expect.stringContaining('NEW_USDC-PERPETUAL') },
    ]);
  });

  it('with a broken value are a fault that names symbol and field', () => {
    expect(faults(ticker('BTC-PERPETUAL', { mark_price: -1 }))).toEqual([
      { kind: 'bad-value', message: 'BTC-PERPETUAL: mark_price: expected a number above 0, found -1' },
    ]);
    expect(faults(ticker('BTC-PERPETUAL', { open_interest: -1 }))).toMatchObject([{ kind: 'bad-value' }]);
  });

  it('of the perpetual channel are named by the channel', () => {
    const data = { interest: 0.004999511380756577, timestamp: 1571386349530, index_price: 7872.88 };
    expect(records(notice('perpetual.BTC-PERPETUAL.raw', data))).toEqual([
      {
        type: 'ticker',
        exchange: 'deribit',
        symbol: 'BTC-PERPETUAL',
        asset: 'BTC',
        quote: 'USD',
        time: 1571386349530,
        receivedAt,
        instantFundingRate: 0.004999511380756577,
        indexPrice: 7872.88,
      },
    ]);
  });
});

describe('Deribit liquidations', () => {
  const sides = (liquidation: string, direction: string) =>
    records(traded(trade({ liquidation, direction }))).map((record) => record.type === 'liquidation' && record.side);

  it.each([
    ['T', 'sell', ['long']],
    ['T', 'buy', ['short']],
    ['M', 'sell', ['short']],
    ['M', 'buy', ['long']],
    ['MT', 'sell', ['long', 'short']],
    ['MT', 'buy', ['short', 'long']],
  ])('%s in a trade whose taker wants to %s closes %o', (liquidation, direction, expected) => {
    expect(sides(liquidation, direction)).toEqual(expected);
  });

  it('of both parties are two events with two ids', () => {
    const ids = records(traded(trade({ liquidation: 'MT' }))).map((record) => record.type === 'liquidation' && record.id);
    expect(ids).toEqual(['deribit:BTC-PERPETUAL:66460463:taker', 'deribit:BTC-PERPETUAL:66460463:maker']);
  });

  it('are worth their amount on inverse perpetuals, and amount × price on linear ones', () => {
    const linear = trade({
      liquidation: 'T',
      instrument_name: 'SOL_USDC-PERPETUAL',
      amount: 12.5,
      price: 150.1,
      trade_id: 'USDC-2436803',
    });
    expect(records(traded(trade({ liquidation: 'T' }), linear))).toMatchObject([
      { symbol: 'BTC-PERPETUAL', price: 4469.5, size: 0.250587314017228, notionalUsd: 1120 },
      { symbol: 'SOL_USDC-PERPETUAL', price: 150.1, size: 12.5, notionalUsd: 1876.25 },
    ]);
  });

  it('are picked out of ordinary trades and of other instruments', () => {
    const frame = traded(
      trade({}),
      trade({ liquidation: 'T', instrument_name: 'BTC-25DEC26' }),
      trade({ liquidation: 'T', instrument_name: 'NEW_USDC-PERPETUAL' }),
      trade({ instrument_name: 'NEW_USDC-PERPETUAL' }),
      trade({ liquidation: 'X' }),
      trade({ liquidation: 'T', amount: 0 }),
      trade({ liquidation: 'M', trade_id: '7' }),
    );
    expect(records(frame)).toMatchObject([{ id: 'deribit:BTC-PERPETUAL:7:maker' }]);
    expect(faults(frame).map(({ kind }) => kind)).toEqual(['unknown-instrument', 'bad-value', 'bad-value']);
  });
});

describe('other frames of Deribit', () => {
  it.each([
    [
      '{"params":{"type":"test_request"},"method":"heartbeat","jsonrpc":"2.0"}',
      { kind: 'reply', frame: '{"jsonrpc":"2.0","id":0,"method":"public/test","params":{}}' },
    ],
    ['{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}}', { kind: 'pong' }],
    ['{"jsonrpc":"2.0","id":0,"result":{"version":"1.2.26"},"testnet":false}', { kind: 'pong' }],
    ['{"jsonrpc":"2.0","id":0,"result":"ok","usIn":1,"usOut":2,"usDiff":1,"testnet":false}', { kind: 'pong' }],
    [
      '{"jsonrpc":"2.0","id":3,"result":["trades.future.any.100ms"],"testnet":false}',
      { kind: 'ack', requestId: '3', accepted: ['trades.future.any.100ms'] },
    ],
    ['{"jsonrpc":"2.0","id":4,"result":[]}', { kind: 'ack', requestId: '4', accepted: [] }],
    [
      '{"jsonrpc":"2.0","id":1,"error":{"code":10028,"message":"too_many_requests","data":null}}',
      { kind: 'rejected', reason: 'too_many_requests (code 10028)', scope: 'frame', requestId: '1', retryAfterMs: 10_000 },
    ],
    [
      '{"jsonrpc":"2.0","id":4,"error":{"message":"raw_subscriptions_not_available_for_unauthorized","code":13778}}',
      {
        kind: 'rejected',
        reason: 'raw_subscriptions_not_available_for_unauthorized (code 13778)',
        scope: 'frame',
        requestId: '4',
      },
    ],
    [
      '{"jsonrpc":"2.0","error":{"message":"Invalid params","data":{"reason":"value must be a list","param":"channels"},"code":-32602}}',
      { kind: 'rejected', reason: 'Invalid params: value must be a list (code -32602)', scope: 'frame' },
    ],
    [
      '{"method":"subscription","jsonrpc":"2.0","params":{"data":{},"channel":"instrument.state.future.any"}}',
      { kind: 'ignored' },
    ],
  ])('%s is %o', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  it('that carry books, quotes or candles are not read any further than their head', () => {
    for (const channel of ['book.BTC-PERPETUAL.100ms', 'quote.BTC-PERPETUAL', 'chart.trades.BTC-PERPETUAL.1']) {
      expect(parse(`{"jsonrpc":"2.0","method":"subscription","params":{"channel":"${channel}","data":{"cut`)).toEqual({
        kind: 'ignored',
      });
      expect(parse(`{"params":{"channel":"${channel}","data":{"cut`)).toEqual({ kind: 'ignored' });
    }
    expect(() => parse('{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.raw","da')).toThrow(
      SyntaxError,
    );
  });

  it('with trades are read only where a liquidation is among them', () => {
    const head = '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.future.any.100ms","data":[{';
    expect(parse(`${head}"unread}]}}`)).toEqual({ kind: 'records', records: [] });
    expect(() => parse(`${head}"liquidation":"T","unread}]}}`)).toThrow(SyntaxError);
    expect(() => parse(`${head}"unread}]}`)).toThrow(SyntaxError);
  });

  it('find a liquidation wherever it stands in its trade, however it is spaced or spelled', () => {
    const spellings = ['"liquidation":"T",', '"liquidation" : "T" ,', '"\\u006ciquidation":"T",'];
    const rest =
      '"trade_id":"1","timestamp":1765541474086,"price":100,"direction":"sell","amount":10,"instrument_name":"BTC-PERPETUAL"';
    for (const spelling of spellings) {
      const frame = parse(
        `{"params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[{${rest}},{${spelling}${rest}}]},"method":"subscription"}`,
      );
      expect(frame).toMatchObject({ records: [{ type: 'liquidation', side: 'long' }] });
    }
  });

  it('of no known shape are refused by name', () => {
    expect(() => parse(notice('fortune.BTC', {}))).toThrow(/fortune\.BTC/);
    expect(() => parse({ jsonrpc: '2.0', method: 'oracle' })).toThrow(/oracle/);
    for (const frame of ['null', '[]', '{}', '{"method":"subscription"}', '{"method":"heartbeat","params":{}}']) {
      expect(() => parse(frame)).toThrow(WireError);
    }
    expect(() => parse(notice('ticker.BTC-PERPETUAL.raw', null))).toThrow(WireError);
  });

  it('never bring a broken number or unprintable text, nor any other error', () => {
    const frames = frameTexts('deribit');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated(frames)), (text) =>
        readableOrRefused(() => deribit.parse(text, context)),
      ),
      { numRuns: 3000 },
    );
  });
});
