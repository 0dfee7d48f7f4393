import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { okx } from '../../../src/exchanges/okx/adapter.js';
import { instruments, parse } from './listed.js';

const MISSING =
  "Subscribe failed, wrong URL or channel:trades,instId:trades.BTC-USDT-SWAP doesn't exist. Please use the correct URL, channel and parameters referring to API document.";

describe('what is not data', () => {
  it.each([
    ['pong', { kind: 'pong' }],
    [
      { id: '1512', event: 'subscribe', arg: { channel: 'funding-rate', instId: 'BTC-USDT-SWAP' }, connId: 'a' },
      { kind: 'ack', requestId: '1512' },
    ],
    [{ event: 'unsubscribe', arg: { channel: 'trades', instId: 'X' } }, { kind: 'ack' }],
    [
      { event: 'error', msg: MISSING, code: '60018', connId: 'b' },
      {
        kind: 'rejected',
        scope: 'topic',
        topics: ['{"channel":"trades","instId":"BTC-USDT-SWAP"}'],
        reason: `60018 ${MISSING}`,
      },
    ],
    [
      { id: '7', event: 'error', msg: "Wrong URL or channel:liquidation-orders,instType:SPOT doesn't exist.", code: '60018' },
      {
        kind: 'rejected',
        scope: 'topic',
        requestId: '7',
        topics: ['{"channel":"liquidation-orders","instType":"SPOT"}'],
        reason: "60018 Wrong URL or channel:liquidation-orders,instType:SPOT doesn't exist.",
      },
    ],
    [
      { id: '1512', event: 'error', code: '60012', msg: 'Invalid request: {}', connId: 'a' },
      { kind: 'rejected', scope: 'frame', requestId: '1512', reason: '60012 Invalid request: {}' },
    ],
    [
      { event: 'error', code: '60014', msg: 'Requests too frequent' },
      { kind: 'rejected', scope: 'frame', reason: '60014 Requests too frequent', retryAfterMs: 10_000 },
    ],
    [
      { event: 'notice', code: '64008', msg: 'The connection will soon be closed for a service upgrade. Please reconnect.' },
      { kind: 'closing', reason: 'The connection will soon be closed for a service upgrade. Please reconnect.' },
    ],
    [{ event: 'notice', code: '60000', msg: 'hello' }, { kind: 'ignored' }],
    [{ event: 'channel-conn-count', channel: 'orders', connCount: '2', connId: 'a' }, { kind: 'ignored' }],
    [{ table: 'swap/funding_rate', data: [] }, { kind: 'ignored' }],
    [{ data: [], table: 'swap/trade' }, { kind: 'ignored' }],
    [{ arg: { channel: 'candle1m', instId: 'X' }, data: [[]] }, { kind: 'ignored' }],
    [{ data: [], arg: { channel: 'books5', instId: 'X' } }, { kind: 'ignored' }],
  ])('%j is understood', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  it('names refused topics as the plan spells them', () => {
    const topics = okx.connections(instruments, { assets: 'all', watch: [] }).flatMap((plan) => plan.topics);
    const refused = parse({ event: 'error', code: '60018', msg: "channel:funding-rate,instId:ETH-USDT-SWAP doesn't exist" });
    if (refused.kind !== 'rejected') throw new Error(`found ${refused.kind}`);
    expect(topics).toContain(refused.topics?.[0]);
  });

  it.each([
    '{"arg":{"channel":"weather"},"data":[]}',
    '{"arg":{"channel":"mark-price"},"data":7}',
    '{"event":"party"}',
    '{"event":7}',
    '{"hello":1}',
    '[]',
    'null',
  ])('refuses %s', (frame) => {
    expect(() => parse(frame)).toThrow(WireError);
  });

  it('makes a fault of a lone row that says nothing', () => {
    expect(parse({ instId: 'BTC-USDT-SWAP' })).toMatchObject({ records: [], faults: [{ kind: 'bad-value' }] });
  });

  it('does not take a truncated frame for one to ignore', () => {
    expect(() => parse('{"arg":{"channel":"books","instId":"BTC')).toThrow(SyntaxError);
    expect(() => parse('{"table":"swap/trade","da')).toThrow(SyntaxError);
    expect(() => parse('pon')).toThrow(SyntaxError);
  });
});
