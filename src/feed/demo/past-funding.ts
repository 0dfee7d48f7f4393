// What the simulated exchanges settled in the last 30 days: from where a rate stands now back to where it usually is.
import type { TimeRange } from '../../exchanges/adapter.js';
import { demoListings, type Listing } from './listings.js';
import { createRandom } from './random.js';

const HOUR_MS = 3_600_000;
const KEPT_HOURS = 720;
/** Where rates rest, per 8 h: the interest part. */
const REST_8H = 0.0001;
/** How long a rate takes to come back, and how far it strays besides the coin's own spread. */
const RETURN_HOURS = 36;
const STRAY_8H = 0.00003;
const CAP_8H = 0.003;
/** Deribit tells what accrued in each hour; its rate of now is the sum of the last eight. */
const TRAILING_ROWS = 8;

export interface PaidRate {
  readonly time: number;
  /** Per interval of the listing; Deribit: of the hour. */
  readonly fundingRate: number;
}

export interface PastFunding {
  /** Oldest first. */
  readonly between: (listing: Listing, range: TimeRange, now: number) => readonly PaidRate[];
}

export interface PastFundingOptions {
  readonly seed: number;
  /** Of now, per 8 h. */
  readonly rate8h: (listing: Listing) => number;
  /** The last one paid, per interval, and the interval it ended, counted since 1970; absent before the first quote. */
  readonly settled: (listing: Listing) => { readonly interval: number; readonly rate: number } | undefined;
}

export function createPastFunding({ seed, rate8h, settled }: PastFundingOptions): PastFunding {
  /** 720 payments each at most. */
  const paid = new Map<Listing, PaidRate[]>();

  /** What was paid at `hour`, counted since 1970: as it was then where the market still knows, else as the rate is now. */
  function rateAt(listing: Listing, hour: number, hours: number): number {
    const last = settled(listing);
    const isKnown = last !== undefined && hours === listing.intervalHours && last.interval === hour / hours;
    return isKnown ? last.rate : (rate8h(listing) * hours) / 8;
  }

  function begin(listing: Listing, lastHour: number, hours: number): PaidRate[] {
    const random = createRandom(seed + 1000 + demoListings.indexOf(listing));
    const keep = Math.exp(-hours / RETURN_HOURS);
    const stray = (STRAY_8H + listing.asset.fundingSpread) * Math.sqrt(1 - keep * keep);
    const newest = rateAt(listing, lastHour, hours);
    const rest = (REST_8H + (newest * 8) / hours) / 2;
    const payments: PaidRate[] = [];
    let level = (newest * 8) / hours;
    for (let hour = lastHour; hour > lastHour - KEPT_HOURS; hour -= hours) {
      payments.push({ time: hour * HOUR_MS, fundingRate: (level * hours) / 8 });
      if (hours < listing.intervalHours && payments.length < TRAILING_ROWS) continue;
      level = Math.max(-CAP_8H, Math.min(CAP_8H, rest + (level - rest) * keep + stray * random.normal()));
    }
    return payments.reverse();
  }

  return {
    between: (listing, { fromTime, toTime }, now) => {
      const hours = listing.exchange === 'deribit' ? 1 : listing.intervalHours;
      const lastHour = Math.floor(now / HOUR_MS / hours) * hours;
      const payments = paid.get(listing) ?? begin(listing, lastHour, hours);
      paid.set(listing, payments);
      for (let next = (payments.at(-1)?.time ?? now) / HOUR_MS + hours; next <= lastHour; next += hours) {
        payments.push({ time: next * HOUR_MS, fundingRate: rateAt(listing, next, hours) });
        payments.shift();
      }
      return payments.filter(({ time }) => time >= fromTime && time <= toTime);
    },
  };
}
