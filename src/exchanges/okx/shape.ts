// All that is read of the frames of each channel.
import { decimal, fields, listOf, names, type Wanted } from '../wanted.js';

const symbols = names(4096);
const words = names(64);
const arg = fields((take) => ({ channel: take(words) }));

function frameOf(row: Wanted): Wanted {
  const rows = listOf(row);
  return fields((take) => ({ arg: take(arg), data: take(rows) }));
}

/** The channels that send several times a second. */
export const priceChannel = /\{"arg":\{"channel":"(?:mark-price|index-tickers|tickers)"/y;
export const priceFrame = frameOf(
  fields((take) => ({
    instId: take(symbols),
    instType: take(words),
    ts: take(decimal),
    markPx: take(decimal),
    idxPx: take(decimal),
    last: take(decimal),
    volCcy24h: take(decimal),
    vol24h: take(decimal),
  })),
);

const detail = fields((take) => ({
  ts: take(decimal),
  posSide: take(words),
  side: take(words),
  sz: take(decimal),
  bkPx: take(decimal),
}));
const details = listOf(detail);
/** The others: funding, open interest, liquidations. */
export const slowFrame = frameOf(
  fields((take) => ({
    instId: take(symbols),
    instType: take(words),
    ts: take(decimal),
    oi: take(decimal),
    oiCcy: take(decimal),
    oiUsd: take(decimal),
    fundingRate: take(decimal),
    fundingTime: take(decimal),
    nextFundingTime: take(decimal),
    nextFundingRate: take(decimal),
    settState: take(words),
    settFundingRate: take(decimal),
    details: take(details),
  })),
);
