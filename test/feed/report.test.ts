import { describe, expect, test } from 'vitest';
import type { FeedReport } from '../../src/domain/record.js';
import { adapters } from '../../src/exchanges/registry.js';
import { createDemoFeed } from '../../src/feed/demo.js';
import { HttpError } from '../../src/feed/http-answer.js';
import { createFakeClock } from '../support/fake-clock.js';
import { listed, scriptedExchange, tickerFrame } from '../support/scripted-exchange.js';
import { createCollector, type ScriptedFeed, startScriptedFeed } from '../support/scripted-feed.js';

const START = createFakeClock().now();
const lastReport = ({ reports }: Pick<ScriptedFeed, 'reports'>): FeedReport | undefined => reports.at(-1);

describe('a report', () => {
  test('tells each connection by its name: state and since when, topics, messages', async () => {
    const adapter = scriptedExchange({ plans: [{ name: 'linear' }, { name: 'inverse', topics: ['x'] }] });
    const feed = await startScriptedFeed({ adapter });
    await feed.clock.advanceAsync(400);
    const [linear] = feed.sockets.all;
    linear?.accept();
    linear?.say('{"pong":1}');
    linear?.say(tickerFrame('BTC', 1));
    await feed.clock.advanceAsync(600);
    expect(lastReport(feed)).toMatchObject({
      exchange: 'binance',
      time: START + 400,
      connections: [
        {
          name: 'linear',
          host: 'stream.binance.test',
          state: 'live',
          sinceTime: START + 400,
          topicCount: 3,
          messageCount: 2,
          lastMessageTime: START + 400,
          reconnectCount: 0,
        },
        { name: 'inverse', state: 'connecting', sinceTime: START, topicCount: 1, messageCount: 0, reconnectCount: 0 },
      ],
    });
  });

  test('tells why a connection is down, which try comes when, and how often it was lost', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 1));
    await feed.clock.advanceAsync(60);
    feed.sockets.last().close('server restart \u001b[2J');
    expect(lastReport(feed)?.connections).toMatchObject([
      {
        state: 'reconnecting',
        sinceTime: START + 60,
        reason: 'server restart ·[2J',
        attempt: 1,
        retryTime: START + 560,
        reconnectCount: 1,
        messageCount: 1,
      },
    ]);
    await feed.clock.advanceAsync(500);
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 2));
    const [connection] = lastReport(feed)?.connections ?? [];
    expect(connection).toMatchObject({ state: 'live', sinceTime: START + 560, messageCount: 2, reconnectCount: 1 });
    expect(connection).not.toHaveProperty('reason');
    expect(connection).not.toHaveProperty('retryTime');
  });

  test('names the host it really goes to, and never a login', async () => {
    const feed = await startScriptedFeed({ endpoints: { binance: 'ws://me:secret@mirror.test:8080' } });
    await feed.clock.advanceAsync(1000);
    expect(lastReport(feed)?.connections).toMatchObject([{ host: 'mirror.test:8080' }]);
    expect(JSON.stringify(feed.reports)).not.toContain('secret');
  });

  test('leaves refused topics out of the count', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.sockets.last().say('{"no":{"reason":"no ETH here","scope":"topic","id":"1","topics":["ETHUSDT"]}}');
    await feed.clock.advanceAsync(1000);
    expect(lastReport(feed)?.connections).toMatchObject([{ topicCount: 2 }]);
  });

  test('comes about once a second, and only while there is news', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 1));
    await feed.clock.advanceAsync(2000);
    const before = feed.reports.length;
    for (let tenth = 0; tenth < 30; tenth += 1) {
      feed.sockets.last().say(tickerFrame('BTC', tenth));
      await feed.clock.advanceAsync(100);
    }
    expect(feed.reports.length - before).toBe(3);
    await feed.clock.advanceAsync(2000);
    expect(feed.reports.length - before).toBe(3);
  });

  test('is made for nobody when nobody listens', async () => {
    const clock = createFakeClock();
    const { sink, records } = createCollector();
    const { report: _, ...deaf } = sink;
    const feed = createDemoFeed({ clock, seed: 1, exchanges: ['okx'], adapters });
    feed.start(deaf);
    clock.advance(1000);
    expect(records.length).toBeGreaterThan(0);
    await feed.stop();
    expect(clock.pending()).toBe(0);
  });

  test('is the last one when the exchange is switched off', async () => {
    const feed = await startScriptedFeed();
    feed.feed.setExchanges([]);
    const before = feed.reports.length;
    await feed.clock.advanceAsync(5000);
    expect(feed.reports).toHaveLength(before);
    expect(feed.clock.pending()).toBe(0);
  });
});

describe('the budget', () => {
  test('is what was spent in its window, and what waits for room', async () => {
    const adapter = scriptedExchange({
      polls: [{ everyMs: 10_000, requests: [{ url: 'https://x.test/dear', weight: 400 }] }],
      adapter: { restBudget: { weight: 1000, perMs: 60_000 } },
    });
    const feed = await startScriptedFeed({
      adapter,
      answer: ({ url }) => Promise.resolve(url.endsWith('instruments') ? listed('BTC') : '{"other":1}'),
    });
    await feed.clock.advanceAsync(1000);
    expect(lastReport(feed)?.budget).toEqual({ used: 401, weight: 1000, perMs: 60_000, waitingCount: 0 });
    await feed.clock.advanceAsync(30_000);
    expect(lastReport(feed)?.budget).toEqual({ used: 801, weight: 1000, perMs: 60_000, waitingCount: 1 });
  });
});

describe('assets asked for by name', () => {
  const chosen = { assets: ['BTC', 'NOPE'], watch: [] };

  test('that the exchange does not list are told once its list is there', async () => {
    let isUp = false;
    const feed = await startScriptedFeed({
      selection: chosen,
      answer: () => (isUp ? Promise.resolve(listed('BTC')) : Promise.reject(new HttpError('down'))),
    });
    await feed.clock.advanceAsync(400);
    expect(lastReport(feed)).not.toHaveProperty('unlistedAssets');
    isUp = true;
    await feed.clock.advanceAsync(10_000);
    expect(lastReport(feed)?.unlistedAssets).toEqual(['NOPE']);
    feed.feed.select({ assets: ['BTC', 'ETH'], watch: [] });
    expect(lastReport(feed)?.unlistedAssets).toEqual(['ETH']);
    feed.feed.select({ assets: 'all', watch: ['NOPE'] });
    expect(lastReport(feed)?.unlistedAssets).toEqual([]);
  });

  test('are told by the demo as well', () => {
    const clock = createFakeClock();
    const collected = createCollector();
    const feed = createDemoFeed({ clock, seed: 1, exchanges: ['deribit'], adapters, selection: chosen });
    feed.start(collected.sink);
    clock.advance(2000);
    expect(lastReport(collected)?.unlistedAssets).toEqual(['NOPE']);
    feed.select({ assets: ['BTC'], watch: [] });
    expect(lastReport(collected)?.unlistedAssets).toEqual([]);
  });
});

describe('the demo', () => {
  test('reports its one line through every outage, and what its polls would cost', () => {
    const clock = createFakeClock();
    const collected = createCollector();
    const feed = createDemoFeed({ clock, seed: 7, exchanges: ['binance', 'bybit'], adapters });
    feed.start(collected.sink);
    clock.advance(120_000);
    const binance = collected.reports.filter(({ exchange }) => exchange === 'binance');
    expect(binance.at(-1)?.budget).toMatchObject({ weight: adapters.binance.restBudget.weight, waitingCount: 0 });
    expect(binance.at(-1)?.budget?.used).toBeGreaterThan(0);
    const lines = collected.reports.flatMap(({ connections }) => connections);
    expect(lines.some(({ state, reason, retryTime }) => state === 'reconnecting' && reason !== undefined && retryTime)).toBe(
      true,
    );
    const heard = collected.tallies.filter(({ exchange }) => exchange === 'binance').length;
    const told = binance.at(-1)?.connections[0]?.messageCount ?? 0;
    expect(told).toBeGreaterThan(1000);
    // The answers that list the instruments come over REST, and the last report is up to a second old.
    expect(heard - told).toBeLessThan(heard / 100);
  });
});
