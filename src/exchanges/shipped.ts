// Instruments known at release time: what `decode` falls back on when it is given no list of the exchange's own.
// The live feed never uses it: there the exchange is asked.
import type { ExchangeId, Instrument, NativeSymbol } from '../domain/instrument.js';
import binance from './shipped/binance.json' with { type: 'json' };
import bybit from './shipped/bybit.json' with { type: 'json' };
import deribit from './shipped/deribit.json' with { type: 'json' };
import dydx from './shipped/dydx.json' with { type: 'json' };
import hyperliquid from './shipped/hyperliquid.json' with { type: 'json' };
import okx from './shipped/okx.json' with { type: 'json' };

/** `inverse`, `contractSize` 1, `multiplier` 1 and unknown values are left out of a row. */
interface ShippedRow {
  readonly symbol: string;
  readonly asset: string;
  readonly quote: string;
  readonly inverse?: boolean;
  readonly contractSize?: number;
  readonly multiplier?: number;
  readonly fundingIntervalHours?: number;
  readonly indexSymbol?: string;
  readonly position?: number;
}

const lists: Readonly<Record<ExchangeId, readonly ShippedRow[]>> = { binance, bybit, okx, deribit, hyperliquid, dydx };

export function shippedInstruments(exchange: ExchangeId): readonly Instrument[] {
  return lists[exchange].map(({ symbol, inverse, contractSize, multiplier, ...rest }) => ({
    exchange,
    symbol: symbol as NativeSymbol,
    kind: inverse ? 'inverse' : 'linear',
    contractSize: contractSize ?? 1,
    multiplier: multiplier ?? 1,
    isTrading: true,
    ...rest,
  }));
}
