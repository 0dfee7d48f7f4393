import { describe, expect, test } from 'vitest';
import { instrumentKey } from '../../src/domain/instrument.js';
import { createSpreadAlerts } from '../../src/market/alerts.js';
import { type Hysteresis, quiet, step } from '../../src/market/hysteresis.js';
import { defaultMarketSettings } from '../../src/market/options.js';
import type { FundingRow } from '../../src/market/snapshot.js';
import { nativeSymbol, START } from '../support/market-records.js';

describe('hysteresis', () => {
  const settings = { raiseAbove: 10, clearBelow: 8, steps: 3, minHoldMs: 5_000 };
  const raised = (run = 0): Hysteresis => ({ raisedTime: START, run });
  const waiting = (run: number): Hysteresis => ({ raisedTime: undefined, run });
  test.each([
    ['a value on the line is not above it', quiet, 10, START, quiet],
    ['a first value above starts a run', quiet, 11, START, waiting(1)],
    ['a value that falls back ends the run', waiting(2), 9, START, quiet],
    ['the third in a row raises', waiting(2), 11, START, raised()],
    ['between the lines it stands', raised(), 9, START + 9_000, raised()],
    ['a value back above the lower line ends the run down', raised(2), 8, START + 9_000, raised()],
    ['a value below starts a run down', raised(), 7, START + 9_000, raised(1)],
    ['an unknown value counts as below', raised(1), undefined, START + 9_000, raised(2)],
    ['the third below clears', raised(2), 7, START + 9_000, quiet],
    ['but not before it has been held', raised(2), 7, START + 4_999, raised(3)],
    ['and then at once', raised(3), 7, START + 5_000, quiet],
  ])('%s', (_, state, value, now, expected) => {
    expect(step(state, value, now, settings)).toEqual(expected);
  });
});

function row(exchange: 'binance' | 'bybit' | 'okx', rate8h: number, asset = 'SOL'): FundingRow {
  const symbol = nativeSymbol(`${asset}USDT`);
  const key = instrumentKey(exchange, symbol);
  const known = {
    fundingRate: rate8h,
    fundingIntervalHours: 8,
    rate8h,
    markPrice: 100,
    history: [],
    historyEveryMs: 2_000,
    receivedAt: START,
    isStale: false,
  };
  return { key, exchange, symbol, asset, quote: 'USDT', ...known };
}

function market(spread: number | undefined, asset = 'SOL'): Map<string, readonly FundingRow[]> {
  return new Map(spread === undefined ? [] : [[asset, [row('binance', 0, asset), row('bybit', spread, asset)]]]);
}

function run(spreads: readonly (number | undefined)[]) {
  const alerts = createSpreadAlerts(defaultMarketSettings.arbitrage);
  const seen = spreads.flatMap((spread, second) => alerts.evaluate(market(spread), START + second * 1_000));
  return { alerts, seen };
}

describe('spread alerts', () => {
  test('a spread above the line for three evaluations is raised once, with everything the contract names', () => {
    const { alerts, seen } = run([0.0001, 0.0001, 0.0001, 0.0001, 0.0001]);
    const expected = {
      type: 'alert',
      id: `funding-spread:SOL:${START + 2_000}`,
      kind: 'funding-spread',
      state: 'raised',
      time: START + 2_000,
      asset: 'SOL',
      message: 'SOL: long binance, short bybit: 0.010 % per 8h (10.9 % APR)',
      long: { exchange: 'binance', symbol: 'SOLUSDT', fundingRate: 0, fundingIntervalHours: 8 },
      short: { exchange: 'bybit', symbol: 'SOLUSDT', fundingRate: 0.0001, fundingIntervalHours: 8 },
      spread8h: 0.0001,
      spreadApr: 0.1095,
      feesRoundTrip: 0.0021,
      priceGap: 0,
      breakEvenHours: 168,
    };
    expect(seen).toEqual([expected]);
    expect(alerts.publish()).toEqual([{ alert: expected, raisedTime: START + 2_000 }]);
    expect(alerts.spreadOf('SOL')).toBe(0.0001);
  });

  test('one odd tick raises nothing', () => {
    expect(run([0.0001, 0.0001, 0, 0.0001, 0.0001, 0]).seen).toEqual([]);
  });

  test('a spread that trembles around the line is one alert', () => {
    const trembling = Array.from({ length: 60 }, (_, i) => (i % 4 < 2 ? 0.000051 : 0.000045));
    expect(run([0.000051, ...trembling]).seen.map((alert) => alert.state)).toEqual(['raised']);
  });

  test('it is cleared under the same id, with what is left', () => {
    const { alerts, seen } = run([...Array(12).fill(0.0001), 0.00003, 0.00003, 0.00003]);
    expect(seen.map((alert) => alert.state)).toEqual(['raised', 'cleared']);
    expect(seen[1]?.id).toBe(seen[0]?.id);
    expect(seen[1]).toMatchObject({ time: START + 14_000, spread8h: 0.00003, message: 'SOL: 0.003 % per 8h left' });
    expect(alerts.publish()).toEqual([]);
  });

  test.each([
    ['when its legs go stale', new Map([['SOL', []]])],
    ['when its asset is forgotten', new Map()],
  ])('it is cleared %s', (_, gone) => {
    const { alerts } = run(Array(13).fill(0.0001));
    const seen = [13, 14, 15].flatMap((second) => alerts.evaluate(gone, START + second * 1_000));
    expect(seen).toEqual([
      {
        type: 'alert',
        id: `funding-spread:SOL:${START + 2_000}`,
        kind: 'funding-spread',
        state: 'cleared',
        time: START + 15_000,
        asset: 'SOL',
        message: 'SOL: no fresh pair left',
      },
    ]);
    expect(alerts.spreadOf('SOL')).toBeUndefined();
  });

  test('while it stands its row follows the best pair without another alert', () => {
    const { alerts } = run([0.0001, 0.0001, 0.0001]);
    const before = alerts.publish();
    const widened = new Map([['SOL', [row('bybit', 0.0001), row('okx', -0.0001)]]]);
    expect(alerts.evaluate(widened, START + 3_000)).toEqual([]);
    const [after] = alerts.publish();
    expect(after).toMatchObject({ raisedTime: START + 2_000, alert: { id: before[0]?.alert.id, spread8h: 0.0002 } });
    expect(after?.alert.long?.exchange).toBe('okx');
    expect(before[0]?.alert.spread8h).toBe(0.0001);
  });

  test('the list is ordered by spread and keeps its identity while nothing changes', () => {
    const alerts = createSpreadAlerts(defaultMarketSettings.arbitrage);
    const both = () => new Map([...market(0.0001, 'A'), ...market(0.0003, 'B'), ...market(0.0002, 'C')]);
    for (let second = 0; second < 4; second += 1) alerts.evaluate(both(), START + second * 1_000);
    const list = alerts.publish();
    expect(list.map((one) => one.alert.asset)).toEqual(['B', 'C', 'A']);
    alerts.evaluate(both(), START + 4_000);
    expect(alerts.publish()).toBe(list);
  });
});
