// As Bybit writes: a snapshot of every ticker, then only what changed; liquidations in batches, with the position's side.
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import type { PaidRate } from './past-funding.js';
import { byListing, decimal, inTurn, lots, type Moment, type Pen, type Writer } from './writer.js';

type Fields = Readonly<Record<string, string>>;

function instrumentRow(listing: Listing): unknown {
  const { symbol, base, quote, isInverse, intervalHours } = listing;
  return {
    symbol,
    contractType: isInverse ? 'InversePerpetual' : 'LinearPerpetual',
    status: 'Trading',
    baseCoin: base,
    quoteCoin: quote,
    launchTime: '1585526400000',
    deliveryTime: '0',
    fundingInterval: intervalHours * 60,
    settleCoin: isInverse ? base : quote,
    isPreListing: false,
    symbolType: '',
  };
}

function answer(category: string, rows: readonly Listing[], now: number): string {
  const result = { category, list: rows.map(instrumentRow), nextPageCursor: '' };
  return JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: now });
}

function historyAnswer({ symbol, isInverse }: Listing, payments: readonly PaidRate[]): string {
  const rows = payments.map(({ time, fundingRate }) => ({
    symbol,
    fundingRate: fundingRate.toFixed(8),
    fundingRateTimestamp: String(time),
  }));
  const result = { category: isInverse ? 'inverse' : 'linear', list: rows.reverse() };
  return JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: payments.at(-1)?.time });
}

function fieldsOf(quote: Quote): Fields {
  const { listing, lastPrice, openInterestUsd, markPrice, volume24hUsd, fundingRate, nextFundingTime } = quote;
  const { isInverse, intervalHours } = listing;
  const coins = openInterestUsd / markPrice;
  const volumeCoins = volume24hUsd / lastPrice;
  // Linear: coins, and their value; inverse: US dollars, and their value in coins.
  const [amount, value] = isInverse ? [openInterestUsd, coins] : [coins, openInterestUsd];
  const [volume, turnover] = isInverse ? [volume24hUsd, volumeCoins] : [volumeCoins, volume24hUsd];
  return {
    lastPrice: decimal(lastPrice),
    markPrice: decimal(markPrice),
    indexPrice: decimal(quote.indexPrice),
    // The older pair counts both sides.
    openInterest: (2 * amount).toFixed(3),
    openInterestValue: (2 * value).toFixed(2),
    singleOpenInterest: amount.toFixed(3),
    singleOpenInterestValue: value.toFixed(2),
    turnover24h: turnover.toFixed(4),
    volume24h: volume.toFixed(4),
    fundingIntervalHour: String(intervalHours),
    nextFundingTime: String(nextFundingTime),
    fundingRate: fundingRate.toFixed(8),
    bid1Price: decimal(lastPrice * 0.99999),
    ask1Price: decimal(lastPrice * 1.00001),
  };
}

function liquidationRow({ side, bankruptcyPrice, notionalUsd, listing }: ForcedClose, { time }: Moment): unknown {
  const amount = listing.isInverse ? Math.max(1, Math.round(notionalUsd)).toString() : lots(notionalUsd, bankruptcyPrice);
  return { T: time - 90, s: listing.symbol, S: side === 'long' ? 'Buy' : 'Sell', v: amount, p: decimal(bankruptcyPrice) };
}

function createWriter(): Writer {
  const said = new Map<string, Fields>();
  let sequence = 805_000_000_000;

  function frame(type: 'snapshot' | 'delta', { listing }: Quote, fields: Fields, { time }: Moment): string {
    sequence += 7;
    const { symbol } = listing;
    return JSON.stringify({ topic: `tickers.${symbol}`, type, data: { symbol, ...fields }, cs: sequence, ts: time });
  }

  function snapshot(quote: Quote, moment: Moment): string {
    const fields = fieldsOf(quote);
    said.set(quote.listing.symbol, fields);
    return frame('snapshot', quote, fields, moment);
  }

  function delta(quote: Quote, moment: Moment): string {
    const before = said.get(quote.listing.symbol);
    if (!before) return snapshot(quote, moment);
    const fields = fieldsOf(quote);
    said.set(quote.listing.symbol, fields);
    return frame(
      'delta',
      quote,
      Object.fromEntries(Object.entries(fields).filter(([key, value]) => before[key] !== value)),
      moment,
    );
  }

  return {
    snapshot: (quotes, moment) => quotes.map((quote) => snapshot(quote, moment)),
    update: (quotes, moment) => inTurn(quotes, moment).map((quote) => delta(quote, moment)),
    liquidations: (closes, moment) =>
      [...byListing(closes)].map(([{ symbol }, batch]) =>
        JSON.stringify({
          topic: `allLiquidation.${symbol}`,
          type: 'snapshot',
          ts: moment.time,
          data: batch.map((close) => liquidationRow(close, moment)),
        }),
      ),
  };
}

export const bybitPen: Pen = {
  instrumentAnswers: (listings, now) => [
    answer(
      'linear',
      listings.filter(({ isInverse }) => !isInverse),
      now,
    ),
    answer(
      'inverse',
      listings.filter(({ isInverse }) => isInverse),
      now,
    ),
  ],
  historyAnswer,
  createWriter,
};
