// The columns a reader can sort by: those that are in sight.
import { innerWidth } from './frame.js';
import { fundingColumns } from './funding-columns.js';
import { alertColumns } from './panels/alerts.js';
import { arbitrageColumns } from './panels/arbitrage.js';
import { arbitrageTableColumns } from './panels/arbitrage-table.js';
import { boardColumns } from './panels/board.js';
import { feedColumns } from './panels/feeds.js';
import { liquidationColumns } from './panels/liquidations.js';
import { alertKeys, arbitrageKeys, boardKeys, feedKeys, fundingKeys, liquidationKeys } from './sort-keys.js';
import { type Column, planColumns } from './table.js';
import { isAlone, type ListPanelId, type ViewState } from './view-state.js';

function inSight<Row, Context>(
  columns: readonly Column<Row, Context>[],
  keys: Readonly<Record<string, unknown>>,
  width: number,
): readonly string[] {
  return planColumns(columns, innerWidth(width)).flatMap(({ column: { id } }) => (Object.hasOwn(keys, id) ? [id] : []));
}

/** `width`: of the panel. */
export function sortableColumns(
  panel: ListPanelId,
  view: Pick<ViewState, 'reading' | 'exchanges' | 'view' | 'isZoomed'>,
  width: number,
): readonly string[] {
  const { unit } = view.reading;
  switch (panel) {
    case 'funding':
      return inSight(fundingColumns(unit), fundingKeys(new Map()), width);
    case 'liquidations':
      return inSight(liquidationColumns, liquidationKeys, width);
    case 'arbitrage':
      return isAlone(view)
        ? inSight(arbitrageTableColumns(unit, width), arbitrageKeys, width)
        : inSight(arbitrageColumns(unit, width), arbitrageKeys, width);
    case 'board':
      return inSight(boardColumns(view.exchanges), boardKeys(new Map()), width);
    case 'feeds':
      return inSight(feedColumns, feedKeys, width);
    case 'alerts':
      return inSight(alertColumns(width), alertKeys, width);
    default:
      return panel satisfies never;
  }
}
