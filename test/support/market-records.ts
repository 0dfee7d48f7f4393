import type { ExchangeId, NativeSymbol } from '../../src/domain/instrument.js';
import type { FeedState, Liquidation, Ticker } from '../../src/domain/record.js';

/** A moment on a full minute, far from any settlement. */
export const START = 1_700_000_040_000;

export function nativeSymbol(text: string): NativeSymbol {
  return text as NativeSymbol;
}

export function ticker(exchange: ExchangeId, asset: string, fields: Partial<Ticker> = {}): Ticker {
  const receivedAt = fields.receivedAt ?? START;
  return {
    type: 'ticker',
    exchange,
    symbol: nativeSymbol(`${asset}USDT`),
    asset,
    quote: 'USDT',
    time: receivedAt,
    receivedAt,
    ...fields,
  };
}

export function liquidation(id: string, fields: Partial<Liquidation> = {}): Liquidation {
  const asset = fields.asset ?? 'BTC';
  const receivedAt = fields.receivedAt ?? START;
  return {
    type: 'liquidation',
    id,
    exchange: 'bybit',
    symbol: nativeSymbol(`${asset}USDT`),
    asset,
    quote: 'USDT',
    time: receivedAt,
    receivedAt,
    side: 'long',
    price: 50_000,
    size: 0.02,
    notionalUsd: 1_000,
    ...fields,
  };
}

export function feedState(
  exchange: ExchangeId,
  state: FeedState['state'],
  time = START,
  fields: Partial<FeedState> = {},
): FeedState {
  return { type: 'feed', exchange, state, time, ...fields };
}
