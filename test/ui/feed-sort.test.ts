import { describe, expect, test } from 'vitest';
import { atTop } from '../../src/ui/list-cursor.js';
import { ordered } from '../../src/ui/list-order.js';
import { feedColumns, feedsLines } from '../../src/ui/panels/feeds.js';
import { feedId } from '../../src/ui/shown.js';
import { feedKeys } from '../../src/ui/sort-keys.js';
import { createTheme } from '../../src/ui/theme.js';
import { connectionRow, feedRow, SAMPLE_TIME, sampleCoverage } from '../support/sample-snapshot.js';

const budget = (used: number) => ({ used, weight: 100, perMs: 1000, waitingCount: 0 });
const feeds = [
  feedRow('binance', 'live', { budget: budget(5), connections: [connectionRow('usd-m'), connectionRow('coin-m')] }),
  feedRow('okx', 'live', { budget: budget(90), connections: [connectionRow('public-1', 'live', { topicCount: 400 })] }),
  feedRow('dydx', 'live', { connections: [] }),
].map((feed) => (feed.exchange === 'dydx' ? (({ budget: _, ...rest }) => rest)(feed) : feed));

describe('feeds sorted', () => {
  test.each<[string, readonly string[]]>([
    ['budget', ['okx', 'binance', 'dydx']],
    ['connections', ['binance', 'okx', 'dydx']],
    ['topics', ['okx', 'binance', 'dydx']],
  ])('by %s have the largest first, and what is not known last', (column, expected) => {
    const rows = ordered(feeds, { sort: { column, isReversed: false } }, feedId, feedKeys);
    expect(rows.map(({ exchange }) => exchange)).toEqual(expected);
  });

  test('keep their connections below them', () => {
    const rows = ordered(feeds, { sort: { column: 'topics', isReversed: false } }, feedId, feedKeys);
    const props = { theme: createTheme({ colors: 0 }), isFocused: false, cursor: atTop, time: SAMPLE_TIME };
    const lines = feedsLines({ ...props, coverage: sampleCoverage, rows, width: 80, height: 20 });
    expect(
      lines.slice(2, 8).map((line) =>
        line
          .replace(/\u001b\[[\d;]*m/g, '')
          .slice(2, 13)
          .trim(),
      ),
    ).toEqual(['okx', '└ public-1', 'binance', '├ usd-m', '└ coin-m', 'dydx']);
  });

  test('can be so by every column that has a figure', () => {
    const without = feedColumns.map(({ id }) => id).filter((id) => !Object.hasOwn(feedKeys, id));
    expect(without).toEqual(['note', 'liquidations']);
  });
});
