// All that is read of a ticker.
import { fields, names, value } from '../wanted.js';

const symbols = names(4096);
const words = names(4096);

const stats = fields((take) => ({ volume_usd: take(value) }));
const ticker = fields((take) => ({
  instrument_name: take(symbols),
  timestamp: take(value),
  mark_price: take(value),
  index_price: take(value),
  last_price: take(value),
  funding_8h: take(value),
  current_funding: take(value),
  open_interest: take(value),
  stats: take(stats),
}));
const params = fields((take) => ({ channel: take(words), data: take(ticker) }));
export const tickerFrame = fields((take) => ({ method: take(words), params: take(params) }));
