// What the local exchanges quote: a seeded walk that starts from recorded figures, the same for all six, so that their
// prices agree and their funding differs as it really did.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ExchangeId } from '../../src/domain/instrument.js';

export interface Quote {
  readonly asset: string;
  /** Per one coin of the asset. */
  readonly mark: number;
  readonly index: number;
  readonly last: number;
  /** Per 8 hours; each exchange states it per its own interval. */
  readonly rate8h: number;
  /** Coins, one side. */
  readonly openInterest: number;
  readonly volumeUsd: number;
  /** Fraction since 24 h ago. */
  readonly change24h: number;
}

export interface Market {
  readonly assets: readonly string[];
  readonly quote: (exchange: ExchangeId, asset: string) => Quote;
}

/** Quoted by all six exchanges (PEPE not by Deribit): what they list beyond these has no walk. */
export const marketAssets = [
  ...['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'BNB', 'ADA', 'AVAX', 'LINK', 'LTC'],
  ...['BCH', 'DOT', 'UNI', 'NEAR', 'ALGO', 'TRX', 'TRUMP', 'HYPE', 'SUI', 'PEPE'],
] as const;

const STEP_MS = 1000;
/** Of one step: about 0.6 % in an hour. */
const STEP_SIGMA = 0.0001;
/** Of all exchanges together; BTC's and ETH's shares were about this in 2026, the rest falls off with the place in the list. */
const BTC_OPEN_INTEREST_USD = 8e9;

export interface Snapshot {
  readonly coin: string;
  readonly hourlyRate: number;
  readonly markPrice: number;
}

function recording(name: string): Buffer {
  return readFileSync(new URL(`../recordings/${name}`, import.meta.url));
}

/** Every coin of Hyperliquid's main dex, in the order of its universe, as recorded on 2026-02-04. */
export function hyperliquidSnapshot(): readonly Snapshot[] {
  const rows = gunzipSync(recording('hyperliquid_all_coins_snapshots_2026-02.csv.gz')).toString().split('\n').slice(1);
  const firstTime = rows[0]?.split(',')[0];
  return rows
    .map((row) => row.split(','))
    .filter(([time]) => time === firstTime)
    .map(([, coin = '', rate, price]) => ({ coin, hourlyRate: Number(rate), markPrice: Number(price) }));
}

/** `binance:BTC` → the rate as that exchange stated it, per its own interval, 2026-03-07. */
function recordedRates(): ReadonlyMap<string, number> {
  const rows = recording('funding_5coins_5venues_2026-03-07.csv').toString().trim().split('\n').slice(1);
  return new Map(
    rows.map((row) => {
      const [, venue = '', coin = '', rate = ''] = row.split(',');
      const perEightHours = venue === 'hyperliquid' || venue === 'dydx' ? 8 : 1;
      return [`${venue}:${coin}`, Number(rate) * perEightHours];
    }),
  );
}

/** mulberry32: small, and the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Walk {
  price: number;
  readonly start: number;
  readonly openInterestUsd: number;
  readonly rates: Map<ExchangeId, number>;
}

const venues: readonly ExchangeId[] = ['binance', 'bybit', 'okx', 'deribit', 'hyperliquid', 'dydx'];

export function createMarket(options: { seed?: number; now?: () => number } = {}): Market {
  const now = options.now ?? Date.now;
  const random = seededRandom(options.seed ?? 1);
  const noise = (): number => random() + random() + random() - 1.5;
  const recorded = recordedRates();
  const snapshot = new Map(hyperliquidSnapshot().map((row) => [row.coin, row]));
  const walks = new Map<string, Walk>();
  marketAssets.forEach((asset, place) => {
    const isThousands = !snapshot.has(asset);
    const row = snapshot.get(asset) ?? snapshot.get(`k${asset}`);
    if (!row) throw new Error(`no recorded figure of ${asset}`);
    const start = isThousands ? row.markPrice / 1000 : row.markPrice;
    const rates = new Map(
      venues.map((venue) => [venue, recorded.get(`${venue}:${asset}`) ?? row.hourlyRate * 8 + noise() * 0.00008]),
    );
    walks.set(asset, { price: start, start, openInterestUsd: BTC_OPEN_INTEREST_USD / (place + 1) ** 1.3, rates });
  });

  let steps = 0;
  const startedAt = now();
  const advance = (): void => {
    const due = Math.floor((now() - startedAt) / STEP_MS);
    for (; steps < due; steps += 1) {
      for (const walk of walks.values()) {
        walk.price *= 1 + noise() * STEP_SIGMA;
        for (const [venue, rate] of walk.rates) walk.rates.set(venue, rate + noise() * 4e-7);
      }
    }
  };

  return {
    assets: marketAssets,
    quote: (exchange, asset) => {
      advance();
      const walk = walks.get(asset);
      if (!walk) throw new Error(`no market in ${asset}`);
      const place = venues.indexOf(exchange);
      const share = [0.35, 0.22, 0.16, 0.04, 0.18, 0.05][place] ?? 0.1;
      const rate8h = walk.rates.get(exchange) ?? 0;
      // A dear perpetual pays: the basis leans the way the funding does.
      const mark = walk.price * (1 + rate8h / 2);
      const openInterestUsd = walk.openInterestUsd * share;
      return {
        asset,
        mark,
        index: walk.price,
        last: mark * (1 + (place - 2) * 0.00002),
        rate8h,
        openInterest: openInterestUsd / mark,
        volumeUsd: openInterestUsd * 1.7,
        change24h: walk.price / walk.start - 1 + 0.012,
      };
    },
  };
}

/** The next full multiple of `hours` UTC. */
export function nextFundingTime(hours: number, now = Date.now()): number {
  const intervalMs = hours * 3_600_000;
  return (Math.floor(now / intervalMs) + 1) * intervalMs;
}
