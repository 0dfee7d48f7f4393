import { bookSummary, deribitInstruments, instrumentRow } from './deribit-wire.js';
import type { HttpAnswer, RestRequest } from './exchange.js';
import { creditPool } from './limits.js';
import type { Market } from './market.js';
import { pastFunding, wholeNumber } from './past-funding.js';

/** Hours an answer holds. */
const HISTORY_ROWS = 744;
const HOUR_MS = 3_600_000;
const CURRENCIES = ['BTC', 'ETH', 'USDC', 'USDT', 'EURR'];

/** Burst and refill as published: 1 a second (burst 50) for `get_instruments`, 20 a second (burst 100) for the rest. */
export function deribitRest(market: Market): (request: RestRequest) => HttpAnswer {
  const instrumentCalls = creditPool(50, 1);
  const calls = creditPool(100, 20);

  const wrapped = (part: object): string => {
    const us = Date.now() * 1000;
    return JSON.stringify({
      jsonrpc: '2.0',
      ...part,
      usIn: us,
      usOut: us + 900,
      usDiff: 900,
      testnet: false,
    });
  };
  const ok = (result: unknown): HttpAnswer => ({ status: 200, body: wrapped({ result }) });
  const failure = (status: number, code: number, message: string, data?: object): HttpAnswer => {
    const error = { message, ...(data ? { data } : {}), code };
    return { status, body: wrapped({ error }), refusal: JSON.stringify(error) };
  };
  const wrongParam = (param: string, reason: string): HttpAnswer => failure(400, -32602, 'Invalid params', { reason, param });

  return ({ method, path, query }) => {
    const call = /^\/api\/v2\/public\/(\w+)$/.exec(path)?.[1];
    if (method !== 'GET' || call === undefined) return failure(404, -32601, 'Method not found');
    if (!(call === 'get_instruments' ? instrumentCalls : calls).take()) return failure(429, 10028, 'too_many_requests');
    const currency = query.get('currency');
    const kind = query.get('kind');
    const listed = [...deribitInstruments.values()].filter((entry) => kind === null || entry.kind === kind);
    const settledIn = listed.filter((entry) => currency === 'any' || entry.settlement === currency);
    switch (call) {
      case 'get_time':
        return ok(Date.now());
      case 'test':
        return ok({ version: '1.2.26' });
      case 'get_instruments':
        if (currency === null) return wrongParam('currency', 'is required');
        if (currency !== 'any' && !CURRENCIES.includes(currency)) return wrongParam('currency', 'wrong value');
        return ok(settledIn.map(instrumentRow));
      case 'get_book_summary_by_currency':
        if (currency === null || !CURRENCIES.includes(currency)) return wrongParam('currency', 'wrong value');
        return ok(settledIn.map((entry) => bookSummary(market, entry)).filter((row) => row !== undefined));
      case 'get_book_summary_by_instrument': {
        const entry = deribitInstruments.get(query.get('instrument_name') ?? '');
        return entry ? ok([bookSummary(market, entry)]) : wrongParam('instrument_name', 'wrong format');
      }
      case 'get_funding_rate_history': {
        const entry = deribitInstruments.get(query.get('instrument_name') ?? '');
        const start = wholeNumber(query, 'start_timestamp', Number.NaN);
        const end = wholeNumber(query, 'end_timestamp', Number.NaN);
        if (!entry?.isPerpetual) return wrongParam('instrument_name', 'wrong format');
        if (Number.isNaN(start)) return wrongParam('start_timestamp', 'is required');
        if (Number.isNaN(end)) return wrongParam('end_timestamp', 'is required');
        // What accrued in each hour, whatever the perpetual.
        const of = { exchange: 'deribit', asset: entry.asset, hours: 1 } as const;
        const hourly = pastFunding(market, of, start - 7 * HOUR_MS, end);
        const rows = hourly.map(({ time, rate }, index) => ({
          index_price: 1841.62,
          interest_1h: rate,
          interest_8h: hourly.slice(Math.max(0, index - 7), index + 1).reduce((sum, one) => sum + one.rate, 0),
          prev_index_price: 1837.77,
          timestamp: time,
        }));
        return ok(rows.filter(({ timestamp }) => timestamp >= start).slice(0, HISTORY_ROWS));
      }
      default:
        return failure(404, -32601, 'Method not found');
    }
  };
}
