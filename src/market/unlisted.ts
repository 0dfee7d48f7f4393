import { printable } from '../domain/text.js';
import type { FeedRow } from './snapshot.js';

type Listing = Pick<FeedRow, 'state' | 'unlistedAssets'>;

/** Assets asked for by name that no exchange lists, once every one that is on has its list; till then none. */
export function unlistedEverywhere(feeds: readonly Listing[]): readonly string[] {
  const [first = [], ...others] = feeds.filter(({ state }) => state !== 'off').map(({ unlistedAssets = [] }) => unlistedAssets);
  return first.filter((asset) => others.every((unlisted) => unlisted.includes(asset)));
}

/** `no exchange lists NOPE`; empty when there is nothing to say. */
export function unlistedSentence(feeds: readonly Listing[]): string {
  const unlisted = unlistedEverywhere(feeds);
  return unlisted.length === 0 ? '' : `no exchange lists ${unlisted.map((asset) => printable(asset)).join(', ')}`;
}
