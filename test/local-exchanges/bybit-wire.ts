// What Bybit lists here, and its frames written from the market.
import type { Delivery, WireLiquidation } from './exchange.js';
import { type Market, marketAssets, nextFundingTime } from './market.js';
import { allLiquidationRows } from './recordings.js';
import { decimal, rate } from './wire-text.js';

export type Category = 'linear' | 'inverse';

export interface BybitSymbol {
  readonly symbol: string;
  readonly category: Category;
  readonly contractType: 'LinearPerpetual' | 'InversePerpetual' | 'LinearFutures' | 'InverseFutures';
  readonly base: string;
  readonly quote: string;
  readonly settle: string;
  readonly asset?: string;
  readonly multiplier: number;
  readonly intervalHours: number;
}

const intervals: Readonly<Record<string, number>> = { HYPEUSDT: 4, TRUMPUSDT: 4, ALGOUSDT: 4, NEARUSDT: 1 };

function linear(symbol: string, base: string, quote = 'USDT'): BybitSymbol {
  const plain = base.replace(/^1000/, '').replace(/1000$/, '');
  return {
    symbol,
    category: 'linear',
    contractType: 'LinearPerpetual',
    base,
    quote,
    settle: quote,
    ...(marketAssets.some((asset) => asset === plain) ? { asset: plain } : {}),
    multiplier: plain === base ? 1 : 1000,
    intervalHours: intervals[symbol] ?? 8,
  };
}

function inverse(base: string): BybitSymbol {
  const place = { symbol: `${base}USD`, category: 'inverse', contractType: 'InversePerpetual', base, quote: 'USD' } as const;
  return { ...place, settle: base, asset: base, multiplier: 1, intervalHours: 8 };
}

function list(): readonly BybitSymbol[] {
  const bases = new Set([
    ...marketAssets.map((asset) => (asset === 'PEPE' ? '1000PEPE' : asset)),
    ...allLiquidationRows().map(({ symbol }) => symbol.replace(/USDT$/, '')),
    // Of the captured frames.
    ...['PIPPIN', 'ROSE', 'ICP', 'MARSCOIN', 'STRK', 'GALA'],
  ]);
  return [
    ...[...bases].map((base) => linear(`${base}USDT`, base)),
    linear('SHIB1000USDT', 'SHIB1000'),
    linear('BTCPERP', 'BTC', 'USDC'),
    linear('ETHPERP', 'ETH', 'USDC'),
    { ...linear('BTC-25DEC26', 'BTC', 'USDC'), contractType: 'LinearFutures' },
    ...['BTC', 'ETH', 'XRP'].map(inverse),
    { ...inverse('BTC'), symbol: 'BTCUSDZ26', contractType: 'InverseFutures' },
  ];
}

export const bybitSymbols: Readonly<Record<Category, ReadonlyMap<string, BybitSymbol>>> = {
  linear: new Map(list().flatMap((entry) => (entry.category === 'linear' ? [[entry.symbol, entry] as const] : []))),
  inverse: new Map(list().flatMap((entry) => (entry.category === 'inverse' ? [[entry.symbol, entry] as const] : []))),
};

/** All the fields of a ticker. `openInterest` counts both sides and is twice `singleOpenInterest`. */
export function tickerFields(market: Market, listed: BybitSymbol): Readonly<Record<string, string>> {
  const isDated = listed.contractType.endsWith('Futures');
  const asset = listed.asset;
  if (asset === undefined) return { symbol: listed.symbol };
  const quote = market.quote('bybit', asset);
  const share = listed.category === 'inverse' ? 0.08 : listed.quote === 'USDC' ? 0.04 : 1;
  const unitPrice = quote.mark * listed.multiplier;
  const coins = (quote.openInterest * share) / listed.multiplier;
  const openInterestUsd = coins * unitPrice;
  const volumeUsd = quote.volumeUsd * share;
  // Inverse counts in USD and values in coins, the other way round from linear.
  const [size, value] = listed.category === 'inverse' ? [openInterestUsd, coins] : [coins, openInterestUsd];
  const [volume, turnover] =
    listed.category === 'inverse' ? [volumeUsd, volumeUsd / unitPrice] : [volumeUsd / unitPrice, volumeUsd];
  return {
    symbol: listed.symbol,
    tickDirection: 'PlusTick',
    price24hPcnt: quote.change24h.toFixed(6),
    lastPrice: decimal(quote.last * listed.multiplier, 7),
    prevPrice24h: decimal(unitPrice / (1 + quote.change24h), 7),
    highPrice24h: decimal(unitPrice * 1.02, 7),
    lowPrice24h: decimal(unitPrice * 0.97, 7),
    prevPrice1h: decimal(unitPrice, 7),
    markPrice: decimal(unitPrice, 7),
    indexPrice: decimal(quote.index * listed.multiplier, 7),
    openInterest: (size * 2).toFixed(3),
    openInterestValue: (value * 2).toFixed(2),
    singleOpenInterest: size.toFixed(3),
    singleOpenInterestValue: value.toFixed(2),
    turnover24h: turnover.toFixed(4),
    volume24h: volume.toFixed(4),
    ...(isDated
      ? { deliveryTime: '2026-12-25T08:00:00Z', basisRate: '0.01', nextFundingTime: '', fundingRate: '' }
      : {
          fundingIntervalHour: String(listed.intervalHours),
          fundingCap: '0.005',
          nextFundingTime: String(nextFundingTime(listed.intervalHours)),
          fundingRate: rate((quote.rate8h * listed.intervalHours) / 8),
        }),
    bid1Price: decimal(unitPrice * 0.99999, 7),
    bid1Size: '3.5',
    ask1Price: decimal(unitPrice * 1.00001, 7),
    ask1Size: '2.1',
  };
}

export function tickerFrame(type: 'snapshot' | 'delta', data: Readonly<Record<string, string>>): Delivery {
  const topic = `tickers.${data['symbol']}`;
  const ts = Date.now();
  return { topic, text: JSON.stringify({ topic, type, data, cs: ts * 7, ts }) };
}

/** The side is the position's: Buy is a liquidated long. The price is the bankruptcy price. */
export function allLiquidation(event: WireLiquidation): Delivery {
  const topic = `allLiquidation.${event.symbol}`;
  const entry = { T: event.time, s: event.symbol, S: event.side === 'long' ? 'Buy' : 'Sell', v: event.size, p: event.price };
  return { topic, text: JSON.stringify({ topic, type: 'snapshot', ts: Date.now(), data: [entry] }) };
}
