// OKX v5, perpetual swaps: https://www.okx.com/docs-v5/en/
import type { ExchangeAdapter } from '../adapter.js';
import { parse } from './frames.js';
import { history } from './history.js';
import { parseInstruments } from './instruments.js';
import { connections, instrumentRequests, limitRequests, polls } from './subscriptions.js';

export const okx: ExchangeAdapter = {
  id: 'okx',
  name: 'OKX',
  coverage: {
    liquidations: 'sampled',
    note: 'OKX says its feed is not the full set, about one update a second per contract is seen; prices are near the mark.',
  },
  intervalSource: 'funding-rate channel: nextFundingTime − fundingTime',
  // The tightest endpoint allows 10 requests in 2 s; all of them together stay below that.
  restBudget: { weight: 10, perMs: 2_000 },
  instruments: {
    requests: instrumentRequests,
    optionalRequests: limitRequests,
    parse: parseInstruments,
    refreshMs: 900_000,
  },
  history,
  connections,
  polls,
  parse,
};
