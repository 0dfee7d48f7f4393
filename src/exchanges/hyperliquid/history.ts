// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint/perpetuals (historical funding rates)
import type { FundingHistorySource } from '../adapter.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { HOUR_MS, readPage, rowsIn } from '../history-page.js';
import * as wire from '../wire.js';

const HISTORY_URL = 'https://api.hyperliquid.xyz/info';
const ROWS = 500;
/** And one more for every so many rows ("Rate limits and user limits"). */
const WEIGHT = 20;
const ROWS_PER_WEIGHT = 20;

export const history: FundingHistorySource = {
  // Oldest first, from `startTime` on.
  maxRangeMs: (ROWS - 1) * HOUR_MS,
  request: ({ symbol }, { fromTime, toTime }) => ({
    url: HISTORY_URL,
    method: 'POST',
    body: JSON.stringify({ type: 'fundingHistory', coin: symbol, startTime: fromTime, endTime: toTime }),
    weight: WEIGHT + Math.ceil(rowsIn({ fromTime, toTime }, ROWS) / ROWS_PER_WEIGHT),
  }),
  // The interval is left to the distance of the rows: those of May 2023 are 8 h apart.
  parse: (body, { symbol }) => {
    const rows = parseAnswer(body);
    if (!Array.isArray(rows)) throw unknownAnswer('a funding history', body);
    return readPage(rows, symbol, (row) => ({ time: wire.time(row, 'time'), fundingRate: wire.number(row, 'fundingRate') }));
  },
};
