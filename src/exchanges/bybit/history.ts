// https://bybit-exchange.github.io/docs/v5/market/history-fund-rate
import type { FundingHistorySource } from '../adapter.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { readPage } from '../history-page.js';
import * as wire from '../wire.js';
import { refuseError } from './instruments.js';

const HISTORY_URL = 'https://api.bybit.com/v5/market/funding/history';
const ROWS = 200;

export const history: FundingHistorySource = {
  // `startTime` alone is an error. Newest first.
  request: ({ symbol, kind }, { fromTime, toTime }) => ({
    url: `${HISTORY_URL}?category=${kind}&symbol=${encodeURIComponent(symbol)}&startTime=${fromTime}&endTime=${toTime}&limit=${ROWS}`,
    weight: 1,
  }),
  parse: (body, { symbol }) => {
    const answer = wire.object(parseAnswer(body), 'answer');
    refuseError(answer);
    const result = answer['result'];
    if (!wire.isObject(result) || !Array.isArray(result['list'])) throw unknownAnswer('a funding history', body);
    return readPage(result['list'], symbol, (row) => ({
      time: wire.time(row, 'fundingRateTimestamp'),
      fundingRate: wire.number(row, 'fundingRate'),
    }));
  },
};
