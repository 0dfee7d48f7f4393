// Deribit API v2, inverse and USDC-linear perpetuals: https://docs.deribit.com
import type { ExchangeAdapter } from '../adapter.js';
import { parse } from './frames.js';
import { history } from './history.js';
import { instrumentSource } from './instruments.js';
import { connections } from './plan.js';

export const deribit: ExchangeAdapter = {
  id: 'deribit',
  name: 'Deribit',
  coverage: {
    liquidations: 'full',
    note: 'Every trade caused by a liquidation is published; a large position is closed in many small ones. Price is the fill.',
  },
  intervalSource: 'continuous: the trailing rate is stated per 8 h, nothing is settled by the clock',
  // `get_instruments` has a bucket of its own, one request a second; the history of funding keeps to that as well.
  restBudget: { weight: 1, perMs: 1000 },
  instruments: instrumentSource,
  history,
  connections,
  // The ticker channel carries everything.
  polls: () => [],
  parse,
};
