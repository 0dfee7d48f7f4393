import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/errors.js';
import { moveRestAddress, moveSocketAddress, readEndpoint } from '../../src/feed/endpoints.js';

const bybit = ['wss://stream.bybit.com/v5/public/linear', 'wss://stream.bybit.com/v5/public/inverse'];
const okx = ['wss://ws.okx.com:8443/ws/v5/public'];
const binance = ['wss://fstream.binance.com/market/stream', 'wss://dstream.binance.com/stream?streams=a'];

describe('a replaced WebSocket address', () => {
  test.each<[string, readonly string[], string, string]>([
    ['origin alone keeps path', bybit, 'ws://127.0.0.1:9000', 'ws://127.0.0.1:9000/v5/public/linear'],
    ['a lone slash is no path', bybit, 'ws://127.0.0.1:9000/', 'ws://127.0.0.1:9000/v5/public/linear'],
    [
      'a path of the exchange is its origin',
      bybit,
      'wss://stream.bytick.com/v5/public/inverse',
      'wss://stream.bytick.com/v5/public/linear',
    ],
    ['another path goes before', bybit, 'ws://proxy.test/bybit/', 'ws://proxy.test/bybit/v5/public/linear'],
    ['of a single path is taken literally', okx, 'ws://proxy.test/okx', 'ws://proxy.test/okx'],
    ['of a single path, its own path', okx, 'wss://wseea.okx.com:8443/ws/v5/public', 'wss://wseea.okx.com:8443/ws/v5/public'],
    ['a port that is the default is left out', okx, 'wss://wseea.okx.com:443', 'wss://wseea.okx.com/ws/v5/public'],
    ['its query is added', binance, 'ws://proxy.test/?key=1', 'ws://proxy.test/market/stream?key=1'],
    ['its login is kept', okx, 'ws://me:pass@proxy.test', 'ws://me:pass@proxy.test/ws/v5/public'],
  ])('%s', (_name, own, replacement, expected) => {
    expect(moveSocketAddress(own[0] ?? '', readEndpoint('endpoint', 'okx', replacement), own)).toBe(expected);
  });

  test('keeps the query of the exchange', () => {
    const url = new URL('ws://127.0.0.1:1');
    expect(moveSocketAddress(binance[1] ?? '', url, binance)).toBe('ws://127.0.0.1:1/stream?streams=a');
  });
});

test.each([
  ['http://127.0.0.1:1', 'http://127.0.0.1:1/fapi/v1/klines?a=1'],
  ['https://proxy.test/binance/', 'https://proxy.test/binance/fapi/v1/klines?a=1'],
])('a REST address moves to %s, its path and query stay', (replacement, expected) => {
  expect(moveRestAddress('https://fapi.binance.com/fapi/v1/klines?a=1', new URL(replacement))).toBe(expected);
});

test.each([
  ['endpoint', 'http://127.0.0.1', '--endpoint bybit=http://127.0.0.1: expected a ws:// or wss:// address'],
  ['endpoint', 'nonsense', '--endpoint bybit=nonsense: expected a ws:// or wss:// address'],
  ['rest-endpoint', 'wss://x.test', '--rest-endpoint bybit=wss://x.test: expected an http:// or https:// address'],
  ['rest-endpoint', 'file:///etc/\u001b[2J', '--rest-endpoint bybit=file:///etc/·[2J: expected an http:// or https:// address'],
] as const)('--%s refuses %j, naming the flag and what it takes', (flag, value, message) => {
  expect(() => readEndpoint(flag, 'bybit', value)).toThrow(new UsageError(message));
});
