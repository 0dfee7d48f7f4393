import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSort, type Order, ordered } from '../../src/ui/list-order.js';
import { initialView, reduce, type ViewState } from '../../src/ui/view-state.js';

interface Row {
  readonly id: string;
  readonly size?: number;
}

const rows: readonly Row[] = [{ id: 'a', size: 2 }, { id: 'b' }, { id: 'c', size: 9 }, { id: 'd', size: 2 }];
const keys = { size: (row: Row) => row.size, id: (row: Row) => row.id };
const idsIn = (order: Order | undefined, list = rows): string =>
  ordered(list, order, ({ id }) => id, keys)
    .map(({ id }) => id)
    .join('');

describe('the order of a list', () => {
  it.each([
    ['as it comes', undefined, 'abcd'],
    ['largest first, unknown last, equals as they come', { sort: { column: 'size', isReversed: false } }, 'cadb'],
    ['smallest first, unknown last all the same', { sort: { column: 'size', isReversed: true } }, 'adcb'],
    ['names from A', { sort: { column: 'id', isReversed: false } }, 'abcd'],
    ['names from Z', { sort: { column: 'id', isReversed: true } }, 'dcba'],
    ['as it comes by a column that is not there', { sort: { column: 'gone', isReversed: false } }, 'abcd'],
    ['as it was frozen, what came since below', { frozen: ['d', 'x', 'a'] }, 'dabc'],
    ['frozen over sorted', { sort: { column: 'size', isReversed: false }, frozen: ['b', 'a'] }, 'bacd'],
  ] as const)('is %s', (_, order, expected) => {
    expect(idsIn(order)).toBe(expected);
  });

  it('is the same list where nothing was asked', () => {
    expect(ordered(rows, {}, ({ id }) => id, keys)).toBe(rows);
  });

  it('loses no row and invents none', () => {
    const row = fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), size: fc.integer() });
    const list = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 20 });
    fc.assert(
      fc.property(list, fc.boolean(), fc.array(fc.string({ maxLength: 3 })), (all, isReversed, frozen) => {
        const shown = ordered(all, { sort: { column: 'size', isReversed }, frozen }, ({ id }) => id, keys);
        expect([...shown].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([...all].sort((a, b) => (a.id < b.id ? -1 : 1)));
      }),
    );
  });

  it('goes through the columns and ends as it comes', () => {
    expect(nextSort(undefined, ['x', 'y'])).toEqual({ column: 'x', isReversed: false });
    expect(nextSort({ column: 'x', isReversed: true }, ['x', 'y'])).toEqual({ column: 'y', isReversed: false });
    expect(nextSort({ column: 'y', isReversed: false }, ['x', 'y'])).toBeUndefined();
    expect(nextSort(undefined, [])).toBeUndefined();
  });
});

describe('an order in the view', () => {
  const start = initialView({ exchanges: [] });
  const ids = ['a', 'b', 'c'];
  const down = (view: ViewState, by: number, shown = ids): ViewState =>
    reduce(view, { type: 'move', panel: 'funding', ids: shown, height: 3, by });
  const sorted = reduce(start, { type: 'sort-step', by: 1, panel: 'funding', columns: ['x', 'y'] });

  it('is frozen as the cursor leaves the top, kept while it moves, and free again at the top', () => {
    const away = down(sorted, 1);
    expect(away.orders.funding).toEqual({ sort: { column: 'x', isReversed: false }, frozen: ids });
    expect(down(away, 1, ['c', 'b', 'a']).orders.funding?.frozen).toEqual(ids);
    expect(down(away, -1).orders.funding).toEqual({ sort: { column: 'x', isReversed: false } });
    expect(reduce(away, { type: 'to-top', panel: 'funding' }).orders.funding).toEqual(sorted.orders.funding);
    expect(reduce(away, { type: 'choose-asset', asset: 'ETH' }).orders.funding).toEqual(sorted.orders.funding);
  });

  it('as it comes stays with the newest on top; spreads, which change places, are frozen', () => {
    expect(down(start, 1).orders).toEqual({});
    const spreads = reduce(start, { type: 'move', panel: 'arbitrage', ids, height: 3, by: 1 });
    expect(spreads.orders.arbitrage).toEqual({ frozen: ids });
  });

  it('returns to the top with another column and the other way round', () => {
    const next = reduce(down(sorted, 2), { type: 'sort-step', by: 1, panel: 'funding', columns: ['x', 'y'] });
    expect(next.orders.funding).toEqual({ sort: { column: 'y', isReversed: false } });
    expect(next.cursors.funding).toEqual(start.cursors.funding);
    const reversed = reduce(down(sorted, 2), { type: 'sort-reverse', panel: 'funding' });
    expect(reversed.orders.funding).toEqual({ sort: { column: 'x', isReversed: true } });
    expect(reduce(start, { type: 'sort-reverse', panel: 'funding' })).toEqual(start);
  });
});
