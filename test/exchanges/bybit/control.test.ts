import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { parse } from './listed.js';

describe('what is not data', () => {
  it.each([
    [
      { success: true, ret_msg: '', conn_id: 'c', req_id: 's1', op: 'subscribe' },
      { kind: 'ack', requestId: 's1' },
    ],
    [{ success: true, ret_msg: '', conn_id: 'c', req_id: '', op: 'subscribe' }, { kind: 'ack' }],
    [{ success: true, ret_msg: '', conn_id: 'c', request: { op: 'subscribe', args: ['trade.X'] } }, { kind: 'ack' }],
    [{ success: true, ret_msg: 'pong', conn_id: 'c', req_id: '', op: 'ping' }, { kind: 'pong' }],
    [{ req_id: 'p', op: 'pong', args: ['1675418560633'], conn_id: 'c' }, { kind: 'pong' }],
    [{ pong: 1_535_975_085_052 }, { kind: 'pong' }],
    [
      {
        success: false,
        ret_msg: 'error:handler not found,topic:tickers.NOTASYMBOL',
        conn_id: 'c',
        req_id: 's2',
        op: 'subscribe',
      },
      {
        kind: 'rejected',
        scope: 'frame',
        requestId: 's2',
        topics: ['tickers.NOTASYMBOL'],
        reason: 'error:handler not found,topic:tickers.NOTASYMBOL',
      },
    ],
    [
      { success: false, ret_msg: 'error:already subscribed,topic:tickers.BTCUSDT', conn_id: 'c', req_id: 's3', op: 'subscribe' },
      {
        kind: 'rejected',
        scope: 'frame',
        requestId: 's3',
        standing: ['tickers.BTCUSDT'],
        reason: 'error:already subscribed,topic:tickers.BTCUSDT',
      },
    ],
    [
      { success: false, ret_msg: 'error:invalid op', conn_id: 'c', request: { op: '', args: null } },
      { kind: 'rejected', scope: 'frame', reason: 'error:invalid op' },
    ],
    [
      { success: true, conn_id: 'c', data: { failTopics: ['tickers.X'], successTopics: [] }, type: 'COMMAND_RESP' },
      { kind: 'rejected', scope: 'topic', topics: ['tickers.X'], reason: 'topics refused' },
    ],
    [{ topic: 'system.status', ts: 1, data: [] }, { kind: 'ignored' }],
    [{ data: [], topic: 'orderbook.50.BTCUSDT' }, { kind: 'ignored' }],
    [
      { topic: 'liquidation.BTCUSDT', data: { symbol: 'BTCUSDT', side: 'Sell', price: '1', qty: '2', time: 1 } },
      { kind: 'ignored' },
    ],
  ])('%j is understood', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  it.each(['{"topic":"weather.X","data":{}}', '{"hello":1}', '[]', '7', '{"topic":7}', '{"topic":"tickers.X","data":7}'])(
    'refuses %s',
    (frame) => {
      expect(() => parse(frame)).toThrow(WireError);
    },
  );

  it('does not take a truncated frame for one to ignore', () => {
    expect(() => parse('{"topic":"orderbook.50.BTCUSDT","da')).toThrow(SyntaxError);
    expect(() => parse('{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Pr')).toThrow(SyntaxError);
  });
});
