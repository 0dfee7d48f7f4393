// OKX v5 public WebSocket. Refuses argument by argument; closes a line that is idle for 30 s or follows nothing.
import type { CommonOptions, LocalExchange, Peer, Session, Venue } from './exchange.js';
import { slidingBudget } from './limits.js';
import { createMarket } from './market.js';
import { okxRest } from './okx-rest.js';
import { channelFrame, liquidationOrder, okxIndexes, okxInstruments } from './okx-wire.js';
import { startExchange } from './server.js';
import { isRecord, parseObject, textAt } from './wire-text.js';

export interface OkxOptions extends CommonOptions {
  readonly idleMs?: number;
  readonly connectionsPerSecond?: number;
  readonly requestsPerHour?: number;
  /** Of the published REST limits; 1 is all of them. */
  readonly restLimitShare?: number;
  /** A subscription to liquidations starts with the last ones there were; `false` leaves that out. */
  readonly replaysLiquidations?: boolean;
}

/** How many of the last liquidations a new subscriber gets again. */
const REPLAYED = 3;
const MAX_ARGS_BYTES = 64 * 1024;
const PER_INSTRUMENT = ['funding-rate', 'mark-price', 'open-interest', 'tickers', 'trades', 'books', 'bbo-tbt'];
const PER_TYPE = ['liquidation-orders', 'instruments', 'adl-warning'];

export async function createLocalOkx(options: OkxOptions = {}): Promise<LocalExchange> {
  const market = options.market ?? createMarket();
  const idleMs = options.idleMs ?? 30_000;
  const newConnections = slidingBudget(options.connectionsPerSecond ?? 3, 1000);
  const minutesOld = { symbol: 'ETH-USDT-SWAP', side: 'long', price: '2120.5', size: '12', time: Date.now() - 360_000 } as const;
  let lastLiquidations: readonly string[] = options.replaysLiquidations === false ? [] : [liquidationOrder(minutesOld).text];
  const remember = (text: string): void => {
    if (options.replaysLiquidations !== false) lastLiquidations = [...lastLiquidations, text].slice(-REPLAYED);
  };

  const open = (peer: Peer): Session => {
    const connId = `local${peer.id}`;
    const requests = slidingBudget(options.requestsPerHour ?? 480, 3_600_000);
    let idle: NodeJS.Timeout | undefined;
    const cut = (): void => {
      peer.refuse('(close 4004 No data received in 30s.)');
      peer.close(4004, 'No data received in 30s.');
    };
    // Data does not keep alive a line that follows nothing: this one runs until the first subscription.
    const unsubscribed = setTimeout(() => {
      if (peer.topics.size === 0) cut();
    }, idleMs);
    const alive = (): void => {
      clearTimeout(idle);
      idle = setTimeout(cut, idleMs);
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
    const fail = (code: string, msg: string, id: string): void => {
      const text = JSON.stringify({ ...(id === '' ? {} : { id }), event: 'error', code, msg, connId });
      peer.refuse(text);
      send(text);
    };

    const isKnown = (channel: string, instId: string, instType: string): boolean => {
      if (PER_TYPE.includes(channel)) return instType === 'SWAP' || instType === 'FUTURES';
      if (channel === 'index-tickers') return okxIndexes.has(instId);
      return PER_INSTRUMENT.includes(channel) && okxInstruments.has(instId) && !options.delisted?.includes(instId);
    };
    const subscribe = (arg: unknown, op: string, id: string): void => {
      if (!isRecord(arg) || textAt(arg, 'channel') === '') {
        fail('60012', `Invalid request: ${JSON.stringify(arg)}`, id);
        return;
      }
      const [channel, instId, instType] = [textAt(arg, 'channel'), textAt(arg, 'instId'), textAt(arg, 'instType')];
      if (!isKnown(channel, instId, instType)) {
        const what = `Wrong URL or channel:${channel},instId:${instId} doesn't exist`;
        fail('60018', `${what}. Please use the correct URL, channel and parameters referring to API document.`, id);
        return;
      }
      const topic = `${channel}:${PER_TYPE.includes(channel) ? instType : instId}`;
      if (op === 'subscribe') peer.topics.add(topic);
      else peer.topics.delete(topic);
      send(JSON.stringify({ ...(id === '' ? {} : { id }), event: op, arg, connId }));
      if (op !== 'subscribe') return;
      const first = channelFrame(market, topic);
      if (first) push(first.text);
      if (topic === 'liquidation-orders:SWAP') for (const text of lastLiquidations) push(text);
    };

    return {
      receive: (text) => {
        if (text === 'ping') {
          send('pong');
          return;
        }
        const request = parseObject(text);
        const op = request ? textAt(request, 'op') : '';
        const id = request ? textAt(request, 'id') : '';
        const args = request?.['args'];
        const isValidId = request?.['id'] === undefined || /^[a-zA-Z0-9]{1,32}$/.test(id);
        if (
          (op !== 'subscribe' && op !== 'unsubscribe') ||
          !Array.isArray(args) ||
          !isValidId ||
          JSON.stringify(args).length > MAX_ARGS_BYTES
        )
          fail('60012', `Invalid request: ${text.slice(0, 200)}`, id);
        else if (!requests.take()) fail('60014', 'Requests too frequent', id);
        else for (const arg of args) subscribe(arg, op, id);
      },
      deliver: ({ text }) => push(text),
      closed: () => {
        clearTimeout(idle);
        clearTimeout(unsubscribed);
      },
    };
  };

  const venue: Venue = {
    exchange: 'okx',
    admit: (path) => {
      if (!/^\/ws\/v5\/(?:public|business)$/.test(path)) return { status: 404, body: '', refusal: `(handshake on ${path}: 404)` };
      if (!newConnections.take()) return { status: 429, body: '', refusal: '(429: more than 3 new connections a second)' };
      return undefined;
    },
    open,
    rest: okxRest(market, options.restLimitShare ?? 1),
    route: (text) => {
      const arg = parseObject(text)?.['arg'];
      if (!isRecord(arg)) return [];
      const channel = textAt(arg, 'channel');
      const topic = `${channel}:${PER_TYPE.includes(channel) ? textAt(arg, 'instType') : textAt(arg, 'instId')}`;
      if (channel === 'liquidation-orders') remember(text);
      return [{ topic, text }];
    },
    liquidation: (event) => {
      const delivery = liquidationOrder(event);
      remember(delivery.text);
      return [delivery];
    },
    tick: (isWanted) => {
      const ids = [...okxInstruments.keys(), ...okxIndexes.keys()];
      const channels = ['funding-rate', 'mark-price', 'open-interest', 'tickers', 'index-tickers'];
      const topics = channels.flatMap((channel) => ids.map((id) => `${channel}:${id}`));
      return topics.filter(isWanted).flatMap((topic) => channelFrame(market, topic) ?? []);
    },
  };
  return startExchange(venue, options);
}
