// All that is read of the frames with asset contexts, by channel.
import { decimal, fields, listOf, names, value, type Wanted } from '../wanted.js';

const symbols = names(4096);
const words = names(64);

const context = fields((take) => ({
  funding: take(decimal),
  openInterest: take(decimal),
  dayNtlVlm: take(decimal),
  premium: take(value),
  oraclePx: take(decimal),
  markPx: take(decimal),
  midPx: take(value),
}));
const contexts = listOf(context);

function frameOf(data: Wanted): Wanted {
  return fields((take) => ({ channel: take(words), data: take(data) }));
}

/** One coin. */
const named = fields((take) => ({ coin: take(symbols), ctx: take(context) }));
const ofOneDex = fields((take) => ({ dex: take(value), ctxs: take(contexts) }));
/** Pairs of a dex's name and its contexts. */
const pair = listOf(contexts);
const pairs = listOf(pair);
const ofAllDexes = fields((take) => ({ ctxs: take(pairs) }));

export const contextFrames: ReadonlyMap<string, Wanted> = new Map([
  ['activeAssetCtx', frameOf(named)],
  ['assetCtxs', frameOf(ofOneDex)],
  ['allDexsAssetCtxs', frameOf(ofAllDexes)],
]);
