import { describe, expect, it } from 'vitest';
import { createAlertLog } from '../../src/market/alert-log.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { createAwayWatch, digestOf } from '../../src/ui/away.js';
import { createCell } from '../../src/ui/use-market.js';
import { alert } from '../support/alerts.js';
import { fullFundingRow, liquidation, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const from = sampleSnapshot();
const HOUR_MS = 3_600_000;
const at = (hours: number, extra: Partial<MarketSnapshot> = {}): MarketSnapshot =>
  sampleSnapshot({ ...from, ...extra, time: SAMPLE_TIME + hours * HOUR_MS });

function closed(id: string, notionalUsd: number, hours: number): ReturnType<typeof liquidation> {
  return liquidation(id, { notionalUsd, receivedAt: SAMPLE_TIME + hours * HOUR_MS });
}

describe('a digest', () => {
  it('of an absence in which nothing happened is empty', () => {
    expect(digestOf(from, at(1))).toEqual({
      since: SAMPLE_TIME,
      until: SAMPLE_TIME + HOUR_MS,
      liquidationCount: 0,
      liquidationUsd: 0,
      isAtLeast: false,
      tierCounts: { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 },
      alerts: { raised: [], isAtLeast: false, clearedCount: 0, standing: [] },
      moves: [],
    });
  });

  it('counts the liquidations that came, by tier, and names the largest', () => {
    const rows = [
      { liquidation: closed('c', 500, 0.9), tier: 'LOW' as const },
      { liquidation: closed('b', 9_000, 0.5), tier: 'HIGH' as const },
      { liquidation: closed('a', 700, 0.2) },
    ];
    const digest = digestOf(from, at(1, { liquidations: [...rows, ...from.liquidations] }));
    expect(digest).toMatchObject({
      liquidationCount: 3,
      liquidationUsd: 10_200,
      tierCounts: { LOW: 1, MEDIUM: 0, HIGH: 1, CRITICAL: 0 },
      largest: rows[1],
      isAtLeast: false,
    });
    expect(digestOf(from, at(1, { liquidations: rows })).isAtLeast).toBe(true);
  });

  it('tells which alerts were raised, what became of them, and what stands', () => {
    const log = createAlertLog(10);
    const raise = (id: string, hours: number): void => log.add(alert(id, 'raised', { time: SAMPLE_TIME + hours * HOUR_MS }));
    const clear = (id: string, hours: number): void => log.add(alert(id, 'cleared', { time: SAMPLE_TIME + hours * HOUR_MS }));
    raise('stood', -2);
    raise('goes', -1);
    const before = at(0, { alerts: log.publish() });
    clear('goes', 0.1);
    raise('came', 0.2);
    raise('came and went', 0.3);
    clear('came and went', 0.4);
    const { alerts } = digestOf(before, at(1, { alerts: log.publish() }));
    const ids = (rows: typeof alerts.raised): readonly string[] => rows.map((row) => row.alert.id);
    expect(ids(alerts.raised)).toEqual(['came and went', 'came']);
    expect(alerts).toMatchObject({ clearedCount: 1, isAtLeast: false });
    expect(ids(alerts.standing)).toEqual(['came', 'stood']);
  });

  it('says that there were more alerts where the log does not reach back', () => {
    const log = createAlertLog(2);
    log.add(alert('old', 'raised', { time: SAMPLE_TIME - 1 }));
    const before = at(0, { alerts: log.publish() });
    for (const id of ['a', 'b', 'c']) log.add(alert(id, 'raised', { time: SAMPLE_TIME + 1 }));
    expect(digestOf(before, at(1, { alerts: log.publish() })).alerts).toMatchObject({ isAtLeast: true });
  });

  it('lists the rates that moved most, either way, fresh ones only', () => {
    const levels = { ETHUSDT: 0.0004, ETHUSDC: -0.002, ETHUSD_PERP: 0.09 };
    const rows = (change: number, isStale: boolean) =>
      Object.entries(levels).map(([symbol, level]) =>
        fullFundingRow('binance', symbol, change === 0 ? 0.0001 : level, 8, { isStale: isStale && level > 0.01 }),
      );
    const before = { ...from, funding: new Map([['ETH', rows(0, false)]]) };
    const { moves } = digestOf(before, at(1, { funding: new Map([['ETH', rows(1, true)]]) }));
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
