// Incremental search: the typed letters in order, anywhere in the name. `bt` finds BTC before BABYTOKEN.
import type { AssetSummary } from '../market/snapshot.js';

const EXACT = 4;
const PREFIX = 3;
const INSIDE = 2;
const SCATTERED = 1;

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at);
    if (at === -1) return false;
    at += letter.length;
  }
  return true;
}

function score(letters: string, name: string): number {
  if (name === letters) return EXACT;
  if (name.startsWith(letters)) return PREFIX;
  if (name.includes(letters)) return INSIDE;
  return isSubsequence(letters, name) ? SCATTERED : 0;
}

/** Best first; among equals the order of the list, which is by volume. */
export function matchingAssets(assets: readonly AssetSummary[], query: string): readonly AssetSummary[] {
  const letters = query.toUpperCase();
  if (letters === '') return assets;
  return assets
    .map((summary) => ({ summary, score: score(letters, summary.asset.toUpperCase()) }))
    .filter((match) => match.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((match) => match.summary);
}
