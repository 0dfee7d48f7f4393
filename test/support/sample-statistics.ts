// What the market counts of a day: twenty-six hours of liquidations on five exchanges, quiet but for an hour with a sweep in it.
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import { createStatisticsCounter, type LiquidationStatistics } from '../../src/market/liquidation-statistics.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import { nativeSymbol } from './market-records.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const HOURS = 26;
/** Looked at so often: a day of seconds would take as long as all other tests together. */
const LOOK_SECONDS = 10;
/** Before the end: when it all came at once, and for how long. */
const STORM_MS = 95 * MINUTE_MS;
const STORM_FOR_MS = 4 * MINUTE_MS;
/** Before the end okx was lost for a while. */
const LOST_MS = 20 * MINUTE_MS;
const LOST_FOR_MS = 2 * MINUTE_MS;

const coins = [
  ['BTC', 67_012.4],
  ['ETH', 3_412.85],
  ['SOL', 154.23],
  ['PEPE', 0.00000812],
] as const;
const publishing = exchangeIds.filter((exchange) => exchange !== 'hyperliquid');

/** In order of receipt, the last at `time`. */
function day(time: number): readonly Liquidation[] {
  const list: Liquidation[] = [];
  for (let at = time - HOURS * HOUR_MS; at <= time; ) {
    const n = list.length;
    const isStorm = at >= time - STORM_MS && at < time - STORM_MS + STORM_FOR_MS;
    const [asset, price] = coins[(n * 5 + (n >> 2)) % coins.length] ?? coins[0];
    const side = (isStorm ? n % 17 < 16 : (n * 3 + (n >> 3)) % 7 < 4) ? 'long' : 'short';
    const notionalUsd = isStorm ? 420_000 + 1_000 * (n % 700) : 900 + 45_000 * ((n * 7) % 11 === 0 ? n % 9 : 0.1);
    list.push({
      type: 'liquidation',
      id: `d${n}`,
      exchange: publishing[n % publishing.length] ?? 'binance',
      symbol: nativeSymbol(`${asset}USDT`),
      asset,
      quote: 'USDT',
      time: at,
      receivedAt: at,
      side,
      price: price * (1 + 0.012 * Math.sin(n / 90) - (isStorm ? 0.02 : 0)),
      size: notionalUsd / price,
      notionalUsd,
    });
    at += isStorm ? 400 : 4_000 + 1_000 * (n % 31);
  }
  return list;
}

const made = new Map<number, LiquidationStatistics>();

export function sampleStatistics(time: number): LiquidationStatistics {
  const known = made.get(time);
  if (known !== undefined) return known;
  const { sweep, cluster, burst, assetCapacity } = defaultMarketSettings;
  const start = time - HOURS * HOUR_MS;
  const counter = createStatisticsCounter({ ...sweep, cluster, burst, assetCapacity }, start);
  for (const exchange of exchangeIds) counter.setLive(exchange, true, start);
  const lookUp = {
    figures: () => ({ price: 67_000, openInterest: 91_000 }),
    rate8h: (asset: string) => 0.0001 + 0.00002 * Math.sin(second / 4_000 + asset.length),
  };
  const lost: ExchangeId = 'okx';
  let second = Math.ceil(start / SECOND_MS / LOOK_SECONDS) * LOOK_SECONDS;
  const look = (): void => {
    const now = second * SECOND_MS;
    if (now === time - LOST_MS) counter.setLive(lost, false, now);
    if (now === time - LOST_MS + LOST_FOR_MS) counter.setLive(lost, true, now);
    counter.evaluate(lookUp, now);
    second += LOOK_SECONDS;
  };
  for (const one of day(time)) {
    while (second * SECOND_MS < one.receivedAt) look();
    counter.add(one);
  }
  while (second * SECOND_MS <= time) look();
  const statistics = counter.publish(time);
  made.set(time, statistics);
  return statistics;
}
