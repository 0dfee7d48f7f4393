// All that is read of a data frame.
import { decimal, fields, listOf, mapOf, names, value } from '../wanted.js';

const words = names(64);
const symbols = names(4096);

const market = fields((take) => ({
  status: take(words),
  effectiveAt: take(value),
  oraclePrice: take(decimal),
  nextFundingRate: take(decimal),
  openInterest: take(decimal),
  baseOpenInterest: take(decimal),
  volume24H: take(decimal),
}));
const markets = mapOf(market);
const trade = fields((take) => ({
  type: take(words),
  id: take(value),
  createdAt: take(value),
  side: take(words),
  price: take(decimal),
  size: take(decimal),
}));
const trades = listOf(trade);
const content = fields((take) => ({
  markets: take(markets),
  trading: take(markets),
  oraclePrices: take(markets),
  trades: take(trades),
}));
const contents = listOf(content);

export const dataFrame = fields((take) => ({
  type: take(words),
  channel: take(words),
  id: take(symbols),
  contents: take(contents),
}));
