// Bybit v5, linear (USDT and USDC) and inverse perpetuals: https://bybit-exchange.github.io/docs/v5/intro
import type { ExchangeAdapter } from '../adapter.js';
import { parse } from './frames.js';
import { history } from './history.js';
import { nextPage, parseInstruments } from './instruments.js';
import { connections, instrumentRequests, polls } from './subscriptions.js';

export const bybit: ExchangeAdapter = {
  id: 'bybit',
  name: 'Bybit',
  coverage: {
    liquidations: 'full',
    note: 'Every liquidation, sent in batches each 500 ms; its price is the bankruptcy price of the position, not the fill.',
  },
  intervalSource: 'fundingIntervalHour of the ticker, else fundingInterval of the instrument list',
  // A tenth of the published 600 requests in 5 s per address.
  restBudget: { weight: 60, perMs: 5_000 },
  instruments: {
    requests: instrumentRequests,
    nextPage,
    parse: parseInstruments,
    refreshMs: 900_000,
    // A change of interval at settlement is visible within about 4 minutes.
    refreshAfterHourMs: [300_000],
  },
  history,
  connections,
  polls,
  parse,
};
