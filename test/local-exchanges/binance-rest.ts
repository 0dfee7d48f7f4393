// fapi.binance.com and dapi.binance.com: one pool of weight for both since 2026-06-30.
import { type BinanceSymbol, binanceSymbols } from './binance-listing.js';
import { openInterestOf, priced, volumeOf } from './binance-wire.js';
import type { HttpAnswer, RestRequest } from './exchange.js';
import { slidingBudget } from './limits.js';
import type { Market } from './market.js';
import { pastFunding, wholeNumber } from './past-funding.js';

const NEVER = 4_133_404_800_000;
const QUARTER_END = Date.parse('2026-12-25T08:00:00Z');

function failure(status: number, code: number, msg: string): HttpAnswer {
  const body = JSON.stringify({ code, msg });
  return { status, body, refusal: body };
}

function exchangeInfoRow(listed: BinanceSymbol): object {
  const isDated = listed.contractType === 'CURRENT_QUARTER';
  const common = {
    symbol: listed.symbol,
    pair: `${listed.base}${listed.quote}`,
    contractType: listed.contractType,
    deliveryDate: isDated ? QUARTER_END : NEVER,
    onboardDate: 1_569_398_400_000,
    baseAsset: listed.base,
    quoteAsset: listed.quote,
    marginAsset: listed.family === 'CM' ? listed.base : listed.quote,
    pricePrecision: 5,
    quantityPrecision: listed.family === 'CM' ? 0 : 3,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    underlyingType: listed.contractType === 'TRADIFI_PERPETUAL' ? 'EQUITY' : 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.010000',
    marketTakeBound: '0.30',
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
    filters: [{ filterType: 'PRICE_FILTER', minPrice: '0.00001', maxPrice: '100000', tickSize: '0.00001' }],
  };
  return listed.family === 'CM'
    ? { ...common, contractStatus: listed.status, contractSize: listed.contractSize, equalQtyPrecision: 4 }
    : { ...common, status: listed.status };
}

/** `weightPerMinute` is what one address may use; the real figure is 2400. */
export function binanceRest(market: Market, weightPerMinute: number): (request: RestRequest) => HttpAnswer {
  const weights = slidingBudget(weightPerMinute, 60_000);
  const fundingPool = slidingBudget(500, 300_000);
  const historyPool = slidingBudget(1000, 300_000);

  const ok = (body: unknown): HttpAnswer => ({
    status: 200,
    body: JSON.stringify(body),
    headers: { 'x-mbx-used-weight-1m': String(weights.used()) },
  });
  const tooMany = (): HttpAnswer => ({
    ...failure(
      429,
      -1003,
      `Too many requests; current limit of IP(127.0.0.1) is ${weightPerMinute} requests per minute. Please use the websocket for live updates to avoid polling the API.`,
    ),
    headers: { 'retry-after': '1' },
  });

  /** Oldest first from `startTime` on; without a symbol the newest 200 of all, of which none is asked for here. */
  const pastRates = (
    family: 'UM' | 'CM',
    one: BinanceSymbol | undefined,
    asked: string | null,
    query: URLSearchParams,
  ): HttpAnswer => {
    const limit = wholeNumber(query, 'limit', 100);
    const endTime = wholeNumber(query, 'endTime', Date.now());
    const startTime = wholeNumber(query, 'startTime', endTime - 200 * 8 * 3_600_000);
    if (asked !== null && one === undefined) return failure(400, -1121, 'Invalid symbol.');
    if (!(limit >= 1 && limit <= 1000)) return failure(400, -1130, "Data sent for parameter 'limit' is not valid.");
    if (Number.isNaN(startTime + endTime)) return failure(400, -1102, "Mandatory parameter 'startTime' was malformed.");
    if (startTime > endTime)
      return failure(400, -4044, 'Invalid time interval, both startTime and endTime should be greater than 0.');
    if (one === undefined || one.contractType === 'CURRENT_QUARTER') return ok([]);
    const hours = one.intervalHours ?? 8;
    const rows = pastFunding(market, { exchange: 'binance', asset: one.asset, hours }, startTime, endTime).slice(0, limit);
    return ok(
      rows.map(({ time, rate }) => ({
        symbol: one.symbol,
        fundingRate: rate.toFixed(8),
        // Some are stamped a little late.
        fundingTime: time + (time % 7 === 0 ? 3 : 0),
        markPrice: family === 'UM' ? '34287.54619963' : '',
        ...(family === 'UM' ? { rateType: 'Regular' } : {}),
      })),
    );
  };

  const serve = (family: 'UM' | 'CM', endpoint: string, query: URLSearchParams): HttpAnswer => {
    const listed = [...binanceSymbols.values()].filter((entry) => entry.family === family);
    const asked = query.get('symbol');
    const one = asked === null ? undefined : listed.find(({ symbol }) => symbol === asked);
    const invalid = asked !== null && one === undefined;
    const take = (weight: number): boolean => weights.take(weight);
    const rows = (of: (entry: BinanceSymbol) => object | undefined): unknown => {
      if (one && family === 'UM') return of(one) ?? {};
      return (one ? [one] : listed).flatMap((entry) => of(entry) ?? []);
    };
    const now = Date.now();
    switch (endpoint) {
      case '/v1/ping':
        return take(1) ? ok({}) : tooMany();
      case '/v1/time':
        return take(1) ? ok({ serverTime: now }) : tooMany();
      case '/v1/exchangeInfo': {
        if (!take(1)) return tooMany();
        const rateLimits = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weightPerMinute }];
        const symbols = listed.map(exchangeInfoRow);
        return ok({
          timezone: 'UTC',
          serverTime: now,
          futuresType: family === 'UM' ? 'U_MARGINED' : 'COIN_MARGINED',
          rateLimits,
          exchangeFilters: [],
          assets: [],
          symbols,
        });
      }
      case '/v1/fundingInfo': {
        if (!fundingPool.take()) return tooMany();
        const adjusted = listed.filter(({ intervalHours }) => intervalHours !== undefined);
        return ok(
          adjusted.map(({ symbol, intervalHours }) => ({
            symbol,
            adjustedFundingRateCap: '0.02500000',
            adjustedFundingRateFloor: '-0.02500000',
            fundingIntervalHours: intervalHours,
            disclaimer: false,
          })),
        );
      }
      case '/v1/fundingRate': {
        if (!fundingPool.take()) return tooMany();
        return pastRates(family, one, asked, query);
      }
      case '/v1/premiumIndex':
        if (invalid) return failure(400, -1121, 'Invalid symbol.');
        if (!take(family === 'UM' && one ? 1 : 10)) return tooMany();
        return ok(
          rows((entry) => {
            const prices = priced(market, entry);
            return (
              prices && {
                symbol: entry.symbol,
                ...(family === 'CM' ? { pair: `${entry.base}USD` } : {}),
                markPrice: prices.mark,
                indexPrice: prices.index,
                estimatedSettlePrice: prices.mark,
                lastFundingRate: prices.fundingRate,
                interestRate: prices.fundingRate === '' ? '' : '0.00010000',
                nextFundingTime: prices.fundingTime,
                time: now,
              }
            );
          }),
        );
      case '/v1/ticker/24hr':
        if (invalid) return failure(400, -1121, 'Invalid symbol.');
        if (!take(one ? 1 : 40)) return tooMany();
        return ok(
          rows((entry) => {
            const prices = priced(market, entry);
            if (!prices) return undefined;
            const { v, q } = volumeOf(entry, prices);
            const volumes = family === 'CM' ? { volume: v, baseVolume: q } : { volume: v, quoteVolume: q };
            return {
              symbol: entry.symbol,
              ...(family === 'CM' ? { pair: `${entry.base}USD` } : {}),
              priceChange: '0.1',
              priceChangePercent: (prices.quote.change24h * 100).toFixed(3),
              weightedAvgPrice: prices.last,
              lastPrice: prices.last,
              lastQty: '1',
              openPrice: prices.last,
              highPrice: prices.last,
              lowPrice: prices.last,
              ...volumes,
              openTime: now - 86_400_000,
              closeTime: now,
              firstId: 1,
              lastId: 2,
              count: 2,
            };
          }),
        );
      case '/v1/openInterest': {
        if (asked === null)
          return failure(400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
        if (!one) return failure(400, -1121, 'Invalid symbol.');
        if (!take(1)) return tooMany();
        const prices = priced(market, one);
        const openInterest = prices ? openInterestOf(one, prices) : '0';
        return ok({
          symbol: one.symbol,
          ...(family === 'CM' ? { pair: `${one.base}USD`, contractType: one.contractType } : {}),
          openInterest,
          time: now,
        });
      }
      default:
        return failure(404, -5000, `Path ${family === 'UM' ? '/fapi' : '/dapi'}${endpoint}, Method GET is invalid`);
    }
  };

  return ({ method, path, query }) => {
    const [, api = '', endpoint = ''] = /^\/([fd]api)(\/.*)$/.exec(path) ?? [];
    if (method === 'GET' && api !== '') return serve(api === 'fapi' ? 'UM' : 'CM', endpoint, query);
    if (method === 'GET' && path === '/futures/data/openInterestHist') {
      if (!historyPool.take()) return tooMany();
      return query.get('symbol') === null
        ? failure(400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.")
        : ok([]);
    }
    return failure(404, -5000, `Path ${path}, Method ${method} is invalid`);
  };
}
