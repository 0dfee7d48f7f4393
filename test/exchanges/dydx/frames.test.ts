import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { dydx } from '../../../src/exchanges/dydx/adapter.js';
import { frameTexts, mutated, readableOrRefused } from '../../support/wire-arbitraries.js';
import { batch, noon, parse, pastTrades, snapshot, trade, trades } from './samples.js';

const error = (message: string, rest = ''): string =>
  `{"type":"error","message":"${message}","connection_id":"c","message_id":5${rest}}`;
const onTrades = ',"channel":"v4_trades","id":"BTC-USD"';

describe('dYdX frames', () => {
  const frames: [string, ParsedFrame][] = [
    ['{"type":"connected","connection_id":"004a1efa-21bb-4b19-a2e9-a8ffadd6dc53","message_id":0}', { kind: 'greeting' }],
    ['{"type":"unsubscribed","connection_id":"c","message_id":9,"channel":"v4_trades","id":"BTC-USD"}', { kind: 'ack' }],
    ['{"type":"pong"}', { kind: 'pong' }],
    ['{"type":"subscribed","channel":"v4_orderbook","id":"BTC-USD","contents":{"bids":[]}}', { kind: 'ignored' }],
    ['{"contents":{"candles":[]},"channel":"v4_candles","id":"BTC-USD/1MIN","type":"channel_data"}', { kind: 'ignored' }],
    [
      '{"type":"channel_data","id":"ETH-USD","channel":"v3_trades","contents":{"trades":[{"liquidation":true}]}}',
      { kind: 'ignored' },
    ],
    ['{"type":"subscribed","channel":"v3_markets","contents":{"markets":{}}}', { kind: 'ignored' }],
    ['{"type":"channel_data","channel":"v4_block_height","contents":{"blockHeight":"1"}}', { kind: 'ignored' }],
  ];
  it.each(frames)('reads %s', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  const errors: [string, object][] = [
    [error('Invalid subscription id for channel: (v4_trades-FOO-USD)'), { topics: ['v4_trades-FOO-USD'] }],
    [error('Invalid subscription id for channel: (v4_trades-A,RAYDIUM,7X-USD)'), { topics: ['v4_trades-A,RAYDIUM,7X-USD'] }],
    [error('Per-connection subscription limit reached for v4_trades (limit=32).'), { topics: [] }],
    [
      error('Too many subscribe attempts for channel v4_trades-BTC-USD. Please  reconnect and try again.'),
      { topics: ['v4_trades-BTC-USD'], retryAfterMs: 2000 },
    ],
    [
      error('Internal error, could not fetch data for subscription: v4_trades.', onTrades),
      { topics: ['v4_trades-BTC-USD'], retryAfterMs: 5000 },
    ],
    [
      error('Internal error, could not fetch data for subscription: v4_markets.', ',"channel":"v4_markets"'),
      { topics: ['v4_markets'], retryAfterMs: 5000 },
    ],
    [
      error('Too many subscribe attempts for channel v4_markets-v4_markets. Please  reconnect and try again.'),
      { topics: ['v4_markets'], retryAfterMs: 2000 },
    ],
    [error('Invalid message: could not parse'), { topics: [] }],
    [error('Invalid channel: v4_foo'), { topics: [] }],
  ];
  it.each(errors)('reads %s as a refusal', (frame, expected) => {
    const { message }: { message: string } = JSON.parse(frame);
    expect(parse(frame)).toEqual({ kind: 'rejected', scope: 'topic', reason: message, ...expected });
  });

  it('takes what is subscribed already for granted', () => {
    const frame = error('Invalid subscribe message: already subscribed (v4_trades-BTC-USD)', onTrades);
    expect(parse(frame)).toEqual({ kind: 'ack', accepted: ['v4_trades-BTC-USD'] });
  });

  it('refuses channels, types and shapes it does not know, by name', () => {
    expect(() => parse('{"type":"channel_data","channel":"v4_tomorrow\\u0007","contents":{}}')).toThrow(
      'unknown channel v4_tomorrow·',
    );
    expect(() => parse('{"type":"farewell"}')).toThrow('unknown type farewell');
    for (const frame of ['{}', '[]', 'null', '7', '{"type":7}', '{"type":"error"}', '{"type":"channel_data"}']) {
      expect(() => parse(frame), frame).toThrow(WireError);
    }
    for (const frame of ['', '<html>', snapshot.slice(0, -1)]) expect(() => parse(frame), frame).toThrow(SyntaxError);
  });

  it('does not open frames nobody asked for, and only those', () => {
    expect(parse('{"type":"channel_data","id":"X","channel":"v4_orderbook","contents":{"bids":[[')).toEqual({ kind: 'ignored' });
    const misleading =
      '{"type":"channel_data","contents":{"trading":{"BTC-USD":{"note":{"channel":"v4_orderbook"},"openInterest":"1"}}},"channel":"v4_markets"}';
    expect(parse(misleading)).toMatchObject({ kind: 'records', records: [{ openInterest: 1 }] });
  });
});

describe('dYdX, whatever arrives', () => {
  const bodies: unknown = JSON.parse(readFileSync('test/fixtures/instruments/dydx.json', 'utf8'));
  const instruments = indexInstruments(
    dydx.instruments.parse(Array.isArray(bodies) ? bodies.map((body) => JSON.stringify(body)) : []),
  );
  const read = (frame: string) => dydx.parse(frame, { receivedAt: noon, instruments });
  const own = [
    snapshot,
    trades('BTC-USD', trade('1', 'LIQUIDATED', 'SELL'), trade('2', 'DELEVERAGED', 'BUY')),
    pastTrades('BTC-USD', trade('1', 'LIQUIDATED', 'SELL')),
    batch('{"trading":{"BTC-USD":{"nextFundingRate":"1"}}}', '{"oraclePrices":{"ETH-USD":{"oraclePrice":"1"}}}'),
  ];

  it('reads any text or refuses it, and never makes up a number', () => {
    fc.assert(fc.property(fc.string(), (text) => readableOrRefused(() => read(text))));
    fc.assert(fc.property(fc.json(), (text) => readableOrRefused(() => read(text))));
  });

  it('survives captured frames that are cut or have one value replaced', () => {
    const frames = [...frameTexts('dydx').filter((frame) => frame.length < 5000), ...own];
    fc.assert(
      fc.property(mutated(frames), (text) => readableOrRefused(() => read(text))),
      { numRuns: 1000 },
    );
  });
});
