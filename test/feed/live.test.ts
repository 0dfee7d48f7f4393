import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/errors.js';
import { HttpError } from '../../src/feed/http-answer.js';
import { readRefusal } from '../../src/feed/http-status.js';
import { createLiveFeed } from '../../src/feed/live.js';
import { listed, scriptedExchange, tickerFrame } from '../support/scripted-exchange.js';
import { everything, scriptedAdapters, startScriptedFeed } from '../support/scripted-feed.js';

const refusal = (status: number, retryAfter?: string): HttpError =>
  new HttpError(`HTTP ${status}`, { refusal: readRefusal(status, '', retryAfter, 0) });
const source = scriptedExchange().instruments;

describe('instruments', () => {
  test('are fetched page by page, and only then connections are made', async () => {
    const second = 'https://api.binance.test/instruments?page=2';
    const nextPage = (request: { url: string }) => (request.url === second ? undefined : { url: second, weight: 1 });
    const adapter = scriptedExchange({ adapter: { instruments: { ...source, nextPage } } });
    const { sockets, requests } = await startScriptedFeed({
      adapter,
      answer: ({ url }) => Promise.resolve(url === second ? listed('ETH') : listed('BTC')),
    });
    expect(requests.map(({ url }) => url)).toEqual(['https://api.binance.test/instruments', second]);
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"sub":["liquidations","BTCUSDT","ETHUSDT"],"id":"1"}']);
  });

  test('that cannot be had are asked for again, with back-off, and say why', async () => {
    let left = 2;
    const feed = await startScriptedFeed({
      answer: () => {
        left -= 1;
        return left >= 0 ? Promise.reject(new HttpError('connect ECONNREFUSED')) : Promise.resolve(listed('BTC'));
      },
    });
    expect(feed.states().at(-1)).toMatchObject({
      state: 'reconnecting',
      reason: 'instruments: connect ECONNREFUSED',
      attempt: 1,
      retryInMs: 500,
    });
    expect(feed.failures()).toEqual(['binance: instruments: connect ECONNREFUSED']);
    expect(feed.faults()).toEqual([]);
    await feed.clock.advanceAsync(500);
    expect(feed.states().at(-1)).toMatchObject({ attempt: 2, retryInMs: 1000 });
    await feed.clock.advanceAsync(1000);
    expect(feed.states().at(-1)?.state).toBe('connecting');
    expect(feed.sockets.all).toHaveLength(1);
  });

  test.each([
    ['an empty list', '[]', 'instruments: the list is empty'],
    ['no list', '{"code":1}', 'instruments: list: expected a list, found {"code":1}'],
  ])('%s is a failure', async (_name, body, reason) => {
    const feed = await startScriptedFeed({ answer: () => Promise.resolve(body) });
    expect(feed.states().at(-1)).toMatchObject({ state: 'reconnecting', reason });
  });

  test.each([403, 418, 451])('after HTTP %i keep away for minutes', async (status) => {
    const feed = await startScriptedFeed({ answer: () => Promise.reject(refusal(status)) });
    expect(feed.states().at(-1)?.state).toBe('blocked');
    const { retryInMs = 0 } = feed.states().at(-1) ?? {};
    expect(retryInMs).toBeGreaterThanOrEqual(120_000);
    await feed.clock.advanceAsync(retryInMs - 1);
    expect(feed.requests).toHaveLength(1);
    await feed.clock.advanceAsync(1);
    expect(feed.requests).toHaveLength(2);
  });

  test('are refreshed, and a new listing is subscribed on the open socket', async () => {
    const lists = [listed('BTC'), listed('BTC', 'NEW')];
    const adapter = scriptedExchange({ adapter: { instruments: { ...source, refreshMs: 20_000 } } });
    const feed = await startScriptedFeed({ adapter, answer: () => Promise.resolve(lists.shift() ?? '[]') });
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 1));
    await feed.clock.advanceAsync(20_000);
    expect(feed.sockets.all).toHaveLength(1);
    expect(feed.sockets.last().sent.at(-1)).toBe('{"sub":["NEWUSDT"],"id":"2"}');
  });

  test('are refreshed at the offsets after the full hour', async () => {
    const adapter = scriptedExchange({ adapter: { instruments: { ...source, refreshAfterHourMs: [60_000, 960_000] } } });
    const feed = await startScriptedFeed({ adapter, random: () => 0 });
    const hour = Math.ceil(feed.clock.now() / 3_600_000) * 3_600_000;
    await feed.clock.advanceAsync(hour - feed.clock.now());
    const before = feed.requests.length;
    await feed.clock.advanceAsync(60_000);
    expect(feed.requests.length).toBe(before + 1);
    await feed.clock.advanceAsync(900_000);
    expect(feed.requests.length).toBe(before + 2);
  });

  test('that fail to refresh leave the old list in force, named but not a change of state', async () => {
    let isDown = false;
    const feed = await startScriptedFeed({
      answer: () => (isDown ? Promise.reject(new HttpError('no answer within 15 s')) : Promise.resolve(listed('BTC'))),
    });
    isDown = true;
    feed.sockets.last().accept();
    feed.sockets.last().say('{"ticker":{"symbol":"NEWUSDT","markPrice":1}}');
    await feed.clock.advanceAsync(60_000);
    feed.sockets.all[0]?.say(tickerFrame('BTC', 2));
    expect(feed.failures()).toContain('binance: instruments: no answer within 15 s');
    expect(feed.states().filter(({ reason }) => reason?.startsWith('instruments'))).toEqual([]);
  });

  test('are asked for when an unknown one is seen: once for each, at most once a minute', async () => {
    const feed = await startScriptedFeed();
    const unknown = (symbol: string) => feed.sockets.last().say(`{"ticker":{"symbol":"${symbol}","markPrice":1}}`);
    feed.sockets.last().accept();
    unknown('NEWUSDT');
    unknown('NEWUSDT');
    await feed.clock.advanceAsync(20_000);
    unknown('OTHERUSDT');
    await feed.clock.advanceAsync(39_999);
    expect(feed.requests).toHaveLength(1);
    await feed.clock.advanceAsync(1);
    expect(feed.requests).toHaveLength(2);
    unknown('NEWUSDT');
    await feed.clock.advanceAsync(20_000);
    expect(feed.requests).toHaveLength(2);
  });
});

describe('facts about what is listed', () => {
  const optional = { url: 'https://api.binance.test/facts', weight: 1 };
  const withFacts = scriptedExchange({ adapter: { instruments: { ...source, optionalRequests: [optional] } } });

  test('are asked for after the list and read with it', async () => {
    const { sockets, requests } = await startScriptedFeed({
      adapter: withFacts,
      answer: ({ url }) => Promise.resolve(url === optional.url ? listed('ETH') : listed('BTC')),
    });
    expect(requests.map(({ url }) => url)).toEqual(['https://api.binance.test/instruments', optional.url]);
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"sub":["liquidations","BTCUSDT","ETHUSDT"],"id":"1"}']);
  });

  test.each([
    ['cannot be had', () => Promise.reject(new HttpError('HTTP 500'))],
    ['cannot be read', () => Promise.resolve('{"code":1}')],
  ])('that %s leave the list as it is', async (_name, answer) => {
    const { sockets, failures } = await startScriptedFeed({
      adapter: withFacts,
      answer: ({ url }) => (url === optional.url ? answer() : Promise.resolve(listed('BTC'))),
    });
    expect(failures()).toHaveLength(1);
    expect(failures()[0]).toMatch(/^binance: instruments: /);
    sockets.last().accept();
    expect(sockets.last().sent).toEqual(['{"sub":["liquidations","BTCUSDT"],"id":"1"}']);
  });
});

describe('polls', () => {
  const polled = scriptedExchange({
    polls: [{ requests: ['1', '2'].map((page) => ({ url: `https://x.test/${page}`, weight: 1 })) }],
  });

  test('ask in turn, one request each time, and their answers become records', async () => {
    const { requests, clock, records } = await startScriptedFeed({
      adapter: polled,
      answer: ({ url }) => Promise.resolve(url.endsWith('instruments') ? listed('BTC') : tickerFrame('BTC', Number(url.at(-1)))),
    });
    await clock.advanceAsync(20_000);
    expect(requests.slice(1).map(({ url }) => url)).toEqual(['https://x.test/1', 'https://x.test/2', 'https://x.test/1']);
    expect(records.flatMap((record) => (record.type === 'ticker' ? [record.markPrice] : []))).toEqual([1, 2, 1]);
  });

  test('that fail are named, asked less often, and do not change the state', async () => {
    const feed = await startScriptedFeed({
      adapter: polled,
      answer: ({ url }) =>
        url.endsWith('instruments') ? Promise.resolve(listed('BTC')) : Promise.reject(new HttpError('HTTP 500')),
    });
    await feed.clock.advanceAsync(60_000);
    expect(feed.failures()).toEqual(Array.from({ length: 3 }, () => 'binance: poll: HTTP 500'));
    expect(feed.states().filter(({ reason }) => reason?.includes('500'))).toEqual([]);
  });

  test('keep silent as long as a 429 asks', async () => {
    let polls = 0;
    const feed = await startScriptedFeed({
      adapter: polled,
      random: () => 0,
      answer: ({ url }) => {
        if (url.endsWith('instruments')) return Promise.resolve(listed('BTC'));
        polls += 1;
        return Promise.reject(refusal(429, '300'));
      },
    });
    await feed.clock.advanceAsync(299_999);
    expect(polls).toBe(1);
    await feed.clock.advanceAsync(1);
    expect(polls).toBe(2);
  });

  test('stay within the budget of the exchange', async () => {
    const adapter = scriptedExchange({
      polls: [{ everyMs: 1000, requests: [{ url: 'https://x.test/dear', weight: 400 }] }],
      adapter: { restBudget: { weight: 1000, perMs: 60_000 } },
    });
    const feed = await startScriptedFeed({
      adapter,
      answer: ({ url }) => Promise.resolve(url.endsWith('instruments') ? listed('BTC') : '{"other":1}'),
    });
    await feed.clock.advanceAsync(59_000);
    expect(feed.requests.filter(({ weight }) => weight === 400)).toHaveLength(2);
    await feed.clock.advanceAsync(60_000);
    expect(feed.requests.filter(({ weight }) => weight === 400)).toHaveLength(4);
  });
});

describe('the feed', () => {
  test('names a frame it cannot read, and reads the next', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.sockets.last().say('<html>\u001b[2J');
    feed.sockets.last().say('{"what":1}');
    feed.sockets.last().say(`{"ticker":${' '.repeat(5_000_000)}`);
    feed.sockets.last().say(tickerFrame('BTC', 1));
    const [first, second, third] = feed.faults();
    expect(first).toMatch(/^binance: .*JSON.*: <html>·\[2J$/s);
    expect(second).toBe('binance: unknown frame what: {"what":1}');
    expect(third).toMatch(/\(5000010 characters\)$/);
    expect(feed.records.at(-1)).toMatchObject({ type: 'ticker', markPrice: 1 });
    expect(feed.tallies).toHaveLength(5);
  });

  test('stamps each record with the time its frame was read', async () => {
    const feed = await startScriptedFeed();
    feed.sockets.last().accept();
    feed.clock.advance(1234);
    feed.sockets.last().say(tickerFrame('BTC', 1));
    expect(feed.records.at(-1)).toMatchObject({ receivedAt: 1_700_000_001_234 });
  });

  test('reports the worst of its connections, and each change once', async () => {
    const adapter = scriptedExchange({ plans: [{ name: 'one' }, { name: 'two', url: 'wss://two.test' }] });
    const feed = await startScriptedFeed({ adapter });
    await feed.clock.advanceAsync(400);
    const [one, two] = feed.sockets.all;
    for (const socket of [one, two]) socket?.accept();
    one?.say(tickerFrame('BTC', 1));
    two?.say(tickerFrame('BTC', 1));
    two?.close('cut');
    one?.say(tickerFrame('BTC', 1));
    two?.refuse(451);
    expect(feed.states().map(({ state, reason }) => [state, reason])).toEqual([
      ['connecting', undefined],
      ['live', undefined],
      ['reconnecting', 'cut'],
    ]);
  });

  test('starts the connections of one exchange apart', async () => {
    const adapter = scriptedExchange({ plans: ['a', 'b', 'c'].map((name) => ({ name })) });
    const { sockets, clock } = await startScriptedFeed({ adapter });
    expect(sockets.all).toHaveLength(1);
    clock.advance(400);
    expect(sockets.all).toHaveLength(2);
    clock.advance(400);
    expect(sockets.all).toHaveLength(3);
  });

  test('closes the connection of a plan that is gone', async () => {
    const adapter = scriptedExchange();
    const connections = (...[instruments, selection]: Parameters<typeof adapter.connections>) =>
      selection.watch.length === 0 ? adapter.connections(instruments, selection) : [];
    const { feed, sockets, states } = await startScriptedFeed({ adapter: { ...adapter, connections } });
    feed.select({ assets: 'all', watch: ['BTC'] });
    expect(sockets.standing()).toEqual([]);
    expect(states().at(-1)?.state).toBe('live');
  });

  test('does not let one exchange touch another', async () => {
    const broken = scriptedExchange({
      adapter: {
        connections: () => {
          throw new Error('a bug');
        },
      },
    });
    const feed = await startScriptedFeed({
      adapter: broken,
      exchanges: ['binance', 'bybit', 'okx'],
      answer: ({ url }) => (url.includes('okx') ? new Promise(() => undefined) : Promise.resolve(listed('BTC'))),
    });
    expect(feed.sockets.standing().map(({ url }) => url)).toEqual(['wss://stream.bybit.test/ws']);
    feed.sockets.last().accept();
    feed.sockets.last().say(tickerFrame('BTC', 1));
    const last = (exchange: string) => feed.states().findLast((record) => record.exchange === exchange);
    expect(last('binance')).toMatchObject({ state: 'reconnecting', reason: 'no plan: a bug' });
    expect(last('bybit')?.state).toBe('live');
    expect(last('okx')?.state).toBe('connecting');
  });

  test('switches exchanges off and on', async () => {
    const { feed, sockets, states, clock } = await startScriptedFeed();
    feed.setExchanges(['bybit']);
    await clock.advanceAsync(0);
    expect(sockets.standing().map(({ url }) => url)).toEqual(['wss://stream.bybit.test/ws']);
    expect(states().map(({ exchange, state }) => [exchange, state])).toEqual([
      ['binance', 'connecting'],
      ['binance', 'off'],
      ['bybit', 'connecting'],
    ]);
  });

  test('leaves no socket, no timer and no request when stopped, and says nothing more', async () => {
    const aborted: string[] = [];
    const adapter = scriptedExchange({
      plans: ['one', 'two', 'three'].map((name) => ({ name, ping: { frame: 'ping', everyMs: 1000 }, rotateAfterMs: 60_000 })),
      polls: [{}],
    });
    const feed = await startScriptedFeed({
      adapter,
      exchanges: ['binance', 'okx'],
      answer: ({ url }, signal) =>
        url.endsWith('poll') || url.includes('okx')
          ? new Promise((_resolve, reject) =>
              signal.addEventListener('abort', () => {
                aborted.push(url);
                reject(new HttpError('stopped'));
              }),
            )
          : Promise.resolve(listed('BTC')),
    });
    await feed.clock.advanceAsync(400);
    feed.sockets.all[0]?.accept();
    feed.sockets.all[0]?.say(tickerFrame('BTC', 1));
    feed.sockets.all[1]?.close();
    const before = feed.records.length + feed.tallies.length;
    await feed.feed.stop();
    expect(feed.clock.pending()).toBe(0);
    expect(feed.sockets.standing()).toEqual([]);
    expect(aborted).toHaveLength(2);
    feed.feed.setExchanges(['bybit']);
    await feed.clock.advanceAsync(60_000);
    expect(feed.records.length + feed.tallies.length).toBe(before);
  });

  test('asks replaced addresses', async () => {
    const { sockets, requests } = await startScriptedFeed({
      endpoints: { binance: 'ws://127.0.0.1:1' },
      restEndpoints: { binance: 'http://127.0.0.1:2/proxy' },
    });
    expect(sockets.last().url).toBe('ws://127.0.0.1:1/ws');
    expect(requests[0]?.url).toBe('http://127.0.0.1:2/proxy/instruments');
  });

  test('refuses an address that is none, before anything is opened', () => {
    const make = () =>
      createLiveFeed({ adapters: scriptedAdapters(), exchanges: [], selection: everything, endpoints: { okx: 'http://x.test' } });
    expect(make).toThrow(UsageError);
  });
});
