// What a minute of the default subscription brings: every perpetual's funding, every liquidation of the market, and three
// watched assets (about seven instruments on the large exchanges). The frames were captured; how often each kind comes is the
// cadence its exchange documents, at its ceiling where that is all there is (a calm market sends less, and fewer of the
// expensive kinds):
// - Binance: all mark prices every 3 s, in two frames of 744 and 191 entries; mark price of a watched symbol 1/s, ticker 1/2 s.
// - Bybit: a ticker at most every 100 ms; every second one of best quotes only, as among the captured.
// - OKX: mark price at most every 200 ms, index and ticker every 100 ms (half of that is the most that was seen), open interest
//   every 3 s, funding of each swap once a minute.
// - Deribit: watched tickers at most every 100 ms (half of that, as above), the others batched to one each 1 to 2 s.
// - Hyperliquid: a watched coin about once a second, the main dex every 5 s.
// - dYdX: batched markets at most every 250 ms; trades of 128 markets.
// Liquidations: one a second where the dossiers say up to that in a calm market; a few among the trades of Deribit and dYdX.
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
/** From one listed symbol to the next, so that prices have from one to six digits before the point. */
const PRICE_STEP = 1.015;

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

/** One captured mark price, as each listed symbol would have it; symbols come round again where too few are listed. */
function markArrays(): readonly string[] {
  const one = captured('binance').find((text) => text.includes('"stream":"!markPrice@arr') && text.includes('"st":1'));
  const entry = /\[(\{.*\})\]/.exec(one ?? '')?.[1] ?? '';
  const symbol = /"s":"(\w+)"/.exec(entry)?.[1] ?? '';
  const listed = contexts.binance.instruments.all;
  let place = 0;
  return MARKS_PER_FRAME.map((count) => {
    const entries = Array.from({ length: count }, () => {
      const scale = PRICE_STEP ** (place % listed.length);
      const name = listed[place++ % listed.length]?.symbol ?? symbol;
      const priced = entry.replace(/"(\d+\.\d{8})"/g, (_, price) => `"${(Number(price) / scale).toFixed(8)}"`);
      return priced.replace(/"r":"[^"]*"/, '"r":"0.00008359"').replace(symbol, name);
    });
    return `{"stream":"!markPrice@arr","data":[${entries.join(',')}]}`;
  });
}

/** What is subscribed is the main dex; captured was the frame of all of them, in which it is the first. */
function mainDexContexts(): readonly string[] {
  return captured('hyperliquid')
    .filter((text) => text.includes('"channel":"allDexsAssetCtxs"'))
    .map((text) => {
      const { data }: { data: { ctxs: [string, unknown[]][] } } = JSON.parse(text);
      return JSON.stringify({ channel: 'assetCtxs', data: { dex: '', ctxs: data.ctxs[0]?.[1] } });
    });
}

interface Share {
  readonly kind: string;
  readonly exchange: ExchangeId;
  readonly perMinute: number;
  readonly texts: readonly string[];
}

function bringsRecords(exchange: ExchangeId, text: string): boolean {
  const parsed = adapters[exchange].parse(text, contexts[exchange]);
  return parsed.kind === 'records' && parsed.records.length > 0 && parsed.faults === undefined;
}

/** Captured frames of one kind. Those of instruments that are not followed now, dated futures above all, are not subscribed. */
function share(exchange: ExchangeId, kind: string, perMinute: number, wanted: RegExp): Share {
  const texts = captured(exchange).filter((text) => wanted.test(text) && bringsRecords(exchange, text));
  return { kind, exchange, perMinute, texts };
}

/** Captured frames that are subscribed and bring nothing. */
function idleShare(exchange: ExchangeId, kind: string, perMinute: number, wanted: RegExp): Share {
  const texts = captured(exchange).filter((text) => wanted.test(text) && !bringsRecords(exchange, text));
  return { kind, exchange, perMinute, texts };
}

const bybitDelta = /"topic":"tickers\.[^"]*","type":"delta"/;
const deribitTrades = /"channel":"trades\.[^"]*PERPETUAL/;
const dydxTrades = /"type":"channel_(batch_)?data".*"channel":"v4_trades"/;

const shares: readonly Share[] = [
  { kind: 'mark prices, whole market', exchange: 'binance', perMinute: 40, texts: markArrays() },
  share('binance', 'mark price', 7 * 60, /"stream":"\w+@markPrice/),
  share('binance', '24 h ticker', 7 * 30, /"stream":"\w+@ticker/),
  share('binance', 'liquidation', 60, /"stream":.*forceOrder/),
  share('bybit', 'ticker delta', 7 * 300, bybitDelta),
  idleShare('bybit', 'ticker delta, best quotes only', 7 * 300, bybitDelta),
  share('bybit', 'liquidation', 60, /allLiquidation/),
  share('okx', 'funding rate', 5 * 60, /"channel":"funding-rate"/),
  share('okx', 'mark price', 7 * 300, /"channel":"mark-price"/),
  share('okx', 'index', 3 * 300, /"channel":"index-tickers"/),
  share('okx', 'ticker', 7 * 300, /"channel":"tickers","instId":"[^"]*-SWAP"/),
  share('okx', 'open interest', 7 * 20, /"channel":"open-interest"/),
  share('okx', 'liquidation', 60, /liquidation-orders/),
  share('deribit', 'ticker', 6 * 300 + 25 * 40, /"channel":"ticker\.[^"]*PERPETUAL/),
  idleShare('deribit', 'trades', 5 * 60, deribitTrades),
  share('deribit', 'liquidation', 10, deribitTrades),
  share('hyperliquid', 'context', 3 * 60, /"channel":"activeAssetCtx"/),
  { kind: 'contexts, main dex', exchange: 'hyperliquid', perMinute: 12, texts: mainDexContexts() },
  share('dydx', 'markets', 4 * 60, /"channel":"v4_markets"/),
  idleShare('dydx', 'trades', 5 * 60, dydxTrades),
  share('dydx', 'liquidation', 10, dydxTrades),
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
