import type { ExchangeId } from './instrument.js';
import type { Liquidation } from './record.js';

export const tiers = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Tier = (typeof tiers)[number];

/** 0 for LOW … 3 for CRITICAL. */
export function tierRank(tier: Tier): number {
  return tiers.indexOf(tier);
}

/** What a judge may look at besides the liquidation itself: numbers only, never free text of an exchange. */
export interface SeverityContext {
  /** Notionals of this asset's earlier liquidations, over all exchanges. `count` 0 when none was seen yet; the rest is absent then. */
  readonly usual: { readonly count: number; readonly medianUsd?: number; readonly p95Usd?: number };
  /** Over all exchanges, this asset, same side, in the last `windowMs`, the event itself not counted. */
  readonly recent: { readonly windowMs: number; readonly count: number; readonly notionalUsd: number };
  /** Of this asset, the largest known over the exchanges. */
  readonly openInterestUsd?: number;
  readonly volume24hUsd?: number;
}

/** Forced closes of one asset in a window that ends with the event, itself not counted. */
export interface SideFlow {
  readonly windowMs: number;
  readonly longCount: number;
  readonly longUsd: number;
  readonly shortCount: number;
  readonly shortUsd: number;
}

/** What a language model is told besides: the minutes before the event, numbers only. What is not known is left out. */
export interface Surroundings {
  /** Over all exchanges, the shortest window first. */
  readonly flows: readonly SideFlow[];
  /** In the longest of those windows, by exchange: those with any, the largest notional first. */
  readonly byExchange: readonly { readonly exchange: ExchangeId; readonly count: number; readonly notionalUsd: number }[];
  /** Mark price against the one `windowMs` before, as a fraction, of one and the same instrument. */
  readonly priceMoves: readonly { readonly windowMs: number; readonly fraction: number }[];
  /** Of the exchange's largest fresh instrument of the asset. */
  readonly fundingRates: readonly { readonly exchange: ExchangeId; readonly rate8h: number }[];
}

export interface Verdict {
  readonly tier: Tier;
  /** One sentence that names the numbers behind the tier. */
  readonly reason: string;
}

/** The seam: rules answer at once; a model will answer later, through the same shape. */
export type SeverityJudge = (liquidation: Liquidation, context: SeverityContext) => Verdict;
