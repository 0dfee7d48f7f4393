import { dydxMarkets, marketRow, pastTrades } from './dydx-wire.js';
import type { HttpAnswer, RestRequest } from './exchange.js';
import { slidingBudget } from './limits.js';
import type { Market } from './market.js';
import { pastFunding } from './past-funding.js';

const HISTORY_ROWS = 1000;
const HOUR_MS = 3_600_000;
/** From the full hour to the block that settles it. */
const BLOCK_MS = 219;

/** `requestsPer10s`: the real figure is 100. */
export function dydxRest(
  market: Market,
  published: (ticker: string) => readonly object[],
  requestsPer10s: number,
): (request: RestRequest) => HttpAnswer {
  const requests = slidingBudget(requestsPer10s, 10_000);
  const failure = (status: number, msg: string): HttpAnswer => {
    const body = JSON.stringify({ errors: [{ msg }] });
    return { status, body, refusal: `${status} ${body}` };
  };
  const ok = (body: object): HttpAnswer => ({ status: 200, body: JSON.stringify(body) });

  /** Newest first from `effectiveBeforeOrAt` on; stamped with the block after the hour. */
  const pastRates = (ticker: string, limit: number, query: URLSearchParams): HttpAnswer => {
    const before = query.get('effectiveBeforeOrAt');
    const toTime = before === null ? Date.now() : Date.parse(before);
    if (limit > HISTORY_ROWS) return failure(400, 'limit must be a positive integer that is not greater than max: 1000');
    if (Number.isNaN(toTime)) return failure(400, 'effectiveBeforeOrAt must be valid timestamp string');
    const { asset } = dydxMarkets.get(ticker) ?? {};
    const rows = pastFunding(market, { exchange: 'dydx', asset, hours: 1 }, toTime - limit * HOUR_MS, toTime - BLOCK_MS);
    return ok({
      historicalFunding: [...rows]
        .reverse()
        .slice(0, limit)
        .map(({ time, rate }) => ({
          ticker,
          rate: rate.toFixed(12),
          price: '89993.8',
          effectiveAtHeight: String(Math.floor(time / 1000)),
          effectiveAt: new Date(time + BLOCK_MS).toISOString(),
        })),
    });
  };

  return ({ method, path, query }) => {
    if (!requests.take()) return failure(429, 'Too many requests');
    const asked = query.get('market') ?? query.get('ticker');
    const trades = /^\/v4\/trades\/perpetualMarket\/(.+)$/.exec(path)?.[1];
    const history = /^\/v4\/historicalFunding\/(.+)$/.exec(path)?.[1];
    const limit = Number(query.get('limit') ?? 1000);
    if (!(limit >= 1)) return failure(400, 'limit must be a positive integer that is not greater than max: 1000');
    if (method === 'GET' && path === '/v4/perpetualMarkets') {
      if (asked !== null && !dydxMarkets.has(asked)) return failure(400, 'ticker must be a valid ticker (BTC-USD, etc)');
      const tickers = asked === null ? [...dydxMarkets.keys()].slice(0, limit) : [asked];
      return ok({ markets: Object.fromEntries(tickers.map((ticker) => [ticker, marketRow(market, ticker)])) });
    }
    if (method === 'GET' && trades !== undefined && dydxMarkets.has(trades))
      return ok({ trades: [...published(trades), ...pastTrades(market, trades)].slice(0, limit) });
    if (method === 'GET' && history !== undefined && dydxMarkets.has(history)) return pastRates(history, limit, query);
    if (method === 'GET' && (trades ?? history) !== undefined)
      return failure(400, 'ticker must be a valid ticker (BTC-USD, etc)');
    if (path === '/v4/time') return ok({ iso: new Date().toISOString(), epoch: Date.now() / 1000 });
    const body = `<!DOCTYPE html><html><body><pre>Cannot ${method} ${path}</pre></body></html>`;
    return { status: 404, body, headers: { 'content-type': 'text/html' }, refusal: `404 ${method} ${path}` };
  };
}
