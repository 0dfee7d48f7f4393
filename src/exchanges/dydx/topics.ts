// A topic is spelled as the exchange's error texts spell it: `v4_markets`, `v4_trades-BTC-USD`.
import { optionalText, type Wire } from '../wire.js';

export const marketsTopic = 'v4_markets';
const TRADES = 'v4_trades';

export function tradesTopic(ticker: string): string {
  return `${TRADES}-${ticker}`;
}

/** `batched`: one frame every 250 ms at most, for the market data; unsubscribing takes no such word. */
export function requestText(type: 'subscribe' | 'unsubscribe', topic: string): string {
  const batched = type === 'subscribe' ? { batched: true } : {};
  if (topic === marketsTopic) return JSON.stringify({ type, channel: marketsTopic, ...batched });
  return JSON.stringify({ type, channel: TRADES, id: topic.slice(TRADES.length + 1), ...batched });
}

/** `(v4_trades-FOO-USD)`, or at the end of a sentence: `… for channel v4_trades-FOO-USD. Please …`. */
const QUOTED = /\((v4_[a-z_]+-[^()]+)\)|\b(v4_[a-z_]+-\S+?)(?=[.,]?(?:\s|$))/;

/** The subscription that an error is about: from its fields where it has them, else out of its text. */
export function failedTopic(error: Wire, message: string): string | undefined {
  const channel = optionalText(error, 'channel');
  const id = optionalText(error, 'id');
  // It has no id; texts repeat the channel in its place.
  if (channel === marketsTopic || message.includes(marketsTopic)) return marketsTopic;
  if (channel !== undefined && id !== undefined) return `${channel}-${id}`;
  const quoted = QUOTED.exec(message);
  return quoted?.[1] ?? quoted?.[2];
}
