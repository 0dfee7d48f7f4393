// The whole program without a network: a simulated market whose news arrives as raw frames, each in its exchange's own
// words, through the same adapters as the real ones. The same seed and clock give the same frames.

import type { Clock } from '../domain/clock.js';
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { ExchangeAdapter, Selection } from '../exchanges/adapter.js';
import { createDemoLine, type DemoLine } from './demo/line.js';
import { demoListings } from './demo/listings.js';
import { createDemoMarket, type DemoMarket, STEP_MS } from './demo/market.js';
import { createPastFunding } from './demo/past-funding.js';
import { pens } from './demo/pens.js';
import { createRandom } from './demo/random.js';
import { SLOTS } from './demo/writer.js';
import type { Feed, FeedSink } from './feed.js';

export interface DemoFeedOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly exchanges: readonly ExchangeId[];
  readonly adapters: Readonly<Record<ExchangeId, ExchangeAdapter>>;
  /** Absent: everything. The demo always sends all it has; only what is asked for in vain is told. */
  readonly selection?: Selection;
}

const CONNECT_MS: Readonly<Record<ExchangeId, number>> = {
  binance: 12,
  bybit: 18,
  okx: 24,
  deribit: 30,
  hyperliquid: 36,
  dydx: 44,
};
/** How long a frame is under way: from Tokyo, Singapore, London, a chain of blocks. */
const LAG_MS: Readonly<Record<ExchangeId, number>> = { binance: 38, bybit: 61, okx: 47, deribit: 17, hyperliquid: 90, dydx: 240 };

const OUTAGE_REASONS = ['no message for 30 s', 'connection closed (1006)', 'server restart announced'] as const;
/** Spans between outages, and between unreadable frames, in ms; the first of each comes after the first cascade. */
const FIRST_OUTAGE_MS = [55_000, 75_000] as const;
const OUTAGE_MS = [70_000, 160_000] as const;
const FIRST_UNREADABLE_MS = [80_000, 115_000] as const;
const UNREADABLE_MS = [150_000, 300_000] as const;
const OUTAGE_LENGTH_MS = [2500, 7000] as const;

export function createDemoFeed({ clock, seed, exchanges, adapters, ...options }: DemoFeedOptions): Feed {
  const accidents = createRandom(seed + 2);
  const lines = new Map<ExchangeId, DemoLine>();
  let chosen = new Set(exchanges);
  let selection = options.selection ?? { assets: 'all', watch: [] };
  let cancelTick: (() => void) | undefined;
  let isStopped = false;

  function openLines(sink: FeedSink, market: DemoMarket): void {
    const { rate8h, lastSettled } = market.funding;
    const past = createPastFunding({ seed, rate8h, settled: lastSettled });
    for (const exchange of exchangeIds) {
      const listings = demoListings.filter((listing) => listing.exchange === exchange);
      const line = createDemoLine({
        adapter: adapters[exchange],
        pen: pens[exchange],
        listings,
        clock,
        sink,
        quote: market.quote,
        past,
        connectMs: CONNECT_MS[exchange],
        lagMs: LAG_MS[exchange],
        selection: () => selection,
      });
      lines.set(exchange, line);
      if (chosen.has(exchange) && !isStopped) line.connect();
    }
  }

  function anyLive(): DemoLine | undefined {
    const [first, ...others] = [...lines.values()].filter((line) => line.isLive());
    return first && accidents.pick([first, ...others]);
  }

  function run(market: DemoMarket): void {
    let step = 0;
    let outageMs = accidents.between(...FIRST_OUTAGE_MS);
    let unreadableMs = accidents.between(...FIRST_UNREADABLE_MS);

    function accident(elapsedMs: number): void {
      if (elapsedMs >= outageMs) {
        outageMs += accidents.between(...OUTAGE_MS);
        anyLive()?.cut(accidents.pick(OUTAGE_REASONS), Math.round(accidents.between(...OUTAGE_LENGTH_MS)));
      }
      if (elapsedMs >= unreadableMs) {
        unreadableMs += accidents.between(...UNREADABLE_MS);
        anyLive()?.sendUnreadable();
      }
    }

    function tick(): void {
      cancelTick = clock.after(STEP_MS, tick);
      step += 1;
      const closes = market.step();
      for (const [exchange, line] of lines) {
        const own = closes.filter(({ listing }) => listing.exchange === exchange);
        line.send(own, step % SLOTS, Math.floor(step / SLOTS));
      }
      accident(step * STEP_MS);
    }

    cancelTick = clock.after(STEP_MS, tick);
  }

  return {
    start: (sink) => {
      if (isStopped || cancelTick) return;
      const market = createDemoMarket(seed);
      openLines(sink, market);
      if (!isStopped) run(market);
    },
    stop: () => {
      isStopped = true;
      cancelTick?.();
      for (const line of lines.values()) line.stop();
      return Promise.resolve();
    },
    setExchanges: (wanted) => {
      chosen = new Set(wanted);
      if (isStopped) return;
      for (const [exchange, line] of lines) {
        if (chosen.has(exchange) && !line.isOn()) line.connect();
        else if (!chosen.has(exchange) && line.isOn()) line.turnOff();
      }
    },
    select: (next) => {
      selection = next;
      for (const line of lines.values()) line.select();
    },
  };
}
