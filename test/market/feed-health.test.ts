import { describe, expect, test } from 'vitest';
import { createFeedHealth } from '../../src/market/feed-health.js';
import { feedState, START } from '../support/market-records.js';

const health = () => createFeedHealth('okx', START, 10_000);

describe('messages', () => {
  test('the rate is a mean over the last five full seconds', () => {
    const feed = health();
    for (let ms = 0; ms < 20_000; ms += 100) feed.tally({ exchange: 'okx', receivedAt: START + ms });
    expect(feed.publish(START + 20_000).messagesPerSecond).toBe(10);
    expect(feed.publish(START + 22_000).messagesPerSecond).toBe(6);
    expect(feed.publish(START + 25_000)).toMatchObject({
      messagesPerSecond: 0,
      messageCount: 200,
      lastMessageTime: START + 19_900,
    });
  });

  test('a feed just started is not diluted by seconds before it', () => {
    const feed = health();
    for (let ms = 0; ms < 2_000; ms += 100) feed.tally({ exchange: 'okx', receivedAt: START + ms });
    expect(feed.publish(START + 2_000).messagesPerSecond).toBe(10);
  });

  test('what could not be read is counted, and the newest fault shown without control characters', () => {
    const feed = health();
    feed.tally({ exchange: 'okx', receivedAt: START, faults: ['first', 'bad \u001b[31m value'] });
    feed.tally({ exchange: 'okx', receivedAt: START, faults: [] });
    expect(feed.publish(START)).toMatchObject({ messageCount: 2, unreadCount: 2, lastFault: 'bad ·[31m value' });
  });
});

describe('lag', () => {
  test('is the median of the last 64, and a record stamped by us says nothing', () => {
    const feed = health();
    feed.sampleLag(START, START);
    expect(feed.publish(START)).not.toHaveProperty('lagMs');
    for (let i = 0; i < 100; i += 1) feed.sampleLag(START - 9_000, START);
    for (let i = 1; i <= 63; i += 1) feed.sampleLag(START - i, START);
    feed.sampleLag(START + 1_250, START);
    expect(feed.publish(START).lagMs).toBe(31);
  });

  test('is told of the slowest hundredth too, over the last 1,024', () => {
    const feed = health();
    feed.sampleLag(START - 60_000, START);
    for (let i = 1; i <= 1_024; i += 1) feed.sampleLag(START - i, START);
    expect(feed.publish(START).lagP99Ms).toBe(1_014);
  });
});

describe('state', () => {
  test('counts how often the line was lost, not the tries it took', () => {
    const feed = health();
    for (const state of ['live', 'reconnecting', 'reconnecting', 'live', 'stale', 'reconnecting', 'live'] as const)
      feed.setState(feedState('okx', state, START));
    expect(feed.publish(START).reconnectCount).toBe(2);
  });

  test('since is when the state was entered, however often it is repeated', () => {
    const feed = health();
    expect(feed.publish(START)).toMatchObject({ state: 'connecting', sinceTime: START });
    feed.setState(feedState('okx', 'reconnecting', START + 1, { reason: 'no message for 30 s', attempt: 1, retryInMs: 500 }));
    feed.setState(feedState('okx', 'reconnecting', START + 600, { reason: 'refused\u0007', attempt: 2, retryInMs: 900 }));
    const row = { state: 'reconnecting', sinceTime: START + 1, reason: 'refused·', attempt: 2, retryTime: START + 1_500 };
    expect(feed.publish(START + 700)).toMatchObject(row);
    feed.setState(feedState('okx', 'live', START + 1_600));
    const live = feed.publish(START + 1_700);
    expect(live).toMatchObject({ state: 'live', sinceTime: START + 1_600 });
    expect(live).not.toHaveProperty('reason');
    expect(live).not.toHaveProperty('attempt');
    expect(live).not.toHaveProperty('retryTime');
  });

  test('the row keeps its identity while nothing changes', () => {
    const feed = health();
    expect(feed.publish(START + 900)).toBe(feed.publish(START));
  });
});

describe('feed-down', () => {
  test('is raised after ten seconds that are not live, whatever the states in between, and cleared once live', () => {
    const feed = health();
    feed.setState(feedState('okx', 'live', START));
    feed.setState(feedState('okx', 'stale', START + 1_000));
    feed.setState(feedState('okx', 'reconnecting', START + 6_000, { reason: 'no message for 30 s' }));
    expect(feed.evaluate(START + 11_000)).toBeUndefined();
    const id = `feed-down:okx:${START + 1_000}`;
    const common = { type: 'alert', id, kind: 'feed-down', exchange: 'okx' };
    expect(feed.evaluate(START + 11_001)).toEqual({
      ...common,
      state: 'raised',
      time: START + 11_001,
      message: 'okx: not live for 10 s (reconnecting, no message for 30 s)',
    });
    expect(feed.evaluate(START + 12_000)).toBeUndefined();
    feed.setState(feedState('okx', 'live', START + 15_000));
    expect(feed.evaluate(START + 15_100)).toEqual({
      ...common,
      state: 'cleared',
      time: START + 15_100,
      message: 'okx: live again',
    });
    expect(feed.evaluate(START + 16_000)).toBeUndefined();
  });

  test('an exchange that never comes up is down too', () => {
    expect(health().evaluate(START + 10_001)).toMatchObject({ state: 'raised', message: 'okx: not live for 10 s (connecting)' });
  });

  test('an exchange the user switched off is not down', () => {
    const feed = health();
    feed.evaluate(START + 11_000);
    feed.setState(feedState('okx', 'off', START + 12_000));
    expect(feed.evaluate(START + 12_000)).toMatchObject({ state: 'cleared', message: 'okx: switched off' });
    expect(feed.evaluate(START + 60_000)).toBeUndefined();
  });

  test('a second outage has an id of its own', () => {
    const feed = health();
    const first = feed.evaluate(START + 11_000);
    feed.setState(feedState('okx', 'live', START + 12_000));
    feed.evaluate(START + 12_000);
    feed.setState(feedState('okx', 'blocked', START + 20_000));
    const second = feed.evaluate(START + 31_000);
    expect(second?.state).toBe('raised');
    expect(second?.id).not.toBe(first?.id);
  });
});
