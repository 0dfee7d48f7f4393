// What the monitor, `stream` and `snapshot` share: flags over settings, a feed, a market behind it.
import { arbitrageOptions } from '../arbitrage-settings.js';
import type { Flags } from '../args.js';
import type { ExchangeId } from '../domain/instrument.js';
import type { Alert, FeedState, FrameTally, Liquidation, MarketRecord, Severity, Ticker } from '../domain/record.js';
import type { SeverityJudge } from '../domain/severity.js';
import type { Selection } from '../exchanges/adapter.js';
import { adapters } from '../exchanges/registry.js';
import { systemClock } from '../feed/clock.js';
import type { Feed, FeedSink } from '../feed/feed.js';
import type { MarketOptions } from '../market/options.js';
import { createMarketStore, type MarketStore } from '../market/store.js';
import { openSettings, type Settings, type SettingsStore } from '../settings.js';
import type { Classifier } from '../severity/classifier.js';
import { judgeByRules } from '../severity/rules.js';
import { type Addresses, addressFlag, amountFlag, assetsFlag, exchangesFlag, seedFlag } from './flag-values.js';

const SECOND_MS = 1000;

export interface Session {
  readonly isDemo: boolean;
  readonly settings: Settings;
  readonly settingsStore: SettingsStore;
  readonly exchanges: readonly ExchangeId[];
  readonly selection: Selection;
  readonly minNotionalUsd: number;
  readonly feed: Feed;
  readonly store: MarketStore;
}

/** Throws `UsageError` on a bad flag or a broken settings file, before anything is opened. */
export async function openSession(flags: Flags): Promise<Session> {
  const settingsStore = openSettings(flags['config-dir']);
  const settings = settingsStore.read();
  const exchanges = flags.exchanges === undefined ? settings.exchanges : exchangesFlag(flags.exchanges);
  const assets = flags.assets === undefined ? settings.assets : assetsFlag(flags.assets);
  const minNotionalUsd =
    flags['min-notional'] === undefined ? settings.minNotionalUsd : amountFlag('min-notional', 'USD', flags['min-notional']);
  const selection: Selection = {
    assets: assets.length === 0 ? 'all' : assets,
    watch: flags.assets === undefined ? settings.watch : assets,
  };
  const seed = seedFlag(flags);
  const addresses = {
    endpoints: addressFlag('endpoint', flags.endpoint),
    restEndpoints: addressFlag('rest-endpoint', flags['rest-endpoint']),
  };
  const isDemo = flags.demo === true;
  const feed = await (isDemo ? demoFeed(seed, exchanges, selection) : liveFeed(exchanges, selection, addresses));
  const store = createMarketStore(marketOptions(settings, selection.watch, minNotionalUsd));
  return { isDemo, settings, settingsStore, exchanges, selection, minNotionalUsd, feed, store };
}

/** The market's bounds and lines, as the settings have them. */
export function marketOptions(settings: Settings, watch: readonly string[], minNotionalUsd: number): MarketOptions {
  return {
    logMinNotionalUsd: minNotionalUsd,
    sweep: { usdPerMinute: settings['alerts.sweepUsdPerMinute'] },
    cluster: { minNotionalUsd: settings['alerts.clusterUsd'], deviations: settings['alerts.clusterDeviations'] },
    burst: { ratio: settings['alerts.burstRatio'] },
    feedDownAfterMs: settings['alerts.feedDownSeconds'] * SECOND_MS,
    fundingChanges: {
      deadBand8h: settings['alerts.flipDeadBand8h'],
      flipEvaluations: Math.ceil(settings['alerts.flipSeconds']),
    },
    alertKinds: settings['alerts.kinds'],
    muted: settings['alerts.muted'],
    watch,
    health: { caution: settings['funding.health.caution'], warning: settings['funding.health.warning'] },
    arbitrage: arbitrageOptions(settings),
  };
}

async function demoFeed(seed: number, exchanges: readonly ExchangeId[], selection: Selection): Promise<Feed> {
  const { createDemoFeed } = await import('../feed/demo.js');
  return createDemoFeed({ clock: systemClock, seed, exchanges, adapters, selection });
}

async function liveFeed(
  exchanges: readonly ExchangeId[],
  selection: Selection,
  addresses: { readonly endpoints: Addresses; readonly restEndpoints: Addresses },
): Promise<Feed> {
  const { createLiveFeed } = await import('../feed/live.js');
  return createLiveFeed({ adapters, exchanges, selection, ...addresses, userAgent: `fundmon/${__VERSION__}` });
}

/** Where the flow ends besides the store: a script's output, or nothing. */
export interface Outlet {
  readonly record: (record: MarketRecord) => void;
  readonly frame?: (tally: FrameTally) => void;
}

export interface Judges {
  readonly rules?: SeverityJudge;
  /** Answers later, or never. */
  readonly classifier?: Pick<Classifier, 'start' | 'offer'>;
}

/**
 * The one direction of data: feed → market, each liquidation judged on the way by what was usual before it.
 * Liquidations below `minNotionalUsd` still teach the market what is usual, but are not passed on. Streams of a whole market bring
 * the funding of assets nobody chose: it is left out; liquidations are of the whole market.
 */
export function createPipeline(
  { store, minNotionalUsd, selection: { assets } }: Pick<Session, 'store' | 'minNotionalUsd' | 'selection'>,
  outlet: Outlet,
  { rules = judgeByRules, classifier }: Judges = {},
): FeedSink & { readonly alerts: (alerts: readonly Alert[]) => void } {
  const judged = (liquidation: Liquidation): void => {
    const context = store.severityContext(liquidation);
    const verdict = rules(liquidation, context);
    store.apply(liquidation);
    const severity = {
      type: 'severity',
      liquidationId: liquidation.id,
      tier: verdict.tier,
      by: 'rule',
      reason: verdict.reason,
      time: liquidation.receivedAt,
    } as const;
    store.apply(severity);
    if (liquidation.notionalUsd < minNotionalUsd) return;
    outlet.record(liquidation);
    outlet.record(severity);
    classifier?.offer(liquidation, verdict.tier, context, () => store.surroundings(liquidation));
  };
  classifier?.start((severity: Severity) => {
    store.apply(severity);
    outlet.record(severity);
  });
  const passed = (record: Ticker | FeedState): void => {
    if (record.type === 'ticker' && assets !== 'all' && !assets.includes(record.asset)) return;
    store.apply(record);
    outlet.record(record);
  };
  return {
    record: (record) => (record.type === 'liquidation' ? judged(record) : passed(record)),
    instruments: store.applyInstruments,
    frame: (tally) => {
      store.tally(tally);
      outlet.frame?.(tally);
    },
    report: store.report,
    alerts: (alerts) => {
      for (const alert of alerts) outlet.record(alert);
    },
  };
}
