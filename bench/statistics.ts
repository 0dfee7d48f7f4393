// What a liquidation costs the statistics once they have a history, and once they have ten times that: two markets side by side,
// in turns, each looked at every second as by the program.
import { exchangeIds } from '../src/domain/instrument.js';
import type { Liquidation } from '../src/domain/record.js';
import { type AssetLookUp, createStatisticsCounter, type StatisticsCounter } from '../src/market/liquidation-statistics.js';
import { defaultMarketSettings } from '../src/market/options.js';
import { liquidation } from '../test/support/market-records.js';
import { median, promise } from './report.js';

const HISTORY = 10_000;
const ASSETS = 600;
/** A busy hour: two a second. */
const EVERY_MS = 500;
const EVENTS_PER_ROUND = 2_000;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 9);
const LIMIT = 1.3;
const START = 1_790_000_000_000;
const { sweep, cluster, burst, assetCapacity } = defaultMarketSettings;

interface Market {
  readonly counter: StatisticsCounter;
  count: number;
}

const lookUp: AssetLookUp = { figures: () => ({ price: 100, openInterest: 1_000 }), rate8h: (asset) => asset.length / 1e5 };

function createMarket(history: number): Market {
  const counter = createStatisticsCounter({ ...sweep, cluster, burst, assetCapacity }, START);
  for (const exchange of exchangeIds) counter.setLive(exchange, true, START);
  const market = { counter, count: 0 };
  run(market, events(market, history));
  return market;
}

/** A price that wanders by some per cent within the shorter history, a few coins with most of the events, sizes with a long tail. */
function events(market: Market, count: number): readonly Liquidation[] {
  return Array.from({ length: count }, (_, place) => {
    const n = market.count + place;
    const noise = Math.abs(Math.sin(n * 12.9898) * 43_758.5453) % 1;
    const rank = Math.floor(ASSETS * noise ** 3);
    return liquidation(`${n}`, {
      exchange: exchangeIds[n % exchangeIds.length] ?? 'binance',
      asset: `COIN${rank}`,
      side: n % 3 === 0 ? 'short' : 'long',
      receivedAt: START + n * EVERY_MS,
      price: 100 * (1 + 0.03 * Math.sin(n / 1_000) + 0.002 * noise),
      notionalUsd: 1_000 / (0.001 + noise),
    });
  });
}

function run(market: Market, list: readonly Liquidation[]): void {
  let second = Math.floor((START + market.count * EVERY_MS) / 1_000);
  for (const one of list) {
    market.counter.add(one);
    const next = Math.floor(one.receivedAt / 1_000);
    if (next === second) continue;
    second = next;
    market.counter.evaluate(lookUp, one.receivedAt);
    market.counter.publish(one.receivedAt);
  }
  market.count += list.length;
}

/** Microseconds of processor time an event: what else the machine does is not counted. */
function timed(market: Market): number {
  const list = events(market, EVENTS_PER_ROUND);
  globalThis.gc?.();
  const before = process.cpuUsage();
  run(market, list);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / EVENTS_PER_ROUND;
}

// The first market is filled anew for every round: its history must not grow to that of the second.
const long = createMarket(10 * HISTORY);
const costs: { readonly short: number; readonly long: number }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const short = createMarket(HISTORY);
  costs.push(round % 2 === 0 ? { short: timed(short), long: timed(long) } : { long: timed(long), short: timed(short) });
}
const once = median(costs.map(({ short }) => short));
const tenfold = median(costs.map(({ long: cost }) => cost));
console.log(
  `${HISTORY} events of history: ${once.toFixed(1)} µs an event; ${10 * HISTORY}: ${tenfold.toFixed(1)} µs, its share of each second's look included`,
);
promise('an event with ten times the history', median(costs.map(({ short, long: cost }) => cost / short)), LIMIT, '× with one');
