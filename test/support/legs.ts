import { type ExchangeId, instrumentKey } from '../../src/domain/instrument.js';
import type { Leg } from '../../src/market/pair-economics.js';
import { nativeSymbol, START } from './market-records.js';

/** A fresh perpetual of SOL that can be paired; `fundingRate` is per `fundingIntervalHours`. */
export function leg(exchange: ExchangeId, fundingRate: number, fields: Partial<Leg> = {}): Leg {
  const symbol = fields.symbol ?? nativeSymbol('SOLUSDT');
  const hours = fields.fundingIntervalHours ?? 8;
  return {
    key: instrumentKey(exchange, symbol),
    exchange,
    symbol,
    asset: 'SOL',
    quote: 'USDT',
    fundingRate,
    fundingIntervalHours: hours,
    rate8h: (fundingRate * 8) / hours,
    history: [],
    historyEveryMs: 2_000,
    receivedAt: START,
    isStale: false,
    ...fields,
  };
}
