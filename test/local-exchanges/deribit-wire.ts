// What Deribit lists here, and its frames written from the market.
import type { Delivery, WireLiquidation } from './exchange.js';
import { type Market, marketAssets } from './market.js';

export interface DeribitInstrument {
  readonly name: string;
  readonly kind: 'future' | 'option';
  readonly isPerpetual: boolean;
  readonly isActive: boolean;
  readonly isInverse: boolean;
  readonly base: string;
  readonly settlement: string;
  readonly contractSize: number;
  readonly asset?: string;
}

function inverse(base: string, contractSize: number, name = `${base}-PERPETUAL`): DeribitInstrument {
  const isPerpetual = name.endsWith('-PERPETUAL');
  return {
    name,
    kind: 'future',
    isPerpetual,
    isActive: true,
    isInverse: true,
    base,
    settlement: base,
    contractSize,
    asset: base,
  };
}

function linear(base: string): DeribitInstrument {
  const name = `${base}_USDC-PERPETUAL`;
  const place = { name, kind: 'future', isPerpetual: true, isActive: true, isInverse: false } as const;
  return { ...place, base, settlement: 'USDC', contractSize: base === 'BTC' ? 0.0001 : 0.01, asset: base };
}

export const deribitInstruments: ReadonlyMap<string, DeribitInstrument> = new Map(
  [
    inverse('BTC', 10),
    inverse('ETH', 1),
    inverse('BTC', 10, 'BTC-25DEC26'),
    ...marketAssets.filter((asset) => asset !== 'PEPE').map(linear),
    { ...linear('MATIC'), isActive: false },
  ].map((listed) => [listed.name, listed]),
);

const FAR_FUTURE = 32_503_708_800_000;

export function instrumentRow(listed: DeribitInstrument, index: number): object {
  const type = listed.isInverse ? 'reversed' : 'linear';
  return {
    price_index: `${listed.base.toLowerCase()}_${listed.isInverse ? 'usd' : 'usdc'}`,
    kind: listed.kind,
    instrument_name: listed.name,
    max_leverage: 50,
    maker_commission: 0.0,
    taker_commission: 0.0005,
    instrument_type: type,
    expiration_timestamp: listed.isPerpetual ? FAR_FUTURE : Date.parse('2026-12-25T08:00:00Z'),
    creation_timestamp: 1_534_167_754_000,
    is_active: listed.isActive,
    tick_size: 0.5,
    contract_size: listed.contractSize,
    instrument_id: 124_972 + index,
    min_trade_amount: listed.contractSize,
    future_type: type,
    max_liquidation_commission: 0.0075,
    settlement_currency: listed.settlement,
    settlement_period: listed.isPerpetual ? 'perpetual' : 'month',
    base_currency: listed.base,
    counter_currency: listed.isInverse ? 'USD' : 'USDC',
    quote_currency: listed.isInverse ? 'USD' : 'USDC',
    tick_size_steps: [],
  };
}

function rounded(value: number, digits = 8): number {
  return Number(value.toPrecision(digits));
}

/** `current_funding` is 0 inside the damper; `funding_8h` is what was charged. Dated futures have neither. */
function funding(rate8h: number): object {
  const damper = 0.00025;
  const current = Math.max(damper, rate8h) + Math.min(-damper, rate8h);
  return { current_funding: rounded(current), funding_8h: Number(rate8h.toFixed(8)) };
}

export function ticker(market: Market, listed: DeribitInstrument): object | undefined {
  if (listed.asset === undefined || !listed.isActive) return undefined;
  const quote = market.quote('deribit', listed.asset);
  const share = listed.isInverse ? 1 : 0.2;
  const openInterest = listed.isInverse ? quote.openInterest * quote.mark : quote.openInterest * share;
  const volumeUsd = quote.volumeUsd * share;
  return {
    timestamp: Date.now(),
    state: 'open',
    stats: {
      high: rounded(quote.last * 1.02),
      low: rounded(quote.last * 0.97),
      price_change: rounded(quote.change24h * 100, 5),
      volume: rounded(volumeUsd / quote.mark),
      volume_usd: rounded(volumeUsd),
      volume_notional: rounded(volumeUsd),
    },
    index_price: rounded(quote.index),
    instrument_name: listed.name,
    last_price: rounded(quote.last),
    settlement_price: rounded(quote.index),
    min_price: rounded(quote.mark * 0.985),
    max_price: rounded(quote.mark * 1.015),
    open_interest: rounded(openInterest),
    mark_price: rounded(quote.mark),
    ...(listed.isPerpetual ? { interest_value: 0.0028213400122472977 } : {}),
    best_ask_price: rounded(quote.last * 1.00001),
    best_bid_price: rounded(quote.last * 0.99999),
    estimated_delivery_price: rounded(quote.index),
    best_ask_amount: 186520.0,
    best_bid_amount: 117660.0,
    ...(listed.isPerpetual ? funding(quote.rate8h) : {}),
  };
}

export function bookSummary(market: Market, listed: DeribitInstrument): object | undefined {
  if (listed.asset === undefined || !listed.isActive) return undefined;
  const quote = market.quote('deribit', listed.asset);
  const share = listed.isInverse ? 1 : 0.2;
  return {
    instrument_name: listed.name,
    base_currency: listed.base,
    quote_currency: listed.isInverse ? 'USD' : 'USDC',
    mark_price: rounded(quote.mark),
    estimated_delivery_price: rounded(quote.index),
    open_interest: rounded(listed.isInverse ? quote.openInterest * quote.mark : quote.openInterest * share),
    last: rounded(quote.last),
    high: rounded(quote.last * 1.02),
    low: rounded(quote.last * 0.97),
    mid_price: rounded(quote.last),
    bid_price: rounded(quote.last),
    ask_price: rounded(quote.last),
    price_change: rounded(quote.change24h * 100, 5),
    volume: rounded((quote.volumeUsd * share) / quote.mark),
    volume_usd: rounded(quote.volumeUsd * share),
    volume_notional: rounded(quote.volumeUsd * share),
    creation_timestamp: Date.now(),
    ...(listed.isPerpetual ? funding(quote.rate8h) : {}),
  };
}

export function notification(channel: string, data: unknown): Delivery {
  return { topic: channel, text: JSON.stringify({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } }) };
}

let tradeSequence = 271_252_854;

/** A trade whose taker was liquidated: its direction is the forced order's. */
export function liquidationTrade(event: WireLiquidation): object {
  tradeSequence += 1;
  const listed = deribitInstruments.get(event.symbol);
  const amount = Number(event.size);
  return {
    timestamp: event.time,
    price: Number(event.price),
    amount,
    direction: event.side === 'long' ? 'sell' : 'buy',
    index_price: Number(event.price),
    instrument_name: event.symbol,
    trade_seq: tradeSequence,
    mark_price: Number(event.price),
    tick_direction: 2,
    contracts: amount / (listed?.contractSize ?? 1),
    liquidation: 'T',
    trade_id: `${listed?.isInverse === false ? 'USDC-' : ''}${tradeSequence}`,
  };
}

const INTERVALS = ['raw', '100ms', 'agg2'];

/** Every channel that carries a trade of the instrument. */
export function tradeChannels(instrument: string): readonly string[] {
  const listed = deribitInstruments.get(instrument);
  if (!listed) return [];
  const scopes = [listed.name, 'future.any', `future.${listed.settlement}`];
  return scopes.flatMap((scope) => INTERVALS.map((interval) => `trades.${scope}.${interval}`));
}

export function isChannel(channel: string): boolean {
  const ticker = /^(?:ticker|book|perpetual|trades)\.([^.]+)\.(?:raw|100ms|agg2)$/.exec(channel);
  if (ticker) return deribitInstruments.has(ticker[1] ?? '');
  if (/^quote\.([^.]+)$/.test(channel)) return deribitInstruments.has(channel.slice(6));
  if (/^instrument\.state\.(?:future|any)\.(?:any|BTC|ETH|USDC)$/.test(channel)) return true;
  return /^trades\.future\.(?:any|BTC|ETH|USDC|USDT|EURR)\.(?:raw|100ms|agg2)$/.test(channel);
}
