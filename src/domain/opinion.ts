// What a language model thinks of an asset's funding, and the figures it was given. An opinion: nothing else is computed from it.
import type { ExchangeId, NativeSymbol } from './instrument.js';

/** Of 30 days of payments, per 8 h. */
export interface PastFeatures {
  /** Payments looked at, and the days they cover. */
  readonly count: number;
  readonly days: number;
  readonly mean8h: number;
  readonly deviation8h: number;
  readonly min8h: number;
  readonly max8h: number;
  /** The rate of now, in deviations from the mean. */
  readonly zScore?: number;
  /** Payments in a row that one side paid: longs where `positive`. */
  readonly streak?: { readonly side: 'positive' | 'negative'; readonly count: number; readonly hours: number };
  readonly trend?: 'rising' | 'falling' | 'flat';
  readonly bias: 'positive' | 'negative' | 'mixed';
  readonly regime: 'calm' | 'elevated' | 'extreme';
  /** Sums of what was paid. */
  readonly realised24h?: number;
  readonly realised7d?: number;
  readonly health?: 'healthy' | 'caution' | 'warning';
  /** A later payment must have been made that is not among them. */
  readonly isBehind?: true;
}

export interface PerpetualFeatures {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly rate8h?: number;
  readonly apr?: number;
  readonly fundingIntervalHours?: number;
  readonly hoursToFunding?: number;
  readonly predicted8h?: number;
  readonly basis?: number;
  readonly openInterestUsd?: number;
  readonly volume24hUsd?: number;
  /** Too old to compare. */
  readonly isStale?: true;
  /** Its price is another coin's. */
  readonly isQuarantined?: true;
  readonly past?: PastFeatures;
}

/** The pair that nets most after its costs. */
export interface PairFeatures {
  readonly long: ExchangeId;
  readonly short: ExchangeId;
  readonly spread8h: number;
  readonly spreadApr: number;
  readonly feesRoundTrip?: number;
  readonly priceGap?: number;
  readonly breakEvenHours?: number;
  readonly netApr?: number;
}

/** Of the most traded perpetual, against so many minutes ago; fractions. */
export interface MoveFeatures {
  readonly minutes: number;
  readonly markPrice?: number;
  readonly openInterest?: number;
}

/** Forced closes of the asset over all exchanges in a stretch of time. */
export interface SideFeatures {
  readonly hours: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  /** Absent where nothing was liquidated. */
  readonly longShare?: number;
}

export interface LiquidationFeatures {
  /** Nothing is known of the time before. */
  readonly watchedHours: number;
  readonly hour: SideFeatures;
  readonly day: SideFeatures;
  /** An exchange that lists the asset publishes a sample only or was not heard for a while, or not all are remembered. */
  readonly isLowerBound?: true;
  /** Five minutes of far more than usual that stand. */
  readonly cluster?: { readonly notionalUsd: number; readonly usualUsd: number; readonly longShare: number };
}

/** Everything a model is told of an asset. Fractions and USD, rounded; what nobody told is absent. */
export interface AssetFeatures {
  readonly asset: string;
  readonly perpetuals: readonly PerpetualFeatures[];
  /** Smaller ones that found no room. */
  readonly leftOutCount?: number;
  /** Over the perpetuals that can be compared. */
  readonly comparedCount: number;
  readonly median8h?: number;
  readonly deviation8h?: number;
  readonly pair?: PairFeatures;
  readonly openInterestUsd?: number;
  readonly moves?: readonly MoveFeatures[];
  readonly liquidations?: LiquidationFeatures;
  /** Between the funding rate and the share of longs in what was liquidated, quarter hour by quarter hour. */
  readonly correlation?: { readonly coefficient: number; readonly sampleCount: number };
}

export const divergenceLevels = ['none', 'mild', 'strong'] as const;
export const squeezeSides = ['none', 'long', 'short'] as const;
export const squeezeLevels = ['low', 'medium', 'high'] as const;
export const directions = ['up', 'down', 'neutral'] as const;

/** What the model makes of it. Texts are printable and short. */
export interface Analysis {
  readonly asset: string;
  /** Between the exchanges. */
  readonly divergence: { readonly level: (typeof divergenceLevels)[number]; readonly sentence: string };
  /** `side`: the positions that would be forced out. */
  readonly squeeze: { readonly side: (typeof squeezeSides)[number]; readonly level: (typeof squeezeLevels)[number] };
  readonly pattern: string;
  /** Of the price. */
  readonly direction: (typeof directions)[number];
  /** 0 to 1. */
  readonly confidence: number;
  readonly risks: readonly string[];
}

export interface OpinionUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd?: number;
}

export interface Opinion {
  /** As the endpoint names it, printable. */
  readonly model: string;
  /** Of the figures. */
  readonly time: number;
  readonly latencyMs: number;
  readonly usage: OpinionUsage;
  /** One for each of `analyses`, in the same order. */
  readonly features: readonly AssetFeatures[];
  readonly analyses: readonly Analysis[];
}
