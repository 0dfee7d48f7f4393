import { afterEach, expect, test } from 'vitest';
import { type Client, connect, get } from './client.js';
import { createLocalDydx, type DydxOptions } from './dydx.js';
import { dydxMarkets } from './dydx-wire.js';
import type { LocalExchange } from './exchange.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: DydxOptions = {}): Promise<Client> {
  exchange = await createLocalDydx(options);
  return connect(`${exchange.wsUrl}/v4/ws`);
}

const bitcoin = { type: 'subscribe', channel: 'v4_trades', id: 'BTC-USD' };
const event = { symbol: 'BTC-USD', side: 'long', price: '75974', size: '0.0004', time: 1790133840887 } as const;

test('the server speaks first; what is said before is lost', async () => {
  const client = await start({ greetingAfterMs: 30 });
  client.send(bitcoin);
  expect(await client.frame('connected')).toMatch(/^\{"type":"connected","connection_id":".+","message_id":0\}$/);
  client.send({ ...bitcoin, id: 'ETH-USD' });
  await client.frame('"subscribed"', '"id":"ETH-USD"');
  expect(exchange.topics()).toEqual(['v4_trades:ETH-USD']);
});

test('a snapshot holds past trades, old liquidations among them', async () => {
  const client = await start();
  await client.frame('connected');
  client.send(bitcoin);
  expect(await client.frame('"subscribed"')).toContain('"type":"LIQUIDATED"');
  exchange.liquidate(event);
  await client.frame('channel_data', '"side":"SELL"', '"size":"0.0004"');
  const later = await connect(`${exchange.wsUrl}/v4/ws`);
  await later.frame('connected');
  later.send(bitcoin);
  expect(await later.frame('"subscribed"')).toContain('"size":"0.0004"');
});

test('those who ask for batches get them as a list', async () => {
  const client = await start({ batchMs: 20 });
  await client.frame('connected');
  client.send({ ...bitcoin, batched: true });
  await client.frame('"subscribed"');
  exchange.liquidate(event);
  exchange.liquidate({ ...event, side: 'short' });
  const { contents } = JSON.parse(await client.frame('channel_batch_data'));
  expect(contents).toHaveLength(2);
});

test('the 33rd subscription of a channel is refused', async () => {
  const client = await start();
  await client.frame('connected');
  for (const id of [...dydxMarkets.keys()].slice(0, 33)) client.send({ ...bitcoin, id });
  await client.frame('"Per-connection subscription limit reached for v4_trades (limit=32)."');
  expect(exchange.topics()).toHaveLength(32);
});

test('an unknown market and a second subscription are refused by name', async () => {
  const client = await start();
  await client.frame('connected');
  client.send({ ...bitcoin, id: 'FOO-USD' });
  await client.frame('"Invalid subscription id for channel: (v4_trades-FOO-USD)"');
  client.send(bitcoin);
  client.send(bitcoin);
  await client.frame('"Invalid subscribe message: already subscribed (v4_trades-BTC-USD)"', '"id":"BTC-USD"');
});

test('a third subscribe of one id within a second closes with 1008', async () => {
  const client = await start();
  await client.frame('connected');
  for (let count = 0; count < 3; count += 1) client.send(bitcoin);
  await client.frame('Too many subscribe attempts for channel v4_trades-BTC-USD. Please  reconnect and try again.');
  expect(await client.closed).toEqual({ code: 1008, reason: '{"message":"Rate limited"}' });
});

test('a third invalid message within a second closes with 1008', async () => {
  const client = await start();
  await client.frame('connected');
  client.send('not JSON');
  await client.frame('"Invalid message: could not parse"');
  client.send({ type: 'subscribe', channel: 'v4_foo' });
  await client.frame('"Invalid channel: v4_foo"');
  client.send('again');
  expect((await client.closed).code).toBe(1008);
});

test('a JSON ping is not answered; an unanswered ping frame closes with 1011', async () => {
  exchange = await createLocalDydx({ pingEveryMs: 30, pongWithinMs: 20 });
  const client = await connect(`${exchange.wsUrl}/v4/ws`, { autoPong: false });
  await client.frame('connected');
  client.send({ type: 'ping' });
  expect(await client.closed).toEqual({ code: 1011, reason: 'Heartbeat timeout' });
  expect(client.frames).toHaveLength(1);
});

test('REST lists the markets, refuses unknown ones, and counts requests', async () => {
  exchange = await createLocalDydx({ requestsPer10s: 3 });
  const { markets } = JSON.parse((await get(`${exchange.restUrl}/v4/perpetualMarkets`)).text);
  expect(Object.keys(markets)).toContain('PEPE-USD');
  expect(markets['MATIC-USD'].status).toBe('FINAL_SETTLEMENT');
  expect((await get(`${exchange.restUrl}/v4/historicalFunding/FOO-USD`)).status).toBe(400);
  expect((await get(`${exchange.restUrl}/v4/nonsense`)).status).toBe(404);
  expect((await get(`${exchange.restUrl}/v4/perpetualMarkets`)).status).toBe(429);
});
