import type { ExchangeId, InstrumentKey, NativeSymbol } from '../domain/instrument.js';
import type { ConnectionReport, ConnectionState, FundingPayment, Liquidation, RequestBudget } from '../domain/record.js';
import type { Tier } from '../domain/severity.js';
import type { AlertRow } from './alert-log.js';
import type { Quarantined } from './asset-pairs.js';
import type { FundingFeatures } from './funding-features.js';
import type { LiquidationStatistics } from './liquidation-statistics.js';
import type { ArbitrageOptions } from './options.js';
import type { Leg, PairEconomics } from './pair-economics.js';

/** One perpetual as now known. Rates are fractions; a value nobody told is absent. */
export interface FundingRow {
  readonly key: InstrumentKey;
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly asset: string;
  readonly quote: string;
  readonly fundingRate?: number;
  /** Absent: unknown, and then `rate8h` and `apr` are too. */
  readonly fundingIntervalHours?: number;
  readonly rate8h?: number;
  readonly apr?: number;
  /** Limits of `fundingRate`, per interval, where the exchange publishes them; and what is left to the nearer one. */
  readonly fundingRateCap?: number;
  readonly fundingRateFloor?: number;
  readonly limitDistance?: number;
  /** The last time it was seen to change, and what it was before. */
  readonly intervalChange?: { readonly fromHours: number; readonly time: number };
  /** The last time the sign of the rate was seen to change; of watched assets. */
  readonly flipTime?: number;
  readonly nextFundingTime?: number;
  readonly predictedFundingRate?: number;
  readonly settledFundingRate?: number;
  readonly instantFundingRate?: number;
  readonly markPrice?: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
  readonly basis?: number;
  readonly openInterest?: number;
  readonly openInterestUsd?: number;
  readonly volume24hUsd?: number;
  /** `rate8h` sampled over time, oldest first, one each `historyEveryMs`; bounded. `undefined`: not known then. */
  readonly history: readonly (number | undefined)[];
  /** Grows with the history's length, so two instruments may differ. */
  readonly historyEveryMs: number;
  /** Over `history`; absent with fewer than two samples. */
  readonly trend?: 'rising' | 'falling' | 'flat';
  /** Receive time of the last message of any kind, and of the last that carried a funding rate. */
  readonly receivedAt: number;
  readonly fundingReceivedAt?: number;
  /** Too old to compare or rank: its feed is down, or its rate was not repeated for too long. */
  readonly isStale: boolean;
}

/** What was paid on one perpetual in the last 30 days; only of those whose history was fetched. */
export interface FundingPast {
  readonly key: InstrumentKey;
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly asset: string;
  /** Oldest first, one a settlement, never empty; intervals that were not stated are those the neighbours tell. */
  readonly payments: readonly FundingPayment[];
  /** The newest of them: the rate last settled, whatever the exchange's tickers say. */
  readonly settled: FundingPayment;
  /** A later settlement must have passed: what the features call the last 24 hours ended earlier. */
  readonly isBehind: boolean;
  /** Absent while no payment's interval is known. */
  readonly features?: FundingFeatures;
  /** The rate of now, in deviations from the mean of the payments, to two places. */
  readonly zScore?: number;
}

export interface LiquidationRow {
  readonly liquidation: Liquidation;
  readonly tier?: Tier;
  readonly by?: 'rule' | 'llm';
  readonly reason?: string;
  /** Of the model that decided, and how long it took. */
  readonly model?: string;
  readonly latencyMs?: number;
  /** What the rules said, where a model decided. */
  readonly rule?: { readonly tier: Tier; readonly reason?: string };
}

/** The pair of an asset that nets most over the holding time. */
export interface ArbitrageRow {
  readonly asset: string;
  readonly long: Leg;
  readonly short: Leg;
  readonly economics: PairEconomics;
  /** An alert stands since then. */
  readonly raisedTime?: number;
}

/** Per second, oldest first, all exchanges the same length. `undefined`: the feed was down then, which is not zero. */
export interface BurstRow {
  readonly exchange: ExchangeId;
  readonly counts: readonly (number | undefined)[];
  readonly notionalsUsd: readonly (number | undefined)[];
  readonly lastMinuteCount: number;
  readonly lastMinuteUsd: number;
}

export interface FeedRow {
  readonly exchange: ExchangeId;
  readonly state: ConnectionState;
  readonly reason?: string;
  /** When `state` was entered. */
  readonly sinceTime: number;
  readonly retryTime?: number;
  /** Consecutive failures, and so the number of the try to come. */
  readonly attempt?: number;
  readonly messagesPerSecond: number;
  readonly lastMessageTime?: number;
  /** Receive time minus event time, median of the last messages. */
  readonly lagMs?: number;
  /** The same over more messages: all but one in a hundred came at least so fast. */
  readonly lagP99Ms?: number;
  readonly messageCount: number;
  /** How often `reconnecting` was entered. */
  readonly reconnectCount: number;
  /** Things that could not be read, and the newest of them. */
  readonly unreadCount: number;
  readonly lastFault?: FeedTrouble;
  /** Subscriptions that the exchange turned down. */
  readonly refusedCount: number;
  readonly lastRefusal?: FeedTrouble;
  /** Requests that brought nothing. */
  readonly failedRequestCount: number;
  readonly lastFailure?: FeedTrouble;
  /** What it has been through, newest first, the state of now included; bounded. */
  readonly changes: readonly FeedChange[];
  /** Empty until they are reported. */
  readonly connections: readonly ConnectionRow[];
  readonly budget?: RequestBudget;
  /** Of the assets asked for by name, those that are not listed here; absent until its list is there. */
  readonly unlistedAssets?: readonly string[];
}

/** Something that went wrong: what, printable, and when. */
export interface FeedTrouble {
  readonly text: string;
  readonly time: number;
}

/** A state of a feed, when it was entered, and why. */
export interface FeedChange {
  readonly state: ConnectionState;
  readonly time: number;
  readonly reason?: string;
}

export interface ConnectionRow extends ConnectionReport {
  /** Absent until it is known of a second at least. */
  readonly messagesPerSecond?: number;
}

export interface AssetSummary {
  readonly asset: string;
  readonly instrumentCount: number;
  /** Best pair over fresh rows of different exchanges, per 8 h. */
  readonly spread8h?: number;
  readonly volume24hUsd?: number;
}

/** Immutable; parts that did not change are the same objects as before. */
export interface MarketSnapshot {
  readonly time: number;
  /** By 24 h volume, largest first, then by name. */
  readonly assets: readonly AssetSummary[];
  /** By exchange in the order of `exchangeIds`, then by symbol. */
  readonly funding: ReadonlyMap<string, readonly FundingRow[]>;
  /** By `FundingRow.key`. */
  readonly history: ReadonlyMap<InstrumentKey, FundingPast>;
  /** Newest first. */
  readonly liquidations: readonly LiquidationRow[];
  /** Every asset with a pair, the highest net APR first, those without a known cost last. */
  readonly arbitrage: readonly ArbitrageRow[];
  /** Kept out of every pair: their marks say that they are another coin. */
  readonly quarantined: readonly Quarantined[];
  /** By what costs and lines pairs are judged: as the settings have them, always the same object. */
  readonly arbitrageTerms: ArbitrageOptions;
  readonly bursts: readonly BurstRow[];
  /** Absent before anything was heard. */
  readonly statistics?: LiquidationStatistics;
  readonly feeds: readonly FeedRow[];
  /** Everything that was raised, newest first; bounded. */
  readonly alerts: readonly AlertRow[];
}
