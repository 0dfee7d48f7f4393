// The columns a reader can sort by: those that are in sight.
import type { ExchangeId } from '../domain/instrument.js';
import { innerWidth } from './frame.js';
import { arbitrageColumns } from './panels/arbitrage.js';
import { boardColumns } from './panels/board.js';
import { feedColumns } from './panels/feeds.js';
import { fundingColumns } from './panels/funding.js';
import { liquidationColumns } from './panels/liquidations.js';
import { arbitrageKeys, boardKeys, feedKeys, fundingKeys, liquidationKeys } from './sort-keys.js';
import { type Column, planColumns } from './table.js';
import type { RateUnit } from './unit.js';
import type { ListPanelId } from './view-state.js';

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
  unit: RateUnit,
  width: number,
  exchanges: readonly ExchangeId[],
): readonly string[] {
  switch (panel) {
    case 'funding':
      return inSight(fundingColumns(unit), fundingKeys, width);
    case 'liquidations':
      return inSight(liquidationColumns, liquidationKeys, width);
    case 'arbitrage':
      return inSight(arbitrageColumns(unit), arbitrageKeys, width);
    case 'board':
      return inSight(boardColumns(exchanges), boardKeys(new Map()), width);
    case 'feeds':
      return inSight(feedColumns, feedKeys, width);
    default:
      return panel satisfies never;
  }
}
