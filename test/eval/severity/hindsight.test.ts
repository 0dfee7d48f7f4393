import { describe, expect, it } from 'vitest';
import { createHindsight } from '../../../eval/severity/hindsight.js';
import type { PricePoint, Scene } from '../../../eval/severity/replay.js';
import type { Liquidation } from '../../../src/domain/record.js';
import type { SeverityContext } from '../../../src/domain/severity.js';
import { liquidation, START } from '../../support/market-records.js';

const scene = (one: Liquidation, context: Partial<SeverityContext> = {}): Scene => ({
  liquidation: one,
  context: { usual: { count: 0 }, recent: { windowMs: 60_000, count: 0, notionalUsd: 0 }, ...context },
  surroundings: { flows: [], byExchange: [], priceMoves: [], fundingRates: [] },
});

/** Seconds from the event in question. */
const at = (seconds: number, notionalUsd: number, fields: Partial<Liquidation> = {}): Scene =>
  scene(liquidation(`${seconds}:${notionalUsd}`, { receivedAt: START + seconds * 1000, notionalUsd, ...fields }));

const event = at(0, 100, { id: 'event' });

function factsAmong(others: readonly Scene[], prices: readonly PricePoint[] = []) {
  return createHindsight({ source: 'test', scenes: [...others, event], prices: new Map([['BTC', prices]]) })(event);
}

describe('what a labeller writes down', () => {
  it('the run is of the same coin and side, from a minute before to two minutes after', () => {
    const facts = factsAmong([
      at(-61, 1),
      at(-60, 2),
      at(-1, 4, { side: 'short' }),
      at(-1, 8, { asset: 'ETH' }),
      at(60, 16, { exchange: 'okx' }),
      at(120, 32),
      at(121, 64),
    ]);
    expect(facts.run).toEqual({ count: 4, usd: 2 + 100 + 16 + 32, exchangeCount: 2 });
    expect(facts.after).toEqual({ count: 2, usd: 16 + 32 });
  });

  it('the tide is of all coins in the minute around it, and measured by the usual minute of its side', () => {
    const facts = factsAmong([
      at(-600, 10),
      at(-300, 10, { asset: 'ETH' }),
      at(-31, 1_000),
      at(-30, 50, { asset: 'ETH' }),
      at(30, 150, { asset: 'SOL' }),
      at(10, 25, { asset: 'SOL', side: 'short' }),
    ]);
    expect(facts.tide).toMatchObject({ assetCount: 3, usd: 300, otherSideUsd: 25 });
    // By the clock's minutes, START being a full one: 10, 10, 1050, 250.
    expect(facts.tide.timesUsual).toBe(300 / 250);
    expect(facts.tideRank).toBe(2 / 3);
  });

  it('the rank is among its own coin where thirty are recorded, else among all', () => {
    const own = Array.from({ length: 29 }, (_, n) => at(-n * 1000, n < 4 ? 100 : 1));
    expect(factsAmong(own)).toMatchObject({ peerCount: 30, rank: 5 / 30 });
    const others = [...own.slice(1), ...Array.from({ length: 10 }, (_, n) => at(-n * 1000, 1_000, { asset: 'ETH' }))];
    expect(factsAmong(others)).toMatchObject({ peerCount: 39, rank: 14 / 39 });
  });

  it('the hour is of both sides', () => {
    expect(factsAmong([at(-1_801, 1), at(-1_800, 2), at(1_800, 4, { side: 'short' }), at(1_801, 8)]).hourUsd).toBe(106);
  });

  it('drive and aftermath are positive where the price runs against the position', () => {
    const prices = [
      [-301, 100],
      [-1, 99],
      [90, 98.01],
      [179, 98.5],
      [181, 50],
    ].map(([seconds = 0, price = 0]) => ({ time: START + seconds * 1000, price }));
    const long = factsAmong([], prices);
    expect(long.drive).toBeCloseTo(0.01, 12);
    expect(long.aftermath).toBeCloseTo(0.01, 12);
    const short = scene({ ...event.liquidation, side: 'short' });
    const facts = createHindsight({ source: 'test', scenes: [short], prices: new Map([['BTC', prices]]) })(short);
    expect(facts.drive).toBeCloseTo(-0.01, 12);
    expect(facts.aftermath).toBe(0);
  });

  it('what is not recorded is absent: no price, one too old, no open interest', () => {
    const old = [{ time: START - 300_000, price: 100 }];
    for (const facts of [factsAmong([]), factsAmong([], old)]) {
      for (const name of ['drive', 'aftermath', 'openInterestShare']) expect(facts).not.toHaveProperty(name);
    }
    const known = scene(event.liquidation, { openInterestUsd: 1_000 });
    const [facts] = [createHindsight({ source: 'test', scenes: [known], prices: new Map() })(known)];
    expect(facts).toMatchObject({ openInterestShare: 0.1 });
  });
});
