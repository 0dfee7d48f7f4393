// What is usual, told so that a few wild values do not change it.

/** Of a normal distribution the deviation is so many times the median absolute deviation. */
const DEVIATIONS_PER_MAD = 1.4826;

export interface Baseline {
  readonly median: number;
  /** The median absolute deviation, as a standard deviation. */
  readonly deviation: number;
}

/** Of values in any order; the mean of the middle two where their number is even. `undefined` without any. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >>> 1];
  const lower = sorted[(sorted.length - 1) >>> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

export function baseline(values: readonly number[]): Baseline | undefined {
  const middle = median(values);
  if (middle === undefined) return undefined;
  const spread = median(values.map((value) => Math.abs(value - middle))) ?? 0;
  return { median: middle, deviation: DEVIATIONS_PER_MAD * spread };
}
