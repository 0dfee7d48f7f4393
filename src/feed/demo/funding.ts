// Funding of every listing: a level all share, one per coin, and each exchange's own; all return slowly to where they belong.
import { demoAssets } from './assets.js';
import { demoListings, type Listing } from './listings.js';
import type { Random } from './random.js';
import type { Mood } from './regime.js';

export interface Funding {
  /** One second further. */
  readonly step: (mood: Mood) => void;
  /** Fractions per 8 hours. */
  readonly rate8h: (listing: Listing) => number;
  readonly instantRate8h: (listing: Listing) => number;
  /** The last one paid, per interval; `interval` counts the intervals since 1970, a new one fixes `current` as paid. */
  readonly settledRate: (listing: Listing, interval: number, current: number) => number;
  /** As last fixed: the interval during which it was, and so the one after the settlement. */
  readonly lastSettled: (listing: Listing) => { readonly interval: number; readonly rate: number } | undefined;
}

/** Where the common level rests: traders lean long. */
const REST = 0.00007;
/** At the worst of a drop shorts pay: the level flips. */
const FLIP = 0.00035;
const CALM_SECONDS = 240;
const CASCADE_SECONDS = 5;
const COIN_SECONDS = 300;
const COIN_SPREAD = 0.000025;
const OWN_SECONDS = 500;
/** No exchange lets it go further. */
const CAP = 0.003;
/** Deribit's damper: premiums within it cost nothing at this moment. */
const DAMPER = 0.00025;

export function createFunding(random: Random): Funding {
  let common = REST;
  const coins = new Map(demoAssets.map(({ name }) => [name, random.normal() * COIN_SPREAD]));
  const own = new Map(demoListings.map((listing) => [listing, random.normal() * listing.asset.fundingSpread]));
  const paid = new Map<Listing, { interval: number; rate: number }>();

  /** One second of a process that returns to 0 in about `seconds` and strays from it by about `spread`. */
  const stray = (value: number, seconds: number, spread: number): number =>
    value - value / seconds + spread * Math.sqrt(2 / seconds) * random.normal();

  function rate8h(listing: Listing): number {
    const { name, beta } = listing.asset;
    // The livelier the coin, the more it feels what all feel.
    const rate = common * beta + (coins.get(name) ?? 0) + (own.get(listing) ?? 0);
    return Math.max(-CAP, Math.min(CAP, rate));
  }

  return {
    step: (mood) => {
      const rest = REST + FLIP * mood.intensity * mood.direction;
      common += (rest - common) / (mood.phase === 'cascade' ? CASCADE_SECONDS : CALM_SECONDS) + random.normal() * 0.0000004;
      for (const [name, level] of coins) coins.set(name, stray(level, COIN_SECONDS, COIN_SPREAD));
      for (const [listing, level] of own) own.set(listing, stray(level, OWN_SECONDS, listing.asset.fundingSpread));
    },
    rate8h,
    instantRate8h: (listing) => {
      const premium = rate8h(listing) * 2;
      return Math.max(DAMPER, premium) + Math.min(-DAMPER, premium);
    },
    settledRate: (listing, interval, current) => {
      const last = paid.get(listing);
      if (last?.interval === interval) return last.rate;
      paid.set(listing, { interval, rate: current });
      return current;
    },
    lastSettled: (listing) => paid.get(listing),
  };
}
