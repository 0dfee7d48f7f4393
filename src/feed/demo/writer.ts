// What every exchange's pen has in common: the moments at which it writes, and how it writes numbers.
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import type { PaidRate } from './past-funding.js';

/** A second is written in so many parts, not all at once. */
export const SLOTS = 10;

export interface Moment {
  /** The exchange's clock, epoch ms: a little before the frame is received. */
  readonly time: number;
  /** 0 to `SLOTS` − 1: which part of the second this is. */
  readonly slot: number;
  /** Seconds since the demo began. */
  readonly second: number;
}

/** Writes one exchange's frames, for one connection: what a delta leaves out was said before on it. */
export interface Writer {
  /** What follows a subscription: everything, once. */
  readonly snapshot: (quotes: readonly Quote[], moment: Moment) => readonly string[];
  /** What comes in one part of a second. */
  readonly update: (quotes: readonly Quote[], moment: Moment) => readonly string[];
  readonly liquidations: (closes: readonly ForcedClose[], moment: Moment) => readonly string[];
}

export interface Pen {
  /** The exchange's own REST answers that list its instruments. */
  readonly instrumentAnswers: (listings: readonly Listing[], now: number) => readonly string[];
  /** Its REST answer that tells these payments of one instrument, oldest first, in its own order. */
  readonly historyAnswer: (listing: Listing, payments: readonly PaidRate[]) => string;
  readonly createWriter: () => Writer;
}

/** Those whose turn it is in this part of the second. */
export function inTurn(quotes: readonly Quote[], { slot }: Moment): readonly Quote[] {
  return quotes.filter((_, at) => at % SLOTS === slot);
}

/** Decimal text without an exponent, so many digits from the first that is not 0. */
export function decimal(value: number, digits = 7): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, Math.min(20, digits - 1 - magnitude)));
}

/** Coins worth `usd`, in lots of some ten dollars, at least one. */
export function lots(usd: number, price: number): string {
  const places = Math.max(0, Math.round(Math.log10(price)) - 1);
  const lot = 10 ** -places;
  return Math.max(lot, Math.round(usd / price / lot) * lot).toFixed(places);
}

/** An exchange sends what happened to one instrument in one frame. */
export function byListing(closes: readonly ForcedClose[]): ReadonlyMap<Listing, readonly ForcedClose[]> {
  const groups = new Map<Listing, ForcedClose[]>();
  for (const close of closes) {
    const group = groups.get(close.listing);
    if (group) group.push(close);
    else groups.set(close.listing, [close]);
  }
  return groups;
}
