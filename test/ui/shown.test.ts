import { describe, expect, it } from 'vitest';
import { feedSentence, mishapWords, recentMishaps, troubledFeeds } from '../../src/ui/feed-words.js';
import { matchingAssets } from '../../src/ui/finder-match.js';
import { neighbourAsset, rowIds, shownAsset, waitingLiquidations } from '../../src/ui/shown.js';
import { initialView } from '../../src/ui/view-state.js';
import { feedRow, liquidationRows, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();
const empty = sampleSnapshot({ assets: [], funding: new Map(), liquidations: [] });

describe('the asset on the screen', () => {
  it('is the chosen one, else the most traded one', () => {
    expect(shownAsset(initialView({ exchanges: [], asset: 'SOL' }), snapshot)).toBe('SOL');
    expect(shownAsset(initialView({ exchanges: [] }), snapshot)).toBe('BTC');
    expect(shownAsset(initialView({ exchanges: [] }), empty)).toBe('');
  });

  it.each([
    ['BTC', 1, 'ETH'],
    ['BTC', -1, '币安人生'],
    ['币安人生', 1, 'BTC'],
    ['GONE', 1, 'BTC'],
  ])('beside %s by %i is %s', (asset, by, expected) => {
    expect(neighbourAsset(snapshot, asset, by)).toBe(expected);
  });

  it('has no neighbour while there is none', () => {
    expect(neighbourAsset(empty, 'BTC', 1)).toBeUndefined();
  });
});

describe('the finder', () => {
  const assets = ['BTC', 'BABYTOKEN', 'WBTC', 'ETH', 'B', '币安人生'].map((asset) => ({ asset, instrumentCount: 1 }));

  it.each([
    ['', ['BTC', 'BABYTOKEN', 'WBTC', 'ETH', 'B', '币安人生']],
    ['b', ['B', 'BTC', 'BABYTOKEN', 'WBTC']],
    ['bt', ['BTC', 'WBTC', 'BABYTOKEN']],
    ['btc', ['BTC', 'WBTC']],
    ['人', ['币安人生']],
    ['币生', ['币安人生']],
    ['tb', []],
  ])('finds by "%s" %j', (query, expected) => {
    expect(matchingAssets(assets, query).map(({ asset }) => asset)).toEqual(expected);
  });
});

describe('what waits while paused', () => {
  it.each([
    ['nothing when not paused', undefined, snapshot, ''],
    ['nothing when nothing came', snapshot, sampleSnapshot({ liquidations: liquidationRows(40) }), ''],
    ['what is newer than the newest held', snapshot, sampleSnapshot({ liquidations: liquidationRows(47) }), '7'],
    ['everything when nothing was held', empty, snapshot, '40'],
    [
      'at least everything when the newest held has gone',
      snapshot,
      sampleSnapshot({ liquidations: liquidationRows(90).slice(0, 30) }),
      '30+',
    ],
  ])('is %s', (_, held, live, expected) => {
    expect(waitingLiquidations(held, live)).toBe(expected);
  });
});

it('knows the rows of every list by their identity', () => {
  expect(rowIds('funding', initialView({ exchanges: [], asset: 'BTC' }), snapshot)[0]).toBe('binance:BTCUSDT');
  expect(rowIds('funding', initialView({ exchanges: [], asset: 'NONE' }), snapshot)).toEqual([]);
  expect(rowIds('liquidations', initialView({ exchanges: [], asset: 'BTC' }), snapshot).slice(0, 2)).toEqual(['l39', 'l38']);
  expect(rowIds('arbitrage', initialView({ exchanges: [], asset: 'BTC' }), snapshot)).toEqual(['币安人生', 'SOL', 'BTC']);
});

describe('a feed in words', () => {
  it.each([
    [feedRow('dydx', 'connecting'), 'dydx connecting'],
    [feedRow('okx', 'blocked', { reason: 'HTTP 451' }), 'okx blocked: HTTP 451'],
    [
      feedRow('okx', 'reconnecting', { reason: 'no message for 30 s', attempt: 2, retryTime: SAMPLE_TIME + 1_840 }),
      'okx reconnecting: no message for 30 s, try 2 in 1.8 s',
    ],
    [feedRow('okx', 'reconnecting', { attempt: 3, retryTime: SAMPLE_TIME - 1 }), 'okx reconnecting, try 3'],
    [feedRow('okx', 'reconnecting', { retryTime: SAMPLE_TIME + 45_000 }), 'okx reconnecting, next try in 45 s'],
    [feedRow('okx', 'reconnecting', { retryTime: SAMPLE_TIME - 1 }), 'okx reconnecting'],
    [feedRow('okx', 'blocked', { reason: 'a\u001b[2Jb' }), 'okx blocked: a·[2Jb'],
  ])('%#', (feed, expected) => {
    expect(feedSentence(feed, SAMPLE_TIME)).toBe(expected);
  });

  it('names the exchange of what went wrong once, and tells the newest first', () => {
    const feed = feedRow('okx', 'live', {
      unreadCount: 3,
      lastFault: { text: 'px: a\u001b[2J', time: SAMPLE_TIME - 60_000 },
      refusedCount: 1,
      lastRefusal: { text: 'okx: public: refused X', time: SAMPLE_TIME - 5_000 },
    });
    expect(recentMishaps(feed, SAMPLE_TIME).map(({ sentence }) => sentence)).toEqual([
      'okx: public: refused X',
      'okx: px: a·[2J',
    ]);
    expect(recentMishaps(feed, SAMPLE_TIME).map((mishap) => mishapWords(mishap, SAMPLE_TIME))).toEqual([
      '1 refused, the last 5s ago',
      '3 unread, the last 1m ago',
    ]);
    expect(recentMishaps(feedRow('okx'), SAMPLE_TIME)).toEqual([]);
  });

  it('forgets what went wrong after ten minutes', () => {
    const feed = feedRow('okx', 'live', { failedRequestCount: 1, lastFailure: { text: 'x', time: SAMPLE_TIME } });
    expect(recentMishaps(feed, SAMPLE_TIME + 600_000)).toHaveLength(1);
    expect(recentMishaps(feed, SAMPLE_TIME + 600_001)).toEqual([]);
  });

  it('is told of those in trouble, the worst first; off is no trouble', () => {
    const feeds = [
      feedRow('binance'),
      feedRow('bybit', 'connecting'),
      feedRow('okx', 'off'),
      feedRow('dydx', 'blocked'),
      feedRow('deribit', 'reconnecting'),
    ];
    expect(troubledFeeds(feeds).map(({ exchange }) => exchange)).toEqual(['dydx', 'deribit', 'bybit']);
  });
});
