// What the monitor, `stream` and `snapshot` share: flags over settings, a feed, a market behind it.
import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { type ExchangeId, exchangeIds, isExchangeId } from '../domain/instrument.js';
import type { Alert, FeedState, FrameTally, Liquidation, MarketRecord, Ticker } from '../domain/record.js';
import type { SeverityJudge } from '../domain/severity.js';
import type { Selection } from '../exchanges/adapter.js';
import { adapters } from '../exchanges/registry.js';
import { systemClock } from '../feed/clock.js';
import type { Feed, FeedSink } from '../feed/feed.js';
import { createMarketStore, type MarketStore } from '../market/store.js';
import { openSettings, type Settings, type SettingsStore, splitList } from '../settings.js';
import { judgeByRules } from '../severity/rules.js';

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
  const isDemo = flags.demo === true;
  const feed = isDemo ? await demoFeed(flags, exchanges) : await liveFeed(flags, exchanges, selection);
  const store = createMarketStore({
    logMinNotionalUsd: minNotionalUsd,
    arbitrage: { thresholdSpread8h: settings['arbitrage.thresholdSpread8h'], takerFees: takerFees(settings) },
  });
  return { isDemo, settings, settingsStore, exchanges, selection, minNotionalUsd, feed, store };
}

async function demoFeed(flags: Flags, exchanges: readonly ExchangeId[]): Promise<Feed> {
  const { createDemoFeed } = await import('../feed/demo.js');
  const seed = flags.seed === undefined ? 1 : amountFlag('seed', 'N', flags.seed);
  return createDemoFeed({ clock: systemClock, seed, exchanges, adapters });
}

async function liveFeed(flags: Flags, exchanges: readonly ExchangeId[], selection: Selection): Promise<Feed> {
  const { createLiveFeed } = await import('../feed/live.js');
  return createLiveFeed({
    adapters,
    exchanges,
    selection,
    endpoints: addressFlag('endpoint', flags.endpoint),
    restEndpoints: addressFlag('rest-endpoint', flags['rest-endpoint']),
    userAgent: `fundmon/${__VERSION__}`,
  });
}

function exchangesFlag(text: string): readonly ExchangeId[] {
  const hint = { hint: `any of ${exchangeIds.join(',')}` };
  const ids = splitList(text.toLowerCase());
  if (ids.length === 0) throw new UsageError('--exchanges takes a,b', hint);
  return [...new Set(ids)].map((id) => {
    if (!isExchangeId(id)) throw new UsageError(`--exchanges: unknown exchange '${id}'`, hint);
    return id;
  });
}

function assetsFlag(text: string): readonly string[] {
  const assets = splitList(text.toUpperCase());
  if (assets.length === 0) throw new UsageError('--assets takes BTC,ETH', { hint: 'leave the flag out for every asset' });
  return [...new Set(assets)];
}

export function amountFlag(name: string, takes: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${name} takes ${takes}, found '${text}'`, { hint: 'a number of 0 or more' });
}

function addressFlag(name: 'endpoint' | 'rest-endpoint', pairs: readonly string[] = []): Partial<Record<ExchangeId, string>> {
  const scheme = name === 'endpoint' ? /^wss?:$/ : /^https?:$/;
  const takes = name === 'endpoint' ? 'EXCHANGE=WS_URL' : 'EXCHANGE=HTTP_URL';
  const addresses: Partial<Record<ExchangeId, string>> = {};
  for (const pair of pairs) {
    const [, id = '', address = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
    if (!isExchangeId(id))
      throw new UsageError(`--${name} takes ${takes}, found '${pair}'`, { hint: `EXCHANGE is one of ${exchangeIds.join(', ')}` });
    if (!URL.canParse(address) || !scheme.test(new URL(address).protocol)) {
      throw new UsageError(`--${name} takes ${takes}, found '${pair}'`, {
        hint: `such as ${id}=${name === 'endpoint' ? 'ws' : 'http'}://127.0.0.1:8080`,
      });
    }
    addresses[id] = address;
  }
  return addresses;
}

function takerFees(settings: Settings): Readonly<Record<ExchangeId, number>> {
  return {
    binance: settings['arbitrage.takerFees.binance'],
    bybit: settings['arbitrage.takerFees.bybit'],
    okx: settings['arbitrage.takerFees.okx'],
    deribit: settings['arbitrage.takerFees.deribit'],
    hyperliquid: settings['arbitrage.takerFees.hyperliquid'],
    dydx: settings['arbitrage.takerFees.dydx'],
  };
}

/** Where the flow ends besides the store: a script's output, or nothing. */
export interface Outlet {
  readonly record: (record: MarketRecord) => void;
  readonly frame?: (tally: FrameTally) => void;
}

/**
 * The one direction of data: feed → market, each liquidation judged on the way by what was usual before it.
 * Liquidations below `minNotionalUsd` still teach the market what is usual, but are not passed on.
 */
export function createPipeline(
  store: MarketStore,
  minNotionalUsd: number,
  outlet: Outlet,
  judge: SeverityJudge = judgeByRules,
): FeedSink & { readonly alerts: (alerts: readonly Alert[]) => void } {
  const judged = (liquidation: Liquidation): void => {
    const verdict = judge(liquidation, store.severityContext(liquidation));
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
  };
  const passed = (record: Ticker | FeedState): void => {
    store.apply(record);
    outlet.record(record);
  };
  return {
    record: (record) => (record.type === 'liquidation' ? judged(record) : passed(record)),
    frame: (tally) => {
      store.tally(tally);
      outlet.frame?.(tally);
    },
    alerts: (alerts) => {
      for (const alert of alerts) outlet.record(alert);
    },
  };
}
