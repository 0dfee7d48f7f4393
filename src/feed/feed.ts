import type { ExchangeId, Instrument } from '../domain/instrument.js';
import type { FeedReport, FeedState, FrameTally, FundingHistory, Liquidation, Ticker } from '../domain/record.js';
import type { Selection } from '../exchanges/adapter.js';

export interface FeedSink {
  readonly record: (record: Ticker | Liquidation | FeedState) => void;
  /** Once per received frame or REST answer, after its records. */
  readonly frame: (tally: FrameTally) => void;
  /** Now and then, for a screen; whoever shows none leaves it out. */
  readonly report?: (report: FeedReport) => void;
  /** What an exchange lists, whenever its list was read anew; whoever needs only records leaves it out. */
  readonly instruments?: (instruments: readonly Instrument[]) => void;
  /** Past payments, fetched in the background; whoever needs none leaves it out, and then nothing is fetched. */
  readonly history?: (history: FundingHistory) => void;
}

/** Live, demo and replay look alike from here on. */
export interface Feed {
  readonly start: (sink: FeedSink) => void;
  /** Resolves when every socket and timer is gone; nothing reaches the sink after the call. */
  readonly stop: () => Promise<void>;
  /** Those left out go `off`; those added connect. */
  readonly setExchanges: (exchanges: readonly ExchangeId[]) => void;
  /** Applied to open sockets by subscribing and unsubscribing the difference. */
  readonly select: (selection: Selection) => void;
}
