// Frames the exchanges really sent, served to the built program: all that it follows is read, nothing is a fault.
import { expect, test } from 'vitest';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { binanceCapture, fixtureFrames, publishCaptured } from '../local-exchanges/capture.js';
import { play } from '../local-exchanges/playback.js';
import { hyperliquid, local, subjects } from './exchanges.js';
import { runStream } from './program.js';

test.each([...subjects, hyperliquid])(
  '$exchange: captured frames of followed topics are read without a fault',
  async ({ exchange: id, create }) => {
    const exchange = await local(create);
    const run = runStream([exchange]);
    await run.until('live', () => run.feeds().some(({ state }) => state === 'live'));
    let topics = -1;
    // Subscribing goes on after the first data: until no topic was added for a while.
    await run.until('subscribed', () => {
      const before = topics;
      topics = exchange.topics().length;
      return topics > 0 && topics === before;
    });
    const published = fixtureFrames(id).filter((raw) => publishCaptured(exchange, raw));
    expect(published.length).toBeGreaterThan(0);
    const marked = Date.now() + 500;
    await run.until('the frames are through', () => Date.now() > marked);
    expect(run.stderr()).not.toMatch(/expected|not understood|unknown|could not/);
    expect(await run.stop()).toBe(0);
    expect(exchange.refusals).toEqual([]);
  },
);

test('binance: the raw minute of 2024-08-08, twenty times as fast, is no fault and drowns no liquidation', async () => {
  const exchange = await local(createLocalBinance);
  const run = runStream([exchange]);
  await run.until('liquidations are followed', () => exchange.topics().includes('!forceOrder@arr'));
  const capture = binanceCapture();
  expect(capture).toHaveLength(29_485);
  const playing = play(capture, { send: exchange.broadcast, speed: 20 });
  const times: number[] = [];
  const timer = setInterval(() => {
    const time = Date.now();
    times.push(time);
    exchange.liquidate({ symbol: 'BTCUSDT', side: 'short', price: '61000', size: '0.5', time });
  }, 100);
  await playing.done;
  clearInterval(timer);
  await run.until('every liquidation', () => times.every((time) => run.liquidations().some((event) => event.time === time)));
  expect(times.length).toBeGreaterThan(10);
  expect(run.stderr()).not.toMatch(/expected|not understood|unknown|could not/);
  expect(run.feeds().map(({ state }) => state)).toEqual(['connecting', 'live']);
});
