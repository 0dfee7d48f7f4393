// The row the cursor stands on, as the evidence and the clipboard take it.
import type { MarketSnapshot } from '../../market/snapshot.js';
import { windowOf } from '../list-cursor.js';
import { listedAlerts, listedArbitrage, listedFeeds, listedFunding, listedLiquidations, rowIds } from '../shown.js';
import type { ListPanelId, ViewState } from '../view-state.js';
import type { Subject } from './subject.js';

export function selectedSubject(panel: ListPanelId, view: ViewState, snapshot: MarketSnapshot): Subject | undefined {
  const { selected } = windowOf(view.cursors[panel], rowIds(panel, view, snapshot), 1);
  switch (panel) {
    case 'funding': {
      const row = listedFunding(view, snapshot)[selected];
      return row && { kind: 'funding', row };
    }
    case 'liquidations': {
      const row = listedLiquidations(view, snapshot)[selected];
      return row && { kind: 'liquidation', row };
    }
    case 'arbitrage': {
      const row = listedArbitrage(view, snapshot)[selected];
      return row && { kind: 'arbitrage', row };
    }
    case 'feeds': {
      const row = listedFeeds(view, snapshot)[selected];
      return row && { kind: 'feed', row };
    }
    case 'alerts': {
      const row = listedAlerts(view, snapshot)[selected];
      return row && { kind: 'alert', row };
    }
    // An asset is no record.
    case 'board':
      return undefined;
    default:
      return panel satisfies never;
  }
}
