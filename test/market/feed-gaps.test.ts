import { expect, test } from 'vitest';
import { createFeedGaps, isHeard } from '../../src/market/feed-gaps.js';

test('a feed is heard from its first word on, except in its last gap', () => {
  const gaps = createFeedGaps();
  gaps.setLive('okx', false, 50);
  expect(gaps.publish().size).toBe(0);
  gaps.setLive('okx', true, 100);
  expect(gaps.publish().get('okx')).toEqual({ sinceTime: 100 });
  gaps.setLive('okx', false, 200);
  const down = gaps.publish().get('okx');
  expect(down).toEqual({ sinceTime: 100, lastGap: {} });
  expect(down && isHeard(down, 1_000)).toBe(false);
  gaps.setLive('okx', true, 300);
  const up = gaps.publish().get('okx');
  expect(up).toEqual({ sinceTime: 100, lastGap: { endTime: 300 } });
  expect(up && [isHeard(up, 299), isHeard(up, 300)]).toEqual([false, true]);
});

test('what is said twice changes nothing', () => {
  const gaps = createFeedGaps();
  for (const isLive of [true, false]) {
    gaps.setLive('okx', isLive, 1);
    const before = gaps.publish();
    gaps.setLive('okx', isLive, 2);
    expect(gaps.publish()).toBe(before);
  }
});
