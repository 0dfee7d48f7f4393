import { describe, expect, test } from 'vitest';
import type { ConnectionReport, FeedReport } from '../../src/domain/record.js';
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

  test('the rate goes on when the clock is set back', () => {
    const feed = health();
    for (let ms = 0; ms < 10_000; ms += 100) feed.tally({ exchange: 'okx', receivedAt: START + ms });
    const earlier = START - 3_600_000;
    for (let ms = 0; ms < 10_000; ms += 200) feed.tally({ exchange: 'okx', receivedAt: earlier + ms });
    expect(feed.publish(earlier + 10_000).messagesPerSecond).toBe(5);
  });

  test('what could not be read is counted, and the newest fault shown without control characters', () => {
    const feed = health();
    feed.tally({ exchange: 'okx', receivedAt: START, faults: ['first', 'bad \u001b[31m value'] });
    feed.tally({ exchange: 'okx', receivedAt: START + 7, faults: [] });
    expect(feed.publish(START + 7)).toMatchObject({
      messageCount: 2,
      unreadCount: 2,
      lastFault: { text: 'bad ·[31m value', time: START },
    });
  });

  test('what was refused is no unread message, and a failed request is no message at all', () => {
    const feed = health();
    feed.tally({ exchange: 'okx', receivedAt: START, refusals: ['public: refused X: no such instrument'] });
    feed.tally({ exchange: 'okx', receivedAt: START + 5, failures: ['okx: tickers: HTTP 500'] });
    expect(feed.publish(START + 5)).toMatchObject({
      messageCount: 1,
      lastMessageTime: START,
      unreadCount: 0,
      refusedCount: 1,
      lastRefusal: { text: 'public: refused X: no such instrument', time: START },
      failedRequestCount: 1,
      lastFailure: { text: 'okx: tickers: HTTP 500', time: START + 5 },
    });
    expect(feed.publish(START + 5)).not.toHaveProperty('lastFault');
  });
});

describe('a report', () => {
  const connection = (name: string, messageCount: number): ConnectionReport => ({
    ...{ name, host: 'x', state: 'live', sinceTime: START, topicCount: 3, messageCount, reconnectCount: 0 },
  });
  const report = (seconds: number, ...connections: readonly ConnectionReport[]): FeedReport => ({
    ...{ exchange: 'okx', time: START + seconds * 1000, connections, unlistedAssets: ['NOPE'] },
    budget: { used: 4, weight: 10, perMs: 2000, waitingCount: 1 },
  });

  test('is shown as it came, the rate of each connection with it', () => {
    const feed = health();
    feed.report(report(0, connection('a', 0), connection('b', 0)));
    expect(feed.publish(START)).toMatchObject({
      connections: [connection('a', 0), connection('b', 0)],
      budget: { used: 4, weight: 10, perMs: 2000, waitingCount: 1 },
      unlistedAssets: ['NOPE'],
    });
    expect(feed.publish(START).connections[0]).not.toHaveProperty('messagesPerSecond');
    feed.report(report(2, connection('a', 20), connection('b', 0)));
    expect(feed.publish(START + 2000).connections).toMatchObject([{ messagesPerSecond: 10 }, { messagesPerSecond: 0 }]);
  });

  test('counts the rate over the last five seconds, and nothing where no report came', () => {
    const feed = health();
    for (let second = 0; second <= 20; second += 1)
      feed.report(report(second, connection('a', second <= 10 ? 0 : (second - 10) * 50)));
    expect(feed.publish(START + 20_000).connections).toMatchObject([{ messagesPerSecond: 50 }]);
    expect(feed.publish(START + 22_500).connections).toMatchObject([{ messagesPerSecond: 50 }]);
    expect(feed.publish(START + 22_501).connections).toMatchObject([{ messagesPerSecond: 0, messageCount: 500 }]);
  });

  test('of a connection that began anew counts from there', () => {
    const feed = health();
    for (const [second, count] of [0, 900, 3, 13].entries()) feed.report(report(second, connection('a', count)));
    expect(feed.publish(START + 3000).connections).toMatchObject([{ messagesPerSecond: 10 }]);
  });

  test('goes on when the clock is set back', () => {
    const feed = health();
    feed.report(report(0, connection('a', 0)));
    for (const [second, count] of [100, 120, 140].entries()) feed.report(report(second - 3600, connection('a', count)));
    expect(feed.publish(START - 3_598_000).connections).toMatchObject([{ messagesPerSecond: 20 }]);
  });

  test('is forgotten when the exchange is switched off', () => {
    const feed = health();
    feed.report(report(0, connection('a', 1)));
    feed.setState(feedState('okx', 'off', START + 1000));
    feed.report(report(1, connection('a', 2)));
    const row = feed.publish(START + 1000);
    expect(row.connections).toEqual([]);
    expect(row).not.toHaveProperty('budget');
    expect(row).not.toHaveProperty('unlistedAssets');
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

  test('keeps what it has been through, newest first, and not for ever', () => {
    const feed = health();
    feed.setState(feedState('okx', 'live', START + 5));
    feed.setState(feedState('okx', 'reconnecting', START + 9, { reason: 'lost\u0007' }));
    feed.setState(feedState('okx', 'reconnecting', START + 12, { reason: 'refused' }));
    expect(feed.publish(START + 20).changes).toEqual([
      { state: 'reconnecting', time: START + 9, reason: 'lost·' },
      { state: 'live', time: START + 5 },
      { state: 'connecting', time: START },
    ]);
    for (let at = 0; at < 100; at += 1) feed.setState(feedState('okx', at % 2 === 0 ? 'live' : 'stale', START + 100 + at));
    expect(feed.publish(START + 300).changes).toHaveLength(40);
    expect(feed.publish(START + 300).changes[0]).toEqual({ state: 'stale', time: START + 199 });
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
