import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Liquidation } from '../../src/domain/record.js';
import { createRecentLiquidations } from '../../src/market/recent-liquidations.js';
import { liquidation, START } from '../support/market-records.js';

function recentOf(...events: readonly Liquidation[]) {
  const recent = createRecentLiquidations();
  for (const event of events) recent.add(event);
  return recent;
}

describe('the minutes before', () => {
  test('are told by side for one and five minutes, and by exchange for five, the largest first', () => {
    const recent = recentOf(
      liquidation('too old', { receivedAt: START - 300_000 }),
      liquidation('1', { receivedAt: START - 299_999, notionalUsd: 10, exchange: 'okx' }),
      liquidation('2', { receivedAt: START - 60_000, notionalUsd: 20, side: 'short' }),
      liquidation('3', { receivedAt: START - 59_999, notionalUsd: 40 }),
      liquidation('other asset', { receivedAt: START - 5, asset: 'ETH' }),
      liquidation('4', { receivedAt: START, notionalUsd: 80, exchange: 'okx' }),
    );
    expect(recent.before(liquidation('now'))).toEqual({
      flows: [
        { windowMs: 60_000, longCount: 2, longUsd: 120, shortCount: 0, shortUsd: 0 },
        { windowMs: 300_000, longCount: 3, longUsd: 130, shortCount: 1, shortUsd: 20 },
      ],
      byExchange: [
        { exchange: 'okx', count: 2, notionalUsd: 90 },
        { exchange: 'bybit', count: 2, notionalUsd: 60 },
      ],
    });
  });

  test('of an asset never seen are empty', () => {
    expect(recentOf().before(liquidation('now'))).toEqual({
      flows: [60_000, 300_000].map((windowMs) => ({ windowMs, longCount: 0, longUsd: 0, shortCount: 0, shortUsd: 0 })),
      byExchange: [],
    });
  });

  test('are the same whether the liquidation has been added or not, and whatever came after it', () => {
    const event = fc.record({
      ms: fc.integer({ min: 0, max: 90_000 }),
      side: fc.constantFrom('long', 'short'),
      asset: fc.constantFrom('BTC', 'ETH'),
      exchange: fc.constantFrom(...exchangeIds),
      notionalUsd: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), fc.nat(39), (list, pick) => {
        let receivedAt = START;
        const events = list.map(({ ms, ...fields }, index) => {
          receivedAt += ms;
          return liquidation(`${index}`, { ...fields, receivedAt });
        });
        const place = pick % events.length;
        const own = events[place];
        if (!own) throw new Error('no event');
        const told = recentOf(...events.slice(0, place)).before(own);
        expect(recentOf(...events).before(own)).toEqual(told);
        const past = events.slice(0, place).filter((one) => one.asset === own.asset && one.receivedAt > own.receivedAt - 300_000);
        const longs = past.filter((one) => one.side === 'long');
        expect(told.flows[1]).toMatchObject({ longCount: longs.length, shortCount: past.length - longs.length });
        expect(told.byExchange.reduce((sum, one) => sum + one.count, 0)).toBe(past.length);
      }),
    );
  });

  test('hold a cascade to a bound', () => {
    const recent = recentOf(...Array.from({ length: 20_000 }, (_, i) => liquidation(`${i}`)));
    expect(recent.before(liquidation('now')).flows[1]?.longCount).toBe(8_192);
  });
});
