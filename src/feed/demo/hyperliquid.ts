// As Hyperliquid writes: a context for every coin, by place or by name; of liquidations nothing.
import type { Quote } from './market.js';
import { decimal, inTurn, type Pen, type Writer } from './writer.js';

/** From the full hour to what a payment is stamped with. */
const SETTLED_LATE_MS = 48;

function context({ markPrice, indexPrice, fundingRate, openInterest, volume24hUsd }: Quote): unknown {
  return {
    funding: fundingRate.toFixed(10),
    openInterest: openInterest.toFixed(4),
    prevDayPx: decimal(indexPrice),
    dayNtlVlm: volume24hUsd.toFixed(6),
    premium: ((markPrice - indexPrice) / indexPrice).toFixed(10),
    oraclePx: decimal(indexPrice),
    markPx: decimal(markPrice),
    midPx: decimal(markPrice),
    impactPxs: [decimal(markPrice * 0.9999), decimal(markPrice * 1.0001)],
    dayBaseVlm: (volume24hUsd / markPrice).toFixed(4),
  };
}

function createWriter(): Writer {
  return {
    snapshot: (quotes) => [JSON.stringify({ channel: 'assetCtxs', data: { dex: '', ctxs: quotes.map(context) } })],
    update: (quotes, moment) =>
      inTurn(quotes, moment).map((quote) =>
        JSON.stringify({ channel: 'activeAssetCtx', data: { coin: quote.listing.symbol, ctx: context(quote) } }),
      ),
    liquidations: () => [],
  };
}

export const hyperliquidPen: Pen = {
  instrumentAnswers: (listings) => [
    JSON.stringify({
      universe: listings.map(({ symbol }) => ({ name: symbol, szDecimals: 2, maxLeverage: 10, marginTableId: 10 })),
      marginTables: [],
      collateralToken: 0,
    }),
  ],
  historyAnswer: ({ symbol: coin }, payments) =>
    JSON.stringify(
      payments.map(({ time, fundingRate }) => ({
        coin,
        fundingRate: fundingRate.toFixed(10),
        premium: (fundingRate * 8).toFixed(10),
        time: time + SETTLED_LATE_MS,
      })),
    ),
  createWriter,
};
