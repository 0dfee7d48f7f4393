import { afterEach, expect, test } from 'vitest';
import { type BybitOptions, createLocalBybit } from './bybit.js';
import { connect, get } from './client.js';
import type { LocalExchange } from './exchange.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: BybitOptions = {}): Promise<void> {
  exchange = await createLocalBybit(options);
}

test('the first ticker is a whole snapshot, and a liquidation reaches only its subscribers', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send({ op: 'subscribe', req_id: 's1', args: ['tickers.BTCUSDT', 'allLiquidation.BTCUSDT'] });
  expect(await client.frame('"req_id":"s1"')).toContain('"success":true,"ret_msg":""');
  expect(await client.frame('"topic":"tickers.BTCUSDT"')).toContain('"type":"snapshot"');
  const event = { side: 'long', price: '82396.90', size: '0.006', time: 1791565600992 } as const;
  expect(exchange.liquidate({ ...event, symbol: 'ETHUSDT' })).toBe(0);
  expect(exchange.liquidate({ ...event, symbol: 'BTCUSDT' })).toBe(1);
  expect(await client.frame('allLiquidation.BTCUSDT"')).toContain('"S":"Buy","v":"0.006","p":"82396.90"');
  expect(exchange.refusals).toEqual([]);
});

test('one wrong topic rejects the whole frame', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send({ op: 'subscribe', req_id: 's2', args: ['tickers.BTCUSDT', 'tickers.NOTASYMBOL'] });
  expect(await client.frame('"req_id":"s2"')).toContain(
    '"success":false,"ret_msg":"error:handler not found,topic:tickers.NOTASYMBOL"',
  );
  expect(exchange.topics()).toEqual([]);
});

test('the retired liquidation topic, an inverse symbol on linear, and a second subscription are refused by name', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send({ op: 'subscribe', req_id: 'a', args: ['liquidation.BTCUSDT'] });
  await client.frame('error:handler not found,topic:liquidation.BTCUSDT');
  client.send({ op: 'subscribe', req_id: 'b', args: ['tickers.BTCUSD'] });
  await client.frame('error:handler not found,topic:tickers.BTCUSD"');
  client.send({ op: 'subscribe', req_id: 'c', args: ['tickers.BTCUSDT'] });
  client.send({ op: 'subscribe', req_id: 'd', args: ['tickers.ETHUSDT', 'tickers.BTCUSDT'] });
  await client.frame('error:already subscribed,topic:tickers.BTCUSDT');
  expect(exchange.topics()).toEqual(['tickers.BTCUSDT']);
});

test('the characters of all args on one connection are counted together', async () => {
  await start({ maxArgsCharacters: 60 });
  const client = await connect(`${exchange.wsUrl}/v5/public/linear`);
  client.send({ op: 'subscribe', req_id: 'a', args: ['tickers.BTCUSDT', 'tickers.ETHUSDT'] });
  expect(await client.frame('"req_id":"a"')).toContain('"success":true');
  client.send({ op: 'subscribe', req_id: 'b', args: ['tickers.SOLUSDT', 'tickers.XRPUSDT'] });
  expect(await client.frame('"req_id":"b"')).toContain('args size too large');
});

test('a ping is answered with its op, nonsense with "invalid op"', async () => {
  await start();
  const client = await connect(`${exchange.wsUrl}/v5/public/inverse`);
  client.send({ op: 'ping', req_id: 'p1' });
  expect(await client.frame('pong')).toMatch(/"ret_msg":"pong".*"req_id":"p1","op":"ping"/);
  client.send('garbage');
  expect(await client.frame('invalid op')).toContain('"request":{"op":"","args":null}');
});

test('a line without a ping is cut, one that pings is not', async () => {
  await start({ idleMs: 200 });
  const pinging = await connect(`${exchange.wsUrl}/v5/public/linear`);
  const silent = await connect(`${exchange.wsUrl}/v5/public/linear`);
  const timer = setInterval(() => pinging.send({ op: 'ping' }), 20);
  await silent.closed;
  expect(exchange.connections()).toBe(1);
  clearInterval(timer);
  await pinging.closed;
});

test('instruments come page by page', async () => {
  await start();
  const first = JSON.parse((await get(`${exchange.restUrl}/v5/market/instruments-info?category=linear&limit=20`)).text);
  expect(first.result.list).toHaveLength(20);
  expect(first.result.nextPageCursor).not.toBe('');
  const second = JSON.parse(
    (await get(`${exchange.restUrl}/v5/market/instruments-info?category=linear&limit=1000&cursor=${first.result.nextPageCursor}`))
      .text,
  );
  expect(second.result.nextPageCursor).toBe('');
  expect(second.result.list[0].symbol).not.toBe(first.result.list[0].symbol);
});

test('REST refuses a missing category, an unknown path and too many requests', async () => {
  await start({ requestsPer5s: 3 });
  expect((await get(`${exchange.restUrl}/v5/market/tickers`)).text).toContain('"retCode":10001');
  expect((await get(`${exchange.restUrl}/v2/public/tickers`)).status).toBe(404);
  const tickers = JSON.parse((await get(`${exchange.restUrl}/v5/market/tickers?category=linear`)).text);
  const [bitcoin] = tickers.result.list;
  expect(Number(bitcoin.openInterest)).toBeCloseTo(2 * Number(bitcoin.singleOpenInterest), 2);
  expect(await get(`${exchange.restUrl}/v5/market/tickers?category=linear`)).toEqual({
    status: 403,
    text: 'access too frequent',
  });
});
