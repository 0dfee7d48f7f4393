// The keys that go up and down: through the rows of the focused list, the lines of an overlay, the columns it is sorted by.
import type { MarketSnapshot } from '../market/snapshot.js';
import { type Box, layout, type Size } from './layout.js';
import { listArea } from './list-panel.js';
import { overlayExtent } from './overlay-extent.js';
import type { CoverageTable } from './panels/bursts.js';
import { rowIds } from './shown.js';
import { sortableColumns } from './sortable-columns.js';
import type { Source } from './use-market.js';
import { isListPanel, type ListPanelId, type ViewAction, type ViewState } from './view-state.js';

export interface ScrollControlsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  readonly shown: () => MarketSnapshot;
  readonly coverage: CoverageTable;
  readonly size: Source<Size>;
  /** On the command line: so many lines towards older ones. */
  readonly recall: (by: number) => void;
}

export interface ScrollControls {
  /** `pages`: in heights of the panel or overlay, else in rows. */
  readonly scroll: (amount: number, unit: 'rows' | 'pages') => void;
  readonly sort: (by: 1 | -1) => void;
  readonly reverse: () => void;
}

export function createScrollControls({ state, apply, shown, coverage, size, recall }: ScrollControlsOptions): ScrollControls {
  function focusedBox(focus: ListPanelId): Box | undefined {
    const { columns, rows } = size.getSnapshot();
    const { view, isZoomed } = state();
    return layout(columns, rows, focus, view, isZoomed)?.panels.get(focus);
  }

  const inRows = (amount: number, unit: 'rows' | 'pages', page: number): number =>
    unit === 'rows' ? amount : Math.trunc(amount * page) || Math.sign(amount);

  return {
    scroll: (amount, unit) => {
      const { mode, focus } = state();
      if (mode === 'command') {
        recall(-amount);
      } else if (mode !== 'main') {
        const { last, page } = overlayExtent(state(), shown(), coverage, size.getSnapshot());
        apply({ type: 'overlay-move', by: inRows(amount, unit, page), last });
      } else if (isListPanel(focus)) {
        const box = focusedBox(focus);
        const height = box === undefined ? 1 : listArea(box.height).rows;
        const ids = rowIds(focus, state(), shown());
        apply({ type: 'move', panel: focus, ids, height, by: inRows(amount, unit, height) });
      }
    },
    sort: (by) => {
      const { focus } = state();
      const box = isListPanel(focus) ? focusedBox(focus) : undefined;
      if (!isListPanel(focus) || box === undefined) return;
      apply({ type: 'sort-step', panel: focus, columns: sortableColumns(focus, state(), box.width), by });
    },
    reverse: () => {
      const { focus } = state();
      if (isListPanel(focus)) apply({ type: 'sort-reverse', panel: focus });
    },
  };
}
