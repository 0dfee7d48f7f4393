// The row the cursor stands on, as the evidence and the clipboard take it.
import type { MarketSnapshot } from '../../market/snapshot.js';
import { windowOf } from '../list-cursor.js';
import { fundingOf, liquidationsOf, rowIds, shownAsset } from '../shown.js';
import type { ListPanelId, ViewState } from '../view-state.js';
import type { Subject } from './subject.js';

export function selectedSubject(panel: ListPanelId, view: ViewState, snapshot: MarketSnapshot): Subject | undefined {
  const { selected } = windowOf(view.cursors[panel], rowIds(panel, view, snapshot), 1);
  switch (panel) {
    case 'funding': {
      const row = fundingOf(snapshot, shownAsset(view, snapshot))[selected];
      return row && { kind: 'funding', row };
    }
    case 'liquidations': {
      const row = liquidationsOf(view, snapshot)[selected];
      return row && { kind: 'liquidation', row };
    }
    case 'arbitrage': {
      const row = snapshot.arbitrage[selected];
      return row && { kind: 'alert', row };
    }
    default:
      return panel satisfies never;
  }
}
