// Market data through the program's own pipeline and market; what would be handed to the model is kept instead of asked.
import { createPipeline } from '../../src/commands/session.js';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import type { SeverityContext, Surroundings } from '../../src/domain/severity.js';
import { adapters } from '../../src/exchanges/registry.js';
import { createDemoFeed } from '../../src/feed/demo.js';
import { createMarketStore, type MarketStore } from '../../src/market/store.js';
import { createFakeClock } from '../../test/support/fake-clock.js';
import { type RecordingName, recordedArrivals } from './recordings.js';

/** A program publishes a few times a second; no number here depends on more. */
const FLUSH_MS = 1_000;
/** Prices are sampled on a grid of ten seconds: in a pause it is published at least so often. */
const PAUSE_FLUSH_MS = 10_000;
/** By then every price is stale and no instrument followed any more: nothing is left that could change. */
const LONGEST_PAUSE_MS = 300_000;

/** One liquidation with what the program knew when it came. */
export interface Scene {
  readonly liquidation: Liquidation;
  readonly context: SeverityContext;
  readonly surroundings: Surroundings;
}

export interface PricePoint {
  readonly time: number;
  readonly price: number;
}

export interface Replay {
  readonly source: string;
  /** In the order of arrival. */
  readonly scenes: readonly Scene[];
  /** Mark prices by asset, oldest first, of the instrument first heard of. */
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>;
}

interface Stage {
  readonly store: MarketStore;
  readonly sink: ReturnType<typeof createPipeline>;
  readonly replay: (source: string) => Replay;
}

function createStage(): Stage {
  const store = createMarketStore();
  const scenes: Scene[] = [];
  const prices = new Map<string, { readonly key: string; readonly points: PricePoint[] }>();
  const sink = createPipeline(
    { store, minNotionalUsd: 0, selection: { assets: 'all', watch: [] } },
    {
      record: (record) => {
        if (record.type !== 'ticker' || record.markPrice === undefined) return;
        const key = `${record.exchange}:${record.symbol}`;
        const series = prices.get(record.asset) ?? { key, points: [] };
        prices.set(record.asset, series);
        if (series.key === key) series.points.push({ time: record.receivedAt, price: record.markPrice });
      },
    },
    {
      classifier: {
        start: () => undefined,
        offer: (liquidation, _ruleTier, context, surroundings) => {
          scenes.push({ liquidation, context, surroundings: surroundings() });
        },
      },
    },
  );
  const replay = (source: string): Replay => {
    const points = [...prices].map(([asset, series]) => [asset, series.points] as const);
    return { source, scenes, prices: new Map(points) };
  };
  return { store, sink, replay };
}

export function replayRecording(name: RecordingName): Replay {
  const { store, sink, replay } = createStage();
  const arrivals = recordedArrivals(name);
  let published = arrivals[0]?.time ?? 0;
  for (const exchange of exchangeIds) sink.record({ type: 'feed', exchange, state: 'live', time: published });
  for (const { time, tickers, liquidations } of arrivals) {
    const settled = Math.min(time, published + LONGEST_PAUSE_MS);
    for (let now = published; now < settled; now += PAUSE_FLUSH_MS) store.flush(now);
    for (const ticker of tickers) sink.record(ticker);
    published = Math.ceil(time / FLUSH_MS) * FLUSH_MS;
    store.flush(published);
    for (const liquidation of liquidations) sink.record(liquidation);
  }
  return replay(name);
}

/** The simulated market of `fundmon --demo --seed N` on a clock of its own. */
export function replayDemo(seed: number, startTime: number, forMs: number): Replay {
  const clock = createFakeClock({ now: startTime });
  const { store, sink, replay } = createStage();
  const feed = createDemoFeed({ clock, seed, exchanges: exchangeIds, adapters });
  const flush = (): void => {
    store.flush(clock.now());
    clock.after(FLUSH_MS, flush);
  };
  clock.after(FLUSH_MS, flush);
  feed.start(sink);
  clock.advance(forMs);
  return replay(`demo-seed-${seed}`);
}
