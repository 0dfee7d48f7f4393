// The public indexer of the dYdX chain: https://docs.dydx.xyz/indexer-client/websockets
import type { Instrument } from '../../domain/instrument.js';
import type { ConnectionPlan, ExchangeAdapter, Selection, SubscribeFrame } from '../adapter.js';
import { batches } from '../shards.js';
import { history } from './history.js';
import { parseInstruments } from './instruments.js';
import { parse } from './parse.js';
import { marketsTopic, requestText, tradesTopic } from './topics.js';

const WS_URL = 'wss://indexer.dydx.trade/v4/ws';
const MARKETS_URL = 'https://indexer.dydx.trade/v4/perpetualMarkets';

/** Subscriptions of one channel on one connection; the next one fails with nothing but an error frame. */
const TRADES_PER_CONNECTION = 32;
/** No number is published for connections of one address; five are known to be taken. */
const TRADES_CONNECTIONS = 4;
const TRADES_LIMIT = TRADES_PER_CONNECTION * TRADES_CONNECTIONS;

function frames(type: 'subscribe' | 'unsubscribe', topics: readonly string[]): readonly SubscribeFrame[] {
  return topics.map((topic) => ({ text: requestText(type, topic), topics: [topic] }));
}

function plan(
  name: string,
  topics: readonly string[],
  silence: Pick<ConnectionPlan, 'staleAfterMs' | 'dataWithinMs'>,
): ConnectionPlan {
  return {
    name,
    url: WS_URL,
    topics,
    subscribe: (wanted) => frames('subscribe', wanted),
    unsubscribe: (unwanted) => frames('unsubscribe', unwanted),
    awaitsGreeting: true,
    // Each subscription to trades is answered with up to 1 000 of them, 150 kB.
    pace: { frames: 1, perMs: 150 },
    ...silence,
  };
}

/** All that trade, if there is room; else what the user follows, then the busiest. By name, so that a listing moves little. */
function tradedSymbols(instruments: readonly Instrument[], { assets, watch }: Selection): readonly string[] {
  const trading = instruments.filter(({ isTrading }) => isTrading);
  const isFollowed = ({ asset }: Instrument) => watch.includes(asset) || (assets !== 'all' && assets.includes(asset));
  const byImportance = [...trading.filter(isFollowed), ...trading.filter((instrument) => !isFollowed(instrument))];
  return byImportance
    .slice(0, TRADES_LIMIT)
    .map(({ symbol }) => symbol)
    .sort();
}

function connections(instruments: readonly Instrument[], selection: Selection): readonly ConnectionPlan[] {
  const symbols = tradedSymbols(instruments, selection);
  // One subscription covers every market, with an oracle price every second or so.
  const plans = [plan('markets', [marketsTopic], { staleAfterMs: 15_000, dataWithinMs: 60_000 })];
  for (const batch of batches(symbols, TRADES_PER_CONNECTION)) {
    // Trades may pause for long; the server's own WebSocket ping, every 30 s, is what shows the line is up.
    plans.push(plan(`trades-${plans.length}`, batch.map(tradesTopic), { staleAfterMs: 45_000 }));
  }
  return plans;
}

export const dydx: ExchangeAdapter = {
  id: 'dydx',
  name: 'dYdX',
  coverage: {
    liquidations: 'full',
    note: `Every fill of a liquidation or deleveraging, in the ${TRADES_LIMIT} busiest markets and those you follow; quieter ones are not asked for.`,
  },
  intervalSource: 'fixed by the exchange: every full hour UTC',
  // A tenth of the 100 requests that an address may make in ten seconds.
  restBudget: { weight: 10, perMs: 10_000 },
  instruments: {
    requests: [{ url: MARKETS_URL, weight: 1 }],
    parse: parseInstruments,
    // A market that goes into settlement closes all its positions: it must be known as such soon.
    refreshMs: 300_000,
  },
  history,
  connections,
  // The stream of markets carries everything.
  polls: () => [],
  parse,
};
