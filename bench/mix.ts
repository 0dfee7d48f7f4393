// What a minute of the default subscription brings: frames as they were captured, each kind as often as its exchange's
// documentation says it comes, for every perpetual's funding and three watched assets (about seven instruments on the large
// exchanges).
import { readFileSync } from 'node:fs';
import { type ExchangeId, exchangeIds, indexInstruments } from '../src/domain/instrument.js';
import type { ExchangeAdapter, ParseContext } from '../src/exchanges/adapter.js';
import { adapters } from '../src/exchanges/registry.js';
import { shippedInstruments } from '../src/exchanges/shipped.js';

export interface Frame {
  readonly kind: string;
  readonly adapter: ExchangeAdapter;
  readonly text: string;
  readonly context: ParseContext;
}

const RECEIVED_AT = 1_790_000_000_000;
/** Binance sends mark prices in two frames: crypto, and the rest. */
const MARKS_PER_FRAME = [744, 191];

const contexts = Object.fromEntries(
  exchangeIds.map((id) => [id, { receivedAt: RECEIVED_AT, instruments: indexInstruments(shippedInstruments(id)) }]),
) as Record<ExchangeId, ParseContext>;

export function captured(exchange: ExchangeId): readonly string[] {
  const lines = readFileSync(`test/fixtures/${exchange}.jsonl`, 'utf8').trim().split('\n');
  const frames = lines.map((line) => (JSON.parse(line) as { raw: unknown }).raw);
  return frames.map((raw) => (typeof raw === 'string' ? raw : JSON.stringify(raw))).filter((text) => text.startsWith('{'));
}

export function frameOf(exchange: ExchangeId, kind: string, text: string): Frame {
  return { kind, adapter: adapters[exchange], text, context: contexts[exchange] };
}

/** One captured mark price, repeated for as many listed symbols as the real frame holds. */
function markArrays(): readonly string[] {
  const one = captured('binance').find((text) => text.includes('"stream":"!markPrice@arr') && text.includes('"st":1'));
  const entry = /\[(\{.*\})\]/.exec(one ?? '')?.[1] ?? '';
  const symbol = /"s":"(\w+)"/.exec(entry)?.[1] ?? '';
  const listed = contexts.binance.instruments.all;
  return MARKS_PER_FRAME.map((count) => {
    const entries = listed.slice(0, count).map((instrument) => entry.replace(symbol, instrument.symbol));
    return `{"stream":"!markPrice@arr","data":[${entries.join(',')}]}`;
  });
}

interface Share {
  readonly kind: string;
  readonly exchange: ExchangeId;
  readonly perMinute: number;
  readonly texts: readonly string[];
}

function share(exchange: ExchangeId, kind: string, perMinute: number, wanted: RegExp): Share {
  return { kind, exchange, perMinute, texts: captured(exchange).filter((text) => wanted.test(text)) };
}

const shares: readonly Share[] = [
  { kind: 'mark prices, whole market', exchange: 'binance', perMinute: 40, texts: markArrays() },
  share('binance', 'mark price', 7 * 60, /"stream":"\w+@markPrice/),
  share('binance', '24 h ticker', 7 * 30, /"stream":"\w+@ticker/),
  share('binance', 'liquidation', 60, /forceOrder/),
  share('bybit', 'ticker delta', 7 * 600, /"topic":"tickers\.[^"]*","type":"delta"/),
  share('bybit', 'liquidation', 60, /allLiquidation/),
  share('okx', 'funding rate', 5 * 60, /"channel":"funding-rate"/),
  share('okx', 'mark price', 7 * 300, /"channel":"mark-price"/),
  share('okx', 'index', 3 * 300, /"channel":"index-tickers"/),
  share('okx', 'ticker', 7 * 300, /"channel":"tickers","instId":"[^"]*-SWAP"/),
  share('okx', 'open interest', 7 * 20, /"channel":"open-interest"/),
  share('okx', 'liquidation', 60, /liquidation-orders/),
  share('deribit', 'ticker', 6 * 300 + 25 * 40, /"channel":"ticker\.[^"]*PERPETUAL/),
  share('deribit', 'trades', 5 * 60, /"channel":"trades\.[^"]*PERPETUAL/),
  share('hyperliquid', 'context', 3 * 60, /"channel":"activeAssetCtx"/),
  share('hyperliquid', 'contexts, whole market', 12, /"channel":"allDexsAssetCtxs"/),
  share('dydx', 'markets', 4 * 60, /"channel":"v4_markets"/),
  share('dydx', 'trades', 5 * 60, /"type":"channel_(batch_)?data".*"channel":"v4_trades"/),
];

/** Shuffled evenly: every kind at its own rhythm through the minute. */
export function defaultMinute(): readonly Frame[] {
  const timed = shares.flatMap(({ kind, exchange, perMinute, texts }) => {
    if (texts.length === 0) throw new Error(`no captured frame for ${exchange}, ${kind}`);
    return Array.from({ length: perMinute }, (_, index) => ({
      at: index / perMinute,
      frame: frameOf(exchange, `${exchange}, ${kind}`, texts[index % texts.length] ?? ''),
    }));
  });
  return timed.sort((a, b) => a.at - b.at).map(({ frame }) => frame);
}
