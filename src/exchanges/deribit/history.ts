// https://docs.deribit.com/api-reference/market-data/public-get_funding_rate_history
import type { FundingHistorySource } from '../adapter.js';
import { HOUR_MS, readPage } from '../history-page.js';
import * as wire from '../wire.js';
import { readAnswer } from './instruments.js';

const HISTORY_URL = 'https://www.deribit.com/api/v2/public/get_funding_rate_history';
/** As many as an answer is known to hold: 31 days. */
const ROWS = 744;
/** Funding accrues all the time; its history tells what accrued in each hour. */
const ROW_HOURS = 1;

export const history: FundingHistorySource = {
  maxRangeMs: (ROWS - 1) * HOUR_MS,
  rowHours: ROW_HOURS,
  request: ({ symbol }, { fromTime, toTime }) => ({
    url: `${HISTORY_URL}?instrument_name=${encodeURIComponent(symbol)}&start_timestamp=${fromTime}&end_timestamp=${toTime}`,
    weight: 1,
  }),
  parse: (body, { symbol }) =>
    readPage(readAnswer(body, 'get_funding_rate_history'), symbol, (row) => ({
      time: wire.time(row, 'timestamp'),
      // Of this hour. `interest_8h` is the sum of the last eight: adding those up would count each hour eight times.
      fundingRate: wire.number(row, 'interest_1h'),
      fundingIntervalHours: ROW_HOURS,
    })),
};
