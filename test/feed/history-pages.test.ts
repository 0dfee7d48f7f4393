import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimeRange } from '../../src/exchanges/adapter.js';
import { createHistoryPages } from '../../src/feed/history-pages.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 9, 22);
const END = START + 720 * HOUR_MS;

interface Server {
  readonly times: readonly number[];
  readonly pageRows: number;
  readonly order: 'oldest-first' | 'newest-first';
}

/** Asks until nothing is left; what was found, and in how many requests. */
function fetchAll({ times, pageRows, order }: Server, maxRangeMs?: number, intervalHours?: number) {
  const pages = createHistoryPages({ fromTime: START, toTime: END }, maxRangeMs);
  const found = new Set<number>();
  let requestCount = 0;
  for (let asked = pages.next(); asked !== undefined; asked = pages.next()) {
    requestCount += 1;
    const { fromTime, toTime } = asked;
    const inside = times.filter((time) => time >= fromTime && time <= toTime);
    const page = order === 'oldest-first' ? inside.slice(0, pageRows) : inside.slice(-pageRows);
    for (const time of page) found.add(time);
    const [oldest, newest] = [page.at(0), page.at(-1)];
    const rows: TimeRange | undefined =
      oldest === undefined || newest === undefined ? undefined : { fromTime: oldest, toTime: newest };
    pages.took(asked, rows, intervalHours);
  }
  return { found: [...found].sort((one, other) => one - other), requestCount };
}

/** Every `hours`, some milliseconds late, up to now. */
const every = (hours: number, first = hours): number[] =>
  Array.from({ length: Math.floor((720 - first) / hours) + 1 }, (_, index) => START + (first + index * hours) * HOUR_MS - 1);

describe('a history of 30 days', () => {
  test.each<[string, Server, number | undefined, number, number]>([
    ['of 8 h in one page of 200', { times: every(8), pageRows: 200, order: 'newest-first' }, undefined, 8, 1],
    ['of 1 h in pages of 200', { times: every(1), pageRows: 200, order: 'newest-first' }, undefined, 1, 4],
    ['of 1 h in pages of 500, oldest first', { times: every(1), pageRows: 500, order: 'oldest-first' }, 499 * HOUR_MS, 1, 2],
    ['of 1 h in one page of 1000', { times: every(1), pageRows: 1000, order: 'newest-first' }, undefined, 1, 1],
    ['that has only just begun', { times: every(8, 700), pageRows: 200, order: 'newest-first' }, undefined, 8, 2],
    ['that is empty', { times: [], pageRows: 200, order: 'newest-first' }, undefined, 8, 1],
  ])('%s', (_name, server, maxRangeMs, intervalHours, requestCount) => {
    const outcome = fetchAll(server, maxRangeMs, intervalHours);
    expect(outcome.found).toEqual(server.times);
    expect(outcome.requestCount).toBe(requestCount);
  });

  test('begins with the newest part', () => {
    const pages = createHistoryPages({ fromTime: START, toTime: END }, 100 * HOUR_MS);
    expect(pages.next()).toEqual({ fromTime: END - 100 * HOUR_MS, toTime: END });
  });

  test('whose pages never end is given up', () => {
    const outcome = fetchAll({ times: every(1), pageRows: 3, order: 'newest-first' }, undefined, 1);
    expect(outcome.requestCount).toBe(40);
    expect(outcome.found).toEqual(every(1).slice(-120));
  });
});

test('nothing is lost, however many rows an exchange answers with and in whatever order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 4, 8),
      fc.integer({ min: 60, max: 1000 }),
      fc.constantFrom<Server['order']>('oldest-first', 'newest-first'),
      fc.integer({ min: 0, max: 700 }),
      fc.option(fc.integer({ min: 60, max: 1000 }), { nil: undefined }),
      (hours, pageRows, order, listedAfter, maxHours) => {
        const times = every(hours, Math.max(hours, listedAfter - (listedAfter % hours)));
        const maxRangeMs = maxHours === undefined ? undefined : maxHours * HOUR_MS;
        expect(fetchAll({ times, pageRows, order }, maxRangeMs, hours).found).toEqual(times);
      },
    ),
    // A part that holds one row more than a page, an interval before its end.
    {
      examples: [
        [1, 60, 'oldest-first', 0, 60],
        [1, 64, 'oldest-first', 0, 65],
      ],
    },
  );
});
