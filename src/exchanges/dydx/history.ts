// https://docs.dydx.xyz/indexer-client/http (historical funding)
import type { FundingHistorySource } from '../adapter.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { readPage, rowsIn } from '../history-page.js';
import * as wire from '../wire.js';
import { FUNDING_INTERVAL_HOURS } from './instruments.js';

const HISTORY_URL = 'https://indexer.dydx.trade/v4/historicalFunding';
const ROWS = 1000;

export const history: FundingHistorySource = {
  // Newest first, from `effectiveBeforeOrAt` on.
  request: ({ symbol }, range) => {
    const at = encodeURIComponent(new Date(range.toTime).toISOString());
    return {
      url: `${HISTORY_URL}/${encodeURIComponent(symbol)}?limit=${rowsIn(range, ROWS)}&effectiveBeforeOrAt=${at}`,
      weight: 1,
    };
  },
  parse: (body, { symbol }) => {
    const answer = parseAnswer(body);
    if (!wire.isObject(answer) || !Array.isArray(answer['historicalFunding'])) throw unknownAnswer('a funding history', body);
    return readPage(answer['historicalFunding'], symbol, (row) => ({
      time: wire.isoTime(row, 'effectiveAt'),
      fundingRate: wire.number(row, 'rate'),
      fundingIntervalHours: FUNDING_INTERVAL_HOURS,
    }));
  },
};
