import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { FeedRow } from '../../src/market/snapshot.js';
import { feedLineId, feedLines } from '../../src/ui/feed-lines.js';
import { connectionRow, feedRow } from '../support/sample-snapshot.js';

const ids = (feeds: readonly FeedRow[], room: number, selected?: FeedRow['exchange']): readonly string[] =>
  feedLines(feeds, room, selected).map(feedLineId);

const binance = feedRow('binance', 'live', { connections: [connectionRow('usd-m'), connectionRow('coin-m')] });
const okx = feedRow('okx', 'live', { connections: [connectionRow('public-1', 'blocked')] });
const dydx = feedRow('dydx', 'live', { connections: [connectionRow('markets'), connectionRow('trades-1')] });
const all = [binance, okx, dydx];

describe('connections', () => {
  test('stand below their exchange, in whatever order the exchanges are', () => {
    expect(ids([dydx, binance], 10)).toEqual([
      'dydx',
      'dydx/markets',
      'dydx/trades-1',
      'binance',
      'binance/usd-m',
      'binance/coin-m',
    ]);
    expect(feedLines([binance], 10, undefined).map(({ isLast }) => isLast)).toEqual([undefined, false, true]);
  });

  test.each<[number, FeedRow['exchange'] | undefined, readonly string[]]>([
    [
      8,
      undefined,
      ['binance', 'binance/usd-m', 'binance/coin-m', 'okx', 'okx/public-1', 'dydx', 'dydx/markets', 'dydx/trades-1'],
    ],
    [7, 'dydx', ['binance', 'okx', 'okx/public-1', 'dydx', 'dydx/markets', 'dydx/trades-1']],
    [6, undefined, ['binance', 'binance/usd-m', 'binance/coin-m', 'okx', 'okx/public-1', 'dydx']],
    [5, 'dydx', ['binance', 'okx', 'dydx', 'dydx/markets', 'dydx/trades-1']],
    [4, 'dydx', ['binance', 'okx', 'okx/public-1', 'dydx']],
    [3, 'dydx', ['binance', 'okx', 'dydx']],
    [1, 'dydx', ['binance', 'okx', 'dydx']],
  ])('in %i lines: those of the selected first (%s), then those in trouble, whole or not at all', (room, selected, expected) => {
    expect(ids(all, room, selected)).toEqual(expected);
  });

  test('never take more room than there is, nor hide an exchange, nor split a group', () => {
    const feeds = fc
      .subarray([...exchangeIds])
      .chain((chosen) => fc.tuple(...chosen.map((exchange) => fc.nat(5).map((count) => [exchange, count] as const))));
    fc.assert(
      fc.property(feeds, fc.nat(40), fc.constantFrom(...exchangeIds), (given, room, selected) => {
        const rows = given.map(([exchange, count]) =>
          feedRow(exchange, 'live', { connections: Array.from({ length: count }, (_, at) => connectionRow(`c${at}`)) }),
        );
        const lines = feedLines(rows, room, selected);
        expect(lines.length).toBeLessThanOrEqual(Math.max(room, rows.length));
        expect(lines.filter(({ connection }) => connection === undefined).map(({ feed }) => feed)).toEqual(rows);
        for (const [exchange, count] of given) {
          const shown = lines.filter((line) => line.feed.exchange === exchange && line.connection !== undefined);
          expect([0, count]).toContain(shown.length);
        }
      }),
    );
  });
});
