import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Liquidation } from '../../src/domain/record.js';
import type { Tier } from '../../src/domain/severity.js';
import { createMarketStore } from '../../src/market/store.js';
import { judgeByRules } from '../../src/severity/rules.js';
import { liquidation, nativeSymbol, START, ticker } from '../support/market-records.js';

/** Binance `forceOrder` rows in the order of their time. The side is the order's; a fill is worth average price × filled quantity. */
function recorded(file: string): readonly Liquidation[] {
  const [header = '', ...lines] = readFileSync(new URL(`../recordings/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = header.trim().split(',');
  return lines
    .map((line, i) => {
      const cells = line.trim().split(',');
      const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
      const [symbol, price, size, time] = [
        cell('symbol'),
        Number(cell('avg_price')),
        Number(cell('accum_filled_qty')),
        cell('trade_time_ms'),
      ];
      return liquidation(`${i}`, {
        exchange: 'binance',
        symbol: nativeSymbol(symbol),
        asset: symbol.replace(/USD[TC].*$/, ''),
        side: cell('side') === 'SELL' ? 'long' : 'short',
        price,
        size,
        notionalUsd: price * size,
        time: Number(time),
        receivedAt: Number(time),
      });
    })
    .sort((a, b) => a.time - b.time);
}

/** Each judged by what was known before it, as the program does. */
function judged(file: string): { readonly counts: Record<Tier, number>; readonly reasons: readonly string[] } {
  const store = createMarketStore();
  const events = recorded(file);
  for (const asset of new Set(events.map((event) => event.asset))) {
    const openInterestUsd = asset === 'BTC' || asset === 'ETH' ? 5_000_000_000 : 50_000_000;
    store.apply(ticker('binance', asset, { openInterestUsd }));
  }
  store.flush(START);
  const counts: Record<Tier, number> = { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  const reasons: string[] = [];
  for (const event of events) {
    const { tier, reason } = judgeByRules(event, store.severityContext(event));
    counts[tier] += 1;
    if (tier === 'CRITICAL') reasons.push(reason);
    store.apply(event);
  }
  return { counts, reasons };
}

describe('over recorded days', () => {
  test('BTC breaking 100,000 is about 80 % LOW, 14 % MEDIUM, 5 % HIGH and 1 % CRITICAL', () => {
    const { counts, reasons } = judged('binance_forceorder_btcusdt_2024-12-04_2024-12-06.csv');
    expect(counts).toEqual({ LOW: 1_513, MEDIUM: 232, HIGH: 87, CRITICAL: 12 });
    expect(reasons.at(-1)).toBe('$2.52M short, 1571× the usual $1.6k of BTC');
  });

  // 97 of 100 liquidations of all coins together are below $10k, on the busiest half hour of that month too.
  test('all coins in the sell-off of 2025-01-27 are almost all LOW, and what is not can be counted on a screen', () => {
    const { counts, reasons } = judged('binance_forceorder_2025-01-22_2025-02-06.csv');
    expect(counts).toEqual({ LOW: 1_896, MEDIUM: 42, HIGH: 8, CRITICAL: 1 });
    expect(reasons).toEqual(['$395k long, DOGE is a small market, 10th long in 60 s']);
  });
});
