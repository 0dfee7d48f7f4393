import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPaceCounter } from '../../src/market/burst-pace.js';
import { START } from '../support/market-records.js';

const HALF_LIFE_MS = 900_000;
const WARM_UP_MS = 120_000;
const options = { halfLifeMs: HALF_LIFE_MS, warmUpMs: WARM_UP_MS };
const second = (n: number) => START + n * 1_000;

/** `perSecond` events of 100 USD in every second of [from, to), read every second as the program does. */
function run(counter: ReturnType<typeof createPaceCounter>, from: number, to: number, perSecond: number): void {
  for (let at = from; at < to; at += 1) {
    for (let n = 0; n < perSecond; n += 1) counter.add('bybit', second(at), 100);
    counter.read(second(at));
  }
}

function liveMarket() {
  const counter = createPaceCounter(options);
  counter.setLive('bybit', true, second(0));
  return counter;
}

describe('the usual pace', () => {
  test('is not told before it is known, and then is what was steady', () => {
    const counter = liveMarket();
    run(counter, 0, 179, 2);
    // The last minute teaches nothing yet: 119 seconds are learned.
    expect(counter.read(second(178)).all).toEqual({
      eventsPerSecond: 2,
      usdPerSecond: 200,
      eventsPerMinute: 120,
      usdPerMinute: 12_000,
      isWhole: true,
    });
    run(counter, 179, 182, 2);
    expect(counter.read(second(181)).all).toMatchObject({
      usual: { eventsPerMinute: 120, usdPerMinute: 12_000 },
      eventRatio: 1,
      usdRatio: 1,
    });
  });

  test('of a quiet feed is nothing, and nothing is no measure', () => {
    const counter = liveMarket();
    run(counter, 0, 200, 0);
    run(counter, 200, 201, 7);
    const { all } = counter.read(second(200));
    expect(all).toMatchObject({ eventsPerMinute: 7, usual: { eventsPerMinute: 0, usdPerMinute: 0 } });
    expect(all).not.toHaveProperty('eventRatio');
  });

  test('a minute is not measured by itself', () => {
    const counter = liveMarket();
    run(counter, 0, 300, 1);
    run(counter, 300, 360, 10);
    expect(counter.read(second(359)).all).toMatchObject({ eventsPerMinute: 600, usual: { eventsPerMinute: 60 }, eventRatio: 10 });
  });

  test('half of it is forgotten in a half-life', () => {
    const counter = liveMarket();
    run(counter, 0, 8_000, 4);
    run(counter, 8_000, 8_000 + 60 + HALF_LIFE_MS / 1_000, 0);
    expect(counter.read(second(8_959)).all.usual).toEqual({ eventsPerMinute: 120, usdPerMinute: 12_000 });
  });

  test('learns nothing while the feed is down, and compares nothing until a whole minute was heard again', () => {
    const counter = liveMarket();
    run(counter, 0, 300, 1);
    counter.setLive('bybit', false, second(300));
    run(counter, 300, 4_000, 0);
    const down = counter.read(second(3_999));
    expect(down.byExchange.get('bybit')).toMatchObject({ isWhole: false, eventsPerMinute: 0 });
    expect(down.all).not.toHaveProperty('usual');
    counter.setLive('bybit', true, second(4_000));
    run(counter, 4_000, 4_059, 1);
    expect(counter.read(second(4_058)).all.usual).toBeUndefined();
    run(counter, 4_059, 4_062, 1);
    expect(counter.read(second(4_061)).all).toMatchObject({ isWhole: true, usual: { eventsPerMinute: 60 }, eventRatio: 1 });
  });

  test('of all together leaves out an exchange that is down, on both sides of the ratio', () => {
    const counter = liveMarket();
    counter.setLive('okx', true, second(0));
    for (let at = 0; at < 300; at += 1) {
      counter.add('bybit', second(at), 100);
      for (let n = 0; n < 3; n += 1) counter.add('okx', second(at), 100);
    }
    expect(counter.read(second(299)).all).toMatchObject({ usual: { eventsPerMinute: 240 }, eventRatio: 1 });
    counter.setLive('okx', false, second(300));
    run(counter, 300, 330, 1);
    expect(counter.read(second(329)).all).toMatchObject({ isWhole: false, usual: { eventsPerMinute: 60 }, eventRatio: 1 });
  });

  test('a machine that slept for hours has learned nothing of them', () => {
    const counter = liveMarket();
    run(counter, 0, 300, 1);
    counter.read(second(20_000));
    run(counter, 20_001, 20_120, 1);
    expect(counter.read(second(20_119)).all.usual?.eventsPerMinute).toBe(60);
  });
});

test('the same object stands while no shown digit changes', () => {
  const counter = liveMarket();
  run(counter, 0, 3_000, 3);
  run(counter, 3_000, 3_061, 0);
  const calm = counter.read(second(3_060));
  expect(counter.read(second(3_061))).toBe(calm);
  const changes = new Set(Array.from({ length: 900 }, (_, n) => counter.read(second(3_061 + n))));
  // From 180 to about 90 a minute, told in steps of 10 and then of 1.
  expect(changes.size).toBeGreaterThan(8);
  expect(changes.size).toBeLessThan(100);
});

test('the last minute, and the weighted mean of all before it, equal their recount', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 9_000 }),
    kind: fc.constantFrom('event', 'event', 'event', 'down', 'live'),
    usd: fc.integer({ min: 1, max: 9_999 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), (steps) => {
      const counter = createPaceCounter({ halfLifeMs: 60_000, warmUpMs: 30_000 });
      counter.setLive('okx', true, START);
      const events: { at: number; usd: number }[] = [];
      /** The state each second ends with, and whether it was ever down in it. */
      const changes = [{ at: 0, isLive: true }];
      let now = START;
      for (const { afterMs, kind, usd } of steps) {
        now += afterMs;
        const at = Math.floor((now - START) / 1_000);
        if (kind === 'event') {
          counter.add('okx', now, usd);
          events.push({ at, usd });
        } else {
          counter.setLive('okx', kind === 'live', now);
          changes.push({ at, isLive: kind === 'live' });
        }
      }
      const end = Math.floor((now - START) / 1_000);
      const liveBefore = (at: number) => changes.filter((one) => one.at < at).at(-1)?.isLive ?? true;
      const isKnown = (at: number) => at >= 1 && liveBefore(at) && !changes.some((one) => one.at === at && !one.isLive);
      const pace = counter.read(now).byExchange.get('okx');
      const minute = events.filter(({ at }) => at > end - 60);
      expect(pace).toMatchObject({ eventsPerMinute: minute.length, usdPerMinute: minute.reduce((sum, one) => sum + one.usd, 0) });
      let [level, weight, learned] = [0, 0, 0];
      const share = 1 - 2 ** (-1 / 60);
      for (let at = 0; at <= end - 60; at += 1) {
        if (!isKnown(at)) continue;
        level += share * (events.filter((one) => one.at === at).length - level);
        weight += share * (1 - weight);
        learned += 1;
      }
      const isWhole = Array.from({ length: 60 }, (_, back) => end - back).every(isKnown);
      const isTold = isWhole && learned >= 30;
      expect(pace?.isWhole).toBe(isWhole);
      const expected = isTold ? (level / weight) * 60 : undefined;
      if (expected === undefined) expect(pace?.usual).toBeUndefined();
      else expect(Math.abs((pace?.usual?.eventsPerMinute ?? -1) - expected)).toBeLessThanOrEqual(0.05 * expected + 0.01);
    }),
  );
});
