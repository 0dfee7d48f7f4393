import type { HttpAnswer, RestRequest } from './exchange.js';
import { coins, contexts, meta } from './hyperliquid-wire.js';
import { slidingBudget } from './limits.js';
import { type Market, marketAssets, nextFundingTime } from './market.js';
import { pastFunding } from './past-funding.js';
import { parseObject, textAt } from './wire-text.js';

const LIGHT = 2;
const USUAL = 20;
/** One more for every so many rows. */
const ROWS_PER_WEIGHT = 20;
const HISTORY_ROWS = 500;

/** `weightPerMinute`: the real figure is 1200. */
export function hyperliquidRest(market: Market, weightPerMinute: number): (request: RestRequest) => HttpAnswer {
  const weights = slidingBudget(weightPerMinute, 60_000);
  const plain = (status: number, body: string): HttpAnswer => ({
    status,
    body,
    headers: { 'content-type': 'text/plain' },
    refusal: `${status} ${body}`,
  });
  const ok = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) });

  /** Oldest first from `startTime` on, at most 500. */
  const fundingHistory = (request: Readonly<Record<string, unknown>>): HttpAnswer => {
    const coin = textAt(request, 'coin');
    const { startTime, endTime = Date.now() } = request;
    if (typeof startTime !== 'number' || typeof endTime !== 'number')
      return plain(422, 'Failed to deserialize the JSON body into the target type');
    if (!coins.includes(coin)) return plain(500, 'null');
    const asset = marketAssets.find((name) => name === coin || `k${name}` === coin);
    const rows = pastFunding(market, { exchange: 'hyperliquid', asset, hours: 1 }, startTime, endTime).slice(0, HISTORY_ROWS);
    if (!weights.take(Math.ceil(rows.length / ROWS_PER_WEIGHT))) return plain(429, 'null');
    return ok(
      rows.map(({ time, rate }) => ({ coin, fundingRate: rate.toFixed(10), premium: (rate * 8).toFixed(10), time: time + 48 })),
    );
  };

  return ({ method, path, headers, body }) => {
    if (path !== '/info') return plain(404, '');
    if (method !== 'POST') return plain(405, 'Method Not Allowed');
    if (!String(headers['content-type'] ?? '').startsWith('application/json'))
      return plain(415, 'Expected request with `Content-Type: application/json`');
    const request = parseObject(body);
    const type = request ? textAt(request, 'type') : '';
    if (!weights.take(type === 'allMids' || type === 'exchangeStatus' ? LIGHT : USUAL)) return plain(429, 'null');
    const isMainDex = request !== undefined && textAt(request, 'dex') === '';
    if (request && !isMainDex) return plain(500, 'null');
    switch (type) {
      case 'meta':
        return ok(meta());
      case 'metaAndAssetCtxs':
        return ok([meta(), contexts(market)]);
      case 'allPerpMetas':
        return ok([meta()]);
      case 'perpDexs':
        return ok([null]);
      case 'predictedFundings':
        return ok(
          market.assets
            .filter((asset) => asset !== 'PEPE')
            .map((asset) => {
              const hourly = market.quote('hyperliquid', asset).rate8h / 8;
              const payload = { fundingRate: hourly.toFixed(10), nextFundingTime: nextFundingTime(1), fundingIntervalHours: 1 };
              return [
                asset,
                [
                  ['BinPerp', null],
                  ['HlPerp', payload],
                  ['BybitPerp', null],
                ],
              ];
            }),
        );
      case 'fundingHistory':
        return fundingHistory(request ?? {});
      default:
        return plain(422, 'Failed to deserialize the JSON body into the target type');
    }
  };
}
