import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSizeQueue, type Waiting } from '../../src/severity/queue.js';

const item = (id: string, notionalUsd: number, since = 0): Waiting => ({ id, notionalUsd, since });
const ids = (items: readonly Waiting[]) => items.map(({ id }) => id);

describe('order', () => {
  test('the largest goes first, of equals the older', () => {
    const queue = createSizeQueue(10);
    for (const one of [item('b', 5, 2), item('small', 1), item('a', 5, 1), item('large', 9)]) queue.add(one);
    expect(ids(queue.take(3))).toEqual(['large', 'a', 'b']);
    expect(ids(queue.take(3))).toEqual(['small']);
    expect(queue.size()).toBe(0);
  });

  test('full, the smallest goes, be it the newcomer; of equals the younger', () => {
    const queue = createSizeQueue(2);
    queue.add(item('a', 5, 1));
    queue.add(item('b', 5, 2));
    expect(queue.add(item('dust', 1))?.id).toBe('dust');
    expect(queue.add(item('large', 9))?.id).toBe('b');
    expect(queue.has('b')).toBe(false);
    expect(ids(queue.take(9))).toEqual(['large', 'a']);
  });

  test('holds the largest of all it was given, never more than its capacity', () => {
    const entries = fc.array(fc.record({ notionalUsd: fc.integer({ min: 1, max: 30 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), entries, (capacity, list) => {
        const queue = createSizeQueue(capacity);
        const all = list.map(({ notionalUsd }, since) => item(`${since}`, notionalUsd, since));
        let goneCount = 0;
        for (const one of all) {
          if (queue.add(one)) goneCount += 1;
          expect(queue.size()).toBeLessThanOrEqual(capacity);
        }
        const best = all.toSorted((a, b) => b.notionalUsd - a.notionalUsd || a.since - b.since).slice(0, capacity);
        expect(goneCount).toBe(all.length - best.length);
        expect(queue.take(capacity)).toEqual(best);
      }),
    );
  });
});

test('what is over is taken out; the oldest of the rest is known', () => {
  const queue = createSizeQueue(10);
  for (const one of [item('a', 5, 30), item('b', 1, 10), item('c', 9, 20)]) queue.add(one);
  expect(queue.oldest()).toBe(10);
  expect(ids(queue.remove(({ since }) => since <= 10))).toEqual(['b']);
  expect(queue.oldest()).toBe(20);
  expect(ids(queue.remove(() => true))).toEqual(['c', 'a']);
  expect(queue.oldest()).toBeUndefined();
});
