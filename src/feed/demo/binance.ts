// As Binance writes: arrays of the whole market, one order an event, open interest only by REST.
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import { decimal, lots, type Moment, type Pen, type Writer } from './writer.js';

const FAR_FUTURE = 4_133_404_800_000;
/** At most one order of a symbol in so long a time is published. */
const SAMPLE_MS = 1000;
const MARK_SLOT = 0;
const TICKER_SLOT = 5;
/** Answers with open interest, each of one symbol, in each other part of the second. */
const OPEN_INTEREST_PER_SLOT = 2;

function stream(name: string, data: unknown): string {
  return JSON.stringify({ stream: name, data });
}

const product = ({ isInverse }: Listing): number => (isInverse ? 2 : 1);
const pairOf = ({ symbol }: Listing): string => symbol.replace('_PERP', '');

function symbolRow(listing: Listing): unknown {
  const { symbol, base, quote, isInverse, contractSize } = listing;
  const row = {
    symbol,
    pair: pairOf(listing),
    contractType: 'PERPETUAL',
    deliveryDate: FAR_FUTURE,
    baseAsset: base,
    quoteAsset: quote,
  };
  return isInverse
    ? { ...row, contractStatus: 'TRADING', contractSize, marginAsset: base, underlyingType: 'COIN' }
    : { ...row, status: 'TRADING', marginAsset: quote, underlyingType: 'COIN' };
}

/** Only what was ever adjusted is listed; the rest has 8 hours. */
function fundingInfo(listings: readonly Listing[]): string {
  const adjusted = listings.filter(({ intervalHours }) => intervalHours !== 8);
  return JSON.stringify(
    adjusted.map(({ symbol, intervalHours }) => ({
      symbol,
      adjustedFundingRateCap: '0.02000000',
      adjustedFundingRateFloor: '-0.02000000',
      fundingIntervalHours: intervalHours,
      disclaimer: false,
    })),
  );
}

function markPrices(quotes: readonly Quote[], { time }: Moment): string {
  const events = quotes.map(({ listing, markPrice, indexPrice, fundingRate, nextFundingTime }) => ({
    e: 'markPriceUpdate',
    E: time,
    s: listing.symbol,
    p: decimal(markPrice, 10),
    ap: decimal(markPrice, 10),
    P: decimal(indexPrice, 10),
    i: decimal(indexPrice, 10),
    r: fundingRate.toFixed(8),
    T: nextFundingTime,
    st: product(listing),
  }));
  return stream('!markPrice@arr@1s', events);
}

function tickers(quotes: readonly Quote[], { time }: Moment): string {
  const events = quotes.map(({ listing, lastPrice, volume24hUsd }) => {
    const coins = volume24hUsd / lastPrice;
    // COIN-M: contracts, and coins for the quote volume.
    const volume = listing.isInverse ? Math.round(volume24hUsd / listing.contractSize).toString() : coins.toFixed(3);
    const quoteVolume = listing.isInverse ? coins.toFixed(8) : volume24hUsd.toFixed(2);
    return {
      e: '24hrTicker',
      E: time,
      s: listing.symbol,
      c: decimal(lastPrice),
      v: volume,
      q: quoteVolume,
      C: time,
      st: product(listing),
    };
  });
  return stream('!ticker@arr', events);
}

function openInterest({ listing, openInterest: amount }: Quote, { time }: Moment): string {
  const counted = listing.isInverse ? Math.round(amount / listing.contractSize).toString() : amount.toFixed(3);
  return JSON.stringify({ symbol: listing.symbol, openInterest: counted, time });
}

function forceOrder({ listing, side, price, bankruptcyPrice, notionalUsd }: ForcedClose, { time }: Moment): string {
  const contracts = Math.max(1, Math.round(notionalUsd / listing.contractSize)).toString();
  const amount = listing.isInverse ? contracts : lots(notionalUsd, price);
  const order = {
    s: listing.symbol,
    S: side === 'long' ? 'SELL' : 'BUY',
    o: 'LIMIT',
    f: 'IOC',
    q: amount,
    p: decimal(bankruptcyPrice),
    ap: decimal(price),
    X: 'FILLED',
    l: amount,
    z: amount,
    T: time - 20,
    ps: pairOf(listing),
    st: product(listing),
  };
  return stream('!forceOrder@arr', { e: 'forceOrder', E: time, o: order });
}

function createWriter(): Writer {
  const lastOrderTime = new Map<string, number>();
  let nextOpenInterest = 0;

  function isPublished({ listing }: ForcedClose, { time }: Moment): boolean {
    if (time - (lastOrderTime.get(listing.symbol) ?? 0) < SAMPLE_MS) return false;
    lastOrderTime.set(listing.symbol, time);
    return true;
  }

  return {
    snapshot: (quotes, moment) => [
      markPrices(quotes, moment),
      tickers(quotes, moment),
      ...quotes.map((quote) => openInterest(quote, moment)),
    ],
    update: (quotes, moment) => {
      if (moment.slot === MARK_SLOT) return [markPrices(quotes, moment)];
      if (moment.slot === TICKER_SLOT) return [tickers(quotes, moment)];
      const asked = Array.from({ length: OPEN_INTEREST_PER_SLOT }, () => quotes[nextOpenInterest++ % quotes.length]);
      return asked.flatMap((quote) => (quote ? [openInterest(quote, moment)] : []));
    },
    liquidations: (closes, moment) =>
      closes.filter((close) => isPublished(close, moment)).map((close) => forceOrder(close, moment)),
  };
}

export const binancePen: Pen = {
  instrumentAnswers: (listings, now) => {
    const info = (rows: readonly Listing[]) => JSON.stringify({ timezone: 'UTC', serverTime: now, symbols: rows.map(symbolRow) });
    const usdM = listings.filter(({ isInverse }) => !isInverse);
    const coinM = listings.filter(({ isInverse }) => isInverse);
    return [info(usdM), info(coinM), fundingInfo(listings)];
  },
  historyAnswer: ({ symbol }, payments) =>
    JSON.stringify(
      payments.map(({ time, fundingRate }) => ({
        symbol,
        fundingRate: fundingRate.toFixed(8),
        fundingTime: time,
        markPrice: '',
        rateType: 'Regular',
      })),
    ),
  createWriter,
};
