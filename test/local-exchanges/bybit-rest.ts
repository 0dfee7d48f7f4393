import { type BybitSymbol, bybitSymbols, type Category, tickerFields } from './bybit-wire.js';
import type { HttpAnswer, RestRequest } from './exchange.js';
import { slidingBudget } from './limits.js';
import type { Market } from './market.js';
import { pastFunding, wholeNumber } from './past-funding.js';

const RATE_LIMITED: HttpAnswer = {
  status: 403,
  body: 'access too frequent',
  headers: { 'content-type': 'text/plain' },
  refusal: '403 access too frequent',
};

function instrumentRow(listed: BybitSymbol, symbolId: number): object {
  const isDated = listed.contractType.endsWith('Futures');
  return {
    symbol: listed.symbol,
    symbolId,
    contractType: listed.contractType,
    status: 'Trading',
    baseCoin: listed.base,
    quoteCoin: listed.quote,
    launchTime: '1585526400000',
    deliveryTime: isDated ? String(Date.parse('2026-12-25T08:00:00Z')) : '0',
    deliveryFeeRate: '',
    priceScale: '2',
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
    lotSizeFilter: { maxOrderQty: '1190.000', minOrderQty: '0.001', qtyStep: '0.001', minNotionalValue: '5' },
    unifiedMarginTrade: true,
    fundingInterval: isDated ? 0 : listed.intervalHours * 60,
    settleCoin: listed.settle,
    copyTrading: 'both',
    upperFundingRate: isDated ? '' : '0.00375',
    lowerFundingRate: isDated ? '' : '-0.00375',
    isPreListing: false,
    preListingInfo: null,
    symbolType: '',
  };
}

/** `requestsPer5s`: the real figure is 600. */
export function bybitRest(market: Market, requestsPer5s: number): (request: RestRequest) => HttpAnswer {
  const requests = slidingBudget(requestsPer5s, 5000);

  const answer = (retCode: number, retMsg: string, result: object): HttpAnswer => {
    const body = JSON.stringify({ retCode, retMsg, result, retExtInfo: {}, time: Date.now() });
    return retCode === 0 ? { status: 200, body } : { status: 200, body, refusal: body };
  };

  return ({ method, path, query, body }) => {
    if (!requests.take()) return RATE_LIMITED;
    if (method === 'GET' && body !== '') return { ...RATE_LIMITED, body: 'GET with a body', refusal: '403 (a GET with a body)' };
    if (method !== 'GET') return { status: 404, body: '', refusal: `404 ${method} ${path}` };
    const category = query.get('category');
    const isCategory = (value: string | null): value is Category => value === 'linear' || value === 'inverse';
    const symbol = query.get('symbol');
    switch (path) {
      case '/v5/market/time':
        return answer(0, 'OK', { timeSecond: String(Math.floor(Date.now() / 1000)), timeNano: `${Date.now()}000000` });
      case '/v5/market/instruments-info': {
        if (!isCategory(category)) return answer(10001, 'params error: Category is invalid', {});
        const limit = Number(query.get('limit') ?? 500);
        if (!(limit >= 1 && limit <= 1000)) return answer(10001, 'params error: limit is invalid', {});
        const all = [...bybitSymbols[category].values()].map(instrumentRow);
        const from = Number(query.get('cursor') ?? 0);
        const list =
          symbol === null ? all.slice(from, from + limit) : all.filter((row) => 'symbol' in row && row.symbol === symbol);
        const nextPageCursor = symbol === null && from + limit < all.length ? String(from + limit) : '';
        return answer(0, 'OK', { category, list, nextPageCursor });
      }
      case '/v5/market/tickers': {
        if (!isCategory(category)) return answer(10001, 'params error: Category is invalid', {});
        const listed = [...bybitSymbols[category].values()].filter((entry) => entry.asset !== undefined);
        const list = listed
          .filter((entry) => symbol === null || entry.symbol === symbol)
          .map((entry) => tickerFields(market, entry));
        if (symbol !== null && list.length === 0) return answer(10001, 'params error: symbol invalid', {});
        return answer(0, 'OK', { category, list });
      }
      case '/v5/market/funding/history': {
        const listed = isCategory(category) && symbol !== null ? bybitSymbols[category].get(symbol) : undefined;
        const limit = wholeNumber(query, 'limit', 200);
        const endTime = wholeNumber(query, 'endTime', Date.now());
        const startTime = wholeNumber(query, 'startTime', 0);
        if (!isCategory(category)) return answer(10001, 'params error: Category is invalid', {});
        if (listed === undefined || listed.contractType.endsWith('Futures'))
          return answer(10001, 'params error: symbol invalid', {});
        if (!(limit >= 1 && limit <= 200)) return answer(10001, 'params error: limit is invalid', {});
        if (query.has('startTime') && !query.has('endTime')) return answer(10001, 'params error: endTime is required', {});
        if (!(startTime <= endTime)) return answer(10001, 'params error: startTime is invalid', {});
        const from = Math.max(startTime, endTime - 200 * listed.intervalHours * 3_600_000);
        const of = { exchange: 'bybit', asset: listed.asset, hours: listed.intervalHours } as const;
        const list = [...pastFunding(market, of, from, endTime)]
          .reverse()
          .slice(0, limit)
          .map(({ time, rate }) => ({ symbol: listed.symbol, fundingRate: rate.toFixed(8), fundingRateTimestamp: String(time) }));
        return answer(0, 'OK', { category, list });
      }
      default:
        return { status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' }, refusal: `404 ${path}` };
    }
  };
}
