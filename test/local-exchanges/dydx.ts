// The dYdX v4 indexer: it speaks first, takes 32 subscriptions a channel, and batches for those who ask.
import { dydxRest } from './dydx-rest.js';
import { dydxMarkets, liquidatedTrade, marketsSnapshot, marketsUpdate, pastTrades } from './dydx-wire.js';
import type { CommonOptions, Delivery, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { type Budget, slidingBudget } from './limits.js';
import { createMarket } from './market.js';
import { startExchange } from './server.js';
import { isRecord, parseObject, textAt } from './wire-text.js';

export interface DydxOptions extends CommonOptions {
  readonly pingEveryMs?: number;
  readonly pongWithinMs?: number;
  /** Before `connected`; what a client says earlier is lost. */
  readonly greetingAfterMs?: number;
  readonly batchMs?: number;
  readonly requestsPer10s?: number;
}

const LIMITED = ['v4_trades', 'v4_orderbook', 'v4_candles', 'v4_markets'];
const MAX_PER_CHANNEL = 32;
const SUBSCRIBES_PER_SECOND = 2;
const INVALID_PER_SECOND = 2;
/** Trades kept for the snapshots of later subscribers. */
const KEPT_TRADES = 1000;

export async function createLocalDydx(options: DydxOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const published = new Map<string, readonly object[]>();

  const open = (peer: Peer): Session => {
    const connection_id = `00000000-0000-4000-8000-${String(peer.id).padStart(12, '0')}`;
    let message_id = -1;
    let isGreeted = false;
    const batched = new Set<string>();
    const waiting = new Map<string, unknown[]>();
    const timers: NodeJS.Timeout[] = [];
    const attempts = new Map<string, Budget>();
    const invalid = slidingBudget(INVALID_PER_SECOND, 1000);

    const write = (part: object, channelPart: object = {}): string => {
      message_id += 1;
      return JSON.stringify({ ...part, connection_id, message_id, ...channelPart });
    };
    const fail = (message: string, channelPart: object = {}): void => {
      peer.refuse(message);
      peer.send(write({ type: 'error', message }, channelPart));
    };
    const rateLimited = (message: string): void => {
      fail(message);
      peer.close(1008, '{"message":"Rate limited"}');
    };
    const invalidMessage = (message: string): void => {
      if (invalid.take()) fail(message);
      else rateLimited('Too many invalid messages. Please reconnect and try again.');
    };

    const subscribe = (channel: string, id: string, isBatched: boolean): void => {
      const topic = `${channel}:${id}`;
      const named = `${channel}-${id === '' ? channel : id}`;
      const own = channel === 'v4_markets' ? {} : { id };
      const attempt = attempts.get(topic) ?? slidingBudget(SUBSCRIBES_PER_SECOND, 1000);
      attempts.set(topic, attempt);
      const count = [...peer.topics].filter((other) => other.startsWith(`${channel}:`)).length;
      if (!attempt.take()) rateLimited(`Too many subscribe attempts for channel ${named}. Please  reconnect and try again.`);
      else if (peer.topics.has(topic)) fail(`Invalid subscribe message: already subscribed (${named})`, { channel, ...own });
      else if (channel !== 'v4_markets' && (!dydxMarkets.has(id) || options.delisted?.includes(id)))
        fail(`Invalid subscription id for channel: (${named})`);
      else if (count >= MAX_PER_CHANNEL)
        fail(`Per-connection subscription limit reached for ${channel} (limit=${MAX_PER_CHANNEL}).`);
      else {
        peer.topics.add(topic);
        if (isBatched) batched.add(topic);
        const contents =
          channel === 'v4_markets'
            ? marketsSnapshot(market)
            : { trades: [...(published.get(id) ?? []), ...pastTrades(market, id)] };
        peer.send(write({ type: 'subscribed' }, { channel, ...own, contents }));
      }
    };

    const flush = (): void => {
      for (const [topic, contents] of waiting) {
        const [channel = '', id = ''] = topic.split(':');
        const own = channel === 'v4_markets' ? {} : { id };
        const version = channel === 'v4_markets' ? '1.0.0' : '2.1.0';
        peer.push(write({ type: 'channel_batch_data' }, { ...own, channel, version, contents }));
      }
      waiting.clear();
    };
    timers.push(setInterval(flush, options.batchMs ?? 250));
    timers.push(
      setTimeout(() => {
        isGreeted = true;
        peer.send(write({ type: 'connected' }));
      }, options.greetingAfterMs ?? 0),
    );

    return {
      receive: (text) => {
        if (!isGreeted) {
          peer.refuse('(lost: said before "connected")');
          return;
        }
        const request = parseObject(text);
        const type = request ? textAt(request, 'type') : '';
        const channel = request ? textAt(request, 'channel') : '';
        const id = request ? textAt(request, 'id') : '';
        if (!request) invalidMessage('Invalid message: could not parse');
        else if (type === 'ping') return;
        else if (type !== 'subscribe' && type !== 'unsubscribe') invalidMessage(`Invalid message type: ${type}`);
        else if (!LIMITED.includes(channel)) invalidMessage(`Invalid channel: ${channel}`);
        else if (type === 'subscribe') subscribe(channel, channel === 'v4_markets' ? '' : id, request['batched'] === true);
        else {
          const own = channel === 'v4_markets' ? {} : { id };
          peer.topics.delete(`${channel}:${channel === 'v4_markets' ? '' : id}`);
          peer.send(write({ type: 'unsubscribed' }, { channel, ...own }));
        }
      },
      deliver: ({ topic, text }) => {
        const frame = parseObject(text) ?? {};
        const contents = Array.isArray(frame['contents']) ? frame['contents'] : [frame['contents']];
        const [channel = '', id = ''] = topic.split(':');
        const own = channel === 'v4_markets' ? {} : { id };
        const version = textAt(frame, 'version') || '2.1.0';
        if (batched.has(topic)) waiting.set(topic, [...(waiting.get(topic) ?? []), ...contents]);
        else for (const one of contents) peer.push(write({ type: 'channel_data' }, { ...own, channel, version, contents: one }));
      },
      closed: () => {
        for (const timer of timers) clearTimeout(timer);
      },
    };
  };

  const route = (text: string): readonly Delivery[] => {
    const frame = parseObject(text);
    const channel = frame ? textAt(frame, 'channel') : '';
    if (!frame || !LIMITED.includes(channel) || !/^channel_(?:batch_)?data$/.test(textAt(frame, 'type'))) return [];
    const id = channel === 'v4_markets' ? '' : textAt(frame, 'id');
    if (channel === 'v4_trades') keep(id, frame['contents']);
    return [{ topic: `${channel}:${id}`, text }];
  };
  const keep = (ticker: string, contents: unknown): void => {
    for (const part of Array.isArray(contents) ? contents : [contents]) {
      const trades = isRecord(part) && Array.isArray(part['trades']) ? part['trades'].filter(isRecord) : [];
      published.set(ticker, [...trades, ...(published.get(ticker) ?? [])].slice(0, KEPT_TRADES));
    }
  };
  const data = (channel: string, id: string, contents: unknown): string =>
    JSON.stringify({ type: 'channel_data', ...(id === '' ? {} : { id }), channel, version: '2.1.0', contents });

  const venue: Venue = {
    exchange: 'dydx',
    admit: (path) => (path === '/v4/ws' ? undefined : { status: 404, body: '', refusal: `(handshake on ${path}: 404)` }),
    open,
    rest: dydxRest(market, (ticker) => published.get(ticker) ?? [], options.requestsPer10s ?? 100),
    route,
    liquidation: (event) => route(data('v4_trades', event.symbol, { trades: [liquidatedTrade(event)] })),
    tick: (isWanted) => {
      if (!isWanted('v4_markets:')) return [];
      return [{ topic: 'v4_markets:', text: data('v4_markets', '', marketsUpdate(market)) }];
    },
    heartbeat: {
      everyMs: options.pingEveryMs ?? 30_000,
      pongWithinMs: options.pongWithinMs ?? 10_000,
      code: 1011,
      reason: 'Heartbeat timeout',
    },
  };
  return startExchange(venue, options);
}
