// The feed with the real adapters, against local exchanges as strict as the real ones.
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/domain/clock.js';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import { adapters } from '../../src/exchanges/registry.js';
import { systemClock } from '../../src/feed/clock.js';
import { createLiveFeed } from '../../src/feed/live.js';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalBybit } from '../local-exchanges/bybit.js';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalDydx } from '../local-exchanges/dydx.js';
import type { CommonOptions, LocalExchange } from '../local-exchanges/exchange.js';
import { createLocalHyperliquid } from '../local-exchanges/hyperliquid.js';
import { createMarket } from '../local-exchanges/market.js';
import { createLocalOkx } from '../local-exchanges/okx.js';
import { createCollector, everything } from '../support/scripted-feed.js';

const makers: Readonly<Record<ExchangeId, (options: CommonOptions) => Promise<LocalExchange>>> = {
  binance: createLocalBinance,
  bybit: createLocalBybit,
  okx: createLocalOkx,
  deribit: createLocalDeribit,
  hyperliquid: createLocalHyperliquid,
  dydx: createLocalDydx,
};

const open: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

/** Only OKX minds how fast one connects. */
const gapMs = (exchange: ExchangeId): number => (exchange === 'okx' ? 400 : 50);

/** Real time, with back-off cut to a fiftieth. */
const eager: Clock = { ...systemClock, random: () => 0.02 };

async function startAgainst(exchange: ExchangeId, options: CommonOptions = {}, connectGapMs?: number) {
  const local = await makers[exchange]({ market: createMarket(), tickMs: 100, ...options });
  open.push(local);
  const collected = createCollector();
  let check = (): void => undefined;
  const feed = createLiveFeed({
    adapters,
    exchanges: [exchange],
    selection: { ...everything, watch: ['BTC'] },
    clock: eager,
    ...(connectGapMs === undefined ? {} : { connectGapMs }),
    endpoints: { [exchange]: local.wsUrl },
    restEndpoints: { [exchange]: local.restUrl },
  });
  open.push(feed);
  feed.start({
    record: (record) => {
      collected.sink.record(record);
      check();
    },
    frame: (tally) => {
      collected.sink.frame(tally);
      check();
    },
  });
  /** Resolves as soon as what arrived satisfies `isEnough`. */
  const until = (isEnough: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (isEnough()) resolve();
      };
      check();
    });
  const times = (state: string): number => collected.states().filter((record) => record.state === state).length;
  return { ...collected, local, feed, until, times };
}

const symbols: Readonly<Partial<Record<ExchangeId, string>>> = {
  binance: 'BTCUSDT',
  bybit: 'BTCUSDT',
  okx: 'BTC-USDT-SWAP',
  deribit: 'BTC-PERPETUAL',
  dydx: 'BTC-USD',
};

describe.each(exchangeIds)('%s', (exchange) => {
  test('is subscribed without a complaint from either side, before and after a change of selection', async () => {
    const { local, feed, faults, until, times, tallies } = await startAgainst(exchange);
    await until(() => times('live') === 1);
    feed.select({ assets: ['BTC', 'ETH'], watch: ['ETH'] });
    feed.select({ assets: 'all', watch: ['ETH'] });
    const before = tallies.length;
    await until(() => tallies.length > before + 20);
    expect(local.refusals).toEqual([]);
    expect(faults()).toEqual([]);
  });

  test('answers in HTML, then again as it should: named, and taken up again', async () => {
    const { local, states, until, times } = await startAgainst(exchange, {}, gapMs(exchange));
    await until(() => times('live') === 1);
    local.misbehave({ handshake: 'html' });
    await local.killConnections();
    await until(() => states().some(({ reason }) => reason?.includes('an HTML page') === true));
    local.behave();
    await until(() => times('live') === 2);
    expect(states().at(-1)?.state).toBe('live');
  });
});

describe.each(Object.entries(symbols) as [ExchangeId, string][])('%s', (exchange, symbol) => {
  test('goes down and comes back: every liquidation sent on a live connection arrives, and arrives once', async () => {
    const { local, liquidationIds, records, until, times } = await startAgainst(exchange, {}, gapMs(exchange));
    const sizes: number[] = [];
    const liquidate = async (): Promise<void> => {
      for (let count = 0; count < 5; count += 1) {
        const size = 1000 * (sizes.length + 1);
        sizes.push(size);
        local.liquidate({ symbol, side: 'long', price: '60000', size: String(size), time: Date.now() });
      }
      await until(() => liquidationIds().length >= sizes.length);
    };
    await until(() => times('live') === 1);
    await liquidate();
    await local.goDown();
    await local.comeBack();
    await until(() => times('live') === 2);
    await liquidate();
    const seen = records.flatMap((record) => (record.type === 'liquidation' ? [record.size] : []));
    expect(new Set(liquidationIds()).size).toBe(10);
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });
});

test.each<[ExchangeId, string]>([
  ['okx', 'ETH-USDT-SWAP'],
  ['bybit', 'ETHUSDT'],
  ['deribit', 'ETH-PERPETUAL'],
  ['dydx', 'ETH-USD'],
])(
  'a symbol that the streams of %s no longer know (%s) is refused by name, the others are subscribed',
  async (exchange, symbol) => {
    const whole = await startAgainst(exchange);
    await whole.until(() => whole.times('live') === 1);
    const lacking = await startAgainst(exchange, { delisted: [symbol] });
    await lacking.until(() => lacking.times('live') === 1 && lacking.refusals().length > 0);
    const wanted = (): readonly string[] => whole.local.topics().filter((topic) => !topic.includes(symbol));
    await lacking.until(() => wanted().every((topic) => lacking.local.topics().includes(topic)));
    expect(lacking.refusals().every((refusal) => refusal.includes(symbol))).toBe(true);
  },
);
