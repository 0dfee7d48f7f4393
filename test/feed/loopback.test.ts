import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { Clock } from '../../src/domain/clock.js';
import type { FeedState } from '../../src/domain/record.js';
import { systemClock } from '../../src/feed/clock.js';
import type { Feed } from '../../src/feed/feed.js';
import { createLiveFeed } from '../../src/feed/live.js';
import { type Loopback, serveHttp, serveRefusal, serveSockets } from '../support/loopback.js';
import { liquidationFrame, listed, scriptedExchange, tickerFrame } from '../support/scripted-exchange.js';
import { createCollector, everything, scriptedAdapters } from '../support/scripted-feed.js';

const open: (Loopback | { close: () => Promise<void> })[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Real time, with back-off cut to a fiftieth. */
const eager: Clock = { ...systemClock, random: () => 0.02 };

/** Time that runs twenty times as fast: a deadline of 10 s passes in half a second. */
const hasty: Clock = {
  now: () => Date.now() * 20,
  monotonic: () => systemClock.monotonic() * 20,
  random: () => 0.5,
  after: (ms, callback) => systemClock.after(ms / 20, callback),
};

async function startAgainst(sockets: Loopback, clock: Clock = systemClock) {
  const rest = await serveHttp((_request, response) => response.end(listed('BTC')));
  const collected = createCollector();
  let onRecord: (() => void) | undefined;
  const feed: Feed = createLiveFeed({
    adapters: scriptedAdapters(scriptedExchange()),
    exchanges: ['binance'],
    selection: everything,
    clock,
    connectGapMs: 10,
    endpoints: { binance: sockets.url },
    restEndpoints: { binance: rest.url },
  });
  const { sink } = collected;
  feed.start({
    record: (record) => {
      sink.record(record);
      onRecord?.();
    },
    frame: (tally) => {
      sink.frame(tally);
      onRecord?.();
    },
  });
  open.push(rest, { close: feed.stop });
  /** Resolves as soon as what arrived satisfies `isEnough`. */
  const until = (isEnough: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      onRecord = () => {
        if (isEnough()) resolve();
      };
      onRecord();
    });
  const stateOf = (state: FeedState['state']) => collected.states().find((record) => record.state === state);
  return { ...collected, feed, until, stateOf };
}

describe('against a real server', () => {
  test('a server killed and restarted loses no event that was sent on a live connection, and doubles none', async () => {
    const sent: string[] = [];
    const clients = new Set<WebSocket>();
    let next = 0;
    const talk = (socket: WebSocket): void => {
      socket.on('message', () => {
        clients.add(socket);
        // A subscription replays the latest events, as OKX does.
        for (const id of sent.slice(-20)) socket.send(liquidationFrame(id, Date.now()));
        socket.send(tickerFrame('BTC', 1));
      });
      socket.on('close', () => clients.delete(socket));
    };
    const emit = (count: number): void => {
      for (let at = 0; at < count; at += 1) {
        const id = String(next++);
        for (const client of clients) client.send(liquidationFrame(id, Date.now()));
        if (clients.size > 0) sent.push(id);
      }
    };
    let server = await serveSockets(talk);
    const { until, liquidationIds, records, feed } = await startAgainst(server, eager);
    const subscribed = (): number => records.filter((record) => record.type === 'ticker').length;
    for (let round = 1; round <= 3; round += 1) {
      await until(() => subscribed() === round);
      emit(50);
      await until(() => liquidationIds().length === sent.length);
      await server.close();
      clients.clear();
      server = await serveSockets(talk, server.port);
    }
    open.push(server);
    await until(() => subscribed() === 4);
    await feed.stop();
    expect(liquidationIds()).toEqual(sent);
    expect(sent).toHaveLength(150);
  });

  test.each([
    ['451 Unavailable For Legal Reasons', 'no USA', 'blocked', 'HTTP 451: blocked in your region: no USA'],
    ['403 Forbidden', '', 'blocked', 'HTTP 403: forbidden: blocked in your region, or too many requests'],
    ['429 Too Many Requests\r\nretry-after: 60', '', 'reconnecting', 'HTTP 429: too many requests'],
    ['200 OK', '<html><title>Sign in</title></html>', 'reconnecting', 'HTTP 200: an HTML page, “Sign in”'],
    ['302 Found\r\nlocation: http://127.0.0.1:1/', '', 'reconnecting', 'HTTP 302'],
  ] as const)('an upgrade answered with %j is named', async (status, body, state, reason) => {
    const server = await serveRefusal(`HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    open.push(server);
    const { until, stateOf } = await startAgainst(server);
    await until(() => stateOf(state) !== undefined);
    expect(stateOf(state)?.reason).toBe(reason);
    if (status.startsWith('429')) expect(stateOf(state)?.retryInMs).toBeGreaterThanOrEqual(60_000);
  });

  test('an upgrade answered with a broken HTTP answer is still named by its status', async () => {
    const server = await serveRefusal('HTTP/1.1 451 No\r\ncontent-length: 2\r\n\r\nmore than that');
    open.push(server);
    const { until, stateOf } = await startAgainst(server);
    await until(() => stateOf('blocked') !== undefined);
    expect(stateOf('blocked')?.reason).toMatch(/^HTTP 451: blocked in your region/);
  });

  test('a server that never answers the handshake is given up', async () => {
    const server = await serveRefusal(undefined);
    open.push(server);
    const { until, stateOf } = await startAgainst(server, hasty);
    await until(() => stateOf('reconnecting') !== undefined);
    expect(stateOf('reconnecting')?.reason).toBe('no connection within 10 s');
  });

  test('a server that is not there is named', async () => {
    const server = await serveSockets(() => undefined);
    await server.close();
    const { until, stateOf } = await startAgainst(server);
    await until(() => stateOf('reconnecting') !== undefined);
    expect(stateOf('reconnecting')?.reason).toMatch(/ECONNREFUSED/);
  });

  test('a garbage frame of 5 MB is counted and named, and the connection lives on', async () => {
    let connections = 0;
    const server = await serveSockets((socket) => {
      connections += 1;
      socket.on('message', () => {
        socket.send('x'.repeat(5_000_000));
        socket.send(tickerFrame('BTC', 1));
      });
    });
    open.push(server);
    const { until, records, faults } = await startAgainst(server);
    await until(() => records.some((record) => record.type === 'ticker'));
    expect(faults()).toHaveLength(1);
    expect(faults()[0]).toMatch(/^binance: .* is not valid JSON: x{80} \(5000000 characters\)$/);
    expect(connections).toBe(1);
  });

  test('a frame of 9 MB costs the connection, which comes back', async () => {
    let connections = 0;
    const server = await serveSockets((socket) => {
      connections += 1;
      socket.on('message', () => socket.send(connections === 1 ? 'x'.repeat(9_000_000) : tickerFrame('BTC', 1)));
    });
    open.push(server);
    const { until, records, stateOf } = await startAgainst(server, eager);
    await until(() => records.some((record) => record.type === 'ticker'));
    expect(stateOf('reconnecting')?.reason).toBe('Max payload size exceeded');
  });

  test('stop closes the sockets on both ends', async () => {
    let isClosed: () => void;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const server = await serveSockets((socket) => {
      socket.on('close', () => isClosed());
      socket.on('message', () => socket.send(tickerFrame('BTC', 1)));
    });
    open.push(server);
    const { until, records, feed } = await startAgainst(server);
    await until(() => records.some((record) => record.type === 'ticker'));
    await feed.stop();
    await closed;
    expect(records.at(-1)?.type).toBe('ticker');
  });
});
