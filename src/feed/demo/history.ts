// Funding histories of the demo: asked for and read as the real ones are, answered by the simulated market.
import type { Clock } from '../../domain/clock.js';
import type { ExchangeAdapter, HttpRequest } from '../../exchanges/adapter.js';
import type { FeedSink } from '../feed.js';
import { createHistoryFetcher, type HistoryFetcher } from '../funding-history.js';
import type { Listing } from './listings.js';
import type { PastFunding } from './past-funding.js';
import type { Pen } from './writer.js';

export interface DemoHistoryOptions {
  readonly adapter: ExchangeAdapter;
  readonly pen: Pen;
  readonly listings: readonly Listing[];
  readonly past: PastFunding;
  readonly clock: Clock;
  readonly sink: FeedSink;
}

/** `undefined` where nobody takes any. */
export function createDemoHistory(options: DemoHistoryOptions): HistoryFetcher | undefined {
  const { adapter, pen, past, clock, sink } = options;
  const { id: exchange, history: source } = adapter;
  if (source === undefined || sink.history === undefined) return undefined;
  const bySymbol = new Map(options.listings.map((listing) => [listing.symbol, listing]));
  const answers = new WeakMap<HttpRequest, string>();
  return createHistoryFetcher({
    source: {
      ...source,
      request: (instrument, range) => {
        const request = source.request(instrument, range);
        const listing = bySymbol.get(instrument.symbol);
        if (listing) answers.set(request, pen.historyAnswer(listing, past.between(listing, range, clock.now())));
        return request;
      },
    },
    rest: { get: (request) => Promise.resolve(answers.get(request) ?? '') },
    clock,
    address: (request) => request,
    onHistory: sink.history,
    onAnswer: (faults) => sink.frame({ exchange, receivedAt: clock.now(), ...(faults.length > 0 && { faults }) }),
    onFailure: (failure) => sink.frame({ exchange, receivedAt: clock.now(), failures: [`${exchange}: ${failure}`] }),
  });
}
