import { afterEach, expect, test, vi } from 'vitest';
import { createLocalBybit } from './bybit.js';
import { type Client, connect, get } from './client.js';
import type { LocalExchange } from './exchange.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

const subscription = { op: 'subscribe', req_id: 's', args: ['allLiquidation.BTCUSDT'] };
const event = { symbol: 'BTCUSDT', side: 'long', price: '80000', size: '1', time: 1791565600992 } as const;

async function subscribed(): Promise<Client> {
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send(subscription);
  await client.frame('"req_id":"s"');
  return client;
}

test.each([403, 418, 429, 451, 500] as const)('every request can be answered with %s', async (http) => {
  exchange = await createLocalBybit();
  exchange.misbehave({ http });
  expect((await get(`${exchange.restUrl}/v5/market/time`)).status).toBe(http);
  exchange.behave();
  expect((await get(`${exchange.restUrl}/v5/market/time`)).status).toBe(200);
});

test('or with a page, or with half an answer', async () => {
  exchange = await createLocalBybit();
  exchange.misbehave({ http: 'html' });
  expect((await get(`${exchange.restUrl}/v5/market/time`)).text).toContain('<!DOCTYPE html>');
  exchange.misbehave({ http: 'garbage' });
  const { text } = await get(`${exchange.restUrl}/v5/market/time`);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test.each([403, 429, 451, 503] as const)('a handshake can be refused with %s', async (handshake) => {
  exchange = await createLocalBybit();
  exchange.misbehave({ handshake });
  await expect(connect(`${exchange.wsUrl}/v5/public/linear`)).rejects.toThrow(`HTTP ${handshake}`);
});

test('muted, it acknowledges and sends no data', async () => {
  exchange = await createLocalBybit();
  exchange.misbehave({ muteData: true });
  const client = await subscribed();
  expect(exchange.liquidate(event)).toBe(0);
  client.send({ op: 'ping', req_id: 'p' });
  await client.frame('pong');
  expect(client.frames).toHaveLength(2);
});

test('deaf, it answers nothing and stays open', async () => {
  exchange = await createLocalBybit();
  exchange.misbehave({ deaf: true });
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send(subscription);
  await vi.waitFor(() => expect(exchange.received).toHaveLength(1));
  exchange.behave();
  client.send({ op: 'ping', req_id: 'p' });
  expect(await client.frame('"req_id"')).toContain('pong');
});

test('what was sent before a cut still arrives, and the cut has no close frame', async () => {
  exchange = await createLocalBybit();
  const client = await subscribed();
  for (let size = 1; size <= 200; size += 1) expect(exchange.liquidate({ ...event, size: String(size) })).toBe(1);
  await exchange.killConnections();
  expect((await client.closed).code).toBe(1006);
  expect(client.frames).toHaveLength(201);
  expect(exchange.connections()).toBe(0);
});

test('down and back on the same port', async () => {
  exchange = await createLocalBybit();
  const client = await subscribed();
  await exchange.goDown();
  await client.closed;
  await expect(connect(`${exchange.wsUrl}/v5/public/linear`)).rejects.toThrow(/ECONNREFUSED/);
  await exchange.comeBack();
  await subscribed();
  expect(exchange.opened()).toBe(2);
});

test('a tick pushes what is followed and nothing else', async () => {
  exchange = await createLocalBybit({ tickMs: 20 });
  const idle = await connect(`${exchange.wsUrl}/v5/public/linear`);
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send({ op: 'subscribe', args: ['tickers.BTCUSDT'] });
  await client.frame('"type":"delta"');
  expect(client.frames.filter((frame) => frame.includes('ETHUSDT'))).toEqual([]);
  expect(idle.frames).toEqual([]);
});

test('frames, requests and refusals are kept', async () => {
  exchange = await createLocalBybit();
  const client = await subscribed();
  client.send({ op: 'nonsense' });
  await client.frame('invalid op');
  await get(`${exchange.restUrl}/v5/market/time?x=1`);
  expect(exchange.received.map(({ text }) => JSON.parse(text).op)).toEqual(['subscribe', 'nonsense']);
  expect(exchange.refusals).toMatchObject([{ connection: 1, words: expect.stringContaining('error:invalid op') }]);
  expect(exchange.requests).toMatchObject([{ method: 'GET', url: '/v5/market/time?x=1', status: 200 }]);
});
