import { afterEach, expect, test } from 'vitest';
import { connect, get } from './client.js';
import type { LocalExchange } from './exchange.js';
import { createLocalOkx, type OkxOptions } from './okx.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: OkxOptions = {}): Promise<void> {
  exchange = await createLocalOkx(options);
}

const path = '/ws/v5/public';
const liquidations = { channel: 'liquidation-orders', instType: 'SWAP' };

test('each argument is answered by itself: a wrong one does not hurt the others', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}${path}`);
  const args = [
    { channel: 'funding-rate', instId: 'BTC-USDT-SWAP' },
    { channel: 'funding-rate', instId: 'LTC-USD' },
  ];
  client.send({ id: '1512', op: 'subscribe', args });
  await client.frame('"event":"subscribe"', '"instId":"BTC-USDT-SWAP"');
  expect(await client.frame('"event":"error"')).toContain(
    `"code":"60018","msg":"Wrong URL or channel:funding-rate,instId:LTC-USD doesn't exist. Please use the correct URL`,
  );
  await client.frame('"fundingRate":');
  expect(exchange.topics()).toEqual(['funding-rate:BTC-USDT-SWAP']);
});

test('a malformed frame is 60012 and nothing of it applies', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}${path}`);
  client.send({ op: 'subscribe', argss: [liquidations] });
  expect(await client.frame('60012')).toContain('"msg":"Invalid request: {');
  client.send({ id: 'not alphanumeric!', op: 'subscribe', args: [liquidations] });
  client.send('ping');
  await client.frame('pong');
  expect(exchange.topics()).toEqual([]);
});

test('the bare text ping is answered with pong and keeps the line', async () => {
  await start({ idleMs: 200 });
  const client = await connect(`${exchange.wsUrl}${path}`);
  client.send({ op: 'subscribe', args: [{ channel: 'instruments', instType: 'SWAP' }] });
  const timer = setInterval(() => client.send('ping'), 20);
  const silent = await connect(`${exchange.wsUrl}${path}`);
  expect(await silent.closed).toEqual({ code: 4004, reason: 'No data received in 30s.' });
  await client.frame('pong');
  expect(exchange.connections()).toBe(1);
  clearInterval(timer);
  expect((await client.closed).code).toBe(4004);
});

test('a line that subscribes to nothing is closed however often it pings', async () => {
  await start({ idleMs: 200 });
  const client = await connect(`${exchange.wsUrl}${path}`);
  const timer = setInterval(() => client.send('ping'), 20);
  expect((await client.closed).code).toBe(4004);
  clearInterval(timer);
});

test('a subscription to liquidations starts with old ones', async () => {
  await start();
  const first = await connect(`${exchange.wsUrl}${path}`);
  first.send({ op: 'subscribe', args: [liquidations] });
  await first.frame('"details":[{', '"ts":"');
  exchange.liquidate({ symbol: 'BTC-USDT-SWAP', side: 'short', price: '82655.7', size: '8.55', time: 1791565600771 });
  const second = await connect(`${exchange.wsUrl}${path}`);
  second.send({ op: 'subscribe', args: [liquidations] });
  expect(await second.frame('1791565600771')).toContain('"posSide":"short","side":"buy","sz":"8.55"');
});

test('a fourth connection in a second is refused', async () => {
  await start();
  for (let count = 0; count < 3; count += 1) await connect(`${exchange.wsUrl}${path}`);
  await expect(connect(`${exchange.wsUrl}${path}`)).rejects.toThrow('HTTP 429');
});

test('too many requests on one connection are 60014', async () => {
  await start({ requestsPerHour: 1 });
  const client = await connect(`${exchange.wsUrl}${path}`);
  client.send({ op: 'subscribe', args: [liquidations] });
  client.send({ op: 'unsubscribe', args: [liquidations] });
  await client.frame('"code":"60014"');
});

test('REST lists contract values, wants its parameters, and counts requests per endpoint', async () => {
  await start({ restLimitShare: 0.1 });
  const instruments = (await get(`${exchange.restUrl}/api/v5/public/instruments?instType=SWAP`)).text;
  expect(instruments).toContain('"ctVal":"10000000","ctValCcy":"PEPE"');
  expect(instruments).toContain('"ctVal":"100","ctValCcy":"USD"');
  expect(await get(`${exchange.restUrl}/api/v5/public/mark-price`)).toMatchObject({
    status: 400,
    text: expect.stringContaining('"code":"50014"'),
  });
  expect((await get(`${exchange.restUrl}/api/v5/public/funding-rate?instId=ANY`)).text).toContain('"nextFundingRate":""');
  const second = await get(`${exchange.restUrl}/api/v5/public/funding-rate?instId=ANY`);
  expect(second).toMatchObject({ status: 429, text: expect.stringContaining('"code":"50011"') });
  expect((await get(`${exchange.restUrl}/api/v5/public/liquidation-orders`)).status).toBe(404);
});
