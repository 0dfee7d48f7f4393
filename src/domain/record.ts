import type { ExchangeId, NativeSymbol } from './instrument.js';
import type { Tier } from './severity.js';

/** Who, what and when. Times are integer milliseconds since the Unix epoch, UTC. */
export interface Stamped {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly asset: string;
  readonly quote: string;
  /** The exchange's event time; `receivedAt` where it gives none. */
  readonly time: number;
  readonly receivedAt: number;
}

/** What one message said of one perpetual. Partial: a field the message did not carry is absent. */
export interface Ticker extends Stamped {
  readonly type: 'ticker';
  /** Fraction of notional per interval, paid at `nextFundingTime`; positive: longs pay shorts. */
  readonly fundingRate?: number;
  readonly fundingIntervalHours?: number;
  readonly nextFundingTime?: number;
  readonly predictedFundingRate?: number;
  readonly settledFundingRate?: number;
  /** Continuous funding only (Deribit): the rate of this moment, on the same 8-hour basis. */
  readonly instantFundingRate?: number;
  /** Prices per one coin of `asset`. */
  readonly markPrice?: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
  /** Coins of `asset`, one side. */
  readonly openInterest?: number;
  readonly openInterestUsd?: number;
  readonly volume24hUsd?: number;
}

/** One forced close. */
export interface Liquidation extends Stamped {
  readonly type: 'liquidation';
  /** The same event seen twice has the same id. */
  readonly id: string;
  /** The position that was closed: `long` is a forced sell. */
  readonly side: 'long' | 'short';
  /** Per coin of `asset`: the fill where the exchange tells it, else its bankruptcy price. */
  readonly price: number;
  /** Coins of `asset`. */
  readonly size: number;
  readonly notionalUsd: number;
}

/** A tier given to a liquidation, now or later. */
export interface Severity {
  readonly type: 'severity';
  readonly liquidationId: string;
  readonly tier: Tier;
  readonly by: 'rule' | 'llm';
  readonly model?: string;
  /** One sentence of evidence. */
  readonly reason?: string;
  readonly latencyMs?: number;
  readonly time: number;
}

export interface AlertLeg {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly fundingRate: number;
  readonly fundingIntervalHours: number;
}

export const alertKinds = [
  'funding-spread',
  'feed-down',
  'liquidation-cluster',
  'liquidation-sweep',
  'liquidation-burst',
  'funding-flip',
  'funding-interval',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something crossed a line: once `raised`, later once `cleared`, under the same id. */
export interface Alert {
  readonly type: 'alert';
  readonly id: string;
  readonly kind: AlertKind;
  readonly state: 'raised' | 'cleared';
  readonly time: number;
  readonly asset?: string;
  readonly exchange?: ExchangeId;
  /** Of the one instrument it is about. */
  readonly symbol?: NativeSymbol;
  readonly message: string;
  readonly long?: AlertLeg;
  readonly short?: AlertLeg;
  /** Short leg minus long leg, fraction per 8 h. */
  readonly spread8h?: number;
  readonly spreadApr?: number;
  /** Four taker fills, fraction of notional. */
  readonly feesRoundTrip?: number;
  /** (long leg's mark − short leg's mark) / their mean; negative is a credit. */
  readonly priceGap?: number;
  readonly breakEvenHours?: number;
}

export const connectionStates = ['connecting', 'live', 'stale', 'reconnecting', 'blocked', 'off'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** The state of one exchange's connections, taken together: the worst of them. */
export interface FeedState {
  readonly type: 'feed';
  readonly exchange: ExchangeId;
  readonly state: ConnectionState;
  readonly time: number;
  readonly reason?: string;
  readonly attempt?: number;
  readonly retryInMs?: number;
}

export type MarketRecord = Ticker | Liquidation | Severity | Alert | FeedState;

/** What became of one received frame or REST answer; counted per exchange, never stored. Each text is one sentence that names what. */
export interface FrameTally {
  readonly exchange: ExchangeId;
  readonly receivedAt: number;
  /** Things in it that could not be read. */
  readonly faults?: readonly string[];
  /** Subscriptions that the exchange turned down in it, in its own words. */
  readonly refusals?: readonly string[];
  /** Requests that brought nothing: a failed REST answer, a subscription never acknowledged. Such a tally is of no message. */
  readonly failures?: readonly string[];
}

/** One connection of an exchange, as it is now. */
export interface ConnectionReport {
  /** What it carries, as the adapter names it; told apart by it within the exchange. */
  readonly name: string;
  /** Where it really goes. */
  readonly host: string;
  readonly state: ConnectionState;
  readonly sinceTime: number;
  readonly reason?: string;
  readonly attempt?: number;
  readonly retryTime?: number;
  readonly topicCount: number;
  /** Since the start, over every socket this connection has had. */
  readonly messageCount: number;
  readonly lastMessageTime?: number;
  /** How often `reconnecting` was entered. */
  readonly reconnectCount: number;
}

/** What an exchange's connections and its REST budget are doing; for a screen, never stored. */
export interface FeedReport {
  readonly exchange: ExchangeId;
  readonly time: number;
  readonly connections: readonly ConnectionReport[];
  readonly budget?: RequestBudget;
  /** Of the assets asked for by name, those that are not listed here; absent until the list is there. */
  readonly unlistedAssets?: readonly string[];
}

/** In the exchange's own units: used of `weight` in the last `perMs`, and how many requests wait for room. */
export interface RequestBudget {
  readonly used: number;
  readonly weight: number;
  readonly perMs: number;
  readonly waitingCount: number;
}

/** One settled payment. */
export interface FundingPayment {
  readonly time: number;
  /** As `Ticker.fundingRate`: a fraction of notional, paid once; positive: longs paid shorts. */
  readonly fundingRate: number;
  /** The interval it was for, where the exchange states it or the neighbouring payments tell it. */
  readonly fundingIntervalHours?: number;
}

/** Settled payments of one perpetual, oldest first, as its exchange's history tells them. */
export interface FundingHistory {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly asset: string;
  readonly receivedAt: number;
  readonly payments: readonly FundingPayment[];
}
