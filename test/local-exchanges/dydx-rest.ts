import { dydxMarkets, marketRow, pastTrades } from './dydx-wire.js';
import type { HttpAnswer, RestRequest } from './exchange.js';
import { slidingBudget } from './limits.js';
import type { Market } from './market.js';

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
    if (method === 'GET' && history !== undefined && dydxMarkets.has(history)) return ok({ historicalFunding: [] });
    if (method === 'GET' && (trades ?? history) !== undefined)
      return failure(400, 'ticker must be a valid ticker (BTC-USD, etc)');
    if (path === '/v4/time') return ok({ iso: new Date().toISOString(), epoch: Date.now() / 1000 });
    const body = `<!DOCTYPE html><html><body><pre>Cannot ${method} ${path}</pre></body></html>`;
    return { status: 404, body, headers: { 'content-type': 'text/html' }, refusal: `404 ${method} ${path}` };
  };
}
