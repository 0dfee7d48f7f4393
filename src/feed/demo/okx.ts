// As OKX writes: a channel for everything, an id for every instrument, and all amounts in contracts.
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import { byListing, decimal, inTurn, type Moment, type Pen, type Writer } from './writer.js';

const OPEN_INTEREST_SECONDS = 3;
/** The exchange's own pace is 30 to 90 s; here a rate is to be seen moving, and not to lag behind those of the others. */
const FUNDING_SECONDS = 2;
/** Fractions of contracts are traded. */
const CONTRACT_DIGITS = 2;
const SMALLEST_ORDER = 0.01;

const indexOf = ({ base, quote }: Listing): string => `${base}-${quote}`;

function instrumentRow(listing: Listing): unknown {
  const { symbol, base, quote, isInverse, contractSize } = listing;
  const family = indexOf(listing);
  return {
    instType: 'SWAP',
    instId: symbol,
    instFamily: family,
    uly: family,
    baseCcy: '',
    quoteCcy: '',
    settleCcy: isInverse ? base : quote,
    ctType: isInverse ? 'inverse' : 'linear',
    ctVal: decimalPlain(contractSize),
    ctMult: '1',
    ctValCcy: isInverse ? 'USD' : base,
    expTime: '',
    lotSz: '0.01',
    minSz: '0.01',
    state: 'live',
    ruleType: 'normal',
  };
}

function decimalPlain(value: number): string {
  return value < 1 ? value.toFixed(4).replace(/0+$/, '') : value.toFixed(0);
}

function frame(channel: string, instId: string, row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ arg: { channel, instId }, data: [{ instId, ...row }] });
}

function contracts({ isInverse, contractSize }: Listing, usd: number, price: number): number {
  return isInverse ? usd / contractSize : usd / price / contractSize;
}

function markPrice({ listing, markPrice: price }: Quote, { time }: Moment): string {
  return frame('mark-price', listing.symbol, { instType: 'SWAP', markPx: decimal(price), ts: String(time) });
}

function indexTicker({ listing, indexPrice }: Quote, { time }: Moment): string {
  return frame('index-tickers', indexOf(listing), { idxPx: decimal(indexPrice), ts: String(time) });
}

function ticker({ listing, lastPrice, volume24hUsd }: Quote, { time }: Moment): string {
  const amount = contracts(listing, volume24hUsd, lastPrice);
  return frame('tickers', listing.symbol, {
    instType: 'SWAP',
    last: decimal(lastPrice),
    lastSz: '1',
    ts: String(time),
    volCcy24h: (volume24hUsd / lastPrice).toFixed(4),
    vol24h: amount.toFixed(CONTRACT_DIGITS),
  });
}

function openInterest({ listing, openInterestUsd, markPrice: price }: Quote, { time }: Moment): string {
  return frame('open-interest', listing.symbol, {
    instType: 'SWAP',
    oi: contracts(listing, openInterestUsd, price).toFixed(CONTRACT_DIGITS),
    oiCcy: (openInterestUsd / price).toFixed(4),
    oiUsd: openInterestUsd.toFixed(4),
    ts: String(time),
  });
}

function fundingRate(quote: Quote, { time }: Moment): string {
  const { listing, nextFundingTime, settledFundingRate } = quote;
  const intervalMs = listing.intervalHours * 3_600_000;
  return frame('funding-rate', listing.symbol, {
    formulaType: 'withRate',
    instType: 'SWAP',
    method: 'current_period',
    nextFundingRate: '',
    fundingRate: quote.fundingRate.toFixed(16),
    fundingTime: String(nextFundingTime),
    nextFundingTime: String(nextFundingTime + intervalMs),
    prevFundingTime: String(nextFundingTime - intervalMs),
    settFundingRate: settledFundingRate.toFixed(16),
    settState: 'settled',
    ts: String(time),
  });
}

function liquidations(listing: Listing, closes: readonly ForcedClose[], { time }: Moment): string {
  const details = closes.map(({ side, price, notionalUsd }) => ({
    bkLoss: '0',
    bkPx: decimal(price),
    ccy: '',
    posSide: side,
    side: side === 'long' ? 'sell' : 'buy',
    ts: String(time - 150),
    sz: Math.max(SMALLEST_ORDER, contracts(listing, notionalUsd, price)).toFixed(CONTRACT_DIGITS),
  }));
  const family = indexOf(listing);
  const data = [{ details, instFamily: family, instId: listing.symbol, instType: 'SWAP', uly: family }];
  return JSON.stringify({ arg: { channel: 'liquidation-orders', instType: 'SWAP' }, data });
}

function createWriter(): Writer {
  return {
    snapshot: (quotes, moment) =>
      quotes.flatMap((quote) => [
        fundingRate(quote, moment),
        markPrice(quote, moment),
        indexTicker(quote, moment),
        openInterest(quote, moment),
        ticker(quote, moment),
      ]),
    update: (quotes, moment) =>
      inTurn(quotes, moment).flatMap((quote) => [
        markPrice(quote, moment),
        indexTicker(quote, moment),
        ticker(quote, moment),
        ...(moment.second % OPEN_INTEREST_SECONDS === 0 ? [openInterest(quote, moment)] : []),
        ...(moment.second % FUNDING_SECONDS === 0 ? [fundingRate(quote, moment)] : []),
      ]),
    liquidations: (closes, moment) => [...byListing(closes)].map(([listing, batch]) => liquidations(listing, batch, moment)),
  };
}

export const okxPen: Pen = {
  instrumentAnswers: (listings) => [JSON.stringify({ code: '0', msg: '', data: listings.map(instrumentRow) })],
  historyAnswer: ({ symbol: instId }, payments) => {
    const rows = payments.map(({ time, fundingRate }) => ({
      formulaType: 'withRate',
      fundingRate: fundingRate.toFixed(16),
      fundingTime: String(time),
      instId,
      instType: 'SWAP',
      method: 'current_period',
      realizedRate: fundingRate.toFixed(16),
    }));
    return JSON.stringify({ code: '0', data: rows.reverse(), msg: '' });
  },
  createWriter,
};
