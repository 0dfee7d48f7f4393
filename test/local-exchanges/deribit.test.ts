import { afterEach, expect, test } from 'vitest';
import { type Client, connect, get } from './client.js';
import { createLocalDeribit, type DeribitOptions } from './deribit.js';
import type { LocalExchange } from './exchange.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: DeribitOptions = {}): Promise<Client> {
  exchange = await createLocalDeribit(options);
  return connect(`${exchange.wsUrl}/ws/api/v2`);
}

function call(client: Client, id: number, method: string, params: object): void {
  client.send({ jsonrpc: '2.0', id, method, params });
}

test('an unknown channel is left out of the result without an error', async () => {
  const client = await start();
  call(client, 3, 'public/subscribe', { channels: ['ticker.BTC-PERPETUAL.agg2', 'ticker.SOL-USDC-PERPETUAL.agg2'] });
  expect(await client.frame('"id":3')).toContain('"result":["ticker.BTC-PERPETUAL.agg2"]');
  await client.frame('"funding_8h"');
  expect(exchange.refusals.map(({ words }) => words)).toEqual(['(ticker.SOL-USDC-PERPETUAL.agg2 left out of the result)']);
});

test('a raw channel without a login refuses the whole call', async () => {
  const client = await start();
  call(client, 4, 'public/subscribe', { channels: ['ticker.BTC-PERPETUAL.raw', 'ticker.ETH-PERPETUAL.agg2'] });
  expect(await client.frame('"id":4')).toContain('{"code":13778,"message":"raw_subscriptions_not_available_for_unauthorized"}');
  expect(exchange.topics()).toEqual([]);
});

test('a liquidation is a trade, on every channel that carries it', async () => {
  const client = await start();
  call(client, 1, 'public/subscribe', { channels: ['trades.future.any.100ms'] });
  await client.frame('"id":1');
  exchange.liquidate({ symbol: 'BTC-PERPETUAL', side: 'long', price: '92294.5', size: '1120', time: 1765531356452 });
  expect(await client.frame('"liquidation":"T"')).toContain('"channel":"trades.future.any.100ms"');
  expect(await client.frame('"liquidation":"T"')).toContain('"amount":1120,"direction":"sell"');
});

test('a test_request that is answered keeps the session, one that is not ends it', async () => {
  const client = await start({ heartbeatSecondMs: 4 });
  call(client, 1, 'public/set_heartbeat', { interval: 10 });
  await client.frame('"result":"ok"');
  await client.frame('test_request');
  call(client, 2, 'public/test', {});
  await client.frame('"result":{"version":');
  expect(exchange.connections()).toBe(1);
  await client.closed;
  expect(exchange.refusals.map(({ words }) => words)).toEqual(['(closed: test_request was not answered)']);
});

test('wrong calls are refused in the words of JSON-RPC', async () => {
  const client = await start();
  call(client, 1, 'public/subscribe', { channels: 'ticker.BTC-PERPETUAL.agg2' });
  expect(await client.frame('"id":1')).toContain('"data":{"reason":"value must be a list","param":"channels"}');
  call(client, 2, 'public/nonsense', {});
  expect(await client.frame('"id":2')).toContain('{"code":-32601,"message":"Method not found"}');
  call(client, 3, 'public/set_heartbeat', { interval: 5 });
  expect(await client.frame('"id":3')).toContain('-32602');
  call(client, 4, 'public/subscribe', { channels: Array.from({ length: 501 }, (_, place) => `ticker.X${place}.agg2`) });
  expect(await client.frame('"id":4')).toContain('request entity too large');
});

test('one subscribe call after the other empties the bucket and ends the session', async () => {
  const client = await start();
  for (let id = 1; id <= 11; id += 1) call(client, id, 'public/subscribe', { channels: ['ticker.BTC-PERPETUAL.agg2'] });
  await client.frame('{"code":10028,"message":"too_many_requests"}');
  await client.closed;
});

test('the connection past the limit is a 429', async () => {
  await start({ maxConnections: 1 });
  await expect(connect(`${exchange.wsUrl}/ws/api/v2`)).rejects.toThrow('HTTP 429');
});

test('REST lists linear perpetuals under their settlement currency and wants a currency it knows', async () => {
  await start();
  const linear = (await get(`${exchange.restUrl}/api/v2/public/get_instruments?currency=USDC&kind=future&expired=false`)).text;
  expect(linear).toContain('"instrument_name":"BTC_USDC-PERPETUAL"');
  expect(linear).not.toContain('"instrument_name":"BTC-PERPETUAL"');
  expect((await get(`${exchange.restUrl}/api/v2/public/get_book_summary_by_currency?currency=any&kind=future`)).status).toBe(400);
  const summary = await get(`${exchange.restUrl}/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=future`);
  expect(summary.text).toContain('"funding_8h"');
  expect((await get(`${exchange.restUrl}/api/v2/public/nonsense`)).status).toBe(404);
});
