import { describe, expect, test } from 'vitest';
import type { FeedState } from '../../src/domain/record.js';
import { liquidationFrame, listed, scriptedExchange, tickerFrame } from '../support/scripted-exchange.js';
import { type ScriptedFeed, startScriptedFeed } from '../support/scripted-feed.js';

const lastState = ({ states }: ScriptedFeed): FeedState | undefined => states().at(-1);

/** Accepted, subscribed, and data flowing. */
async function startLive(...args: Parameters<typeof startScriptedFeed>): Promise<ScriptedFeed> {
  const started = await startScriptedFeed(...args);
  started.sockets.last().accept();
  started.sockets.last().say(tickerFrame('BTC', 1));
  return started;
}

describe('a connection', () => {
  test('is connecting until data flows, an acknowledgement is not enough', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.sockets.last().say('{"ack":{},"id":"1"}');
    expect(lastState(feed)?.state).toBe('connecting');
    feed.sockets.last().say(tickerFrame('BTC', 1));
    expect(lastState(feed)?.state).toBe('live');
  });

  test('subscribes what the plan says once the socket is open', async () => {
    const { sockets } = await startScriptedFeed();
    expect(sockets.last().sent).toEqual([]);
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"sub":["liquidations","BTCUSDT","ETHUSDT"],"id":"1"}']);
  });

  test('says its opening frames first, and waits for the greeting to subscribe', async () => {
    const adapter = scriptedExchange({ plan: { opening: ['{"hi":1}'], awaitsGreeting: true } });
    const { sockets } = await startScriptedFeed({ adapter });
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"hi":1}']);
    sockets.last().say('{"hello":{}}');
    expect(sockets.last().sent).toHaveLength(2);
  });

  test('without a greeting is given up after 10 s', async () => {
    const feed = await startScriptedFeed({ adapter: scriptedExchange({ plan: { awaitsGreeting: true } }) });
    feed.sockets.last().accept();
    feed.clock.advance(10_000);
    expect(feed.sockets.last().isHungUp()).toBe(true);
    expect(lastState(feed)).toMatchObject({ state: 'reconnecting', reason: 'no greeting within 10 s', attempt: 1 });
  });

  test('that never opens is given up after 10 s and tried again', async () => {
    const feed = await startScriptedFeed();
    feed.clock.advance(10_000);
    expect(lastState(feed)).toMatchObject({
      state: 'reconnecting',
      reason: 'no connection within 10 s',
      attempt: 1,
      retryInMs: 500,
    });
    feed.clock.advance(500);
    expect(feed.sockets.all).toHaveLength(2);
  });

  test('sends its application pings, and answers what asks for an answer at once', async () => {
    const { sockets, clock } = await startLive({
      adapter: scriptedExchange({ plan: { ping: { frame: 'ping', everyMs: 20_000 } } }),
    });
    clock.advance(20_000);
    sockets.last().say('{"are-you-there":1}');
    expect(sockets.last().sent.slice(1)).toEqual(['ping', '{"here":1}']);
  });

  test('that falls silent is probed, and dropped when the ping stays unanswered', async () => {
    const feed = await startLive();
    const first = feed.sockets.last();
    feed.clock.advance(30_000);
    expect(first.pings()).toBe(1);
    expect(lastState(feed)).toMatchObject({ state: 'stale', reason: 'no message for 30 s' });
    feed.clock.advance(10_000);
    expect(first.isHungUp()).toBe(true);
    expect(lastState(feed)).toMatchObject({ state: 'reconnecting', attempt: 1 });
  });

  test('that answers the probe is live again', async () => {
    const feed = await startLive();
    feed.clock.advance(30_000);
    feed.sockets.last().ping();
    expect(lastState(feed)?.state).toBe('live');
    feed.clock.advance(29_000);
    expect(lastState(feed)?.state).toBe('live');
  });

  test('that acknowledges and starves is stale, is replaced, and stays as long as the next one starves too', async () => {
    const feed = await startScriptedFeed({ adapter: scriptedExchange({ plan: { ping: { frame: 'ping', everyMs: 20_000 } } }) });
    const first = feed.sockets.last();
    first.accept();
    first.say('{"ack":{},"id":"1"}');
    const live = (ms: number): void => {
      for (let time = 0; time < ms; time += 10_000) {
        feed.clock.advance(10_000);
        for (const socket of feed.sockets.standing()) socket.say('{"pong":1}');
      }
    };
    live(40_000);
    expect(lastState(feed)).toMatchObject({ state: 'stale', reason: 'subscribed, but no data' });
    live(50_000);
    expect(feed.sockets.all).toHaveLength(2);
    feed.sockets.last().accept();
    live(20_000);
    expect(feed.sockets.standing()).toEqual([first]);
    live(70_000);
    feed.sockets.last().accept();
    feed.sockets.last().say('{"ack":{},"id":"1"}');
    feed.sockets.last().say(tickerFrame('BTC', 1));
    expect(feed.sockets.all).toHaveLength(3);
    expect(feed.sockets.standing()).toEqual([feed.sockets.last()]);
    expect(lastState(feed)?.state).toBe('live');
  });
});

describe('back-off', () => {
  test('grows with every failure, also of sockets that open and give nothing', async () => {
    const feed = await startScriptedFeed();
    const delays: (number | undefined)[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      feed.sockets.last().accept();
      feed.sockets.last().close();
      delays.push(lastState(feed)?.retryInMs);
      feed.clock.advance(lastState(feed)?.retryInMs ?? 0);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test('starts anew after data has flowed for 10 s, not after a first frame', async () => {
    const feed = await startScriptedFeed();
    for (let failure = 0; failure < 3; failure += 1) {
      feed.sockets.last().accept();
      feed.sockets.last().say(tickerFrame('BTC', 1));
      feed.sockets.last().close();
      feed.clock.advance(lastState(feed)?.retryInMs ?? 0);
    }
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 1));
    feed.clock.advance(10_000);
    feed.sockets.last().say(tickerFrame('BTC', 1));
    feed.sockets.last().close();
    expect(
      feed
        .states()
        .map((record) => record.attempt)
        .filter((attempt) => attempt !== undefined),
    ).toEqual([1, 2, 3, 1]);
  });

  test.each([
    [451, '{"msg":"restricted"}', 'HTTP 451: blocked in your region: {"msg":"restricted"}', 300_500],
    [
      403,
      '<html><title>Denied</title></html>',
      'HTTP 403: forbidden: blocked in your region, or too many requests: an HTML page, “Denied”',
      600_500,
    ],
  ])('after HTTP %i the exchange is blocked, for minutes', async (status, body, reason, retryInMs) => {
    const feed = await startScriptedFeed();
    feed.sockets.last().refuse(status, body);
    expect(lastState(feed)).toMatchObject({ state: 'blocked', reason, retryInMs });
    feed.clock.advance(retryInMs - 1);
    expect(feed.sockets.all).toHaveLength(1);
    feed.clock.advance(1);
    expect(feed.sockets.all).toHaveLength(2);
    expect(lastState(feed)?.state).toBe('blocked');
  });

  test('after HTTP 429 keeps away as long as the exchange asks', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().refuse(429, '', '120');
    expect(lastState(feed)).toMatchObject({ state: 'reconnecting', reason: 'HTTP 429: too many requests', retryInMs: 120_500 });
  });
});

describe('subscriptions', () => {
  test('go out within the pace', async () => {
    const adapter = scriptedExchange({
      plan: {
        pace: { frames: 2, perMs: 1000 },
        subscribe: (topics, sequence) =>
          topics.map((topic, at) => ({ text: topic, topics: [topic], requestId: String(sequence + at) })),
      },
    });
    const { sockets, clock } = await startScriptedFeed({ adapter });
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['liquidations', 'BTCUSDT']);
    clock.advance(999);
    expect(sockets.last().sent).toHaveLength(2);
    clock.advance(1);
    expect(sockets.last().sent).toEqual(['liquidations', 'BTCUSDT', 'ETHUSDT']);
  });

  test('refused as a whole are sent again without the topics named as bad', async () => {
    const feed = await startLive();
    feed.sockets.last().say('{"no":{"reason":"no ETH here","scope":"frame","id":"1","topics":["ETHUSDT"]}}');
    expect(feed.sockets.last().sent.at(-1)).toBe('{"sub":["liquidations","BTCUSDT"],"id":"2"}');
    expect(feed.refusals()).toEqual(['public: refused ETHUSDT: no ETH here']);
    expect(feed.faults()).toEqual([]);
  });

  test('refused once are not asked for on the next connection', async () => {
    const { sockets, clock } = await startLive();
    sockets.last().say('{"no":{"reason":"no ETH here","scope":"topic","topics":["ETHUSDT"]}}');
    sockets.last().close();
    clock.advance(1000);
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"sub":["liquidations","BTCUSDT"],"id":"1"}']);
  });

  test('refused for the moment are asked for again', async () => {
    const { sockets, clock } = await startLive();
    sockets.last().say('{"no":{"reason":"busy","scope":"topic","topics":["ETHUSDT"],"retryAfterMs":3000}}');
    clock.advance(2999);
    expect(sockets.last().sent).toHaveLength(1);
    clock.advance(1);
    expect(sockets.last().sent.at(-1)).toBe('{"sub":["ETHUSDT"],"id":"2"}');
  });

  test('follow a changed selection on the open socket, by the difference', async () => {
    const { feed, sockets } = await startLive();
    feed.select({ assets: ['ETH'], watch: [] });
    feed.select({ assets: ['BTC', 'ETH'], watch: [] });
    expect(sockets.all).toHaveLength(1);
    expect(sockets.last().sent.slice(1)).toEqual(['{"unsub":["BTCUSDT"],"id":"2"}', '{"sub":["BTCUSDT"],"id":"3"}']);
  });

  test('never acknowledged are named', async () => {
    const feed = await startLive();
    feed.clock.advance(10_000);
    expect(feed.failures()).toEqual(['binance: public: no acknowledgement within 10 s of liquidations, BTCUSDT, ETHUSDT']);
  });
});

/** 600 s less the jitter: half of 5 %. */
const ROTATION_MS = 585_000;

describe('rotation', () => {
  const adapter = scriptedExchange({ plan: { rotateAfterMs: 600_000, ping: { frame: 'ping', everyMs: 20_000 } } });
  const keepAlive = ({ clock, sockets }: ScriptedFeed, ms: number): void => {
    for (let time = 0; time < ms; time += 5000) {
      clock.advance(5000);
      sockets.standing()[0]?.say('{"other":1}');
    }
  };

  test('opens the next socket, waits for its data, and only then closes the old one', async () => {
    const feed = await startLive({ adapter });
    const [first] = feed.sockets.all;
    keepAlive(feed, ROTATION_MS);
    expect(feed.sockets.all).toHaveLength(2);
    const second = feed.sockets.last();
    second.accept();
    second.say('{"ack":{},"id":"1"}');
    expect(first?.isHungUp()).toBe(false);
    first?.say(liquidationFrame('both', feed.clock.now()));
    second.say(liquidationFrame('both', feed.clock.now()));
    expect(first?.isHungUp()).toBe(true);
    expect(feed.liquidationIds()).toEqual(['both']);
    expect(feed.states().map((record) => record.state)).toEqual(['connecting', 'live']);
  });

  test('does not take the first data for all of it: the next socket must have everything it asked for', async () => {
    const feed = await startLive({ adapter });
    keepAlive(feed, ROTATION_MS);
    const second = feed.sockets.last();
    second.accept();
    second.say(tickerFrame('BTC', 1));
    expect(feed.sockets.standing()).toHaveLength(2);
    second.say('{"ack":{},"id":"1"}');
    second.say(tickerFrame('BTC', 1));
    expect(feed.sockets.standing()).toEqual([second]);
  });

  test('does with a quiet successor after 15 s', async () => {
    const feed = await startLive({ adapter });
    keepAlive(feed, ROTATION_MS);
    feed.sockets.last().accept();
    feed.clock.advance(15_000);
    expect(feed.sockets.standing()).toEqual([feed.sockets.last()]);
  });

  test('does not disturb the old socket when the next one fails', async () => {
    const feed = await startLive({ adapter });
    keepAlive(feed, ROTATION_MS);
    feed.sockets.last().refuse(500);
    expect(lastState(feed)?.state).toBe('live');
    feed.clock.advance(1000);
    expect(feed.sockets.all).toHaveLength(3);
  });

  test('takes over at once when the old socket is cut meanwhile', async () => {
    const feed = await startLive({ adapter });
    keepAlive(feed, ROTATION_MS);
    feed.sockets.all[0]?.close();
    expect(feed.sockets.standing()).toEqual([feed.sockets.last()]);
    expect(lastState(feed)?.state).toBe('connecting');
  });

  test('happens at once when the exchange announces that it will close', async () => {
    const feed = await startLive();
    feed.sockets.last().say('{"closing":"upgrade"}');
    feed.sockets.last().say('{"closing":"upgrade"}');
    feed.clock.advance(400);
    expect(feed.sockets.all).toHaveLength(2);
    expect(feed.sockets.all[0]?.isHungUp()).toBe(false);
  });
});

describe('replayed liquidations', () => {
  test('of before the first connection are not news, live ones are', async () => {
    const feed = await startScriptedFeed();
    const now = feed.clock.now();
    feed.sockets.last().accept();
    feed.sockets.last().say(liquidationFrame('old', now - 60_000));
    feed.sockets.last().say(liquidationFrame('older', now - 3_600_000, 'backfill'));
    feed.sockets.last().say(liquidationFrame('new', now - 1000));
    expect(feed.liquidationIds()).toEqual(['new']);
  });

  test('that come late outside the replay are news', async () => {
    const feed = await startLive();
    feed.clock.advance(6000);
    feed.sockets.last().say(liquidationFrame('late', feed.clock.now() - 120_000));
    expect(feed.liquidationIds()).toEqual(['late']);
  });

  test('of the time without a connection fill the gap, each once', async () => {
    const feed = await startLive();
    const cut = feed.clock.now() + 20_000;
    feed.clock.advance(20_000);
    feed.sockets.last().say(liquidationFrame('seen', cut));
    feed.sockets.last().close();
    feed.clock.advance(20_000);
    feed.sockets.last().accept();
    feed.sockets.last().say(liquidationFrame('before', cut - 60_000, 'backfill'));
    feed.sockets.last().say(liquidationFrame('seen', cut, 'backfill'));
    feed.sockets.last().say(liquidationFrame('gap', cut + 5000, 'backfill'));
    feed.sockets.last().say(liquidationFrame('gap', cut + 5000));
    feed.sockets.last().say(liquidationFrame('after', feed.clock.now()));
    expect(feed.liquidationIds()).toEqual(['seen', 'gap', 'after']);
  });
});

test('a plan that throws costs its own connection, not the program', async () => {
  const adapter = scriptedExchange({
    plan: {
      subscribe: () => {
        throw new Error('no such topic table');
      },
    },
  });
  const feed = await startScriptedFeed({ adapter });
  feed.sockets.last().accept();
  expect(lastState(feed)).toMatchObject({ state: 'reconnecting', reason: 'no such topic table' });
});

test('a plan that moves to another address connects there', async () => {
  let url = 'wss://one.test/ws';
  const adapter = scriptedExchange({ adapter: {} });
  const moving = {
    ...adapter,
    connections: (...args: Parameters<typeof adapter.connections>) =>
      adapter.connections(...args).map((plan) => ({ ...plan, url })),
  };
  const feed = await startLive({ adapter: moving, answer: () => Promise.resolve(listed('BTC')) });
  url = 'wss://two.test/ws';
  feed.feed.select({ assets: 'all', watch: ['BTC'] });
  feed.clock.advance(400);
  expect(feed.sockets.standing().map((socket) => socket.url)).toEqual(['wss://two.test/ws']);
});
