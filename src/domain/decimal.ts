/** 15 significant digits hold every decimal an exchange sends; the 16th and 17th are binary noise (8.55 × 0.01). */
const SIGNIFICANT_DIGITS = 15;
/** Powers of ten up to here are exact in binary, so one division by them rounds only once. */
const LARGEST_EXACT_POWER = 22;

const powersOfTen = Array.from({ length: LARGEST_EXACT_POWER + 1 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Product or quotient of decimals without the binary noise: `clean(8.55 * 0.01)` is 0.0855. On the hot path: a multiplication,
 * a rounding and a division instead of the text of `toPrecision`, which costs four times as much.
 */
export function clean(value: number): number {
  const magnitude = Math.abs(value);
  const decimals = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(magnitude));
  const power = powersOfTen[decimals];
  return power === undefined ? cleanText(value) : Math.round(value * power) / power;
}

/** For zero, the tiny and the huge. */
function cleanText(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
