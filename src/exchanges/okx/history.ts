// https://www.okx.com/docs-v5/en/#public-data-rest-api-get-funding-rate-history
import type { FundingHistorySource } from '../adapter.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { readPage, rowsIn } from '../history-page.js';
import * as wire from '../wire.js';
import { refuseError } from './instruments.js';

const HISTORY_URL = 'https://openapi.okx.com/api/v5/public/funding-rate-history';
const ROWS = 400;

export const history: FundingHistorySource = {
  // `after`: those earlier than it, newest first; together with `before` the docs leave the order open.
  request: ({ symbol }, range) => ({
    url: `${HISTORY_URL}?instId=${encodeURIComponent(symbol)}&after=${range.toTime + 1}&limit=${rowsIn(range, ROWS)}`,
    weight: 1,
  }),
  parse: (body, { symbol }) => {
    const answer = wire.object(parseAnswer(body), 'answer');
    refuseError(answer);
    if (!Array.isArray(answer['data'])) throw unknownAnswer('a funding history', body);
    return readPage(answer['data'], symbol, (row) => ({
      time: wire.time(row, 'fundingTime'),
      // `realizedRate` is what was charged, `fundingRate` what had been forecast.
      fundingRate: wire.optionalNumber(row, 'realizedRate') ?? wire.number(row, 'fundingRate'),
    }));
  },
};
