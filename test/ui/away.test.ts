import { describe, expect, it } from 'vitest';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { absenceFrom, continued, createAwayWatch, digestOf } from '../../src/ui/away.js';
import { createCell } from '../../src/ui/use-market.js';
import { arbitrageRow, fullFundingRow, liquidation, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const from = sampleSnapshot();
const HOUR_MS = 3_600_000;
const at = (hours: number, extra: Partial<MarketSnapshot> = {}): MarketSnapshot =>
  sampleSnapshot({ ...from, ...extra, time: SAMPLE_TIME + hours * HOUR_MS });

function closed(id: string, notionalUsd: number, hours: number): ReturnType<typeof liquidation> {
  return liquidation(id, { notionalUsd, receivedAt: SAMPLE_TIME + hours * HOUR_MS });
}

describe('a digest', () => {
  it('of an absence in which nothing happened is empty', () => {
    expect(digestOf(absenceFrom(from), at(1))).toEqual({
      since: SAMPLE_TIME,
      until: SAMPLE_TIME + HOUR_MS,
      liquidationCount: 0,
      liquidationUsd: 0,
      isAtLeast: false,
      tierCounts: { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 },
      raised: [],
      cleared: [],
      moves: [],
    });
  });

  it('counts the liquidations that came, by tier, and names the largest', () => {
    const rows = [
      { liquidation: closed('c', 500, 0.9), tier: 'LOW' as const },
      { liquidation: closed('b', 9_000, 0.5), tier: 'HIGH' as const },
      { liquidation: closed('a', 700, 0.2) },
    ];
    const digest = digestOf(absenceFrom(from), at(1, { liquidations: [...rows, ...from.liquidations] }));
    expect(digest).toMatchObject({
      liquidationCount: 3,
      liquidationUsd: 10_200,
      tierCounts: { LOW: 1, MEDIUM: 0, HIGH: 1, CRITICAL: 0 },
      largest: rows[1],
      isAtLeast: false,
    });
    expect(digestOf(absenceFrom(from), at(1, { liquidations: rows })).isAtLeast).toBe(true);
  });

  it('remembers a spread that came and went', () => {
    const doge = arbitrageRow('DOGE', 0.002, 'okx', 'dydx');
    const kept = from.arbitrage.slice(1);
    let absence = absenceFrom(from);
    absence = continued(absence, at(0.5, { arbitrage: [doge, ...from.arbitrage] }));
    absence = continued(absence, at(0.7, { arbitrage: kept }));
    const ada = arbitrageRow('ADA', 0.001, 'okx', 'bybit');
    const digest = digestOf(absence, at(1, { arbitrage: [ada, ...kept] }));
    expect(digest.raised).toEqual([
      { row: doge, isStanding: false },
      { row: ada, isStanding: true },
    ]);
    expect(digest.cleared).toEqual(from.arbitrage.slice(0, 1));
  });

  it('tells of no pair that was not alerted', () => {
    const quiet = arbitrageRow('DOGE', 0.002, 'okx', 'dydx', null);
    const digest = digestOf(absenceFrom({ ...from, arbitrage: [quiet] }), at(1, { arbitrage: [quiet] }));
    expect([digest.raised, digest.cleared]).toEqual([[], []]);
  });

  it('remembers a bounded number of spreads', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => arbitrageRow(`A${index}`, 0.001, 'okx', 'dydx'));
    expect(continued(absenceFrom(from), at(1, { arbitrage: many })).raised.size).toBe(500);
  });

  it('lists the rates that moved most, either way, fresh ones only', () => {
    const levels = { ETHUSDT: 0.0004, ETHUSDC: -0.002, ETHUSD_PERP: 0.09 };
    const rows = (change: number, isStale: boolean) =>
      Object.entries(levels).map(([symbol, level]) =>
        fullFundingRow('binance', symbol, change === 0 ? 0.0001 : level, 8, { isStale: isStale && level > 0.01 }),
      );
    const before = { ...from, funding: new Map([['ETH', rows(0, false)]]) };
    const { moves } = digestOf(absenceFrom(before), at(1, { funding: new Map([['ETH', rows(1, true)]]) }));
    expect(moves.map(({ after: { symbol }, change8h }) => [symbol, Number(change8h.toFixed(6))])).toEqual([
      ['ETHUSDC', -0.0021],
      ['ETHUSDT', 0.0003],
    ]);
  });
});

describe('who looks for absences', () => {
  it('keeps the last one of a minute or more, while keys come quickly', () => {
    const market = createCell(from);
    const watch = createAwayWatch(market);
    market.set(at(2));
    watch.pressed();
    market.set(at(2.001));
    watch.pressed();
    expect(watch.digest()).toMatchObject({ since: SAMPLE_TIME, until: SAMPLE_TIME + 2 * HOUR_MS });
    market.set(at(3));
    watch.pressed();
    expect(watch.digest()).toMatchObject({ since: at(2.001).time, until: at(3).time });
  });

  it('has the stretch since the key before while there was no absence yet', () => {
    const market = createCell(from);
    const watch = createAwayWatch(market);
    market.set(at(0.001));
    watch.pressed();
    market.set(at(0.002));
    watch.pressed();
    expect(watch.digest()).toMatchObject({ since: at(0.001).time, until: at(0.002).time });
  });
});
