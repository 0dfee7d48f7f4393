// Hyperliquid's universe here (every coin of the main dex, as recorded) and its contexts written from the market.
import { hyperliquidSnapshot, type Market, marketAssets, type Snapshot } from './market.js';
import { decimal, rate } from './wire-text.js';

const universe: readonly Snapshot[] = hyperliquidSnapshot();
/** Delisted coins keep their place and their contexts, with nothing in them. */
const DELISTED = ['MATIC', 'FTM', 'RNDR', 'MKR', 'HPOS', 'RLB', 'UNIBOT', 'OX', 'FRIEND', 'SHIA', 'PANDORA', 'NFTI', 'AI16Z'];

export const coins: readonly string[] = universe.map(({ coin }) => coin);

export function isListed(coin: string): boolean {
  return coins.includes(coin) && !DELISTED.includes(coin);
}

export function meta(): object {
  return {
    universe: universe.map(({ coin }) => ({
      szDecimals: 2,
      name: coin,
      maxLeverage: coin === 'BTC' ? 40 : 10,
      marginTableId: 10,
      ...(DELISTED.includes(coin) ? { isDelisted: true } : {}),
    })),
    marginTables: [],
    collateralToken: 0,
  };
}

export function context(market: Market, coin: string): object {
  const row = universe.find((entry) => entry.coin === coin);
  const asset = marketAssets.find((name) => name === coin || `k${name}` === coin);
  const units = asset !== undefined && coin === `k${asset}` ? 1000 : 1;
  const quote = asset === undefined ? undefined : market.quote('hyperliquid', asset);
  const mark = quote ? quote.mark * units : (row?.markPrice ?? 1);
  const isDelisted = DELISTED.includes(coin);
  const openInterest = quote ? quote.openInterest / units : 250_000 / mark;
  const markPx = decimal(mark, 6);
  return {
    funding: rate(quote ? quote.rate8h / 8 : (row?.hourlyRate ?? 0), 10),
    openInterest: isDelisted ? '0.0' : openInterest.toFixed(4),
    prevDayPx: decimal(mark / (1 + (quote?.change24h ?? 0)), 6),
    dayNtlVlm: isDelisted ? '0.0' : (quote?.volumeUsd ?? 120_000).toFixed(8),
    premium: isDelisted ? null : rate(quote ? quote.rate8h / 2 : 0, 10),
    oraclePx: decimal(quote ? quote.index * units : mark, 6),
    markPx,
    midPx: isDelisted ? null : markPx,
    impactPxs: isDelisted ? null : [markPx, markPx],
    dayBaseVlm: isDelisted ? '0.0' : ((quote?.volumeUsd ?? 120_000) / mark).toFixed(4),
  };
}

export function contexts(market: Market): readonly object[] {
  return coins.map((coin) => context(market, coin));
}

export function contextFrame(market: Market, coin: string): string {
  return JSON.stringify({ channel: 'activeAssetCtx', data: { coin, ctx: context(market, coin) } });
}

export function dexFrame(market: Market): string {
  return JSON.stringify({ channel: 'assetCtxs', data: { dex: '', ctxs: contexts(market) } });
}

export function allDexsFrame(market: Market): string {
  return JSON.stringify({ channel: 'allDexsAssetCtxs', data: { ctxs: [['', contexts(market)]] } });
}
