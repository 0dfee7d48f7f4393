import type { FundingRow } from './snapshot.js';

/** A change of this little per 8 h (0.0002 %) is noise whatever the rate. */
const FLAT_BELOW = 0.000002;
/** So is one below this share of the rate. */
const FLAT_SHARE = 0.02;

/** Samples oldest first, one each `everyMs`; a new list each time, because a published one never changes. */
export interface RateHistory {
  readonly samples: readonly number[];
  readonly everyMs: number;
}

export interface HistoryBounds {
  readonly historyCapacity: number;
  readonly longestSampleMs: number;
}

/**
 * One more sample. A full history keeps every second one and is sampled half as often from then on, so that it shows the last
 * minutes soon after the start and the whole run later; at the longest step it forgets the oldest instead.
 */
export function withSample(
  history: RateHistory,
  sample: number,
  { historyCapacity, longestSampleMs }: HistoryBounds,
): RateHistory {
  const { samples, everyMs } = history;
  if (samples.length < historyCapacity) return { samples: [...samples, sample], everyMs };
  if (everyMs * 2 > longestSampleMs) return { samples: [...samples.slice(1 - historyCapacity), sample], everyMs };
  const newest = samples.length - 1;
  const thinned = samples.filter((_, index) => (newest - index) % 2 === 0);
  return { samples: [...thinned, sample], everyMs: everyMs * 2 };
}

/** First against last sample; `undefined` with fewer than two. */
export function trendOf(samples: readonly number[]): FundingRow['trend'] {
  const first = samples[0];
  const last = samples.at(-1);
  if (samples.length < 2 || first === undefined || last === undefined) return undefined;
  const change = last - first;
  if (Math.abs(change) <= Math.max(FLAT_BELOW, FLAT_SHARE * Math.max(Math.abs(first), Math.abs(last)))) return 'flat';
  return change > 0 ? 'rising' : 'falling';
}
