// https://www.okx.com/docs-v5/en/#overview-websocket: hosts, limits, heartbeat
import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, HttpRequest, PollPlan, Selection, SubscribeFrame } from '../adapter.js';
import { batches, shards } from '../shards.js';
import { parseMarket } from './frames.js';
import { topicOf } from './topics.js';

const SOCKET = 'wss://ws.okx.com:8443/ws/v5/public';
const REST = 'https://openapi.okx.com/api/v5';

/** Far below 64 KB of arguments. */
const ARGS_PER_FRAME = 100;
/** Close codes 4008 and 4009 tell of a limit per connection that is published nowhere. */
const CHANNELS_PER_CONNECTION = 400;
const HOUR_MS = 3_600_000;

function frames(op: 'subscribe' | 'unsubscribe', topics: readonly string[], sequence: number): readonly SubscribeFrame[] {
  return batches(topics, ARGS_PER_FRAME).map((args, index) => {
    const requestId = String(sequence + index + 1);
    return { text: `{"id":"${requestId}","op":"${op}","args":[${args.join(',')}]}`, topics: args, requestId };
  });
}

function plan(name: string, topics: readonly string[]): ConnectionPlan {
  return {
    name,
    url: SOCKET,
    topics,
    subscribe: (added, sequence) => frames('subscribe', added, sequence),
    unsubscribe: (dropped, sequence) => frames('unsubscribe', dropped, sequence),
    // 480 requests an hour and connection. Pings are counted with them, which only leaves room.
    pace: { frames: 480, perMs: HOUR_MS },
    // A connection silent for 30 s is closed with 4004.
    ping: { frame: 'ping', everyMs: 20_000 },
    staleAfterMs: 30_000,
    // Every funding rate is repeated within 90 s, every mark price within 10 s.
    dataWithinMs: 150_000,
  };
}

function detailTopics(instruments: readonly Instrument[]): readonly string[] {
  const topics = new Set<string>();
  for (const { symbol, indexSymbol } of instruments) {
    for (const channel of ['mark-price', 'open-interest', 'tickers']) topics.add(topicOf(channel, 'instId', symbol));
    if (indexSymbol !== undefined) topics.add(topicOf('index-tickers', 'instId', indexSymbol));
  }
  return [...topics];
}

function fits(topics: readonly string[]): boolean {
  return topics.length <= CHANNELS_PER_CONNECTION;
}

const liquidations = topicOf('liquidation-orders', 'instType', 'SWAP');

// The busy detail streams come and go with the watch list: they have sockets of their own.
export function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const { assets, watch } = selection;
  const trading = instruments.filter(({ isTrading }) => isTrading);
  const detailed = new Set(assets === 'all' ? watch : [...assets, ...watch]);
  const funding = trading
    .filter(({ asset }) => assets === 'all' || detailed.has(asset))
    .map(({ symbol }) => topicOf('funding-rate', 'instId', symbol));
  const details = detailTopics(trading.filter(({ asset }) => detailed.has(asset)));
  return [...plans('public', [liquidations, ...funding]), ...plans('detail', details)];
}

function plans(name: string, topics: readonly string[]): readonly ConnectionPlan[] {
  return shards(topics, (topic) => topic, fits).map((shard, index) => plan(`${name}-${index + 1}`, shard));
}

function get(path: string): HttpRequest {
  return { url: `${REST}${path}`, weight: 1 };
}

function poll(name: string, everyMs: number, requests: readonly HttpRequest[]): PollPlan {
  return { name, requests, everyMs, parse: parseMarket };
}

/** Streaming all of this for the whole market would be over a thousand frames a second. */
export function polls(instruments: readonly Instrument[], selection: Selection): readonly PollPlan[] {
  if (selection.assets !== 'all') return [];
  const quotes = [...new Set(instruments.filter(({ isTrading }) => isTrading).map(({ quote }) => quote))].sort();
  const indices = quotes.map((quote) => get(`/market/index-tickers?quoteCcy=${encodeURIComponent(quote)}`));
  return [
    // The stream repeats each rate every 30 to 90 s: this fills the table at the start.
    poll('funding', 300_000, [get('/public/funding-rate?instId=ANY')]),
    poll('mark-price', 5_000, [get('/public/mark-price?instType=SWAP')]),
    poll('tickers', 5_000, [get('/market/tickers?instType=SWAP')]),
    poll('open-interest', 20_000, [get('/public/open-interest?instType=SWAP')]),
    ...(indices.length === 0 ? [] : [poll('index-tickers', Math.ceil(5_000 / indices.length), indices)]),
  ];
}

export const instrumentRequests: readonly HttpRequest[] = [get('/public/instruments?instType=SWAP')];
/** Caps and floors of the rates. */
export const limitRequests: readonly HttpRequest[] = [get('/public/funding-rate?instId=ANY')];
