import { expect, test } from 'vitest';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalDydx } from '../local-exchanges/dydx.js';
import { local } from './exchanges.js';
import { runStream } from './program.js';

test('deribit: every test_request is answered, so the session stays', async () => {
  const exchange = await local(() => createLocalDeribit({ heartbeatSecondMs: 25 }));
  const run = runStream([exchange], ['--assets', 'BTC']);
  await run.until('four answers', () => exchange.received.filter(({ text }) => text.includes('public/test')).length >= 4);
  expect(exchange.refusals).toEqual([]);
  expect(exchange.opened()).toBe(1);
});

test.each([
  { exchange: 'dydx', create: () => createLocalDydx({ pingEveryMs: 100, pongWithinMs: 80, tickMs: 100 }) },
  { exchange: 'binance', create: () => createLocalBinance({ pingEveryMs: 100, pongWithinMs: 80, tickMs: 100 }) },
])('$exchange: the server’s ping frames are answered in time', async ({ create }) => {
  const exchange = await local(create);
  const run = runStream([exchange], ['--assets', 'BTC']);
  await run.until('live', () => run.feeds().some(({ state }) => state === 'live'));
  const then = Date.now() + 1500;
  await run.until('fifteen pings', () => Date.now() > then);
  expect(exchange.refusals).toEqual([]);
  expect(exchange.opened()).toBe(exchange.connections());
});

test('binance: a planned cut by the exchange is followed by a new connection', async () => {
  const exchange = await local(() => createLocalBinance({ maxLifeMs: 1500, tickMs: 100 }));
  const run = runStream([exchange], ['--assets', 'BTC']);
  await run.until('live', () => run.feeds().some(({ state }) => state === 'live'));
  const before = exchange.opened();
  await run.until('connected again', () => exchange.opened() > before && exchange.topics().includes('!forceOrder@arr'));
});
