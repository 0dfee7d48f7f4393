/** How exchanges write "so many coins": words that are not numbers themselves. Bybit and Hyperliquid: `k`; Binance: `1M`. */
const MULTIPLIER_WORDS: Readonly<Record<string, number>> = { k: 1000, '1M': 1_000_000 };

export interface AssetAndMultiplier {
  /** Canonical: upper case, multiplier taken out. */
  readonly asset: string;
  /** Coins of `asset` in one unit of the base coin. */
  readonly multiplier: number;
}

/**
 * Base coin as an exchange writes it → the coin behind it. `pattern` matches what that exchange puts at the head or the end
 * of a base coin's name (`/^(?:1000|1M)(?=[A-Z])/` for `1000PEPE`, `/^k(?=[A-Z])/` for `kPEPE`): digits, `k` or `1M`.
 * A name that is nothing but multiplier is a coin's own name.
 */
export function splitMultiplier(base: string, pattern: RegExp): AssetAndMultiplier {
  const match = pattern.exec(base);
  const word = match?.[0] ?? '';
  const multiplier = MULTIPLIER_WORDS[word] ?? Number(word);
  if (!match || word.length === base.length || !(multiplier > 1)) return { asset: base.toUpperCase(), multiplier: 1 };
  const rest = base.slice(0, match.index) + base.slice(match.index + word.length);
  return { asset: rest.toUpperCase(), multiplier };
}
