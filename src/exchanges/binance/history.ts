// https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-History
import type { FundingHistorySource } from '../adapter.js';
import { unknownAnswer } from '../entries.js';
import { HOUR_MS, readPage } from '../history-page.js';
import * as wire from '../wire.js';
import { COIN_M_REST, readAnswer, USD_M_REST } from './instruments.js';

const ROWS = 1000;

export const history: FundingHistorySource = {
  // Oldest first, from `startTime` on.
  maxRangeMs: (ROWS - 1) * HOUR_MS,
  request: ({ symbol, kind }, { fromTime, toTime }) => {
    const path = kind === 'linear' ? `${USD_M_REST}/fapi/v1` : `${COIN_M_REST}/dapi/v1`;
    const query = `symbol=${encodeURIComponent(symbol)}&startTime=${fromTime}&endTime=${toTime}&limit=${ROWS}`;
    // No weight in the pool of the others: 500 in 5 minutes, shared with fundingInfo. The feed asks for history once a second at most.
    return { url: `${path}/fundingRate?${query}`, weight: 0 };
  },
  parse: (body, { symbol }) => {
    const rows = readAnswer(body);
    if (!Array.isArray(rows)) throw unknownAnswer('a funding history', body);
    return readPage(rows, symbol, (row) => ({
      time: wire.time(row, 'fundingTime'),
      fundingRate: wire.number(row, 'fundingRate'),
      // `Special` is an extra charge for a dividend of a stock: no funding.
      isRegular: (wire.optionalText(row, 'rateType') ?? 'Regular') !== 'Special',
    }));
  },
};
