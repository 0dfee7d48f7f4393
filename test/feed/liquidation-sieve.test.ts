import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeSymbol } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import { createLiquidationSieve } from '../../src/feed/liquidation-sieve.js';

function event(id: number, time = 0): Liquidation {
  return {
    type: 'liquidation',
    id: String(id),
    exchange: 'okx',
    symbol: 'BTC-USDT-SWAP' as NativeSymbol,
    asset: 'BTC',
    quote: 'USDT',
    time,
    receivedAt: time,
    side: 'long',
    price: 1,
    size: 1,
    notionalUsd: 1,
  };
}

describe('the sieve of liquidations', () => {
  test('passes each id exactly once while no more than its bound lie between', () => {
    const bound = 8;
    fc.assert(
      fc.property(fc.array(fc.nat(bound - 1), { maxLength: 200 }), (ids) => {
        const { accept } = createLiquidationSieve(bound);
        const passed = ids.filter((id) => accept(event(id)));
        expect(passed).toEqual([...new Set(ids)]);
      }),
    );
  });

  test('remembers at least the last of its bound, however many came', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }), (bound, count) => {
        const { accept } = createLiquidationSieve(bound);
        for (let id = 0; id < count; id += 1) accept(event(id));
        const recent = Array.from({ length: Math.min(bound, count) }, (_one, back) => count - 1 - back);
        expect(recent.filter((id) => accept(event(id)))).toEqual([]);
      }),
    );
  });

  test('forgets beyond twice its bound: it does not grow', () => {
    const { accept } = createLiquidationSieve(10);
    for (let id = 0; id <= 20; id += 1) accept(event(id));
    expect(accept(event(0))).toBe(true);
  });

  test('of a replay passes what is not older than the gap, and never shows later what it held back', () => {
    const { accept } = createLiquidationSieve(10);
    expect(accept(event(1, 999), 1000)).toBe(false);
    expect(accept(event(2, 1000), 1000)).toBe(true);
    expect(accept(event(1, 999))).toBe(false);
    expect(accept(event(3, 999))).toBe(true);
  });
});
