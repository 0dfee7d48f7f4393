// A topic is the JSON text of its subscription, reduced to the fields that tell subscriptions apart: the exchange's
// echo adds others (`nSigFigs: null`, `aggregateByTime: false`).
import { isObject, type Wire } from '../wire.js';

/** Contexts of the main dex. Undocumented, but in the SDKs; the poll of `metaAndAssetCtxs` stands in where it is refused. */
export const mainDexTopic = JSON.stringify({ type: 'assetCtxs', dex: '' });

export function coinTopic(coin: string): string {
  return JSON.stringify({ type: 'activeAssetCtx', coin });
}

export function topicOf(subscription: Wire): string {
  const { type, coin, dex } = subscription;
  if (type === 'assetCtxs') return JSON.stringify({ type, dex: dex ?? '' });
  return JSON.stringify(coin === undefined ? { type } : { type, coin });
}

/** The subscription that an error text quotes: from the first `{` to the last `}`. */
export function quotedTopic(message: string): string | undefined {
  const quoted = message.slice(message.indexOf('{'), message.lastIndexOf('}') + 1);
  if (quoted === '') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(quoted);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isObject(json)) return undefined;
  const subscription = isObject(json['subscription']) ? json['subscription'] : json;
  return typeof subscription['type'] === 'string' ? topicOf(subscription) : undefined;
}
