/** Rates and gaps are told to 1e-8 at most and differ by no less; what a subtraction leaves below this is binary noise. */
const DECIMALS = 12;
const SCALE = 1e12;
/** Up to here a scaled value is a whole number without loss. */
const LARGEST = Number.MAX_SAFE_INTEGER / SCALE;

/**
 * A difference of fractions without the noise: `tidyFraction(0.0003 - 0.00029)` is 0.00001, where 15 digits are not enough. Thousands
 * a second: so without the text of `toFixed` where it can be.
 */
export function tidyFraction(value: number): number {
  return Math.abs(value) < LARGEST ? Math.round(value * SCALE) / SCALE : Number(value.toFixed(DECIMALS));
}
