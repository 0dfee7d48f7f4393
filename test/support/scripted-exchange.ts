// A made-up exchange with a plain protocol, to drive the feed: one JSON object a frame, told apart by its one key.
import type { ExchangeId, Instrument } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import type { ConnectionPlan, ExchangeAdapter, ParseContext, ParsedFrame, PollPlan } from '../../src/exchanges/adapter.js';
import { array, field, isObject, number, object, parseJson, symbol, text, time, type Wire } from '../../src/exchanges/wire.js';

export interface ScriptedExchangeOptions {
  readonly id?: ExchangeId;
  readonly plan?: Partial<ConnectionPlan>;
  readonly plans?: readonly Partial<ConnectionPlan>[];
  readonly polls?: readonly Partial<PollPlan>[];
  readonly adapter?: Partial<ExchangeAdapter>;
}

/** Subscribing answers nothing; `{"sub":[…],"id":"1"}` asks, `{"unsub":[…],"id":"2"}` takes back. */
export function scriptedExchange(options: ScriptedExchangeOptions = {}): ExchangeAdapter {
  const id = options.id ?? 'binance';
  return {
    id,
    name: id,
    coverage: { liquidations: 'full', note: 'a made-up exchange' },
    intervalSource: 'none',
    restBudget: { weight: 1000, perMs: 60_000 },
    instruments: {
      requests: [{ url: `https://api.${id}.test/instruments`, weight: 1 }],
      parse: (bodies) =>
        bodies.flatMap((body) => array(parseJson(body), 'list').map((row) => instrument(id, object(row, 'row')))),
      refreshMs: 3_600_000,
    },
    connections: (instruments, selection) => {
      const watched = instruments.filter((one) => selection.assets === 'all' || selection.assets.includes(one.asset));
      return (options.plans ?? [options.plan ?? {}]).map((plan) => scriptedPlan(id, watched, plan));
    },
    polls: () => (options.polls ?? []).map((poll) => scriptedPoll(id, poll)),
    parse: (frame, context) => parse(id, frame, context),
    ...options.adapter,
  };
}

function scriptedPlan(id: ExchangeId, watched: readonly Instrument[], plan: Partial<ConnectionPlan>): ConnectionPlan {
  return {
    name: 'public',
    url: `wss://stream.${id}.test/ws`,
    topics: ['liquidations', ...watched.map((one) => one.symbol)],
    subscribe: (topics, sequence) => [request('sub', topics, sequence)],
    unsubscribe: (topics, sequence) => [request('unsub', topics, sequence)],
    pace: { frames: 5, perMs: 1000 },
    staleAfterMs: 30_000,
    ...plan,
  };
}

function scriptedPoll(id: ExchangeId, poll: Partial<PollPlan>): PollPlan {
  return {
    name: 'poll',
    requests: [{ url: `https://api.${id}.test/poll`, weight: 1 }],
    everyMs: 10_000,
    parse: (body, context) => parse(id, body, context),
    ...poll,
  };
}

function request(verb: 'sub' | 'unsub', topics: readonly string[], sequence: number) {
  const requestId = String(sequence + 1);
  return { text: JSON.stringify({ [verb]: topics, id: requestId }), topics, requestId };
}

function instrument(id: ExchangeId, row: Wire): Instrument {
  return {
    exchange: id,
    symbol: symbol(row, 'symbol'),
    asset: text(row, 'asset'),
    quote: 'USDT',
    kind: 'linear',
    contractSize: 1,
    multiplier: 1,
    isTrading: true,
  };
}

/** The body of an instrument list: `listed('BTC', 'ETH')` is BTCUSDT and ETHUSDT. */
export function listed(...assets: readonly string[]): string {
  return JSON.stringify(assets.map((asset) => ({ symbol: `${asset}USDT`, asset })));
}

export function tickerFrame(asset: string, markPrice: number): string {
  return JSON.stringify({ ticker: { symbol: `${asset}USDT`, markPrice } });
}

export function liquidationFrame(id: string, eventTime: number, kind: 'liquidation' | 'backfill' = 'liquidation'): string {
  return JSON.stringify({ [kind]: { id, time: eventTime } });
}

function parse(exchange: ExchangeId, frame: string, { receivedAt, instruments }: ParseContext): ParsedFrame {
  const wire = object(parseJson(frame), 'frame');
  const [kind] = Object.keys(wire);
  switch (kind) {
    case 'ticker': {
      const body = field(wire, 'ticker');
      const known = instruments.get(symbol(body, 'symbol'));
      if (known === undefined) {
        const message = `${exchange}: unknown instrument ${symbol(body, 'symbol')}`;
        return { kind: 'records', records: [], faults: [{ kind: 'unknown-instrument', message }] };
      }
      const { asset, quote } = known;
      const stamped = { exchange, symbol: known.symbol, asset, quote, time: receivedAt, receivedAt };
      return { kind: 'records', records: [{ type: 'ticker', ...stamped, markPrice: number(body, 'markPrice') }] };
    }
    case 'liquidation':
      return { kind: 'records', records: [liquidation(exchange, field(wire, kind), receivedAt)] };
    case 'backfill':
      return { kind: 'records', records: [], backfill: [liquidation(exchange, field(wire, kind), receivedAt)] };
    case 'ack': {
      const accepted = isObject(wire['ack']) ? undefined : (array(wire['ack'], 'ack').map(String) as readonly string[]);
      return { kind: 'ack', requestId: text(wire, 'id'), ...(accepted === undefined ? {} : { accepted }) };
    }
    case 'no': {
      const body = field(wire, 'no');
      return {
        kind: 'rejected',
        reason: text(body, 'reason'),
        scope: body['scope'] === 'frame' ? 'frame' : 'topic',
        ...('id' in body ? { requestId: text(body, 'id') } : {}),
        ...('topics' in body ? { topics: array(body['topics'], 'topics').map(String) } : {}),
        ...('retryAfterMs' in body ? { retryAfterMs: number(body, 'retryAfterMs') } : {}),
      };
    }
    case 'hello':
      return { kind: 'greeting' };
    case 'pong':
      return { kind: 'pong' };
    case 'are-you-there':
      return { kind: 'reply', frame: '{"here":1}' };
    case 'closing':
      return { kind: 'closing', reason: text(wire, 'closing') };
    case 'other':
      return { kind: 'ignored' };
    default:
      throw new TypeError(`unknown frame ${String(kind)}`);
  }
}

function liquidation(exchange: ExchangeId, body: Wire, receivedAt: number): Liquidation {
  return {
    type: 'liquidation',
    id: text(body, 'id'),
    exchange,
    symbol: symbol({ symbol: 'BTCUSDT' }, 'symbol'),
    asset: 'BTC',
    quote: 'USDT',
    time: time(body, 'time'),
    receivedAt,
    side: 'long',
    price: 60_000,
    size: 1,
    notionalUsd: 60_000,
  };
}
