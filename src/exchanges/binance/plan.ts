import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, Selection, SubscribeFrame } from '../adapter.js';
import { batches, shards } from '../shards.js';

// Without `/market` the address still connects and acknowledges, and never delivers (since 2026-04-23).
const USD_M_SOCKET = 'wss://fstream.binance.com/market/stream';
// Not split into paths. All-market streams are the same merged ones here, so they are subscribed on the other host only.
const COIN_M_SOCKET = 'wss://dstream.binance.com/stream';

// 3 s instead of `@1s`: a third of 200 KB/s, and an estimate that moves slowly; what is watched has its own 1 s stream.
const ALL_MARK_PRICES = '!markPrice@arr';
const ALL_LIQUIDATIONS = '!forceOrder@arr';
const ALL_LISTINGS = '!contractInfo';

/** Above this many single streams the all-market one is cheaper. */
const CHEAPER_TOGETHER = 150;
/** Documented 1024; a few left free. */
const TOPICS_PER_SOCKET = 1000;
/** Very large frames were dropped silently (altangent/ccxws#161). */
const TOPICS_PER_FRAME = 100;
/** Prices come every 1 or 3 s: five pushes missed. */
const STALE_WITH_PRICES_MS = 15_000;
/** Liquidations may be silent for minutes; the server pings every 3. */
const STALE_WITHOUT_PRICES_MS = 200_000;
/** The server closes after 24 h. */
const ROTATE_AFTER_MS = (24 * 60 - 10) * 60_000;

function frames(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', topics: readonly string[], sequence: number): readonly SubscribeFrame[] {
  return batches(topics, TOPICS_PER_FRAME).map((params, index) => {
    const id = sequence + index + 1;
    return { text: JSON.stringify({ method, params, id }), topics: params, requestId: String(id) };
  });
}

/** Mark prices come every one to three seconds, whatever the market does. */
const PRICES_WITHIN_MS = 20_000;

function carriesPrices(topic: string): boolean {
  return topic.includes('@markPrice') || topic === ALL_MARK_PRICES;
}

function plans(name: string, url: string, topics: readonly string[]): readonly ConnectionPlan[] {
  const sockets = shards(
    topics,
    (topic) => topic,
    (part) => part.length <= TOPICS_PER_SOCKET,
  );
  return sockets.map((part, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    url,
    topics: part,
    subscribe: (wanted, sequence) => frames('SUBSCRIBE', wanted, sequence),
    unsubscribe: (unwanted, sequence) => frames('UNSUBSCRIBE', unwanted, sequence),
    pace: { frames: 4, perMs: 1000 },
    staleAfterMs: part.some(carriesPrices) ? STALE_WITH_PRICES_MS : STALE_WITHOUT_PRICES_MS,
    ...(part.some(carriesPrices) ? { dataWithinMs: PRICES_WITHIN_MS } : {}),
    rotateAfterMs: ROTATE_AFTER_MS,
  }));
}

/** Trading, and of a chosen asset. */
export function chosen(instruments: readonly Instrument[], selection: Selection): readonly Instrument[] {
  const assets = selection.assets;
  return instruments.filter(({ isTrading, asset }) => isTrading && (assets === 'all' || assets.includes(asset)));
}

export function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const followed = chosen(instruments, selection);
  const isTogether = selection.assets === 'all' || followed.length > CHEAPER_TOGETHER;
  const usdM = [ALL_LIQUIDATIONS, ALL_LISTINGS];
  if (isTogether) usdM.unshift(ALL_MARK_PRICES);
  const coinM: string[] = [];
  for (const { symbol, asset, kind } of followed) {
    const topics = kind === 'linear' ? usdM : coinM;
    // Stream names are lower case; an upper-case one is acknowledged and stays silent.
    const stream = symbol.toLowerCase();
    if (selection.watch.includes(asset)) topics.push(`${stream}@markPrice@1s`, `${stream}@ticker`);
    else if (!isTogether) topics.push(`${stream}@markPrice`);
  }
  return [...plans('usd-m', USD_M_SOCKET, usdM), ...plans('coin-m', COIN_M_SOCKET, coinM)];
}
