import type { HttpAnswer, RestRequest } from './exchange.js';
import { type Budget, slidingBudget } from './limits.js';
import type { Market } from './market.js';
import {
  fundingRate,
  indexTicker,
  intervalHours,
  markPrice,
  type OkxInstrument,
  okxIndexes,
  okxInstruments,
  openInterest,
  ticker,
} from './okx-wire.js';
import { pastFunding, wholeNumber } from './past-funding.js';

function instrumentRow(listed: OkxInstrument): object {
  const isDated = listed.instType === 'FUTURES';
  return {
    alias: isDated ? 'quarter' : '',
    baseCcy: '',
    category: '1',
    ctMult: '1',
    ctType: listed.isInverse ? 'inverse' : 'linear',
    ctVal: listed.ctVal.toString(),
    ctValCcy: listed.isInverse ? 'USD' : listed.base,
    expTime: isDated ? String(Date.parse('2026-12-25T08:00:00Z')) : '',
    instCategory: String(listed.category),
    instFamily: listed.family,
    instId: listed.instId,
    instType: listed.instType,
    lever: '50',
    listTime: listed.state === 'preopen' ? String(Date.now() + 86_400_000) : '1573557408000',
    lotSz: '0.01',
    maxIcebergSz: '100000000',
    maxLmtSz: '100000000',
    maxMktSz: '35000',
    minSz: '0.01',
    optType: '',
    quoteCcy: '',
    ruleType: listed.state === 'preopen' ? 'pre_market' : 'normal',
    settleCcy: listed.isInverse ? listed.base : listed.quote,
    state: listed.state,
    stk: '',
    tickSz: '0.0001',
    uly: listed.family,
  };
}

/** Requests in 2 s, per address and endpoint (and instrument type). */
const limits: Readonly<Record<string, number>> = {
  '/api/v5/public/instruments': 20,
  '/api/v5/public/funding-rate': 10,
  '/api/v5/public/funding-rate-history': 10,
  '/api/v5/public/mark-price': 10,
  '/api/v5/public/open-interest': 20,
  '/api/v5/market/tickers': 20,
  '/api/v5/market/index-tickers': 20,
  '/api/v5/public/time': 10,
};

/** `limitShare` scales the published limits down for a test. */
export function okxRest(market: Market, limitShare: number): (request: RestRequest) => HttpAnswer {
  const budgets = new Map<string, Budget>();

  const ok = (data: readonly unknown[]): HttpAnswer => ({ status: 200, body: JSON.stringify({ code: '0', data, msg: '' }) });
  const failure = (status: number, code: string, msg: string): HttpAnswer => {
    const body = JSON.stringify({ code, data: [], msg });
    return { status, body, refusal: body };
  };

  return ({ method, path, query }) => {
    const limit = limits[path];
    if (method !== 'GET' || limit === undefined) return failure(404, '404', 'Not Found');
    // Of the history: per instrument.
    const key = `${path}:${query.get('instType') ?? ''}:${path.endsWith('history') ? query.get('instId') : ''}`;
    const budget = budgets.get(key) ?? slidingBudget(Math.max(1, Math.floor(limit * limitShare)), 2000);
    budgets.set(key, budget);
    if (!budget.take()) return failure(429, '50011', 'Too Many Requests');

    const instType = query.get('instType');
    const instId = query.get('instId');
    const byType = (write: (listed: OkxInstrument) => object | undefined): HttpAnswer => {
      if (instType === null || instType === '') return failure(400, '50014', 'Parameter instType can not be empty.');
      if (instType !== 'SWAP' && instType !== 'FUTURES') return failure(400, '51000', 'Parameter instType error');
      const listed = [...okxInstruments.values()].filter((entry) => entry.instType === instType);
      const asked = listed.filter((entry) => instId === null || entry.instId === instId);
      if (asked.length === 0) return failure(400, '51001', "Instrument ID, Instrument ID code, or Spread ID doesn't exist.");
      return ok(asked.flatMap((entry) => write(entry) ?? []));
    };
    switch (path) {
      case '/api/v5/public/time':
        return ok([{ ts: String(Date.now()) }]);
      case '/api/v5/public/instruments':
        return byType(instrumentRow);
      case '/api/v5/public/mark-price':
        return byType((listed) => markPrice(market, listed));
      case '/api/v5/public/open-interest':
        return byType((listed) => openInterest(market, listed));
      case '/api/v5/market/tickers':
        return byType((listed) => ticker(market, listed));
      case '/api/v5/public/funding-rate': {
        if (instId === null || instId === '') return failure(400, '50014', 'Parameter instId can not be empty.');
        const swaps = [...okxInstruments.values()].filter((listed) => listed.instType === 'SWAP' && listed.state === 'live');
        const asked = swaps.filter((listed) => instId === 'ANY' || listed.instId === instId);
        if (asked.length === 0) return failure(400, '51001', "Instrument ID, Instrument ID code, or Spread ID doesn't exist.");
        return ok(asked.map((listed) => fundingRate(market, listed)).filter((row) => row !== undefined));
      }
      case '/api/v5/public/funding-rate-history': {
        const limit = wholeNumber(query, 'limit', 400);
        const after = wholeNumber(query, 'after', Date.now() + 1);
        const before = wholeNumber(query, 'before', after - 92 * 86_400_000);
        const listed = okxInstruments.get(instId ?? '');
        if (instId === null || instId === '') return failure(400, '50014', 'Parameter instId can not be empty.');
        if (listed === undefined || listed.instType !== 'SWAP') return failure(400, '51001', "Instrument ID doesn't exist.");
        if (!(limit >= 1 && limit <= 400)) return failure(400, '51000', 'Parameter limit error');
        if (Number.isNaN(after + before)) return failure(400, '51000', 'Parameter after error');
        // Earlier than `after`, later than `before`, newest first.
        const of = { exchange: 'okx', asset: listed.asset, hours: intervalHours(listed) } as const;
        const rows = [...pastFunding(market, of, before + 1, after - 1)].reverse().slice(0, limit);
        return ok(
          rows.map(({ time, rate }) => ({
            formulaType: 'withRate',
            fundingRate: (rate * 1.01).toFixed(16),
            fundingTime: String(time),
            instId,
            instType: 'SWAP',
            method: 'current_period',
            realizedRate: rate.toFixed(16),
          })),
        );
      }
      default: {
        const quote = query.get('quoteCcy');
        if (quote === null && instId === null) return failure(400, '50014', 'Parameter quoteCcy can not be empty.');
        const asked = [...okxIndexes.keys()].filter((id) => (instId === null ? id.endsWith(`-${quote}`) : id === instId));
        return ok(asked.map((id) => indexTicker(market, id)).filter((row) => row !== undefined));
      }
    }
  };
}
