import { describe, expect, test } from 'vitest';
import { createBurstAlert } from '../../src/market/burst-alert.js';
import type { BurstPace } from '../../src/market/burst-pace.js';
import { START } from '../support/market-records.js';

const options = { ratio: 5, clearBelowShare: 0.5, minEvents: 30, evaluations: 3, minHoldMs: 10_000, cooldownMs: 60_000 };
const second = (n: number) => START + n * 1_000;

/** Usual: 20 a minute. */
function pace(eventsPerMinute: number, usual = 20): BurstPace {
  return {
    eventsPerSecond: 0,
    usdPerSecond: 0,
    eventsPerMinute,
    usdPerMinute: eventsPerMinute * 10_000,
    isWhole: true,
    ...(usual > 0 ? { usual: { eventsPerMinute: usual, usdPerMinute: 0 }, eventRatio: eventsPerMinute / usual } : {}),
  };
}

function told(...paces: readonly BurstPace[]): readonly string[] {
  const burst = createBurstAlert(options);
  return paces.flatMap((one, at) => burst.evaluate(one, second(at)).map(({ state }) => `${state} ${at}`));
}

const times = (count: number, one: BurstPace): readonly BurstPace[] => Array.from({ length: count }, () => one);

describe('a burst', () => {
  test('is raised at the ratio, three seconds in a row', () => {
    expect(told(...times(2, pace(100)), pace(99), ...times(3, pace(100)))).toEqual(['raised 5']);
    expect(told(...times(20, pace(99)))).toEqual([]);
  });

  test('says how many, how much and what is usual, and in the end how bad it was', () => {
    const burst = createBurstAlert(options);
    const alerts = [pace(100), pace(120), pace(140), pace(200), ...times(20, pace(10))].flatMap((one, at) =>
      burst.evaluate(one, second(at)),
    );
    expect(alerts).toEqual([
      {
        type: 'alert',
        id: `liquidation-burst:${second(2)}`,
        kind: 'liquidation-burst',
        state: 'raised',
        time: second(2),
        message: '140 liquidations in a minute ($1.4M), 7 × the usual 20',
      },
      {
        type: 'alert',
        id: `liquidation-burst:${second(2)}`,
        kind: 'liquidation-burst',
        state: 'cleared',
        time: second(12),
        message: 'burst over, 200 liquidations ($2M) in its busiest minute, 10 × the usual',
      },
    ]);
  });

  test('is none where a few are many times next to nothing, nor where nothing is usual yet', () => {
    expect(told(...times(20, pace(29, 1)))).toEqual([]);
    expect(told(...times(20, pace(500, 0)))).toEqual([]);
  });

  test('stands between half of the line and the line', () => {
    expect(told(...times(3, pace(100)), ...times(60, pace(50)))).toEqual(['raised 2']);
  });

  test('is not raised again within the cooldown', () => {
    const seen = (calm: number) => told(...times(3, pace(100)), ...times(calm, pace(0)), ...times(9, pace(100)));
    expect(seen(12)).toEqual(['raised 2', 'cleared 12']);
    expect(seen(75)).toEqual(['raised 2', 'cleared 12', 'raised 80']);
  });

  test('is over when its feeds are lost: what is not known is no burst', () => {
    expect(told(...times(3, pace(100)), ...times(20, pace(0, 0)))).toEqual(['raised 2', 'cleared 12']);
  });
});
