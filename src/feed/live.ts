import type { Clock } from '../domain/clock.js';
import type { ExchangeId } from '../domain/instrument.js';
import type { ExchangeAdapter, Selection } from '../exchanges/adapter.js';
import { systemClock } from './clock.js';
import { readEndpoint } from './endpoints.js';
import { type ExchangeFeed, startExchangeFeed } from './exchange-feed.js';
import type { Feed, FeedSink } from './feed.js';
import { createHttpClient, type SendRequest } from './http.js';
import { type OpenSocket, openWebSocket, type Socket, type SocketEvents } from './socket.js';

/** OKX lets an address connect three times a second; nobody else is stricter. */
const CONNECT_GAP_MS = 400;

export interface LiveFeedOptions {
  readonly adapters: Readonly<Record<ExchangeId, ExchangeAdapter>>;
  readonly exchanges: readonly ExchangeId[];
  readonly selection: Selection;
  /** Addresses that stand in for the exchange's own: WebSocket and REST. */
  readonly endpoints?: Partial<Record<ExchangeId, string>>;
  readonly restEndpoints?: Partial<Record<ExchangeId, string>>;
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Between two connection starts of one exchange. */
  readonly connectGapMs?: number;
  readonly openSocket?: OpenSocket;
  readonly request?: SendRequest;
}

/** Throws `UsageError` on an address that is none. */
export function createLiveFeed(options: LiveFeedOptions): Feed {
  const { adapters, clock = systemClock, userAgent = 'fundmon', openSocket = openWebSocket } = options;
  const endpoints = readAll('endpoint', options.endpoints);
  const restEndpoints = readAll('rest-endpoint', options.restEndpoints);
  const client = createHttpClient({ clock, userAgent });
  const feeds = new Map<ExchangeId, ExchangeFeed>();
  /** What still has to end, of exchanges switched off and of sockets hung up. */
  const endings = new Set<Promise<void>>();
  let exchanges = options.exchanges;
  let selection = options.selection;
  let sink: FeedSink | undefined;
  let isStopped = false;

  function track(ending: Promise<void>): void {
    endings.add(ending);
    void ending.then(() => endings.delete(ending));
  }

  function open(url: string, events: SocketEvents): Socket {
    const socket = openSocket(url, events, { userAgent, now: clock.now });
    track(socket.gone);
    return socket;
  }

  function start(exchange: ExchangeId, into: FeedSink): void {
    const feed = startExchangeFeed({
      adapter: adapters[exchange],
      selection,
      endpoint: endpoints[exchange],
      restEndpoint: restEndpoints[exchange],
      clock,
      connectGapMs: options.connectGapMs ?? CONNECT_GAP_MS,
      open,
      send: options.request ?? client.send,
      sink: into,
    });
    feeds.set(exchange, feed);
  }

  function end(exchange: ExchangeId, feed: ExchangeFeed): void {
    feeds.delete(exchange);
    track(feed.stop());
  }

  return {
    start: (into) => {
      if (sink !== undefined) return;
      sink = into;
      for (const exchange of exchanges) start(exchange, into);
    },
    setExchanges: (next) => {
      exchanges = next;
      if (sink === undefined || isStopped) return;
      for (const [exchange, feed] of feeds) {
        if (next.includes(exchange)) continue;
        end(exchange, feed);
        sink.record({ type: 'feed', exchange, state: 'off', time: clock.now() });
      }
      for (const exchange of next) if (!feeds.has(exchange)) start(exchange, sink);
    },
    select: (next) => {
      selection = next;
      for (const feed of feeds.values()) feed.select(next);
    },
    stop: async () => {
      isStopped = true;
      for (const [exchange, feed] of feeds) end(exchange, feed);
      await Promise.all(endings);
      client.close();
    },
  };
}

function readAll(
  flag: 'endpoint' | 'rest-endpoint',
  given: Partial<Record<ExchangeId, string>> = {},
): Partial<Record<ExchangeId, URL>> {
  const urls: Partial<Record<ExchangeId, URL>> = {};
  for (const [exchange, value] of Object.entries(given) as [ExchangeId, string][]) {
    urls[exchange] = readEndpoint(flag, exchange, value);
  }
  return urls;
}
