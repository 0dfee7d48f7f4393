// Binance futures, USD-M and COIN-M: https://developers.binance.com/docs/derivatives
import type { ExchangeAdapter } from '../adapter.js';
import { parse } from './frames.js';
import { history } from './history.js';
import { instrumentSource } from './instruments.js';
import { connections } from './plan.js';
import { polls, restBudget } from './polls.js';

export const binance: ExchangeAdapter = {
  id: 'binance',
  name: 'Binance',
  coverage: {
    liquidations: 'sampled',
    note: 'At most one liquidation per symbol and second is published; price is the average fill.',
  },
  intervalSource: 'fundingInfo (REST, hourly and after settlements); 8 h where a symbol is not listed there',
  restBudget,
  instruments: instrumentSource,
  history,
  connections,
  polls,
  parse,
};
