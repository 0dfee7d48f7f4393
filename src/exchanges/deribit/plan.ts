import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, Selection, SubscribeFrame } from '../adapter.js';
import { batches } from '../shards.js';

const SOCKET = 'wss://www.deribit.com/ws/api/v2';
/** All futures and perpetuals of all currencies; `raw` needs a login. */
const ALL_TRADES = 'trades.future.any.100ms';
/** A longer list fails as "request entity too large". */
const CHANNELS_PER_CALL = 250;
const HEARTBEAT_SECONDS = 30;
/** Ids of subscriptions start at 1. */
export const HOUSEKEEPING_ID = 0;

/** What answers a `test_request`; without it the server closes the socket at once. */
export const TEST_REPLY = JSON.stringify({ jsonrpc: '2.0', id: HOUSEKEEPING_ID, method: 'public/test', params: {} });

function calls(method: string, channels: readonly string[], sequence: number): readonly SubscribeFrame[] {
  return batches(channels, CHANNELS_PER_CALL).map((topics, index) => {
    const id = sequence + index + 1;
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params: { channels: topics } });
    return { text, topics, requestId: String(id) };
  });
}

export function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const topics = [ALL_TRADES];
  for (const { symbol, asset, isTrading } of instruments) {
    if (!isTrading || !(selection.assets === 'all' || selection.assets.includes(asset))) continue;
    // `agg2`: at most one message in 1 to 2 seconds.
    topics.push(`ticker.${symbol}.${selection.watch.includes(asset) ? '100ms' : 'agg2'}`);
  }
  return [
    {
      name: 'market',
      url: SOCKET,
      topics,
      subscribe: (wanted, sequence) => calls('public/subscribe', wanted, sequence),
      unsubscribe: (unwanted, sequence) => calls('public/unsubscribe', unwanted, sequence),
      opening: [
        JSON.stringify({
          jsonrpc: '2.0',
          id: HOUSEKEEPING_ID,
          method: 'public/set_heartbeat',
          params: { interval: HEARTBEAT_SECONDS },
        }),
      ],
      // 3.3 subscribe calls a second; more of them end the session.
      pace: { frames: 3, perMs: 1000 },
      // With heartbeats on, something comes within 30 s.
      staleAfterMs: (HEARTBEAT_SECONDS + 10) * 1000,
      // Tickers of some thirty perpetuals, each every second or two.
      dataWithinMs: 60_000,
    },
  ];
}
