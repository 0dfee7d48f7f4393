import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atTop, type ListCursor, moved, windowOf } from '../../src/ui/list-cursor.js';
import { initialView, reduce, type ViewAction, type ViewState } from '../../src/ui/view-state.js';
import { sampleSnapshot } from '../support/sample-snapshot.js';

const start = initialView({ exchanges: ['binance', 'bybit'] });
const held = sampleSnapshot();
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

const table: readonly (readonly [name: string, from: Partial<ViewState>, action: ViewAction, to: Partial<ViewState>])[] = [
  ['choosing an asset shows it', {}, { type: 'choose-asset', asset: 'ETH' }, { asset: 'ETH' }],
  ['focus goes on', { focus: 'funding' }, { type: 'focus', by: 1 }, { focus: 'liquidations' }],
  ['focus goes round', { focus: 'chart' }, { type: 'focus', by: 1 }, { focus: 'funding' }],
  ['focus goes back round', { focus: 'funding' }, { type: 'focus', by: -1 }, { focus: 'chart' }],
  ['pausing holds the picture', {}, { type: 'pause', snapshot: held }, { held }],
  [
    'an overlay opens empty',
    { query: 'x', overlayIndex: 3 },
    { type: 'open', mode: 'finder' },
    { mode: 'finder', query: '', overlayIndex: 0 },
  ],
  ['closing returns', { mode: 'help' }, { type: 'close' }, { mode: 'main' }],
  [
    'another query starts at its first match',
    { overlayIndex: 3 },
    { type: 'query', query: 'bt' },
    { query: 'bt', overlayIndex: 0 },
  ],
  ['a query has a limit', {}, { type: 'query', query: 'x'.repeat(500) }, { query: 'x'.repeat(40) }],
  ['the overlay moves', { overlayIndex: 1 }, { type: 'overlay-move', by: 1, last: 5 }, { overlayIndex: 2 }],
  ['the overlay stops at its end', { overlayIndex: 5 }, { type: 'overlay-move', by: 9, last: 5 }, { overlayIndex: 5 }],
  ['the overlay stops at its start', { overlayIndex: 1 }, { type: 'overlay-move', by: -9, last: 5 }, { overlayIndex: 0 }],
  [
    'an overlay that has become shorter moves from its end',
    { overlayIndex: 9 },
    { type: 'overlay-move', by: -1, last: 5 },
    { overlayIndex: 4 },
  ],
  ['an empty overlay stays where it is', { overlayIndex: 0 }, { type: 'overlay-move', by: 1, last: 0 }, { overlayIndex: 0 }],
  ['exchanges are replaced', {}, { type: 'set-exchanges', exchanges: ['okx'] }, { exchanges: ['okx'] }],
];

describe('the view', () => {
  it.each(table)('%s', (_, from, action, to) => {
    expect(reduce({ ...start, ...from }, action)).toEqual({ ...start, ...from, ...to });
  });

  it('lets the picture go on as if it had never been held', () => {
    expect(reduce(reduce(start, { type: 'pause', snapshot: held }), { type: 'resume' })).toEqual(start);
  });

  it('moves the selection of one panel and leaves the others', () => {
    const after = reduce(start, { type: 'move', panel: 'liquidations', ids, height: 3, by: 2 });
    expect(after.cursors).toEqual({ ...start.cursors, liquidations: { id: 'c', index: 2, line: 2 } });
    expect(reduce(after, { type: 'to-top', panel: 'liquidations' }).cursors).toEqual(start.cursors);
  });

  it('returns to the top of the funding table when the asset changes', () => {
    const after = reduce(start, { type: 'move', panel: 'funding', ids, height: 3, by: 4 });
    expect(reduce(after, { type: 'choose-asset', asset: 'ETH' }).cursors.funding).toEqual(atTop);
  });
});

describe('a place in a list', () => {
  it('at the top follows the newest', () => {
    expect(windowOf(atTop, ['z', ...ids], 3)).toEqual({ offset: 0, selected: 0 });
  });

  it('keeps its row and its line while new rows come in above', () => {
    const cursor = moved(atTop, ids, 3, 1);
    expect(windowOf(cursor, ids, 3)).toEqual({ offset: 0, selected: 1 });
    expect(windowOf(cursor, ['x', 'y', 'z', ...ids], 3)).toEqual({ offset: 3, selected: 4 });
  });

  it('stays as near as it can when its row has left the list', () => {
    const cursor = moved(atTop, ids, 3, 4);
    expect(windowOf(cursor, ['x', 'y'], 3)).toEqual({ offset: 0, selected: 1 });
  });

  it('follows again once it is back at the top', () => {
    expect(moved(moved(atTop, ids, 3, 5), ids, 3, -99)).toEqual(atTop);
  });

  it('of an empty list is the top', () => {
    expect(moved(atTop, [], 3, 5)).toEqual(atTop);
    expect(windowOf({ id: 'gone', index: 7, line: 2 }, [], 3)).toEqual({ offset: 0, selected: 0 });
  });

  it('always shows the selected row, never leaves a gap below, and moves by what was asked', () => {
    const step = fc.integer({ min: -7, max: 7 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.array(step), (count, height, steps) => {
        const list = Array.from({ length: count }, (_, index) => `row${index}`);
        let cursor: ListCursor = atTop;
        let expected = 0;
        for (const by of steps) {
          cursor = moved(cursor, list, height, by);
          expected = Math.max(0, Math.min(count - 1, expected + by));
          const { offset, selected } = windowOf(cursor, list, height);
          expect(selected).toBe(expected);
          expect(selected).toBeGreaterThanOrEqual(offset);
          expect(selected).toBeLessThan(offset + height);
          expect(offset).toBeLessThanOrEqual(Math.max(0, count - height));
        }
      }),
    );
  });
});
