import { isObject, optionalText } from '../wire.js';

/** A subscription argument as JSON text: its spelling in plans, acknowledgements and refusals. */
export function topicOf(channel: string, key: 'instId' | 'instType', value: string): string {
  return JSON.stringify({ channel, [key]: value });
}

/** The `arg` of an answer in that spelling; `undefined` where it is none of ours. */
export function topicOfArg(arg: unknown): string | undefined {
  if (!isObject(arg)) return undefined;
  const channel = optionalText(arg, 'channel');
  const instId = optionalText(arg, 'instId');
  const instType = optionalText(arg, 'instType');
  if (channel === undefined) return undefined;
  if (instId !== undefined) return topicOf(channel, 'instId', instId);
  return instType === undefined ? undefined : topicOf(channel, 'instType', instType);
}

// "…channel:trades,instId:trades.BTC-USDT-SWAP doesn't exist…": the wording varies, at times the channel is repeated.
const NAMED = /channel:\s*([^,\s]+),\s*(instId|instType):\s*([^,\s]+)/;

/** The subscription a refusal names in its sentence. */
export function topicOfMessage(message: string): string | undefined {
  const [, channel, key, value] = NAMED.exec(message) ?? [];
  if (channel === undefined || value === undefined) return undefined;
  const prefix = `${channel}.`;
  const name = value.startsWith(prefix) ? value.slice(prefix.length) : value;
  return topicOf(channel, key === 'instType' ? 'instType' : 'instId', name);
}

const ignoredChannels: ReadonlySet<string> = new Set([
  ...['trades', 'trades-all', 'option-trades', 'bbo-tbt', 'price-limit', 'estimated-price', 'opt-summary', 'instruments'],
  ...['adl-warning', 'status', 'economic-calendar', 'call-auction-details', 'optimized-books', 'funding-rate-history'],
  ...['block-tickers', 'public-struc-block-trades', 'public-block-trades', 'structure-block-trades', 'rfqs', 'quotes'],
  ...['struc-block-trades', 'account', 'positions', 'balance_and_position', 'orders', 'fills', 'liquidation-warning'],
  ...['account-greeks', 'orders-algo', 'algo-advance', 'algo-recurring-buy', 'deposit-info', 'withdrawal-info'],
  // Written by a recorder that polled REST: no socket sent it.
  'liquidations',
]);

const ignoredFamilies = ['books', 'candle', 'mark-price-candle', 'index-candle', 'sprd-', 'grid-', 'copytrading-', 'event-'];

/** Public, business and private channels that carry nothing of the contract. */
export function isIgnoredChannel(channel: string): boolean {
  return ignoredChannels.has(channel) || ignoredFamilies.some((family) => channel.startsWith(family));
}
