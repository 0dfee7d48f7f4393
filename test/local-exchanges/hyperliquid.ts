// Hyperliquid: one subscription a message, one error text a mistake, and a line it has sent nothing on for 60 s is cut.
import type { CommonOptions, Delivery, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { hyperliquidRest } from './hyperliquid-rest.js';
import { allDexsFrame, coins, contextFrame, dexFrame, isListed } from './hyperliquid-wire.js';
import { slidingBudget } from './limits.js';
import { createMarket } from './market.js';
import { startExchange } from './server.js';
import { isRecord, parseObject, textAt } from './wire-text.js';

export interface HyperliquidOptions extends CommonOptions {
  /** The line is cut when the server has sent nothing for so long. */
  readonly idleMs?: number;
  /** One capture saw an unknown coin close the socket instead of being answered. */
  readonly unknownCoin?: 'error' | 'close';
  readonly maxConnections?: number;
  readonly connectionsPerMinute?: number;
  /** Over all connections. */
  readonly maxSubscriptions?: number;
  readonly messagesPerMinute?: number;
  readonly weightPerMinute?: number;
}

const PER_COIN = ['activeAssetCtx', 'trades', 'l2Book', 'bbo', 'candle'];
const PER_DEX = ['assetCtxs', 'allDexsAssetCtxs', 'allMids', 'fastAssetCtxs'];
const PER_USER = ['userFills', 'userEvents', 'webData3'];

export async function createLocalHyperliquid(options: HyperliquidOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const newConnections = slidingBudget(options.connectionsPerMinute ?? 30, 60_000);
  const messages = slidingBudget(options.messagesPerMinute ?? 2000, 60_000);
  const peers = new Set<Peer>();

  const topicOf = (subscription: Readonly<Record<string, unknown>>): string | undefined => {
    const type = textAt(subscription, 'type');
    if (PER_COIN.includes(type)) return `${type}:${textAt(subscription, 'coin')}`;
    if (PER_USER.includes(type)) return `${type}:${textAt(subscription, 'user').toLowerCase()}`;
    return PER_DEX.includes(type) ? `${type}:${textAt(subscription, 'dex')}` : undefined;
  };
  const frameOf = (topic: string): string | undefined => {
    const [type = '', coin = ''] = topic.split(':');
    if (type === 'activeAssetCtx') return contextFrame(market, coin);
    if (type === 'assetCtxs') return dexFrame(market);
    return type === 'allDexsAssetCtxs' ? allDexsFrame(market) : undefined;
  };

  const open = (peer: Peer): Session => {
    peers.add(peer);
    let idle: NodeJS.Timeout | undefined;
    const alive = (): void => {
      clearTimeout(idle);
      idle = setTimeout(() => {
        peer.refuse('(closed: nothing sent for 60 s)');
        peer.close(1000, 'Inactive');
      }, options.idleMs ?? 60_000);
    };
    alive();
    const send = (text: string): void => {
      alive();
      peer.send(text);
    };
    const push = (text: string): void => {
      alive();
      peer.push(text);
    };
    const fail = (data: string): void => {
      peer.refuse(data);
      send(JSON.stringify({ channel: 'error', data }));
    };
    const total = (): number => [...peers].reduce((sum, { topics }) => sum + topics.size, 0);

    const subscribe = (subscription: Readonly<Record<string, unknown>>, text: string): void => {
      const topic = topicOf(subscription);
      const shown = JSON.stringify(subscription);
      const [type = '', id = ''] = (topic ?? '').split(':');
      if (topic === undefined) fail(`Error parsing JSON into valid websocket request: ${text}`);
      else if (PER_COIN.includes(type) && (!coins.includes(id) || options.delisted?.includes(id))) {
        if (options.unknownCoin === 'close') {
          peer.refuse(`(closed: unknown coin ${id})`);
          peer.close(1000, '');
        } else fail(`Invalid subscription ${shown}`);
      } else if (peer.topics.has(topic)) fail(`Already subscribed: ${shown}`);
      else if (total() >= (options.maxSubscriptions ?? 1000))
        fail(`Cannot track more than ${options.maxSubscriptions ?? 1000} total subscriptions.`);
      else {
        peer.topics.add(topic);
        send(JSON.stringify({ channel: 'subscriptionResponse', data: { method: 'subscribe', subscription } }));
        const first = frameOf(topic);
        if (first !== undefined) push(first);
      }
    };
    const unsubscribe = (subscription: Readonly<Record<string, unknown>>): void => {
      const topic = topicOf(subscription) ?? '';
      if (!peer.topics.delete(topic)) fail(`Already unsubscribed: ${JSON.stringify(subscription)}`);
      else send(JSON.stringify({ channel: 'subscriptionResponse', data: { method: 'unsubscribe', subscription } }));
    };

    return {
      receive: (text) => {
        if (!messages.take()) {
          peer.refuse('(more than 2000 messages a minute)');
          peer.close(1008, 'Too many messages');
          return;
        }
        const request = parseObject(text);
        const subscription = request?.['subscription'];
        const method = request ? textAt(request, 'method') : '';
        if (method === 'ping') send('{"channel":"pong"}');
        // A list of coins is ignored without an answer.
        else if (isRecord(subscription) && Array.isArray(subscription['coin'])) peer.refuse('(a list of coins is ignored)');
        else if (method === 'subscribe' && isRecord(subscription)) subscribe(subscription, text);
        else if (method === 'unsubscribe' && isRecord(subscription)) unsubscribe(subscription);
        else fail(`Error parsing JSON into valid websocket request: ${text.slice(0, 200)}`);
      },
      deliver: ({ text }) => push(text),
      closed: () => {
        clearTimeout(idle);
        peers.delete(peer);
      },
    };
  };

  const venue: Venue = {
    exchange: 'hyperliquid',
    admit: (path, openConnections) => {
      if (path !== '/ws') return { status: 404, body: '', refusal: `(handshake on ${path}: 404)` };
      if (openConnections >= (options.maxConnections ?? 10))
        return { status: 429, body: '', refusal: '(429: the 11th connection)' };
      if (!newConnections.take()) return { status: 429, body: '', refusal: '(429: more than 30 new connections a minute)' };
      return undefined;
    },
    open,
    rest: hyperliquidRest(market, options.weightPerMinute ?? 1200),
    route,
    // No channel carries them: an exchange that says nothing of its liquidations.
    liquidation: () => [],
    tick: (isWanted) => {
      const topics = ['assetCtxs:', 'allDexsAssetCtxs:', ...coins.filter(isListed).map((coin) => `activeAssetCtx:${coin}`)];
      return topics.filter(isWanted).map((topic) => ({ topic, text: frameOf(topic) ?? '' }));
    },
  };
  return startExchange(venue, options);
}

function route(text: string): readonly Delivery[] {
  const frame = parseObject(text);
  const channel = frame ? textAt(frame, 'channel') : '';
  const data = frame?.['data'];
  if (channel === 'allDexsAssetCtxs' || channel === 'fastAssetCtxs') return [{ topic: `${channel}:`, text }];
  if (channel === 'trades' && Array.isArray(data)) {
    const [trade] = data;
    return isRecord(trade) ? [{ topic: `trades:${textAt(trade, 'coin')}`, text }] : [];
  }
  if (!isRecord(data)) return [];
  const id = PER_COIN.includes(channel)
    ? textAt(data, 'coin')
    : PER_USER.includes(channel)
      ? textAt(data, 'user')
      : textAt(data, 'dex');
  return [{ topic: `${channel}:${id}`, text }];
}
