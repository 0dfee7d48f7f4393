import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventTimer } from '../../src/market/event-times.js';
import { START } from '../support/market-records.js';

const QUARTER = 15 * 60_000;

describe('when liquidations come', () => {
  test('quarters, gaps and the densest minute equal a recount', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 2_000_000 })), {
      minLength: 2,
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, (steps) => {
        const timer = createEventTimer(START);
        let now = START;
        const times = steps.map((step) => {
          now += step;
          return now;
        });
        for (const time of times) timer.add(time, 2.5);
        const { quarters, gaps, densest } = timer.read(now);
        expect(quarters.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
        for (const quarter of quarters) {
          const inside = times.filter((time) => Math.floor(time / QUARTER) * QUARTER === quarter.startTime);
          expect(quarter).toMatchObject({ count: inside.length, notionalUsd: 2.5 * inside.length });
        }
        const between = steps.slice(1);
        const mean = between.reduce((sum, gap) => sum + gap, 0) / between.length;
        expect(gaps?.meanMs).toBeCloseTo(mean, 6);
        expect(gaps?.deviationMs).toBeCloseTo(
          Math.sqrt(between.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / between.length),
          6,
        );
        const sorted = between.toSorted((a, b) => a - b);
        expect(gaps?.medianMs).toBe(
          ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2,
        );
        const seconds = times.map((time) => Math.floor(time / 1000));
        const mostInAMinute = Math.max(...seconds.map((end) => seconds.filter((s) => s > end - 60 && s <= end).length));
        expect(densest?.count).toBe(mostInAMinute);
      }),
    );
  });

  test('a quarter of yesterday is gone, one without events is there with none', () => {
    const timer = createEventTimer(START);
    timer.add(START, 1);
    expect(timer.read(START + 2 * QUARTER).quarters.map(({ count }) => count)).toEqual([1, 0, 0]);
    const day = timer.read(START + 96 * QUARTER);
    expect(day.quarters).toHaveLength(96);
    expect(day.quarters.every(({ count }) => count === 0)).toBe(true);
    expect(day.densest).toBeUndefined();
  });

  test('one event has no gap', () => {
    const timer = createEventTimer(START);
    timer.add(START, 1);
    expect(timer.read(START)).not.toHaveProperty('gaps');
  });
});
