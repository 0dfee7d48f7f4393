// Binance futures, both hosts on one port, told apart by path: `/market/…` is USD-M (fstream), `/stream` and `/ws` are
// COIN-M (dstream) and, for USD-M and all-market topics, the address that has been dead since 2026-04-23: it acks and
// stays silent. `/public/…` carries books only.
import { binanceSymbols } from './binance-listing.js';
import { binanceRest } from './binance-rest.js';
import { arrayFrames, forceOrder, symbolFrame } from './binance-wire.js';
import type { CommonOptions, Delivery, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { slidingBudget } from './limits.js';
import { createMarket } from './market.js';
import { startExchange } from './server.js';
import { isRecord, parseObject, textAt, textList } from './wire-text.js';

export interface BinanceOptions extends CommonOptions {
  readonly pingEveryMs?: number;
  readonly pongWithinMs?: number;
  readonly maxLifeMs?: number;
  readonly maxStreams?: number;
  readonly messagesPerSecond?: number;
  /** REST weight a minute, both families together. */
  readonly weightPerMinute?: number;
}

/** Of one SUBSCRIBE frame: one with 437 was dropped without an answer; 100 are known to pass. */
const MAX_PARAMS = 400;
const ALL_MARKET = /^!(?:markPrice@arr(?:@1s)?|forceOrder@arr|contractInfo|ticker@arr|miniTicker@arr)$/;
const PER_SYMBOL = /^([a-z0-9_]+)@(markPrice(?:@1s)?|ticker|forceOrder|aggTrade|bookTicker|trade|kline_\w+|miniTicker)$/;

/** Whether this host really sends the stream. Every other one is acknowledged and stays silent. */
function isDelivered(path: string, stream: string, delisted: readonly string[]): boolean {
  const [, symbol = '', kind = ''] = PER_SYMBOL.exec(stream) ?? [];
  if (delisted.includes(symbol.toUpperCase())) return false;
  const listed = binanceSymbols.get(symbol.toUpperCase());
  if (path.startsWith('/public/')) return /^(?:bookTicker|trade)$/.test(kind) && listed?.family === 'UM';
  const isBook = /^(?:bookTicker|trade)$/.test(kind);
  if (path.startsWith('/market/')) return ALL_MARKET.test(stream) || (!isBook && listed?.family === 'UM');
  return listed?.family === 'CM';
}

export async function createLocalBinance(options: BinanceOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const maxStreams = options.maxStreams ?? 1024;

  const open = (peer: Peer): Session => {
    const acknowledged = new Set<string>();
    const messages = slidingBudget(options.messagesPerSecond ?? 10, 1000);
    const isWrapped = peer.path.endsWith('/stream');

    const subscribe = (stream: string): void => {
      acknowledged.add(stream);
      if (!isDelivered(peer.path, stream, options.delisted ?? [])) {
        peer.refuse(`(${peer.path} acknowledges ${stream} and stays silent)`);
        return;
      }
      peer.topics.add(stream);
      const first = symbolFrame(market, stream);
      if (first) peer.push(isWrapped ? first.text : bare(first.text));
    };
    const refused = (text: string): string => {
      peer.refuse(text);
      return text;
    };
    const count = (): boolean => {
      if (messages.take()) return true;
      peer.refuse('(close 1008 Too many requests)');
      peer.close(1008, 'Too many requests');
      return false;
    };

    /** The reply; nothing where the exchange says nothing, or has said it. */
    const answer = (request: Readonly<Record<string, unknown>>): string | undefined => {
      const { id, method } = request;
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0)
        return refused('{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}');
      const params = textList(request['params']);
      if (method === 'LIST_SUBSCRIPTIONS') return JSON.stringify({ result: [...acknowledged], id });
      if (method !== 'SUBSCRIBE' && method !== 'UNSUBSCRIBE') {
        const variants = 'expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`';
        return refused(JSON.stringify({ code: 2, msg: `Invalid request: unknown variant \`${String(method)}\`, ${variants}` }));
      }
      if (params === undefined || params.some((stream) => !/^[!a-z0-9]\S*$/i.test(stream)))
        return refused(JSON.stringify({ error: { code: 2, msg: 'Invalid request: invalid stream' }, id }));
      if (params.length > MAX_PARAMS) {
        peer.refuse(`(a frame of ${params.length} params is dropped without an answer)`);
        return undefined;
      }
      if (method === 'UNSUBSCRIBE') {
        for (const stream of params) {
          acknowledged.delete(stream);
          peer.topics.delete(stream);
        }
        return JSON.stringify({ result: null, id });
      }
      if (new Set([...acknowledged, ...params]).size > maxStreams)
        return refused(JSON.stringify({ error: { code: 4, msg: 'Too many subscriptions' }, id }));
      peer.send(JSON.stringify({ result: null, id }));
      for (const stream of params) subscribe(stream);
      return undefined;
    };

    for (const stream of (peer.query.get('streams') ?? '').split('/').filter(Boolean)) subscribe(stream);
    return {
      receive: (text) => {
        if (!count()) return;
        const request = parseObject(text);
        const reply = request
          ? answer(request)
          : refused('{"error":{"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"}}');
        if (reply !== undefined) peer.send(reply);
      },
      pinged: () => {
        count();
      },
      deliver: ({ text }) => peer.push(isWrapped ? text : bare(text)),
    };
  };

  const paths = /^\/(?:(?:market|public)\/)?(?:stream|ws)$/;
  const venue: Venue = {
    exchange: 'binance',
    admit: (path) => (paths.test(path) ? undefined : { status: 404, body: '', refusal: `(handshake on ${path}: 404)` }),
    open,
    rest: binanceRest(market, options.weightPerMinute ?? 2400),
    route,
    liquidation: (event) => route(forceOrder(event)),
    tick: (isWanted) => {
      const symbols = [...binanceSymbols.values()].flatMap(({ symbol }) =>
        ['markPrice@1s', 'markPrice', 'ticker'].map((kind) => `${symbol.toLowerCase()}@${kind}`),
      );
      return [
        ...arrayFrames(market).filter(({ topic }) => isWanted(topic)),
        ...symbols.filter(isWanted).flatMap((topic) => symbolFrame(market, topic) ?? []),
      ];
    },
    heartbeat: {
      everyMs: options.pingEveryMs ?? 180_000,
      pongWithinMs: options.pongWithinMs ?? 600_000,
      code: 1008,
      reason: 'Pong timeout',
    },
    maxLifeMs: options.maxLifeMs ?? 24 * 3_600_000,
  };
  return startExchange(venue, options);
}

/** `/ws` sends payloads without the `stream` around them. */
function bare(text: string): string {
  const frame = parseObject(text);
  return frame && 'data' in frame ? JSON.stringify(frame['data']) : text;
}

/** A forced order goes to the all-market stream and to its symbol's own; every other frame to the stream it names. */
function route(text: string): readonly Delivery[] {
  const frame = parseObject(text);
  if (!frame) return [];
  const data = frame['data'];
  const topic = textAt(frame, 'stream');
  if (!isRecord(data) || data['e'] !== 'forceOrder') return topic === '' ? [] : [{ topic, text }];
  const order = data['o'];
  const symbol = isRecord(order) ? textAt(order, 's').toLowerCase() : '';
  const own = `${symbol}@forceOrder`;
  const renamed = (stream: string): string => (stream === topic ? text : JSON.stringify({ ...frame, stream }));
  return ['!forceOrder@arr', own].map((stream) => ({ topic: stream, text: renamed(stream) }));
}
