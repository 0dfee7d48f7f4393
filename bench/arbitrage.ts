// One evaluation of every pair of a market of ten exchanges, in which each mark has moved since the last: the worst second there can
// be. The program knows six exchanges; eleven perpetuals of each asset on them make 50 pairs, ten exchanges with one each make 45.
import { type ExchangeId, exchangeIds } from '../src/domain/instrument.js';
import { createArbitrageBook } from '../src/market/arbitrage-book.js';
import { defaultMarketSettings } from '../src/market/options.js';
import type { Leg } from '../src/market/pair-economics.js';
import type { FundingRow } from '../src/market/snapshot.js';
import { leg } from '../test/support/legs.js';
import { nativeSymbol, START } from '../test/support/market-records.js';
import { median, promise } from './report.js';

const ASSETS = 600;
const PERPETUALS = 11;
const WARM_UP_ROUNDS = 20;
const ROUNDS = 60;
const LIMIT_MS = 5;
/** The least there can be: the same pairs as bare numbers in one array, spread less cost, and the best of each asset. */
const LIMIT_RATIO = 12;
const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;

/** The same every time, between 0 and 1. */
const noise = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43_758.5453) % 1;

const exchangeOf = (place: number): ExchangeId => exchangeIds[place % exchangeIds.length] ?? 'binance';

function legsOf(asset: number, round: number): readonly Leg[] {
  return Array.from({ length: PERPETUALS }, (_, place) => {
    const n = asset * PERPETUALS + place;
    const hours = [1, 4, 8][n % 3] ?? 8;
    // A price that every exchange shares to a few tenths of a percent; two assets in a hundred have a namesake.
    const isNamesake = asset % 50 === 0 && place === 3;
    return leg(exchangeOf(place), ((noise(n) - 0.4) * 0.0006 * hours) / 8, {
      asset: `COIN${asset}`,
      symbol: nativeSymbol(`COIN${asset}-${place}`),
      fundingIntervalHours: hours,
      markPrice: (isNamesake ? 3 : 100) * (1 + 0.003 * noise(n + round)),
      nextFundingTime: START + hours * HOUR_MS,
    });
  });
}

function marketAt(round: number): ReadonlyMap<string, readonly FundingRow[]> {
  return new Map(Array.from({ length: ASSETS }, (_, asset) => [`COIN${asset}`, legsOf(asset, round)]));
}

interface Bare {
  readonly rates: Float64Array;
  readonly marks: Float64Array;
  readonly fees: Float64Array;
}

function bareOf(market: ReadonlyMap<string, readonly FundingRow[]>): Bare {
  const rows = [...market.values()].flat();
  const fees = defaultMarketSettings.arbitrage.takerFees;
  return {
    rates: Float64Array.from(rows, ({ rate8h = 0 }) => rate8h),
    marks: Float64Array.from(rows, ({ markPrice = 0 }) => markPrice),
    fees: Float64Array.from(rows, ({ exchange }) => fees[exchange] ?? 0),
  };
}

/** Returns the sum, so that nothing of it can be left out. */
function bestOfEach({ rates, marks, fees }: Bare): number {
  let sum = 0;
  for (let first = 0; first < rates.length; first += PERPETUALS) {
    let best = Number.NEGATIVE_INFINITY;
    for (let long = first; long < first + PERPETUALS; long += 1) {
      for (let short = first; short < first + PERPETUALS; short += 1) {
        const [a = 0, b = 0] = [marks[long], marks[short]];
        const gap = (a - b) / ((a + b) / 2);
        const net = 21 * ((rates[short] ?? 0) - (rates[long] ?? 0)) - 2 * ((fees[long] ?? 0) + (fees[short] ?? 0)) - gap;
        if (net > best) best = net;
      }
    }
    sum += best;
  }
  return sum;
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const book = createArbitrageBook(defaultMarketSettings.arbitrage);
const evaluations: number[] = [];
const publications: number[] = [];
const references: number[] = [];
let checksum = 0;
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
  const market = marketAt(round);
  const bare = bareOf(market);
  const referenceMs = cpuMs(() => {
    checksum += bestOfEach(bare);
  });
  const evaluationMs = cpuMs(() => book.evaluate(market, START + round * SECOND_MS));
  const publicationMs = cpuMs(() => book.publish());
  if (round < 0) continue;
  references.push(referenceMs);
  evaluations.push(evaluationMs);
  publications.push(publicationMs);
}

const [evaluation, publication, reference] = [evaluations, publications, references].map(median);
console.log(
  `${ASSETS} assets × ${PERPETUALS} perpetuals, ${book.publish().length} with a pair, ${book.quarantined().length} quarantined, checksum ${checksum.toFixed(2)}`,
);
console.log(`bare numbers: ${reference?.toFixed(2)} ms; putting the rows in order: ${publication?.toFixed(2)} ms`);
promise('one evaluation of all pairs, CPU time', evaluation ?? Number.NaN, LIMIT_MS, 'ms');
promise('the same against bare numbers', (evaluation ?? Number.NaN) / (reference ?? Number.NaN), LIMIT_RATIO, '×');
