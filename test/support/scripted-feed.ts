import type { ExchangeId } from '../../src/domain/instrument.js';
import type { FeedReport, FeedState, FrameTally, Liquidation, Ticker } from '../../src/domain/record.js';
import type { ExchangeAdapter, HttpRequest, Selection } from '../../src/exchanges/adapter.js';
import type { Feed } from '../../src/feed/feed.js';
import type { SendRequest } from '../../src/feed/http.js';
import { createLiveFeed, type LiveFeedOptions } from '../../src/feed/live.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { listed, scriptedExchange } from './scripted-exchange.js';
import { createScriptedSockets, type ScriptedSockets } from './scripted-socket.js';

export interface Collected {
  readonly records: (Ticker | Liquidation | FeedState)[];
  readonly tallies: FrameTally[];
  readonly states: () => readonly FeedState[];
  readonly liquidationIds: () => readonly string[];
  readonly reports: FeedReport[];
  readonly faults: () => readonly string[];
  readonly refusals: () => readonly string[];
  readonly failures: () => readonly string[];
}

export function createCollector(): Collected & { readonly sink: Parameters<Feed['start']>[0] } {
  const records: (Ticker | Liquidation | FeedState)[] = [];
  const tallies: FrameTally[] = [];
  const reports: FeedReport[] = [];
  return {
    records,
    tallies,
    reports,
    states: () => records.filter((record) => record.type === 'feed'),
    liquidationIds: () => records.filter((record) => record.type === 'liquidation').map((record) => record.id),
    faults: () => tallies.flatMap((tally) => tally.faults ?? []),
    refusals: () => tallies.flatMap((tally) => tally.refusals ?? []),
    failures: () => tallies.flatMap((tally) => tally.failures ?? []),
    sink: {
      record: (record) => void records.push(record),
      frame: (tally) => void tallies.push(tally),
      report: (report) => void reports.push(report),
    },
  };
}

/** All six ids, each a scripted exchange; `given` replaces some. */
export function scriptedAdapters(...given: readonly ExchangeAdapter[]): Record<ExchangeId, ExchangeAdapter> {
  const make = (id: ExchangeId): ExchangeAdapter => given.find((one) => one.id === id) ?? scriptedExchange({ id });
  return {
    binance: make('binance'),
    bybit: make('bybit'),
    okx: make('okx'),
    deribit: make('deribit'),
    hyperliquid: make('hyperliquid'),
    dydx: make('dydx'),
  };
}

export interface ScriptedFeed extends Collected {
  readonly feed: Feed;
  readonly clock: FakeClock;
  readonly sockets: ScriptedSockets;
  /** REST requests made so far. */
  readonly requests: readonly HttpRequest[];
}

export interface ScriptedFeedOptions extends Partial<LiveFeedOptions> {
  readonly adapter?: ExchangeAdapter;
  readonly answer?: (request: HttpRequest, signal: AbortSignal) => Promise<string>;
  readonly sockets?: ScriptedSockets;
  readonly random?: () => number;
}

export const everything: Selection = { assets: 'all', watch: [] };

/** A live feed of one exchange (binance) on a fake clock: started, its instruments (BTC, ETH) answered. */
export async function startScriptedFeed(options: ScriptedFeedOptions = {}): Promise<ScriptedFeed> {
  const { adapter = scriptedExchange(), answer, random, sockets = createScriptedSockets(), ...rest } = options;
  const clock = createFakeClock(random === undefined ? {} : { random });
  const requests: HttpRequest[] = [];
  const request: SendRequest = (asked, signal) => {
    requests.push(asked);
    return answer === undefined ? Promise.resolve(listed('BTC', 'ETH')) : answer(asked, signal);
  };
  const feed = createLiveFeed({
    adapters: scriptedAdapters(adapter),
    exchanges: [adapter.id],
    selection: everything,
    clock,
    openSocket: sockets.open,
    request,
    ...rest,
  });
  const collected = createCollector();
  feed.start(collected.sink);
  await clock.advanceAsync(0);
  return { ...collected, feed, clock, sockets, requests };
}
