// The market for a while, for a command that prints once.
import type { ExchangeId } from '../domain/instrument.js';
import type { Alert } from '../domain/record.js';
import { fundingTable } from '../export.js';
import type { FeedRow, MarketSnapshot } from '../market/snapshot.js';
import { createPipeline, type Session } from './session.js';

const POLL_MS = 100;
/** The newest: a watch may last for hours. */
const ALERTS_KEPT = 1000;

export interface Progress {
  readonly elapsedMs: number;
  /** How long no further instrument has appeared, once every chosen exchange told a rate or that it has none; before that 0. */
  readonly settledMs: number;
}

export interface Collected {
  readonly snapshot: MarketSnapshot;
  /** Raised and cleared on the way, newest first; at most a thousand. */
  readonly alerts: readonly Alert[];
  readonly startTime: number;
  /** The exchanges that told at least one funding rate. */
  readonly reported: ReadonlySet<ExchangeId>;
  /** Those that list nothing of what was chosen. */
  readonly empty: ReadonlySet<ExchangeId>;
  /** Why an exchange is not live, as it says itself. */
  readonly reasons: ReadonlyMap<ExchangeId, string>;
}

/** Resolves when `isEnough`, with the feed stopped. `hasHistory`: past payments of what is watched are fetched too. */
export async function collect(
  session: Session,
  isEnough: (progress: Progress) => boolean,
  { hasHistory = false }: { readonly hasHistory?: boolean } = {},
): Promise<Collected> {
  const { store, feed, exchanges } = session;
  const reasons = new Map<ExchangeId, string>();
  const pipeline = createPipeline(session, {
    record: (record) => {
      if (record.type !== 'feed') return;
      if (record.reason === undefined) reasons.delete(record.exchange);
      else reasons.set(record.exchange, record.reason);
    },
  });
  const alerts: Alert[] = [];
  const startTime = Date.now();
  let rowCount = 0;
  let grownAt = startTime;
  feed.start(hasHistory ? { ...pipeline, history: store.applyHistory } : pipeline);
  for (;;) {
    const now = Date.now();
    alerts.unshift(...store.flush(now));
    alerts.length = Math.min(alerts.length, ALERTS_KEPT);
    const rows = fundingTable(store.getSnapshot());
    const reported = new Set(rows.map((row) => row.exchange));
    const empty = emptyExchanges(session);
    if (rows.length !== rowCount || !exchanges.every((exchange) => reported.has(exchange) || empty.has(exchange))) grownAt = now;
    rowCount = rows.length;
    if (isEnough({ elapsedMs: now - startTime, settledMs: now - grownAt })) {
      const { time } = store.getSnapshot();
      const snapshot = { ...store.getSnapshot(), time: Math.max(time, now) };
      await feed.stop();
      return { snapshot, alerts, startTime, reported, empty, reasons };
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function emptyExchanges({ store, selection: { assets } }: Session): ReadonlySet<ExchangeId> {
  if (assets === 'all') return new Set();
  const isEmpty = ({ unlistedAssets }: FeedRow): boolean => unlistedAssets?.length === assets.length;
  return new Set(
    store
      .getSnapshot()
      .feeds.filter(isEmpty)
      .map(({ exchange }) => exchange),
  );
}
