/** 15 significant digits hold every decimal an exchange sends; the 16th and 17th are binary noise (8.55 × 0.01). */
const SIGNIFICANT_DIGITS = 15;

/** Product or quotient of decimals without the binary noise: `clean(8.55 * 0.01)` is 0.0855. */
export function clean(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
