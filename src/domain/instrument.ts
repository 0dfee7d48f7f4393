export const exchangeIds = ['binance', 'bybit', 'okx', 'deribit', 'hyperliquid', 'dydx'] as const;
export type ExchangeId = (typeof exchangeIds)[number];

export function isExchangeId(text: string): text is ExchangeId {
  return (exchangeIds as readonly string[]).includes(text);
}

declare const brand: unique symbol;
/** The exchange's own spelling, free of control characters: `wire.symbol` is the only maker. */
export type NativeSymbol = string & { readonly [brand]: 'NativeSymbol' };
/** `bybit:BTCUSDT`: unique over all exchanges. */
export type InstrumentKey = string & { readonly [brand]: 'InstrumentKey' };

export function instrumentKey(exchange: ExchangeId, symbol: NativeSymbol): InstrumentKey {
  return `${exchange}:${symbol}` as InstrumentKey;
}

/** One perpetual, as its exchange lists it. Dated futures and options are never instruments here. */
export interface Instrument {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  /** Canonical base coin, upper case, multiplier taken out: `PEPE` for `1000PEPEUSDT` and `kPEPE`. */
  readonly asset: string;
  /** `USDT`, `USDC`, `USD` … */
  readonly quote: string;
  readonly kind: 'linear' | 'inverse';
  /** Of one contract. Linear: units of the symbol's base coin; inverse: USD. 1 where the exchange counts in those units already. */
  readonly contractSize: number;
  /** Coins of `asset` in one unit of the symbol's base coin: 1000 for `1000PEPEUSDT`, else 1. */
  readonly multiplier: number;
  /** Absent while the exchange has not told it. */
  readonly fundingIntervalHours?: number;
  /** Limits of the funding rate, fractions per interval, where the exchange publishes them; the floor is mostly negative. */
  readonly fundingRateCap?: number;
  readonly fundingRateFloor?: number;
  /** False while listed but halted, settling or delisted: not subscribed, and its leftovers on all-market streams are dropped. */
  readonly isTrading: boolean;
  /** Id of its index feed where that differs from the symbol (OKX `BTC-USDT`, Binance COIN-M pair `BTCUSD`). */
  readonly indexSymbol?: string;
  /** Place in feeds that name no symbol (Hyperliquid `universe`). */
  readonly position?: number;
}

export interface InstrumentIndex {
  readonly all: readonly Instrument[];
  readonly get: (symbol: string) => Instrument | undefined;
  readonly at: (position: number) => Instrument | undefined;
  readonly byIndex: (indexSymbol: string) => readonly Instrument[];
}

export function indexInstruments(all: readonly Instrument[]): InstrumentIndex {
  const bySymbol = new Map<string, Instrument>();
  const byPosition = new Map<number, Instrument>();
  const byIndexSymbol = new Map<string, Instrument[]>();
  for (const instrument of all) {
    bySymbol.set(instrument.symbol, instrument);
    if (instrument.position !== undefined) byPosition.set(instrument.position, instrument);
    if (instrument.indexSymbol !== undefined) {
      const sharing = byIndexSymbol.get(instrument.indexSymbol);
      if (sharing) sharing.push(instrument);
      else byIndexSymbol.set(instrument.indexSymbol, [instrument]);
    }
  }
  const none: readonly Instrument[] = [];
  return {
    all,
    get: (symbol) => bySymbol.get(symbol),
    at: (position) => byPosition.get(position),
    byIndex: (indexSymbol) => byIndexSymbol.get(indexSymbol) ?? none,
  };
}
