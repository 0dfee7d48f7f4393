// All that is read of a ticker.
import { decimal, fields, names, value } from '../wanted.js';

const symbols = names(4096);
const words = names(64);

const ticker = fields((take) => ({
  symbol: take(symbols),
  fundingRate: take(decimal),
  fundingIntervalHour: take(decimal),
  nextFundingTime: take(decimal),
  markPrice: take(decimal),
  indexPrice: take(decimal),
  lastPrice: take(decimal),
  singleOpenInterest: take(decimal),
  openInterest: take(decimal),
  singleOpenInterestValue: take(decimal),
  openInterestValue: take(decimal),
  turnover24h: take(decimal),
  volume24h: take(decimal),
  // Of the spot market.
  usdIndexPrice: take(value),
  curPreListingPhase: take(value),
}));
export const tickerFrame = fields((take) => ({ type: take(words), ts: take(decimal), data: take(ticker) }));
