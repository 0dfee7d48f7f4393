// Frames of the Binance futures market streams, written from the market.
import { type BinanceSymbol, binanceSymbols } from './binance-listing.js';
import type { Delivery, WireLiquidation } from './exchange.js';
import { type Market, nextFundingTime, type Quote } from './market.js';
import { decimal, rate } from './wire-text.js';

const DEFAULT_INTERVAL_HOURS = 8;

export interface Priced {
  readonly mark: string;
  readonly index: string;
  readonly last: string;
  readonly fundingRate: string;
  readonly fundingTime: number;
  readonly quote: Quote;
}

/** In the symbol's own units: per 1000 coins where its base says so. Dated futures have no funding. */
export function priced(market: Market, listed: BinanceSymbol): Priced | undefined {
  if (listed.asset === undefined) return undefined;
  const quote = market.quote('binance', listed.asset);
  const hours = listed.intervalHours ?? DEFAULT_INTERVAL_HOURS;
  const isDated = listed.contractType === 'CURRENT_QUARTER';
  return {
    mark: decimal(quote.mark * listed.multiplier, 13),
    index: decimal(quote.index * listed.multiplier, 13),
    last: decimal(quote.last * listed.multiplier, 7),
    fundingRate: isDated ? '' : rate((quote.rate8h * hours) / 8),
    fundingTime: isDated ? 0 : nextFundingTime(hours),
    quote,
  };
}

export function openInterestOf(listed: BinanceSymbol, { quote }: Priced): string {
  if (listed.family === 'CM') return ((quote.openInterest * quote.mark) / (listed.contractSize ?? 1) / 10).toFixed(0);
  const share = listed.quote === 'USDT' ? 1 : 0.05;
  return ((quote.openInterest * share) / listed.multiplier).toFixed(3);
}

export function volumeOf(listed: BinanceSymbol, { quote }: Priced): { readonly v: string; readonly q: string } {
  const share = listed.family === 'CM' ? 0.1 : listed.quote === 'USDT' ? 1 : 0.05;
  const usd = quote.volumeUsd * share;
  if (listed.family === 'CM') return { v: (usd / (listed.contractSize ?? 1)).toFixed(0), q: (usd / quote.mark).toFixed(8) };
  return { v: (usd / quote.mark / listed.multiplier).toFixed(3), q: usd.toFixed(2) };
}

function stOf(listed: BinanceSymbol): 1 | 2 {
  return listed.family === 'CM' ? 2 : 1;
}

function markPrice(market: Market, listed: BinanceSymbol): object | undefined {
  const prices = priced(market, listed);
  if (!prices) return undefined;
  return {
    e: 'markPriceUpdate',
    E: Date.now(),
    s: listed.symbol,
    p: prices.mark,
    ap: prices.mark,
    P: prices.mark,
    i: prices.index,
    r: prices.fundingRate,
    T: prices.fundingTime,
    st: stOf(listed),
  };
}

function ticker(market: Market, listed: BinanceSymbol): object | undefined {
  const prices = priced(market, listed);
  if (!prices) return undefined;
  const now = Date.now();
  const change = prices.quote.change24h;
  return {
    e: '24hrTicker',
    E: now,
    s: listed.symbol,
    ...(listed.family === 'CM' ? { ps: `${listed.base}USD` } : {}),
    p: decimal(Number(prices.last) * change, 5),
    P: (change * 100).toFixed(3),
    w: prices.last,
    c: prices.last,
    Q: '1',
    o: decimal(Number(prices.last) / (1 + change), 7),
    h: decimal(Number(prices.last) * 1.02, 7),
    l: decimal(Number(prices.last) * 0.98, 7),
    ...volumeOf(listed, prices),
    O: now - 86_400_000,
    C: now,
    F: 148927,
    L: 181349,
    n: 32423,
    st: stOf(listed),
  };
}

/** `btcusdt@markPrice@1s`, `btcusdt@ticker`: what that stream says now. */
export function symbolFrame(market: Market, topic: string): Delivery | undefined {
  const [, name = '', kind = ''] = /^([a-z0-9_]+)@(markPrice|ticker)(?:@1s)?$/.exec(topic) ?? [];
  const listed = binanceSymbols.get(name.toUpperCase());
  if (!listed) return undefined;
  const data = kind === 'ticker' ? ticker(market, listed) : markPrice(market, listed);
  return data && { topic, text: JSON.stringify({ stream: topic, data }) };
}

/** All-market streams push USD-M and COIN-M merged, the TradFi symbols in a frame of their own. */
export function arrayFrames(market: Market): readonly Delivery[] {
  const quoted = [...binanceSymbols.values()].filter(({ asset }) => asset !== undefined);
  const shards = [
    quoted.filter(({ contractType }) => contractType !== 'TRADIFI_PERPETUAL'),
    quoted.filter(({ contractType }) => contractType === 'TRADIFI_PERPETUAL'),
  ].filter((shard) => shard.length > 0);
  const frames = (topic: string, entry: (listed: BinanceSymbol) => object | undefined): readonly Delivery[] =>
    shards.map((shard) => ({
      topic,
      text: JSON.stringify({ stream: topic, data: shard.flatMap((listed) => entry(listed) ?? []) }),
    }));
  return [
    ...frames('!markPrice@arr@1s', (listed) => markPrice(market, listed)),
    ...frames('!markPrice@arr', (listed) => markPrice(market, listed)),
    ...frames('!ticker@arr', (listed) => ticker(market, listed)),
  ];
}

/** The side is the order's: SELL closes a long. The bankruptcy price lies 0.4 % beyond the fill. */
export function forceOrder(event: WireLiquidation): string {
  const isLong = event.side === 'long';
  const listed = binanceSymbols.get(event.symbol);
  const order = {
    s: event.symbol,
    S: isLong ? 'SELL' : 'BUY',
    o: 'LIMIT',
    f: 'IOC',
    q: event.size,
    p: decimal(Number(event.price) * (isLong ? 0.996 : 1.004), 7),
    ap: event.price,
    X: 'FILLED',
    l: event.size,
    z: event.size,
    T: event.time,
    ps: listed?.family === 'CM' ? `${listed.base}USD` : event.symbol,
    st: listed?.family === 'CM' ? 2 : 1,
  };
  return JSON.stringify({ stream: '!forceOrder@arr', data: { e: 'forceOrder', E: Date.now(), o: order } });
}
