// What the day (UTC) has cost and brought. Begins anew at midnight.
import type { ModelUsage } from './question.js';

const DAY_MS = 86_400_000;
/** Newest latencies the quantiles are taken of. */
const LATENCY_CAPACITY = 512;

/**
 * `refusal`: an answer that was none; `failure`: a call that failed; `dropped` and `expired`: a question that was never answered,
 * for want of room or of time.
 */
export type Mishap = 'refusal' | 'failure' | 'dropped' | 'expired';

export interface Budget {
  readonly tokens: number;
  /** Binds only where the cost of a call is known. */
  readonly usd: number;
}

export interface Day {
  readonly callCount: number;
  readonly tokens: number;
  /** Absent until a call told what it cost. */
  readonly costUsd: number | undefined;
  readonly mishaps: Readonly<Record<Mishap, number>>;
  readonly latencyP50Ms: number | undefined;
  readonly latencyP95Ms: number | undefined;
}

export interface DayLedger {
  readonly addCall: (now: number) => void;
  readonly addUsage: (usage: ModelUsage, now: number) => void;
  readonly addLatency: (ms: number, now: number) => void;
  readonly count: (mishap: Mishap, now: number, times?: number) => void;
  /** Nothing may be asked any more today. */
  readonly isSpent: (now: number) => boolean;
  readonly msToMidnight: (now: number) => number;
  readonly today: (now: number) => Day;
}

/** `now` is epoch ms. */
export function createDayLedger(budget: Budget): DayLedger {
  let day = Number.NEGATIVE_INFINITY;
  let callCount = 0;
  let tokens = 0;
  let costUsd: number | undefined;
  let mishaps: Record<Mishap, number> = noMishaps();
  let latencies: number[] = [];
  let latencyCount = 0;
  let quantiles: { readonly p50: number | undefined; readonly p95: number | undefined } | undefined;

  function turn(now: number): void {
    const found = Math.floor(now / DAY_MS);
    // A clock set back over midnight must not grant the budget of yesterday again; one that was days ahead is believed.
    if (found === day || found === day - 1) return;
    const isLater = found > day;
    day = found;
    if (!isLater) return;
    callCount = 0;
    tokens = 0;
    costUsd = undefined;
    mishaps = noMishaps();
    latencies = [];
    latencyCount = 0;
    quantiles = undefined;
  }

  function latencyQuantiles() {
    if (quantiles) return quantiles;
    const sorted = latencies.toSorted((a, b) => a - b);
    const nearestRank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    quantiles = { p50: nearestRank(0.5), p95: nearestRank(0.95) };
    return quantiles;
  }

  return {
    addCall: (now) => {
      turn(now);
      callCount += 1;
    },
    addUsage: (usage, now) => {
      turn(now);
      tokens += usage.promptTokens + usage.completionTokens;
      if (usage.costUsd !== undefined) costUsd = (costUsd ?? 0) + usage.costUsd;
    },
    addLatency: (ms, now) => {
      turn(now);
      latencies[latencyCount % LATENCY_CAPACITY] = ms;
      latencyCount += 1;
      quantiles = undefined;
    },
    count: (mishap, now, times = 1) => {
      turn(now);
      mishaps[mishap] += times;
    },
    isSpent: (now) => {
      turn(now);
      return tokens >= budget.tokens || (costUsd ?? 0) >= budget.usd;
    },
    msToMidnight: (now) => {
      turn(now);
      return (day + 1) * DAY_MS - now;
    },
    today: (now) => {
      turn(now);
      const { p50, p95 } = latencyQuantiles();
      return { callCount, tokens, costUsd, mishaps: { ...mishaps }, latencyP50Ms: p50, latencyP95Ms: p95 };
    },
  };
}

function noMishaps(): Record<Mishap, number> {
  return { refusal: 0, failure: 0, dropped: 0, expired: 0 };
}
