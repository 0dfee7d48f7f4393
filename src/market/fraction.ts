/** Rates and gaps are told to 1e-8 at most and differ by no less; what a subtraction leaves below this is binary noise. */
const DECIMALS = 12;

/** A difference of fractions without the noise: `tidyFraction(0.0003 - 0.00029)` is 0.00001, where 15 digits are not enough. */
export function tidyFraction(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
