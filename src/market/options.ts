import type { ExchangeId } from '../domain/instrument.js';
import { type AlertKind, alertKinds } from '../domain/record.js';
import type { BurstOptions } from './burst-alert.js';
import type { PaceOptions } from './burst-pace.js';
import type { ClusterOptions } from './clusters.js';
import type { FundingChangeOptions } from './funding-changes.js';
import type { HealthLines } from './funding-features.js';
import type { TradeCosts } from './pair-economics.js';
import type { RaisingRules } from './raising.js';
import type { SweepOptions } from './sweeps.js';

export interface ArbitrageOptions extends TradeCosts, RaisingRules {
  /** An alert needs both: a spread above this, a fraction per 8 h … */
  readonly thresholdSpread8h: number;
  /** … and a break-even of at most so many hours; where that is not known there is no alert. */
  readonly maxBreakEvenHours: number;
  /** Cleared below this share of the threshold, or beyond the break-even divided by it: one that trembles is one alert. */
  readonly clearBelowShare: number;
}

/** Every bound and every line of the market state. */
export interface MarketSettings {
  readonly liquidationCapacity: number;
  /** Smaller liquidations are counted and teach what is usual, but take no row of the log. */
  readonly logMinNotionalUsd: number;
  readonly instrumentCapacity: number;
  /** Assets whose liquidation sizes are remembered. */
  readonly assetCapacity: number;
  /** Samples per instrument. */
  readonly historyCapacity: number;
  /** Between two samples at the start; doubled whenever a history is full … */
  readonly sampleEveryMs: number;
  /** … up to this. */
  readonly longestSampleMs: number;
  readonly burstWindowSeconds: number;
  /** An instrument not heard of for so long is stale even while its feed is live. */
  readonly staleAfterMs: number;
  /** And forgotten after so long: delisted, or no longer followed. */
  readonly forgetAfterMs: number;
  /** Not live for longer than this raises `feed-down`. */
  readonly feedDownAfterMs: number;
  readonly arbitrage: ArbitrageOptions;
  readonly sweep: SweepOptions;
  readonly cluster: ClusterOptions;
  readonly burst: BurstOptions & PaceOptions;
  readonly fundingChanges: FundingChangeOptions;
  /** Alerts of other kinds are neither raised nor logged. */
  readonly alertKinds: readonly AlertKind[];
  /** Of the log. */
  readonly alertCapacity: number;
  /** Assets whose alerts call nobody, and assets whose rates are watched for flips: at the start. */
  readonly muted: readonly string[];
  readonly watch: readonly string[];
  /** Instruments whose payments are kept, at most 720 of each. */
  readonly historyInstrumentCapacity: number;
  readonly health: HealthLines;
}

export type MarketOptions = Partial<Omit<MarketSettings, 'arbitrage' | 'cluster' | 'burst' | 'fundingChanges'>> & {
  readonly arbitrage?: Partial<ArbitrageOptions>;
  readonly cluster?: Partial<ClusterOptions>;
  readonly burst?: Partial<BurstOptions & PaceOptions>;
  readonly fundingChanges?: Partial<FundingChangeOptions>;
};

/** Taker fee of the lowest tier, as each exchange's fee page lists it for perpetuals … */
export const baseTakerFees: Readonly<Record<ExchangeId, number>> = {
  binance: 0.0005,
  bybit: 0.00055,
  okx: 0.0005,
  deribit: 0.0005,
  hyperliquid: 0.00045,
  dydx: 0.0005,
};
/** … in this month. */
export const takerFeesMonth = 'November 2026';

export const defaultMarketSettings: MarketSettings = {
  liquidationCapacity: 5_000, // a quarter of an hour of the worst cascade on record, a day of calm
  logMinNotionalUsd: 0,
  instrumentCapacity: 20_000, // six exchanges list about 3,000; the rest is room for a flood of invented symbols
  assetCapacity: 5_000,
  historyCapacity: 120, // four minutes at first, eight and a half hours at last
  sampleEveryMs: 2_000,
  longestSampleMs: 256_000,
  burstWindowSeconds: 300,
  staleAfterMs: 120_000,
  forgetAfterMs: 86_400_000,
  feedDownAfterMs: 10_000,
  historyInstrumentCapacity: 400, // a watch list of some forty assets; 60 MB if all of them settle hourly, an eighth of it every 8 h
  health: { caution: 0.0001, warning: 0.0005 },
  arbitrage: {
    thresholdSpread8h: 0.00005, // 0.005 % per 8 h
    maxBreakEvenHours: 168,
    clearBelowShare: 0.8,
    evaluations: 3, // one a second
    minHoldMs: 10_000,
    cooldownMs: 60_000, // one that comes and goes is told of once a minute at most
    takerFees: baseTakerFees,
    slippage: 0,
    holdHours: 168,
  },
  // On 2025-10-10 Hyperliquid alone closed $236M to $766M a minute, four minutes running; on the worst day of a usual month (Binance,
  // January 2023) all coins together came to $20M in one.
  sweep: { usdPerMinute: 50_000_000 },
  // An hour of stretches. Sizes have long tails: six robust deviations are rare, not impossible. In 17 days of January 2023 this
  // is four clusters a day over all coins of Binance; at $250k it were eighteen, most of them one or two large closes.
  cluster: { minNotionalUsd: 500_000, minEvents: 5, deviations: 6, minStretches: 12 },
  // Twice in the half hour of 2025-01-27 (at 14 and 11 times the usual of Binance), not once in a squeeze of one coin (Bybit,
  // 2026-10-10), 1.5 times a day in a month of a small exchange.
  burst: {
    ratio: 5,
    clearBelowShare: 0.5,
    minEvents: 30,
    halfLifeMs: 900_000, // a quarter of an hour: slower than a cascade, faster than a trading day
    warmUpMs: 600_000,
    evaluations: 3, // one a second
    minHoldMs: 30_000,
    cooldownMs: 300_000,
  },
  fundingChanges: {
    deadBand8h: 0.00001, // a tenth of the usual interest rate of 0.01 %
    flipEvaluations: 60, // one a second
    intervalEvaluations: 5,
    standMs: 3_600_000, // until the next settlement of the shortest interval
  },
  alertKinds,
  alertCapacity: 1_000,
  muted: [],
  watch: [],
};

export function marketSettings(options: MarketOptions): MarketSettings {
  return {
    ...defaultMarketSettings,
    ...options,
    arbitrage: { ...defaultMarketSettings.arbitrage, ...options.arbitrage },
    cluster: { ...defaultMarketSettings.cluster, ...options.cluster },
    burst: { ...defaultMarketSettings.burst, ...options.burst },
    fundingChanges: { ...defaultMarketSettings.fundingChanges, ...options.fundingChanges },
  };
}
