// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint/perpetuals
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import { splitMultiplier } from '../asset.js';
import { parseAnswer } from '../entries.js';
import { isObject, isSymbol, list, type Wire } from '../wire.js';

/** `kPEPE` is a thousand PEPE; the wire name keeps its case. */
const THOUSAND = /^k(?=[A-Z])/;

/** Coins of builder dexes are `dex:COIN`, spot pairs `@1` or `PURR/USDC`, outcome markets `#1`: none is of the main dex. */
export function isMainDexName(name: string): boolean {
  return !name.includes(':') && !name.startsWith('@') && !name.startsWith('#') && !name.includes('/');
}

/** Settled every hour on the hour, on all dexes ("Funding" page); no answer repeats it. */
export const FUNDING_INTERVAL_HOURS = 1;

/** Builder dexes answer in the same shape as the main one: their names tell them apart. */
export function isMeta(value: unknown): value is Wire {
  return isObject(value) && Array.isArray(value['universe']);
}

function unknownAnswer(body: string): WireError {
  return new WireError(`answer lists no perpetuals: ${printable(body, 80)}`);
}

function parseUniverse(meta: Wire): readonly Instrument[] {
  return list(meta, 'universe').flatMap((entry, position): readonly Instrument[] => {
    if (!isObject(entry) || !isSymbol(entry['name']) || !isMainDexName(entry['name'])) return [];
    const { asset, multiplier } = splitMultiplier(entry['name'], THOUSAND);
    return [
      {
        exchange: 'hyperliquid',
        symbol: entry['name'],
        asset,
        quote: 'USD',
        kind: 'linear',
        contractSize: 1,
        multiplier,
        fundingIntervalHours: FUNDING_INTERVAL_HOURS,
        // Delisted coins keep their place, and their contexts keep coming.
        isTrading: entry['isDelisted'] !== true,
        position,
      },
    ];
  });
}

/** Answers of `meta`, `allPerpMetas`, `metaAndAssetCtxs`; `perpDexs` names no coin of the main dex. */
export function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  return bodies.flatMap((body) => {
    const answer = parseAnswer(body);
    if (isMeta(answer)) return parseUniverse(answer);
    if (!Array.isArray(answer)) throw unknownAnswer(body);
    if (answer.some(isMeta)) return answer.filter(isMeta).flatMap(parseUniverse);
    // `perpDexs`: the main dex is `null`, at index 0.
    if (answer[0] === null) return [];
    throw unknownAnswer(body);
  });
}
