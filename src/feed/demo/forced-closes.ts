import { demoListings, type Listing } from './listings.js';
import type { Random } from './random.js';
import type { Mood } from './regime.js';

/** One liquidation, before an exchange writes it down. */
export interface ForcedClose {
  readonly listing: Listing;
  readonly side: 'long' | 'short';
  /** What it was filled at, per unit of the base coin. */
  readonly price: number;
  /** Where the position's margin ends: beyond the fill. */
  readonly bankruptcyPrice: number;
  readonly notionalUsd: number;
}

export interface ForcedCloses {
  readonly between: (mood: Mood, seconds: number, priceOf: (listing: Listing) => number) => readonly ForcedClose[];
}

const PER_SECOND: Readonly<Record<Mood['phase'], number>> = { calm: 0.7, busy: 2.5, cascade: 4 };
/** On top of that, at the worst of a cascade. */
const WORST_PER_SECOND = 75;
/** Of the side that the market runs against. */
const HURT_SHARE: Readonly<Record<Mood['phase'], number>> = { calm: 0.55, busy: 0.6, cascade: 0.93 };
/** Sizes of positions spread over orders of magnitude: standard deviation of their logarithm. */
const SIZE_SPREAD = 1.35;
/** How many times larger the median is at the worst of a cascade: the big ones break last. */
const WORST_GROWTH = 7;
const LARGEST_USD = 18_000_000;
/** A median position of a coin of this volume, in USD; those of larger coins grow with a power of it. */
const SMALL_COIN_VOLUME_USD = 4e8;
const SMALL_COIN_MEDIAN_USD = 850;
const SIZE_POWER = 0.42;
const MAINTENANCE_MARGIN = 0.0045;

export function createForcedCloses(random: Random): ForcedCloses {
  const listings = demoListings.filter(({ exchange }) => exchange !== 'hyperliquid');
  const weights = listings.map(({ asset, share }) => share * asset.volume24hUsd ** 0.7);
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  function pickListing(): Listing | undefined {
    let left = random.next() * total;
    return listings.find((_, at) => {
      left -= weights[at] ?? 0;
      return left < 0;
    });
  }

  function close(mood: Mood, listing: Listing, indexPrice: number): ForcedClose {
    const isHurtSide = random.next() < HURT_SHARE[mood.phase];
    const side = mood.direction < 0 === isHurtSide ? 'long' : 'short';
    const median = SMALL_COIN_MEDIAN_USD * (listing.asset.volume24hUsd / SMALL_COIN_VOLUME_USD) ** SIZE_POWER;
    const growth = 1 + (WORST_GROWTH - 1) * mood.intensity;
    const notionalUsd = Math.min(LARGEST_USD, median * growth * Math.exp(random.normal() * SIZE_SPREAD));
    // A forced sell goes below the market, a forced buy above it; the margin reaches a little further.
    const beyond = side === 'long' ? -1 : 1;
    const price = indexPrice * (1 + beyond * Math.abs(random.normal()) * (0.0003 + 0.002 * mood.intensity));
    return { listing, side, price, bankruptcyPrice: price * (1 + beyond * MAINTENANCE_MARGIN), notionalUsd };
  }

  return {
    between: (mood, seconds, priceOf) => {
      const mean = (PER_SECOND[mood.phase] + WORST_PER_SECOND * mood.intensity) * seconds;
      const closes: ForcedClose[] = [];
      for (let left = random.poisson(mean); left > 0; left -= 1) {
        const listing = pickListing();
        if (listing) closes.push(close(mood, listing, priceOf(listing)));
      }
      return closes;
    },
  };
}
