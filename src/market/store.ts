import { type ExchangeId, exchangeIds, type Instrument } from '../domain/instrument.js';
import type {
  Alert,
  FeedReport,
  FeedState,
  FrameTally,
  FundingHistory,
  Liquidation,
  MarketRecord,
  Ticker,
} from '../domain/record.js';
import type { SeverityContext, Surroundings } from '../domain/severity.js';
import { createAlertLog } from './alert-log.js';
import { createArbitrageBook } from './arbitrage-book.js';
import { listAssets } from './asset-list.js';
import { type BurstCounter, createBurstCounter } from './burst-counter.js';
import { createFeedHealth, type FeedHealth } from './feed-health.js';
import { createFundingBook } from './funding-book.js';
import { createFundingChanges } from './funding-changes.js';
import { createFundingPasts } from './funding-history.js';
import { createLiquidationLog } from './liquidation-log.js';
import { type AssetLookUp, createStatisticsCounter, type StatisticsCounter } from './liquidation-statistics.js';
import { type MarketOptions, marketSettings } from './options.js';
import { createPriceHistory, type PastFigures } from './price-history.js';
import { createRecentLiquidations } from './recent-liquidations.js';
import type { BurstRow, FeedRow, MarketSnapshot } from './snapshot.js';
import { surroundingsOf } from './surroundings.js';
import { createUsualSize } from './usual-size.js';

/** Spreads and the asset list are looked at so often; a screen shows no more. */
const EVALUATE_EVERY_MS = 1_000;

/** What had to be left out, since the start. */
export interface DroppedCounts {
  readonly tickers: number;
  readonly severities: number;
  readonly duplicateLiquidations: number;
  readonly histories: number;
}

/** Market state in memory: synchronous, and told the time. */
export interface MarketStore {
  readonly apply: (record: MarketRecord) => void;
  readonly tally: (frame: FrameTally) => void;
  readonly report: (report: FeedReport) => void;
  readonly applyInstruments: (instruments: readonly Instrument[]) => void;
  readonly applyHistory: (history: FundingHistory) => void;
  /** Publishes what changed, tells the listeners if anything did, and returns the alerts raised or cleared. */
  readonly flush: (now: number) => readonly Alert[];
  /** What a judge may look at; the same whether asked before or after the liquidation was applied. */
  readonly severityContext: (liquidation: Liquidation) => SeverityContext;
  /** And a model besides. */
  readonly surroundings: (liquidation: Liquidation) => Surroundings;
  /** Of the most traded perpetual of an asset so long ago, at most an hour; empty where nothing is remembered. */
  readonly pastFigures: (asset: string, agoMs: number) => PastFigures;
  readonly getSnapshot: () => MarketSnapshot;
  /** Somebody has seen it; shown with the next flush. */
  readonly acknowledge: (alertId: string, time: number) => void;
  /** Alerts of these assets, and of no others, call nobody. */
  readonly mute: (assets: readonly string[]) => void;
  /** The rates of these assets, and of no others, are watched for flips. */
  readonly watch: (assets: readonly string[]) => void;
  /** Returns how to unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly droppedCounts: () => DroppedCounts;
}

interface Line {
  readonly health: FeedHealth;
  readonly bursts: BurstCounter;
}

export function createMarketStore(options: MarketOptions = {}): MarketStore {
  const settings = marketSettings(options);
  const book = createFundingBook(settings);
  const changes = createFundingChanges(settings.fundingChanges, book.note);
  const alertLog = createAlertLog(settings.alertCapacity);
  alertLog.mute(settings.muted);
  let watched: ReadonlySet<string> = new Set(settings.watch);
  const pasts = createFundingPasts(settings);
  const log = createLiquidationLog(settings.liquidationCapacity, settings.logMinNotionalUsd);
  const usualSize = createUsualSize(settings.assetCapacity);
  const recent = createRecentLiquidations();
  const prices = createPriceHistory(settings.assetCapacity);
  const spreads = createArbitrageBook(settings.arbitrage);
  /** One per exchange ever heard of, in the order of `exchangeIds`. */
  const lines = new Map<ExchangeId, Line>();
  const listeners = new Set<() => void>();
  let snapshot: MarketSnapshot = {
    time: 0,
    assets: [],
    funding: book.publish(0),
    history: pasts.publish(0, new Map()),
    liquidations: log.publish(),
    arbitrage: spreads.publish(),
    quarantined: spreads.quarantined(),
    arbitrageTerms: settings.arbitrage,
    bursts: [],
    feeds: [],
    alerts: alertLog.publish(),
  };
  let lastEvaluationTime: number | undefined;
  /** From the first thing heard: silence before it is not silence. */
  let statistics: StatisticsCounter | undefined;
  const lookUp: AssetLookUp = {
    figures: (asset) => {
      const { markPrice, openInterest } = prices.at(asset, 0, snapshot.time);
      return {
        ...(markPrice === undefined ? {} : { price: markPrice }),
        ...(openInterest === undefined ? {} : { openInterest }),
      };
    },
    rate8h: (asset) => {
      const key = prices.instrumentOf(asset);
      return snapshot.funding.get(asset)?.find((row) => row.key === key)?.rate8h;
    },
  };

  function lineOf(exchange: ExchangeId, time: number): Line {
    let line = lines.get(exchange);
    if (!line) {
      line = {
        health: createFeedHealth(exchange, time, settings.feedDownAfterMs),
        bursts: createBurstCounter(exchange, settings.burstWindowSeconds),
      };
      lines.set(exchange, line);
      statistics ??= createStatisticsCounter(
        { ...settings.sweep, cluster: settings.cluster, burst: settings.burst, assetCapacity: settings.assetCapacity },
        time,
      );
    }
    return line;
  }

  function applyTicker(ticker: Ticker): void {
    lineOf(ticker.exchange, ticker.receivedAt).health.sampleLag(ticker.time, ticker.receivedAt);
    book.apply(ticker);
    if (ticker.settledFundingRate !== undefined) pasts.noteSettled(ticker);
  }

  function applyLiquidation(liquidation: Liquidation): void {
    if (!log.add(liquidation)) return;
    const line = lineOf(liquidation.exchange, liquidation.receivedAt);
    line.health.sampleLag(liquidation.time, liquidation.receivedAt);
    line.bursts.add(liquidation.receivedAt, liquidation.notionalUsd);
    usualSize.add(liquidation);
    recent.add(liquidation);
    statistics?.add(liquidation);
  }

  function applyFeed(feed: FeedState): void {
    const line = lineOf(feed.exchange, feed.time);
    line.health.setState(feed);
    line.bursts.setLive(feed.state === 'live', feed.time);
    statistics?.setLive(feed.exchange, feed.state === 'live', feed.time);
    book.setLive(feed.exchange, feed.state === 'live');
  }

  function apply(record: MarketRecord): void {
    switch (record.type) {
      case 'ticker':
        applyTicker(record);
        break;
      case 'liquidation':
        applyLiquidation(record);
        break;
      case 'severity':
        log.judge(record);
        break;
      case 'feed':
        applyFeed(record);
        break;
      case 'alert':
        // Made here, from the other records: one that comes back from a recording would be counted twice.
        break;
      default:
        record satisfies never;
    }
  }

  function publish(now: number): readonly Alert[] {
    const alerts: Alert[] = [];
    const feeds: FeedRow[] = [];
    const bursts: BurstRow[] = [];
    for (const exchange of exchangeIds) {
      const line = lines.get(exchange);
      if (!line) continue;
      const alert = line.health.evaluate(now);
      if (alert) alerts.push(alert);
      feeds.push(line.health.publish(now));
      bursts.push(line.bursts.publish(now));
    }
    const funding = book.publish(now);
    prices.sample(funding, now);
    let { assets, history, statistics: counted } = snapshot;
    if (lastEvaluationTime === undefined || now - lastEvaluationTime >= EVALUATE_EVERY_MS || now < lastEvaluationTime) {
      lastEvaluationTime = now;
      alerts.push(...spreads.evaluate(funding, now));
      assets = listAssets(assets, funding, spreads.widestSpread);
      history = pasts.publish(now, funding);
      alerts.push(...changes.evaluate(funding, watched, now));
      alerts.push(...(statistics?.evaluate(lookUp, now) ?? []));
      counted = statistics?.publish(now);
    }
    const told = alerts.filter(({ kind }) => settings.alertKinds.includes(kind));
    told.forEach(alertLog.add);
    const next: MarketSnapshot = {
      time: now,
      assets,
      funding,
      history,
      liquidations: log.publish(),
      arbitrage: spreads.publish(),
      quarantined: spreads.quarantined(),
      arbitrageTerms: settings.arbitrage,
      bursts: keep(snapshot.bursts, bursts),
      ...(counted === undefined ? {} : { statistics: counted }),
      feeds: keep(snapshot.feeds, feeds),
      alerts: alertLog.publish(),
    };
    if (!isSame(snapshot, next)) snapshot = next;
    return told;
  }

  return {
    apply,
    tally: (frame) => lineOf(frame.exchange, frame.receivedAt).health.tally(frame),
    report: (report) => lineOf(report.exchange, report.time).health.report(report),
    applyInstruments: book.list,
    applyHistory: pasts.apply,
    flush: (now) => {
      const before = snapshot;
      const alerts = publish(now);
      if (snapshot !== before) for (const listener of listeners) listener();
      return alerts;
    },
    severityContext: (liquidation) => ({
      ...usualSize.context(liquidation, log.has(liquidation.id)),
      ...marketSize(snapshot, liquidation.asset),
    }),
    surroundings: (liquidation) => surroundingsOf(liquidation, snapshot.funding.get(liquidation.asset) ?? [], recent, prices),
    pastFigures: (asset, agoMs) => prices.at(asset, agoMs, snapshot.time),
    getSnapshot: () => snapshot,
    acknowledge: alertLog.acknowledge,
    mute: alertLog.mute,
    watch: (assets) => {
      watched = new Set(assets);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    droppedCounts: () => ({
      tickers: book.droppedCount(),
      severities: log.orphanCount(),
      duplicateLiquidations: log.duplicateCount(),
      histories: pasts.droppedCount(),
    }),
  };
}

/** The largest of each over the asset's instruments, as last published. */
function marketSize(snapshot: MarketSnapshot, asset: string): Pick<SeverityContext, 'openInterestUsd' | 'volume24hUsd'> {
  const size: { openInterestUsd?: number; volume24hUsd?: number } = {};
  for (const row of snapshot.funding.get(asset) ?? []) {
    if (row.openInterestUsd !== undefined) size.openInterestUsd = Math.max(size.openInterestUsd ?? 0, row.openInterestUsd);
    if (row.volume24hUsd !== undefined) size.volume24hUsd = Math.max(size.volume24hUsd ?? 0, row.volume24hUsd);
  }
  return size;
}

function keep<T>(before: readonly T[], next: readonly T[]): readonly T[] {
  return before.length === next.length && before.every((part, i) => part === next[i]) ? before : next;
}

function isSame(a: MarketSnapshot, b: MarketSnapshot): boolean {
  return (
    a.assets === b.assets &&
    a.funding === b.funding &&
    a.history === b.history &&
    a.liquidations === b.liquidations &&
    a.arbitrage === b.arbitrage &&
    a.quarantined === b.quarantined &&
    a.bursts === b.bursts &&
    a.statistics === b.statistics &&
    a.feeds === b.feeds &&
    a.alerts === b.alerts
  );
}
