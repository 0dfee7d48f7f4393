// The simulated market behind the frames: prices, funding, open interest, forced closes. Steps by a fixed time.
import { type DemoAsset, demoAssets } from './assets.js';
import { createForcedCloses, type ForcedClose } from './forced-closes.js';
import { createFunding, type Funding } from './funding.js';
import type { Listing } from './listings.js';
import { createRandom } from './random.js';
import { createRegime, type Mood } from './regime.js';

/** What an exchange knows of one of its listings now. Prices and sizes per unit of the listing's base coin. */
export interface Quote {
  readonly listing: Listing;
  readonly markPrice: number;
  readonly indexPrice: number;
  readonly lastPrice: number;
  /** Per interval of the listing; the rate of this moment, and the last one paid. */
  readonly fundingRate: number;
  readonly instantFundingRate: number;
  readonly settledFundingRate: number;
  readonly nextFundingTime: number;
  /** Units of the base coin; USD where inverse. */
  readonly openInterest: number;
  readonly openInterestUsd: number;
  readonly volume24hUsd: number;
}

export interface DemoMarket {
  /** `STEP_MS` further; what was liquidated on the way. */
  readonly step: () => readonly ForcedClose[];
  readonly quote: (listing: Listing, now: number) => Quote;
  /** Looked at without taking anything from the course of the market. */
  readonly funding: Pick<Funding, 'rate8h' | 'lastSettled'>;
}

export const STEP_MS = 100;
const STEP_SECONDS = STEP_MS / 1000;
const HOUR_MS = 3_600_000;

/** Standard deviation of Bitcoin's price over one second, a fraction. */
const RESTLESSNESS: Readonly<Record<Mood['phase'], number>> = { calm: 0.00004, busy: 0.0001, cascade: 0.00035 };
/** After a drop the price comes part of the way back, and a demo left on for days stays in its range. */
const RETURN_SECONDS = 400;
/** Of the open interest, closed in a cascade's worst second; and how long it takes to come back. */
const CLOSED_PER_SECOND = 0.006;
const REOPEN_SECONDS = 300;

interface AssetState {
  readonly asset: DemoAsset;
  /** Logarithm of price over starting price. */
  drift: number;
  /** Of what it was at the start. */
  openShare: number;
  volumeShare: number;
}

/** The same seed takes the same course, however many quotes are asked for on the way. */
export function createDemoMarket(seed: number): DemoMarket {
  const random = createRandom(seed);
  const noise = createRandom(seed + 1);
  const regime = createRegime(random);
  const funding = createFunding(random);
  const forced = createForcedCloses(random);
  const states = new Map<string, AssetState>(
    demoAssets.map((asset) => [asset.name, { asset, drift: 0, openShare: 1, volumeShare: 1 }]),
  );
  /** The market's own clock: a machine that slept has missed nothing. */
  let elapsedMs = 0;

  function indexOf({ asset, multiplier }: Listing): number {
    return asset.price * Math.exp(states.get(asset.name)?.drift ?? 0) * multiplier;
  }

  function move(state: AssetState, mood: Mood, common: number): void {
    const { asset } = state;
    const own = random.normal() * asset.restlessness * RESTLESSNESS[mood.phase];
    const pushed = mood.driftPerSecond * asset.beta * STEP_SECONDS;
    const pulled = mood.phase === 'cascade' ? 0 : (-state.drift / RETURN_SECONDS) * STEP_SECONDS;
    state.drift += pushed + pulled + (common * asset.beta + own) * Math.sqrt(STEP_SECONDS);
    state.openShare +=
      ((1 - state.openShare) / REOPEN_SECONDS - state.openShare * CLOSED_PER_SECOND * mood.intensity) * STEP_SECONDS;
    state.volumeShare += ((1 - state.volumeShare) / REOPEN_SECONDS + 0.02 * mood.intensity) * STEP_SECONDS;
  }

  return {
    funding,
    step: () => {
      const mood = regime.at(elapsedMs);
      const common = random.normal() * RESTLESSNESS[mood.phase];
      for (const state of states.values()) move(state, mood, common);
      if (elapsedMs % 1000 === 0) funding.step(mood);
      elapsedMs += STEP_MS;
      return forced.between(mood, STEP_SECONDS, indexOf);
    },
    quote: (listing, now) => {
      const { asset, isInverse, intervalHours, share } = listing;
      const state = states.get(asset.name);
      const rate8h = funding.rate8h(listing);
      const fundingRate = (rate8h * intervalHours) / 8;
      const indexPrice = indexOf(listing);
      // A perpetual above its index is one whose longs pay.
      const markPrice = indexPrice * (1 + rate8h * 1.5 + noise.normal() * 0.00003);
      const openInterestUsd = asset.openInterestUsd * share * (state?.openShare ?? 1);
      const intervalMs = intervalHours * HOUR_MS;
      return {
        listing,
        markPrice,
        indexPrice,
        lastPrice: markPrice * (1 + noise.normal() * 0.00004),
        fundingRate,
        instantFundingRate: funding.instantRate8h(listing),
        settledFundingRate: funding.settledRate(listing, Math.floor(now / intervalMs), fundingRate),
        nextFundingTime: (Math.floor(now / intervalMs) + 1) * intervalMs,
        openInterest: isInverse ? openInterestUsd : openInterestUsd / markPrice,
        openInterestUsd,
        volume24hUsd: asset.volume24hUsd * share * (state?.volumeShare ?? 1),
      };
    },
  };
}
