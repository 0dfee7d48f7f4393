import { afterEach, expect, test } from 'vitest';
import { connect, get } from './client.js';
import type { LocalExchange } from './exchange.js';
import { createLocalHyperliquid, type HyperliquidOptions } from './hyperliquid.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: HyperliquidOptions = {}): Promise<void> {
  exchange = await createLocalHyperliquid(options);
}

const bitcoin = { type: 'activeAssetCtx', coin: 'BTC' };

test('a coin’s context follows its acknowledgement', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/ws`);
  client.send({ method: 'subscribe', subscription: bitcoin });
  await client.frame('"subscriptionResponse"', '"method":"subscribe"', '"coin":"BTC"');
  expect(await client.frame('"activeAssetCtx","data"')).toContain('"funding":"');
  expect(exchange.refusals).toEqual([]);
});

test('each mistake has its error text, and the connection lives on', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/ws`);
  client.send({ method: 'subscribe', subscription: { type: 'activeAssetCtx', coin: 'NOPE' } });
  await client.frame('"Invalid subscription {\\"type\\":\\"activeAssetCtx\\",\\"coin\\":\\"NOPE\\"}"');
  client.send({ method: 'subscribe', subscription: { type: 'activeAssetCtx', coin: 'KPEPE' } });
  await client.frame('KPEPE');
  client.send({ method: 'subscribe', subscription: bitcoin });
  client.send({ method: 'subscribe', subscription: bitcoin });
  await client.frame('"Already subscribed: {\\"type\\":\\"activeAssetCtx\\",\\"coin\\":\\"BTC\\"}"');
  client.send({ method: 'unsubscribe', subscription: { type: 'trades', coin: 'BTC' } });
  await client.frame('"Already unsubscribed: {\\"type\\":\\"trades\\"');
  client.send({ method: 'subscribe', subscription: { type: 'bad' } });
  await client.frame('Error parsing JSON into valid websocket request: {');
  client.send({ method: 'ping' });
  await client.frame('{"channel":"pong"}');
  expect(exchange.refusals).toHaveLength(5);
});

test('a list of coins is ignored without an answer', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/ws`);
  client.send({ method: 'subscribe', subscription: { type: 'activeAssetCtx', coin: ['BTC', 'ETH'] } });
  client.send({ method: 'ping' });
  await client.frame('pong');
  expect(client.frames).toHaveLength(1);
});

test('an unknown coin can close the socket, as one capture saw', async () => {
  await start({ unknownCoin: 'close' });
  const client = await connect(`${exchange.wsUrl}/ws`);
  client.send({ method: 'subscribe', subscription: { type: 'activeAssetCtx', coin: 'NOPE' } });
  expect((await client.closed).code).toBe(1000);
});

test('a line on which nothing was sent is cut, one that pings is not', async () => {
  await start({ idleMs: 200 });
  const pinging = await connect(`${exchange.wsUrl}/ws`);
  const silent = await connect(`${exchange.wsUrl}/ws`);
  const timer = setInterval(() => pinging.send({ method: 'ping' }), 20);
  await silent.closed;
  expect(exchange.connections()).toBe(1);
  clearInterval(timer);
  await pinging.closed;
});

test('connections, subscriptions and messages are counted over the address', async () => {
  await start({ maxConnections: 2, maxSubscriptions: 1, messagesPerMinute: 3 });
  const client = await connect(`${exchange.wsUrl}/ws`);
  const other = await connect(`${exchange.wsUrl}/ws`);
  await expect(connect(`${exchange.wsUrl}/ws`)).rejects.toThrow('HTTP 429');
  client.send({ method: 'subscribe', subscription: bitcoin });
  await client.frame('subscriptionResponse');
  other.send({ method: 'subscribe', subscription: bitcoin });
  await other.frame('Cannot track more than 1 total subscriptions.');
  for (let count = 0; count < 2; count += 1) other.send({ method: 'ping' });
  expect((await other.closed).code).toBe(1008);
});

test('the bulk feed names no coin: as many contexts as the universe has', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/ws`);
  client.send({ method: 'subscribe', subscription: { type: 'assetCtxs', dex: '' } });
  const { ctxs } = JSON.parse(await client.frame('"assetCtxs","data"')).data;
  const [meta, contexts] = JSON.parse(
    (
      await get(`${exchange.restUrl}/info`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"type":"metaAndAssetCtxs"}',
      })
    ).text,
  );
  expect(ctxs).toHaveLength(meta.universe.length);
  expect(contexts).toHaveLength(meta.universe.length);
  expect(meta.universe.length).toBeGreaterThan(200);
});

test('REST takes a JSON POST of a known type, up to its weight', async () => {
  await start({ weightPerMinute: 40 });
  const post = (body: string, headers = { 'content-type': 'application/json' }) =>
    get(`${exchange.restUrl}/info`, { method: 'POST', headers, body });
  expect((await get(`${exchange.restUrl}/info`)).status).toBe(405);
  expect((await post('{"type":"meta"}', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('{"type":"nonsense"}')).status).toBe(422);
  expect((await post('{"type":"meta"}')).status).toBe(200);
  expect((await post('{"type":"meta"}')).status).toBe(429);
});
