import { expect, test } from 'vitest';
import { follows, hyperliquid, local, subjects } from './exchanges.js';
import { runStream } from './program.js';

const everyone = [...subjects, { ...hyperliquid, liquidationTopic: undefined, symbol: '', coins: (size: number) => size }];

test.each(everyone)('$exchange: funding, prices and liquidations arrive, and the client keeps every rule', async (subject) => {
  const exchange = await local(() => subject.create({ tickMs: 300 }));
  const run = runStream([exchange], ['--assets', 'BTC,ETH,PEPE']);
  const bitcoin = () => run.tickers().filter(({ asset }) => asset === 'BTC');
  await run.until('the feed is live', () => run.feeds().some(({ state }) => state === 'live'));
  await run.until('a funding rate', () => bitcoin().some(({ fundingRate }) => fundingRate !== undefined));
  await run.until('its interval', () => bitcoin().some(({ fundingIntervalHours }) => fundingIntervalHours !== undefined));
  await run.until(
    'mark and index',
    () =>
      bitcoin().some(({ markPrice, indexPrice }) => markPrice !== undefined && indexPrice !== undefined) ||
      (bitcoin().some(({ markPrice }) => markPrice !== undefined) &&
        bitcoin().some(({ indexPrice }) => indexPrice !== undefined)),
  );
  await run.until('open interest', () => bitcoin().some(({ openInterestUsd }) => openInterestUsd !== undefined));
  await run.until('24 h volume', () => bitcoin().some(({ volume24hUsd }) => volume24hUsd !== undefined));

  if (subject.liquidationTopic) {
    const { liquidationTopic } = subject;
    await run.until('liquidations are followed', () => follows(exchange, liquidationTopic));
    const time = Date.now();
    expect(exchange.liquidate({ symbol: subject.symbol, side: 'long', price: '80000', size: '1600', time })).toBe(1);
    expect(exchange.liquidate({ symbol: subject.symbol, side: 'short', price: '80010', size: '800', time: time + 1 })).toBe(1);
    await run.until('both liquidations', () => run.liquidations().filter(({ time: at }) => at >= time).length === 2);
    const [long, short] = run.liquidations().filter(({ time: at }) => at >= time);
    const size = subject.coins(1600, 80000);
    expect(long).toMatchObject({
      exchange: subject.exchange,
      symbol: subject.symbol,
      asset: 'BTC',
      side: 'long',
      price: 80000,
      time,
    });
    expect(long?.size).toBeCloseTo(size, 9);
    expect(long?.notionalUsd).toBeCloseTo(size * 80000, 4);
    expect(short).toMatchObject({ side: 'short', price: 80010 });
    expect(short?.size).toBeCloseTo(subject.coins(800, 80010), 9);
  }

  expect(await run.stop()).toBe(0);
  expect(exchange.refusals).toEqual([]);
  expect(exchange.requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(run.stderr()).not.toMatch(/expected|unknown|refused|rejected/);
});

test('prices of multiplied symbols are per coin on every exchange that lists them', async () => {
  const listing = everyone.filter(({ exchange }) => exchange !== 'deribit');
  const exchanges = await Promise.all(listing.map(({ create }) => local(() => create({ tickMs: 300 }))));
  const run = runStream(exchanges, ['--assets', 'PEPE']);
  const marks = () =>
    new Map(
      run
        .tickers()
        .flatMap(({ exchange, asset, markPrice }) =>
          asset === 'PEPE' && markPrice !== undefined ? [[exchange, markPrice]] : [],
        ),
    );
  await run.until('a mark of every exchange', () => marks().size === exchanges.length);
  const prices = [...marks().values()];
  expect(Math.max(...prices) / Math.min(...prices)).toBeLessThan(1.01);
});
