// Bybit v5 public streams. One wrong topic rejects the whole frame; a connection without pings is cut.
import { bybitRest } from './bybit-rest.js';
import { allLiquidation, type BybitSymbol, bybitSymbols, type Category, tickerFields, tickerFrame } from './bybit-wire.js';
import type { CommonOptions, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { slidingBudget } from './limits.js';
import { createMarket } from './market.js';
import { startExchange } from './server.js';
import { parseObject, textAt, textList } from './wire-text.js';

export interface BybitOptions extends CommonOptions {
  /** Without a ping for so long: cut. The real server waits about ten minutes and advises 20 s. */
  readonly idleMs?: number;
  /** Of all `args` on one connection, as JSON. */
  readonly maxArgsCharacters?: number;
  readonly connectionsPer5Min?: number;
  readonly requestsPer5s?: number;
}

const TOPIC = /^(tickers|allLiquidation|publicTrade|orderbook\.\d+|kline\.\w+)\.(.+)$/;

export async function createLocalBybit(options: BybitOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const newConnections = slidingBudget(options.connectionsPer5Min ?? 500, 300_000);

  const open = (peer: Peer): Session => {
    const category: Category = peer.path.endsWith('/inverse') ? 'inverse' : 'linear';
    const connId = `local-${category}-${peer.id}`;
    let args: readonly string[] = [];
    let idle: NodeJS.Timeout | undefined;
    const alive = (): void => {
      clearTimeout(idle);
      idle = setTimeout(() => {
        peer.refuse('(cut: no ping)');
        peer.close(1001, '');
      }, options.idleMs ?? 600_000);
    };
    alive();

    const reply = (success: boolean, message: string, op: string, requestId: string): void => {
      const text = JSON.stringify({ success, ret_msg: message, conn_id: connId, req_id: requestId, op });
      if (!success) peer.refuse(text);
      peer.send(text);
    };
    /** Why nothing of the frame is taken; `undefined` when all of it can be. */
    const objection = (topics: readonly string[]): string | undefined => {
      if (JSON.stringify([...args, ...topics]).length > (options.maxArgsCharacters ?? 21_000)) return 'error:args size too large';
      for (const topic of topics) {
        const [, , symbol = ''] = TOPIC.exec(topic) ?? [];
        if (!bybitSymbols[category].has(symbol) || options.delisted?.includes(symbol))
          return `error:handler not found,topic:${topic}`;
        if (peer.topics.has(topic)) return `error:already subscribed,topic:${topic}`;
      }
      return undefined;
    };
    const subscribe = (topics: readonly string[], requestId: string): void => {
      const why = objection(topics);
      if (why !== undefined) {
        reply(false, why, 'subscribe', requestId);
        return;
      }
      args = [...args, ...topics];
      for (const topic of topics) peer.topics.add(topic);
      reply(true, '', 'subscribe', requestId);
      for (const topic of topics) {
        const listed = bybitSymbols[category].get(topic.replace(/^tickers\./, ''));
        if (listed && listed.asset !== undefined) peer.push(tickerFrame('snapshot', tickerFields(market, listed)).text);
      }
    };
    const unsubscribe = (topics: readonly string[], requestId: string): void => {
      for (const topic of topics) peer.topics.delete(topic);
      args = args.filter((topic) => !topics.includes(topic));
      reply(true, '', 'unsubscribe', requestId);
    };

    return {
      receive: (text) => {
        const request = parseObject(text);
        const op = request ? textAt(request, 'op') : '';
        const requestId = request ? textAt(request, 'req_id') : '';
        const topics = request && textList(request['args']);
        if (op === 'ping') {
          alive();
          peer.send(JSON.stringify({ success: true, ret_msg: 'pong', conn_id: connId, req_id: requestId, op: 'ping' }));
        } else if (op === 'subscribe' && topics && topics.length > 0) subscribe(topics, requestId);
        else if (op === 'unsubscribe' && topics && topics.length > 0) unsubscribe(topics, requestId);
        else {
          const refused = JSON.stringify({
            success: false,
            ret_msg: 'error:invalid op',
            conn_id: connId,
            request: { op, args: null },
          });
          peer.refuse(refused);
          peer.send(refused);
        }
      },
      closed: () => clearTimeout(idle),
    };
  };

  const lastSent = new Map<string, Readonly<Record<string, string>>>();
  /** Only what changed since the last push, as the exchange sends it. */
  const delta = (listed: BybitSymbol): Readonly<Record<string, string>> => {
    const now = tickerFields(market, listed);
    const before = lastSent.get(listed.symbol) ?? {};
    lastSent.set(listed.symbol, now);
    return Object.fromEntries(Object.entries(now).filter(([key, value]) => key === 'symbol' || before[key] !== value));
  };

  const venue: Venue = {
    exchange: 'bybit',
    admit: (path) => {
      if (!/^\/v5\/public\/(?:linear|inverse)$/.test(path))
        return { status: 404, body: '', refusal: `(handshake on ${path}: 404)` };
      if (!newConnections.take()) return { status: 403, body: 'access too frequent', refusal: '(403: too many new connections)' };
      return undefined;
    },
    open,
    rest: bybitRest(market, options.requestsPer5s ?? 600),
    route: (text) => {
      const frame = parseObject(text);
      const topic = frame ? textAt(frame, 'topic') : '';
      return topic === '' ? [] : [{ topic, text }];
    },
    liquidation: (event) => [allLiquidation(event)],
    tick: (isWanted) =>
      [...bybitSymbols.linear.values(), ...bybitSymbols.inverse.values()]
        .filter((listed) => listed.asset !== undefined && isWanted(`tickers.${listed.symbol}`))
        .map((listed) => tickerFrame('delta', delta(listed))),
  };
  return startExchange(venue, options);
}
