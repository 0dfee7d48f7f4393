import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import type { Selection } from '../../../src/exchanges/adapter.js';
import { deribit } from '../../../src/exchanges/deribit/adapter.js';
import { listed } from './listed.js';

const { parse } = deribit.instruments;
const row = (name: string, more: object = {}) => ({
  instrument_name: name,
  kind: 'future',
  instrument_type: 'linear',
  settlement_period: 'perpetual',
  is_active: true,
  base_currency: name.split('_')[0],
  quote_currency: 'USDC',
  contract_size: 0.0001,
  ...more,
});
const listing = (...result: unknown[]): string => JSON.stringify({ jsonrpc: '2.0', result, usIn: 1, usOut: 2, testnet: false });

describe('Deribit instruments', () => {
  it('are inverse or linear, count in USD or coins, and are priced per 8 h', () => {
    expect(listed.map(({ symbol, asset, quote, kind }) => [symbol, asset, quote, kind])).toEqual([
      ['BTC-PERPETUAL', 'BTC', 'USD', 'inverse'],
      ['BTC_USDC-PERPETUAL', 'BTC', 'USDC', 'linear'],
      ['ETH-PERPETUAL', 'ETH', 'USD', 'inverse'],
      ['LINK_USDC-PERPETUAL', 'LINK', 'USDC', 'linear'],
      ['NVDA_USDC-PERPETUAL', 'NVDA', 'USDC', 'linear'],
      ['SOL_USDC-PERPETUAL', 'SOL', 'USDC', 'linear'],
    ]);
    for (const { contractSize, multiplier, fundingIntervalHours, isTrading } of listed) {
      expect([contractSize, multiplier, fundingIntervalHours, isTrading]).toEqual([1, 1, 8, true]);
    }
  });

  it('know the deprecated name of the type, and a halted instrument', () => {
    const old = row('A_USDC-PERPETUAL', { instrument_type: undefined, future_type: 'linear', is_active: false });
    expect(parse([listing(old)])).toMatchObject([{ kind: 'linear', isTrading: false }]);
  });

  it('leave out dated futures, combos, options and broken rows', () => {
    const others = [
      row('BTC-25DEC26', { settlement_period: 'month' }),
      row('BTC-FS-25DEC26_PERP', { kind: 'future_combo' }),
      row('BTC-25DEC26-50000-C', { kind: 'option' }),
      row('A_USDC-PERPETUAL', { instrument_type: 'sideways' }),
      row('\u001b[2J-PERPETUAL'),
      row('B_USDC-PERPETUAL', { base_currency: null }),
      null,
    ];
    expect(parse([listing(...others, row('C_USDC-PERPETUAL'))]).map(({ symbol }) => symbol)).toEqual(['C_USDC-PERPETUAL']);
  });

  it.each([
    ['<html>geo</html>', /geo/],
    ['{"jsonrpc":"2.0","error":{"code":10028,"message":"too_many_requests","data":null}}', /too_many_requests \(code 10028\)/],
    ['{"jsonrpc":"2.0","result":{"a":1}}', /get_instruments/],
    ['[]', /get_instruments/],
  ])('refuse %s in words', (body, words) => {
    expect(() => parse([body])).toThrow(WireError);
    expect(() => parse([body])).toThrow(words);
  });
});

describe('Deribit connections', () => {
  const plan = (selection: Selection, instruments = listed) =>
    deribit.connections(instruments, selection)[0] ?? expect.fail('no connection');

  it('ask for slow tickers of everything, fast ones of what is watched, and all trades', () => {
    expect(plan({ assets: 'all', watch: ['BTC'] }).topics).toEqual([
      'trades.future.any.100ms',
      'ticker.BTC-PERPETUAL.100ms',
      'ticker.BTC_USDC-PERPETUAL.100ms',
      'ticker.ETH-PERPETUAL.agg2',
      'ticker.LINK_USDC-PERPETUAL.agg2',
      'ticker.NVDA_USDC-PERPETUAL.agg2',
      'ticker.SOL_USDC-PERPETUAL.agg2',
    ]);
    expect(plan({ assets: ['SOL'], watch: [] }).topics).toEqual(['trades.future.any.100ms', 'ticker.SOL_USDC-PERPETUAL.agg2']);
  });

  it('leave out what does not trade', () => {
    const halted = parse([listing(row('A_USDC-PERPETUAL', { is_active: false }))]);
    expect(plan({ assets: 'all', watch: ['A'] }, halted).topics).toEqual(['trades.future.any.100ms']);
  });

  it('ask once for everything, after heartbeats, and in parts of 250 channels', () => {
    const { opening, subscribe, unsubscribe, topics, pace } = plan({ assets: 'all', watch: [] });
    expect(opening).toEqual(['{"jsonrpc":"2.0","id":0,"method":"public/set_heartbeat","params":{"interval":30}}']);
    const [only, ...rest] = subscribe(topics, 2);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ topics, requestId: '3' });
    expect(JSON.parse(only?.text ?? '')).toEqual({
      jsonrpc: '2.0',
      id: 3,
      method: 'public/subscribe',
      params: { channels: topics },
    });
    const many = Array.from({ length: 600 }, (_, index) => `ticker.C${index}_USDC-PERPETUAL.agg2`);
    expect(subscribe(many, 0).map((frame) => [frame.topics.length, frame.requestId])).toEqual([
      [250, '1'],
      [250, '2'],
      [100, '3'],
    ]);
    expect(unsubscribe(['ticker.A.agg2'], 3)[0]?.text).toBe(
      '{"jsonrpc":"2.0","id":4,"method":"public/unsubscribe","params":{"channels":["ticker.A.agg2"]}}',
    );
    expect((pace.frames * 1000) / pace.perMs).toBeLessThanOrEqual(3.3);
  });

  it('hear a heartbeat before they count as silent', () => {
    expect(plan({ assets: [], watch: [] }).staleAfterMs).toBeGreaterThan(30_000);
  });

  it('poll nothing, and list instruments within one request a second', () => {
    expect(deribit.polls(listed, { assets: 'all', watch: ['BTC', 'ETH', 'SOL'] })).toEqual([]);
    const weight = deribit.instruments.requests.reduce((sum, request) => sum + request.weight, 0);
    expect(weight).toBeLessThanOrEqual((deribit.restBudget.weight * deribit.instruments.refreshMs) / deribit.restBudget.perMs);
  });
});
