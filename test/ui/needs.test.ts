import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { footerHints } from '../../src/ui/key-words.js';
import { bindings } from '../../src/ui/keymap.js';
import { layout } from '../../src/ui/layout.js';
import { isUnmet, type Moment, type Need, needWords, otherActions, unmetNeeds } from '../../src/ui/needs.js';
import { initialView, reduce, type ViewAction, type ViewState } from '../../src/ui/view-state.js';
import { type ViewId, viewIds } from '../../src/ui/views.js';
import { sampleSnapshot } from '../support/sample-snapshot.js';

const start = initialView({ exchanges: exchangeIds });
const snapshot = sampleSnapshot();
const show = (view: ViewId): ViewAction => ({ type: 'show-view', view });
const reached = (...actions: readonly ViewAction[]): ViewState => actions.reduce(reduce, start);

function momentOf(state: ViewState, change: Partial<Moment> = {}): Moment {
  const panels = layout(120, 36, state.focus, state.view, state.isZoomed)?.panels ?? new Map();
  return { state, assetCount: 3, hasLiquidations: true, panels, rowCount: () => 3, overlayRows: () => 0, ...change };
}

const unmet = (state: ViewState, change?: Partial<Moment>): readonly Need[] => [...unmetNeeds(momentOf(state, change))].sort();

describe('what a key needs', () => {
  const ofViews: readonly (readonly [ViewId, readonly Need[]])[] = [
    ['dashboard', ['alert', 'alerts', 'sort']],
    ['board', ['alert', 'alerts', 'asset', 'chart', 'liquidations', 'panels', 'record', 'sort', 'zoom']],
    ['liquidations', ['alert', 'alerts', 'chart', 'opinion', 'panels', 'rates', 'sort']],
    ['arbitrage', ['alerts', 'asset', 'chart', 'liquidations', 'opinion', 'panels', 'sort']],
    ['bursts', ['alert', 'alerts', 'asset', 'chart', 'evidence', 'opinion', 'panels', 'rates', 'record', 'rows', 'sort']],
    ['feeds', ['alert', 'alerts', 'asset', 'chart', 'liquidations', 'opinion', 'panels', 'rates', 'sort']],
    ['alerts', ['asset', 'chart', 'liquidations', 'opinion', 'panels', 'rates', 'sort']],
  ];

  it.each(ofViews)('is not all there in the view %s', (view, missing) => {
    expect(unmet(reached(show(view)))).toEqual([...missing].sort());
  });

  it('is a row for what is done with rows, and a sorted column for turning it round', () => {
    expect(unmet(start, { rowCount: () => 0 })).toEqual(['alert', 'alerts', 'evidence', 'record', 'rows', 'sort']);
    expect(unmet(reached({ type: 'sort-step', panel: 'funding', columns: ['raw'], by: 1 }))).toEqual(['alert', 'alerts']);
  });

  it('is a market for what looks at it, but a held picture can always go on', () => {
    const nothing = { assetCount: 0, hasLiquidations: false };
    expect(unmet(start, nothing)).toEqual(['alert', 'alerts', 'asset', 'assets', 'opinion', 'picture', 'sort']);
    expect(unmet(reached({ type: 'pause', snapshot }), nothing)).not.toContain('picture');
  });

  it('is an asset in sight for going to the next, as where the list is of one asset', () => {
    const list = reached(show('liquidations'));
    // On a wide screen its prices are in sight beside the list.
    expect(unmet(list)).not.toContain('asset');
    const panels = layout(80, 24, 'liquidations', 'liquidations')?.panels ?? new Map();
    expect(unmet(list, { panels })).toContain('asset');
    expect(unmet(reduce(list, { type: 'step-filter', part: 'asset' }), { panels })).not.toContain('asset');
  });

  it('is room to zoom into, or a zoom to leave', () => {
    expect(unmet(reached(show('board')))).toContain('zoom');
    expect(unmet(reached(show('feeds'), { type: 'zoom' }))).not.toContain('zoom');
  });

  it('is more than the frame holds for scrolling what lies on top', () => {
    const help = reached({ type: 'open', mode: 'help' });
    expect(isUnmet('rows', momentOf(help))).toBe(true);
    expect(isUnmet('rows', momentOf(help, { overlayRows: () => 4 }))).toBe(false);
  });

  it('is missed in words that name the keys as they are', () => {
    expect(needWords.sort('s')).toBe('nothing sorted here: s chooses a column');
    expect(needWords.sort(undefined)).toBe('nothing sorted here');
  });
});

describe('the footer', () => {
  const wordsOf = (state: ViewState): readonly string[] =>
    footerHints(state.mode, bindings, { unmet: unmetNeeds(momentOf(state)), others: otherActions(state) }).map(
      ({ word }) => word,
    );

  it('offers in each view what does something there', () => {
    const always = ['find', 'command', 'exchanges', 'views', 'pause', 'help', 'quit'];
    for (const view of viewIds) expect(wordsOf(reached(show(view)))).toEqual(expect.arrayContaining(always));
    expect(wordsOf(reached(show('bursts')))).toEqual(['find', 'views', 'pause', 'zoom', 'command', 'exchanges', 'help', 'quit']);
    expect(wordsOf(reached(show('board')))).not.toContain('panel');
    expect(wordsOf(start)).toContain('panel');
  });

  it('says what the key does now', () => {
    expect(wordsOf(reached({ type: 'pause', snapshot }))).toContain('resume');
    expect(wordsOf(reached({ type: 'zoom' }))).toContain('unzoom');
    expect(wordsOf(reached(show('board')))).toContain('open');
    expect(wordsOf(start)).toEqual(expect.arrayContaining(['pause', 'zoom', 'evidence']));
  });
});
