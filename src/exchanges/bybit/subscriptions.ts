// https://bybit-exchange.github.io/docs/v5/ws/connect: hosts, limits, heartbeat
import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, PollPlan, Selection, SubscribeFrame } from '../adapter.js';
import { batches, shards } from '../shards.js';
import { parseTickers } from './frames.js';

const SOCKET = 'wss://stream.bybit.com/v5/public';
const REST = 'https://api.bybit.com';

/** Per connection 21 000 characters of arguments; the wording leaves open whether brackets and quotes count. */
const ARGS_CHARACTERS = 20_000;
const ARGS_PER_FRAME = 50;
const TICKERS_WITHIN_MS = 60_000;
/** Between full polls of both categories. */
const POLL_MS = 5_000;

const categories = ['linear', 'inverse'] as const;

function frames(op: 'subscribe' | 'unsubscribe', topics: readonly string[], sequence: number): readonly SubscribeFrame[] {
  return batches(topics, ARGS_PER_FRAME).map((args, index) => {
    const requestId = String(sequence + index + 1);
    return { text: JSON.stringify({ op, req_id: requestId, args }), topics: args, requestId };
  });
}

function liquidationTopic(instrument: Instrument): string {
  return `allLiquidation.${instrument.symbol}`;
}

function tickerTopic(instrument: Instrument): string {
  return `tickers.${instrument.symbol}`;
}

// Measured with both topics of every instrument, so that no change of the selection moves a topic to another socket.
function fits(instruments: readonly Instrument[]): boolean {
  const args = instruments.flatMap((instrument) => [liquidationTopic(instrument), tickerTopic(instrument)]);
  return JSON.stringify(args).length <= ARGS_CHARACTERS;
}

export function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const { assets, watch } = selection;
  const detailed = new Set(assets === 'all' ? watch : [...assets, ...watch]);
  return categories.flatMap((category) => {
    const trading = instruments.filter(({ kind, isTrading }) => isTrading && kind === category);
    return shards(trading, ({ symbol }) => symbol, fits).map((shard, index): ConnectionPlan => {
      const tickers = shard.filter(({ asset }) => detailed.has(asset)).map(tickerTopic);
      return {
        name: `${category}-${index + 1}`,
        url: `${SOCKET}/${category}`,
        topics: [...shard.map(liquidationTopic), ...tickers],
        subscribe: (topics, sequence) => frames('subscribe', topics, sequence),
        unsubscribe: (topics, sequence) => frames('unsubscribe', topics, sequence),
        pace: { frames: 5, perMs: 1_000 },
        ping: { frame: '{"op":"ping"}', everyMs: 20_000 },
        staleAfterMs: 30_000,
        // Liquidations may pause for hours; the prices of a ticker do not.
        ...(tickers.length > 0 ? { dataWithinMs: TICKERS_WITHIN_MS } : {}),
      };
    });
  });
}

/** A ticker stream for every perpetual would be thousands of frames a second: the whole market is polled. */
export function polls(_instruments: readonly Instrument[], selection: Selection): readonly PollPlan[] {
  if (selection.assets !== 'all') return [];
  return [
    {
      name: 'tickers',
      requests: categories.map((category) => ({ url: `${REST}/v5/market/tickers?category=${category}`, weight: 1 })),
      everyMs: POLL_MS / categories.length,
      parse: parseTickers,
    },
  ];
}

/** `limit` because the default page is shorter than the linear list. Only trading symbols are listed without a `status`. */
export const instrumentRequests = categories.map((category) => ({
  url: `${REST}/v5/market/instruments-info?category=${category}&limit=1000`,
  weight: 1,
}));
