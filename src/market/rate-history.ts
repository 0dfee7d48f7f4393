import type { FundingRow } from './snapshot.js';

/** A change of this little per 8 h (0.0002 %) is noise whatever the rate. */
const FLAT_BELOW = 0.000002;
/** So is one below this share of the rate. */
const FLAT_SHARE = 0.02;

/**
 * Samples oldest first, one each `everyMs`, the oldest a known one; `undefined`: not known then. A new list each time, because a
 * published one never changes.
 */
export interface RateHistory {
  readonly samples: readonly (number | undefined)[];
  readonly everyMs: number;
}

export interface HistoryBounds {
  readonly historyCapacity: number;
  readonly sampleEveryMs: number;
  readonly longestSampleMs: number;
}

/**
 * One more sample. A full history keeps every second one and is sampled half as often from then on, so that it shows the last
 * minutes soon after the start and the whole run later; at the longest step it forgets the oldest instead.
 */
export function withSample(history: RateHistory, sample: number | undefined, bounds: HistoryBounds): RateHistory {
  return fromKnown(fitted({ ...history, samples: [...history.samples, sample] }, bounds));
}

/** The steps that passed unsampled within `elapsedMs`, but for the one that is due now, as gaps. */
export function withGap(history: RateHistory, elapsedMs: number, bounds: HistoryBounds): RateHistory {
  const { samples, everyMs } = history;
  const missed = Math.floor(elapsedMs / everyMs) - 1;
  if (missed < 1 || samples.length === 0) return history;
  // Longer than the longest history: nothing of it is left.
  if (elapsedMs >= bounds.historyCapacity * bounds.longestSampleMs) return { samples: [], everyMs: bounds.sampleEveryMs };
  return fromKnown(fitted({ everyMs, samples: [...samples, ...new Array<undefined>(missed).fill(undefined)] }, bounds));
}

function fitted(history: RateHistory, { historyCapacity, longestSampleMs }: HistoryBounds): RateHistory {
  let { samples, everyMs } = history;
  while (samples.length > historyCapacity && everyMs * 2 <= longestSampleMs) {
    // The newest came with the step that is over; of those before it every second one stays.
    const newest = samples.length - 2;
    samples = samples.filter((_, index) => index > newest || (newest - index) % 2 === 0);
    everyMs *= 2;
  }
  return { samples: samples.slice(-historyCapacity), everyMs };
}

function fromKnown({ samples, everyMs }: RateHistory): RateHistory {
  const first = samples.findIndex((sample) => sample !== undefined);
  return first <= 0 ? { samples: first === -1 ? [] : samples, everyMs } : { samples: samples.slice(first), everyMs };
}

/** First against last known sample; `undefined` with fewer than two. */
export function trendOf(samples: RateHistory['samples']): FundingRow['trend'] {
  const known = samples.filter((sample) => sample !== undefined);
  const first = known[0];
  const last = known.at(-1);
  if (known.length < 2 || first === undefined || last === undefined) return undefined;
  const change = last - first;
  if (Math.abs(change) <= Math.max(FLAT_BELOW, FLAT_SHARE * Math.max(Math.abs(first), Math.abs(last)))) return 'flat';
  return change > 0 ? 'rising' : 'falling';
}
