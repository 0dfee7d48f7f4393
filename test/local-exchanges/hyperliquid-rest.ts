import type { HttpAnswer, RestRequest } from './exchange.js';
import { contexts, meta } from './hyperliquid-wire.js';
import { slidingBudget } from './limits.js';
import { type Market, nextFundingTime } from './market.js';
import { parseObject, textAt } from './wire-text.js';

const LIGHT = 2;
const USUAL = 20;

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
        return ok([]);
      default:
        return plain(422, 'Failed to deserialize the JSON body into the target type');
    }
  };
}
