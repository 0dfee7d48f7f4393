import { afterEach, describe, expect, test } from 'vitest';
import { type BinanceOptions, createLocalBinance } from './binance.js';
import { type Client, connect, get } from './client.js';
import type { LocalExchange } from './exchange.js';

let exchange: LocalExchange;
afterEach(() => exchange.stop());

async function start(options: BinanceOptions = {}): Promise<void> {
  exchange = await createLocalBinance(options);
}

async function subscribed(path: string, ...params: readonly string[]): Promise<Client> {
  const client = await connect(`${exchange.wsUrl}${path}`);
  client.send({ method: 'SUBSCRIBE', params, id: 7 });
  expect(await client.frame('"id":7')).toBe('{"result":null,"id":7}');
  return client;
}

const order = { symbol: 'BTCUSDT', side: 'long', price: '82651.90', size: '0.190', time: 1791565602120 } as const;

describe('the paths', () => {
  test('/market/stream sends what was subscribed, wrapped in its stream name', async () => {
    await start();
    const client = await subscribed('/market/stream', '!forceOrder@arr', 'btcusdt@markPrice@1s');
    expect(await client.frame('markPriceUpdate')).toMatch(/^\{"stream":"btcusdt@markPrice@1s","data":\{/);
    expect(exchange.liquidate(order)).toBe(1);
    expect(await client.frame('forceOrder')).toContain('"S":"SELL"');
    expect(exchange.refusals).toEqual([]);
  });

  test('/market/ws sends bare payloads, and the query subscribes like a frame', async () => {
    await start();
    const client = await connect(`${exchange.wsUrl}/market/ws?streams=!forceOrder@arr`);
    exchange.liquidate(order);
    expect(await client.frame('forceOrder')).toMatch(/^\{"e":"forceOrder"/);
  });

  test('the dead address acknowledges USD-M and all-market topics and stays silent', async () => {
    await start();
    const client = await subscribed('/stream', '!forceOrder@arr', '!markPrice@arr@1s', 'btcusdt@markPrice@1s');
    expect(exchange.liquidate(order)).toBe(0);
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 8 });
    expect(await client.frame('"id":8')).toContain('!forceOrder@arr');
    expect(client.frames).toHaveLength(2);
    expect(exchange.refusals).toHaveLength(3);
  });

  test('/stream delivers COIN-M symbols, /market does not', async () => {
    await start();
    const client = await subscribed('/stream', 'btcusd_perp@markPrice@1s');
    expect(await client.frame('markPriceUpdate')).toContain('"s":"BTCUSD_PERP"');
    const wrong = await subscribed('/market/stream', 'btcusd_perp@markPrice@1s');
    expect(wrong.frames).toHaveLength(1);
  });

  test('an unknown path is no WebSocket', async () => {
    await start();
    await expect(connect(`${exchange.wsUrl}/v5/public`)).rejects.toThrow('HTTP 404');
  });
});

describe('refusals', () => {
  test('in the exchange’s own words', async () => {
    await start({ maxStreams: 2 });
    const client = await connect(`${exchange.wsUrl}/market/stream`);
    client.send({ method: 'SUBSCRIBE', params: ['!forceOrder@arr'], id: 'one' });
    await client.frame('{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}');
    client.send({ method: 'SUBSCRIBE', params: [''], id: 2 });
    await client.frame('{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":2}');
    client.send({ method: 'SUBSCRIBE', params: ['a@ticker', 'b@ticker', 'c@ticker'], id: 19 });
    await client.frame('{"error":{"code":4,"msg":"Too many subscriptions"},"id":19}');
    client.send('not JSON');
    await client.frame('"code":3,"msg":"Invalid JSON');
    expect(exchange.refusals).toHaveLength(4);
  });

  test('an upper-case or unknown symbol is acknowledged and stays silent', async () => {
    await start();
    const client = await subscribed('/market/stream', 'BTCUSDT@markPrice@1s', 'nosuch@markPrice@1s');
    expect(client.frames).toHaveLength(1);
    expect(exchange.topics()).toEqual([]);
  });

  test('a frame of more params than ever passed is dropped without an answer', async () => {
    await start();
    const client = await connect(`${exchange.wsUrl}/market/stream`);
    client.send({ method: 'SUBSCRIBE', params: Array.from({ length: 437 }, (_, place) => `c${place}@ticker`), id: 1 });
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 2 });
    expect(await client.frame('"id":2')).toBe('{"result":[],"id":2}');
    expect(client.frames).toHaveLength(1);
  });

  test('more than ten messages a second close with 1008', async () => {
    await start();
    const client = await connect(`${exchange.wsUrl}/market/stream`);
    for (let id = 1; id <= 11; id += 1) client.send({ method: 'LIST_SUBSCRIPTIONS', id });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Too many requests' });
  });

  test('an unanswered ping frame closes', async () => {
    await start({ pingEveryMs: 20, pongWithinMs: 20 });
    const silent = await connect(`${exchange.wsUrl}/market/stream`, { autoPong: false });
    expect((await silent.closed).code).toBe(1008);
  });

  test('a connection ends after its life', async () => {
    await start({ maxLifeMs: 20 });
    const client = await connect(`${exchange.wsUrl}/market/stream`);
    expect((await client.closed).code).toBe(1001);
  });
});

describe('REST', () => {
  test('both families list their instruments in their own shape', async () => {
    await start();
    const usdMargined = await get(`${exchange.restUrl}/fapi/v1/exchangeInfo`);
    expect(usdMargined.text).toContain('"symbol":"1000PEPEUSDT"');
    expect(usdMargined.text).toContain('"contractType":"TRADIFI_PERPETUAL"');
    const coinMargined = await get(`${exchange.restUrl}/dapi/v1/exchangeInfo`);
    expect(coinMargined.text).toContain('"contractStatus":"TRADING","contractSize":100');
  });

  test('weights are summed over both families, and too much of them is a 429', async () => {
    await start({ weightPerMinute: 60 });
    expect((await get(`${exchange.restUrl}/fapi/v1/ticker/24hr`)).status).toBe(200);
    expect((await get(`${exchange.restUrl}/dapi/v1/premiumIndex`)).status).toBe(200);
    const third = await get(`${exchange.restUrl}/fapi/v1/ticker/24hr`);
    expect(third.status).toBe(429);
    expect(third.text).toContain('"code":-1003');
  });

  test('a missing or unknown symbol and an unknown path are told off', async () => {
    await start();
    expect((await get(`${exchange.restUrl}/fapi/v1/openInterest`)).text).toContain('-1102');
    expect((await get(`${exchange.restUrl}/fapi/v1/openInterest?symbol=NOSUCH`)).text).toBe(
      '{"code":-1121,"msg":"Invalid symbol."}',
    );
    expect((await get(`${exchange.restUrl}/fapi/v9/x`)).status).toBe(404);
  });
});
