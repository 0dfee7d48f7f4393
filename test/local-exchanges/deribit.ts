// Deribit: JSON-RPC 2.0. Leaves unknown channels out of the answer without a word, cuts a session that does not answer
// `test_request`, ends one that asks too often.
import { deribitRest } from './deribit-rest.js';
import { deribitInstruments, isChannel, liquidationTrade, notification, ticker, tradeChannels } from './deribit-wire.js';
import type { CommonOptions, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { creditPool } from './limits.js';
import { createMarket } from './market.js';
import { startExchange } from './server.js';
import { isRecord, parseObject, textAt, textList } from './wire-text.js';

export interface DeribitOptions extends CommonOptions {
  /** How long a second of `set_heartbeat` takes. */
  readonly heartbeatSecondMs?: number;
  readonly maxConnections?: number;
  /** A longer list is `request entity too large`; 250 are known to pass. */
  readonly maxChannelsPerCall?: number;
}

const SUBSCRIBE_COST = 3000;
const SUBSCRIBE_POOL = 30_000;
const SUBSCRIBE_REFILL = 10_000;
const CALL_COST = 500;
const CALL_POOL = 50_000;
const CALL_REFILL = 10_000;

export async function createLocalDeribit(options: DeribitOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const secondMs = options.heartbeatSecondMs ?? 1000;
  const maxChannels = options.maxChannelsPerCall ?? 500;

  const isKnown = (channel: string): boolean =>
    isChannel(channel) && !options.delisted?.some((instrument) => channel.split('.').includes(instrument));
  const first = (channel: string): string | undefined => {
    const listed = deribitInstruments.get(/^ticker\.([^.]+)\./.exec(channel)?.[1] ?? '');
    const data = listed && ticker(market, listed);
    return data && notification(channel, data).text;
  };

  const open = (peer: Peer): Session => {
    const subscribes = creditPool(SUBSCRIBE_POOL, SUBSCRIBE_REFILL);
    const calls = creditPool(CALL_POOL, CALL_REFILL);
    let beat: NodeJS.Timeout | undefined;
    let deadline: NodeJS.Timeout | undefined;

    const timed = (): object => {
      const us = Date.now() * 1000;
      return { usIn: us, usOut: us + 100, usDiff: 100, testnet: false };
    };
    const result = (id: unknown, value: unknown): void => {
      peer.send(JSON.stringify({ jsonrpc: '2.0', id, result: value, ...timed() }));
    };
    const fail = (id: unknown, code: number, message: string, data?: object): void => {
      const error = { code, message, ...(data ? { data } : {}) };
      peer.refuse(JSON.stringify(error));
      peer.send(JSON.stringify({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), error, ...timed() }));
    };

    const heartbeat = (seconds: number): void => {
      clearInterval(beat);
      beat = setInterval(() => {
        peer.send('{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}}');
        peer.send('{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}');
        deadline ??= setTimeout(() => {
          peer.refuse('(closed: test_request was not answered)');
          peer.close(1000, '');
        }, seconds * secondMs);
      }, seconds * secondMs);
    };
    const subscribe = (id: unknown, channels: readonly string[]): void => {
      const known = channels.filter(isKnown);
      if (channels.some((channel) => channel.endsWith('.raw'))) {
        fail(id, 13778, 'raw_subscriptions_not_available_for_unauthorized');
        return;
      }
      for (const unknown of channels.filter((channel) => !isKnown(channel))) peer.refuse(`(${unknown} left out of the result)`);
      for (const channel of known) peer.topics.add(channel);
      result(id, known);
      for (const text of known.map(first)) if (text !== undefined) peer.push(text);
    };
    const call = (id: unknown, method: string, params: Readonly<Record<string, unknown>>): void => {
      const isSubscription = method === 'public/subscribe' || method === 'public/unsubscribe';
      if (isSubscription ? !subscribes.take(SUBSCRIBE_COST) : !calls.take(CALL_COST)) {
        fail(id, 10028, 'too_many_requests');
        peer.close(1000, '');
        return;
      }
      if (isSubscription) {
        const channels = textList(params['channels']);
        if (!channels) fail(id, -32602, 'Invalid params', { reason: 'value must be a list', param: 'channels' });
        else if (channels.length > maxChannels) fail(id, -32600, 'request entity too large');
        else if (method === 'public/subscribe') subscribe(id, channels);
        else
          result(
            id,
            channels.filter((channel) => peer.topics.delete(channel)),
          );
      } else if (method === 'public/unsubscribe_all') {
        peer.topics.clear();
        result(id, 'ok');
      } else if (method === 'public/set_heartbeat') {
        const interval = params['interval'];
        if (typeof interval !== 'number' || interval < 10)
          fail(id, -32602, 'Invalid params', { reason: 'must be greater or equal 10', param: 'interval' });
        else {
          heartbeat(interval);
          result(id, 'ok');
        }
      } else if (method === 'public/disable_heartbeat') {
        clearInterval(beat);
        clearTimeout(deadline);
        deadline = undefined;
        result(id, 'ok');
      } else if (method === 'public/test') {
        clearTimeout(deadline);
        deadline = undefined;
        result(id, { version: '1.2.26' });
      } else if (method === 'public/get_time') result(id, Date.now());
      else fail(id, -32601, 'Method not found');
    };

    return {
      receive: (text) => {
        const request = parseObject(text);
        const params = request?.['params'];
        if (!request) fail(undefined, -32700, 'Parse error');
        else if (request['jsonrpc'] !== '2.0' || textAt(request, 'method') === '') fail(request['id'], -32600, 'Invalid Request');
        else call(request['id'], textAt(request, 'method'), isRecord(params) ? params : {});
      },
      closed: () => {
        clearInterval(beat);
        clearTimeout(deadline);
      },
    };
  };

  const venue: Venue = {
    exchange: 'deribit',
    admit: (path, openConnections) => {
      if (path !== '/ws/api/v2') return { status: 404, body: '', refusal: `(handshake on ${path}: 404)` };
      if (openConnections >= (options.maxConnections ?? 32))
        return { status: 429, body: '', refusal: '(429: the 33rd connection)' };
      return undefined;
    },
    open,
    rest: deribitRest(market),
    route: (text) => {
      const params = parseObject(text)?.['params'];
      if (!isRecord(params)) return [];
      const topic = textAt(params, 'channel');
      return topic === '' ? [] : [{ topic, text }];
    },
    liquidation: (event) => {
      const trade = liquidationTrade(event);
      return tradeChannels(event.symbol).map((channel) => notification(channel, [trade]));
    },
    tick: (isWanted) =>
      [...deribitInstruments.values()].flatMap((listed) => {
        const wanted = ['100ms', 'agg2'].map((interval) => `ticker.${listed.name}.${interval}`).filter(isWanted);
        const data = wanted.length > 0 ? ticker(market, listed) : undefined;
        return data ? wanted.map((channel) => notification(channel, data)) : [];
      }),
  };
  return startExchange(venue, options);
}
