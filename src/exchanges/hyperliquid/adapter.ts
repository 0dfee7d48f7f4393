// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api (rate limits, websocket/timeouts-and-heartbeats)
import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, ExchangeAdapter, HttpRequest, PollPlan, Selection, SubscribeFrame } from '../adapter.js';
import { history } from './history.js';
import { parseInstruments } from './instruments.js';
import { parse, parsePoll } from './parse.js';
import { coinTopic, mainDexTopic } from './topics.js';

const WS_URL = 'wss://api.hyperliquid.xyz/ws';
const INFO_URL = 'https://api.hyperliquid.xyz/info';
/** Of every info request that is not one of the cheap six. */
const INFO_WEIGHT = 20;

function info(type: string): HttpRequest {
  return { url: INFO_URL, method: 'POST', body: JSON.stringify({ type }), weight: INFO_WEIGHT };
}

/** One topic a frame: a list of coins is ignored without an answer. */
function frames(method: 'subscribe' | 'unsubscribe', topics: readonly string[]): readonly SubscribeFrame[] {
  return topics.map((topic) => ({ text: `{"method":"${method}","subscription":${topic}}`, topics: [topic] }));
}

function topicsOf(instruments: readonly Instrument[], { assets, watch }: Selection): readonly string[] {
  const isNamed = ({ asset }: Instrument) => watch.includes(asset) || (assets !== 'all' && assets.includes(asset));
  const named = instruments.filter((instrument) => instrument.isTrading && isNamed(instrument));
  // A frame a second for each named coin; one every few seconds for all the others together.
  return [...(assets === 'all' ? [mainDexTopic] : []), ...named.map(({ symbol }) => coinTopic(symbol))];
}

function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const topics = topicsOf(instruments, selection);
  if (topics.length === 0) return [];
  return [
    {
      name: 'main',
      url: WS_URL,
      topics,
      subscribe: (wanted) => frames('subscribe', wanted),
      unsubscribe: (unwanted) => frames('unsubscribe', unwanted),
      // 1 200 a minute at most, of the 2 000 that an address may send.
      pace: { frames: 20, perMs: 1000 },
      // The server closes a socket on which it heard nothing for 60 s; WebSocket pings do not count.
      ping: { frame: '{"method":"ping"}', everyMs: 30_000 },
      // A ping, and ten seconds for its pong.
      staleAfterMs: 40_000,
      // The slowest bulk feed anyone has measured sends every 14 s.
      dataWithinMs: 60_000,
    },
  ];
}

/** Fills the screen before the first bulk frame, and goes on where the bulk feed is refused or slow. */
function polls(_instruments: readonly Instrument[], { assets }: Selection): readonly PollPlan[] {
  if (assets !== 'all') return [];
  return [{ name: 'contexts', requests: [info('metaAndAssetCtxs')], everyMs: 30_000, parse: parsePoll }];
}

export const hyperliquid: ExchangeAdapter = {
  id: 'hyperliquid',
  name: 'Hyperliquid',
  coverage: {
    liquidations: 'none',
    note: 'Hyperliquid publishes no market-wide liquidations: its public trades do not say which of them were forced.',
  },
  intervalSource: 'fixed by the exchange: every full hour UTC',
  // A fifth of the 1 200 a minute that an address may spend: thirty days of one coin's funding take 78.
  restBudget: { weight: 240, perMs: 60_000 },
  instruments: {
    requests: [info('meta')],
    parse: parseInstruments,
    refreshMs: 600_000,
  },
  history,
  connections,
  polls,
  parse,
};
