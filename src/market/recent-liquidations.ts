import type { ExchangeId } from '../domain/instrument.js';
import type { Liquidation } from '../domain/record.js';
import type { SideFlow, Surroundings } from '../domain/severity.js';

/** Events looked back on, of all assets: five minutes of 1,600 a minute; a longer cascade is counted as this many. */
const CAPACITY = 8_192;
const WINDOWS_MS = [60_000, 300_000] as const;
const LONGEST_MS = WINDOWS_MS[1];

export interface RecentLiquidations {
  readonly add: (liquidation: Liquidation) => void;
  /** Of the same asset up to `liquidation`, itself not counted, whether it has been added or not. */
  readonly before: (liquidation: Liquidation) => Pick<Surroundings, 'flows' | 'byExchange'>;
}

export function createRecentLiquidations(): RecentLiquidations {
  /** Ring in order of arrival: event `n` sits at `n % CAPACITY`. */
  const events: Liquidation[] = [];
  let count = 0;

  /** Newest first. */
  function past(liquidation: Liquidation): readonly Liquidation[] {
    const found: Liquidation[] = [];
    for (let n = count - 1; n >= Math.max(0, count - CAPACITY); n -= 1) {
      const event = events[n % CAPACITY];
      if (!event || event.receivedAt <= liquidation.receivedAt - LONGEST_MS) break;
      if (event.asset !== liquidation.asset || event.receivedAt > liquidation.receivedAt) continue;
      // Whatever came after it is not its past.
      if (event.id === liquidation.id) found.length = 0;
      else found.push(event);
    }
    return found;
  }

  return {
    add: (liquidation) => {
      events[count % CAPACITY] = liquidation;
      count += 1;
    },
    before: (liquidation) => {
      const found = past(liquidation);
      const flows = WINDOWS_MS.map((windowMs) => {
        const start = liquidation.receivedAt - windowMs;
        return flowOf(
          windowMs,
          found.filter((event) => event.receivedAt > start),
        );
      });
      return { flows, byExchange: byExchange(found) };
    },
  };
}

function flowOf(windowMs: number, events: readonly Liquidation[]): SideFlow {
  const sides = { long: { count: 0, usd: 0 }, short: { count: 0, usd: 0 } };
  for (const { side, notionalUsd } of events) {
    sides[side].count += 1;
    sides[side].usd += notionalUsd;
  }
  const { long, short } = sides;
  return { windowMs, longCount: long.count, longUsd: long.usd, shortCount: short.count, shortUsd: short.usd };
}

function byExchange(events: readonly Liquidation[]): Surroundings['byExchange'] {
  const sums = new Map<ExchangeId, { readonly exchange: ExchangeId; count: number; notionalUsd: number }>();
  for (const { exchange, notionalUsd } of events) {
    const sum = sums.get(exchange) ?? { exchange, count: 0, notionalUsd: 0 };
    sum.count += 1;
    sum.notionalUsd += notionalUsd;
    sums.set(exchange, sum);
  }
  return [...sums.values()].sort((a, b) => b.notionalUsd - a.notionalUsd);
}
