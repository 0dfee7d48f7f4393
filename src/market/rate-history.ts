import type { FundingRow } from './snapshot.js';

/** A change of this little per 8 h (0.0002 %) is noise whatever the rate. */
const FLAT_BELOW = 0.000002;
/** So is one below this share of the rate. */
const FLAT_SHARE = 0.02;

/** The newest `capacity` samples, oldest first: a new list, because a published one never changes. */
export function withSample(samples: readonly number[], sample: number, capacity: number): readonly number[] {
  const next = samples.length < capacity ? samples.slice() : samples.slice(samples.length - capacity + 1);
  next.push(sample);
  return next;
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
