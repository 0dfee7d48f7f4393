import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { ArbitrageOptions } from '../../market/options.js';
import type { ArbitrageRow } from '../../market/snapshot.js';
import {
  ALERT,
  type ArbitrageColumn,
  ASSET,
  arbitrageInfo,
  BREAK_EVEN,
  CASH,
  emptyWords,
  FULL_LEG_CELLS,
  feesText,
  gapText,
  legCell,
  MARK,
  NET,
  SHORT_LEG_CELLS,
  spreadColumns,
} from '../arbitrage-columns.js';
import { innerWidth } from '../frame.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type ComparableUnit, comparableUnit, formatFrom8h, type RateUnit } from '../unit.js';

export interface ArbitragePanelProps extends PanelProps {
  readonly rows: readonly ArbitrageRow[];
  readonly terms: ArbitrageOptions;
  /** False while no exchange has told a rate. */
  readonly hasRates: boolean;
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  /** Assets whose alert stands, but is seen or muted. */
  readonly attended?: ReadonlySet<string>;
  readonly time: number;
}

/** From here on exchanges stand in full beside their quotes. */
const FULL_NAMES_FROM = 80;

function legColumns(legCells: number): readonly ArbitrageColumn[] {
  const leg = { grow: { to: legCells, order: 1, whole: true }, priority: 2, align: 'left' } as const;
  return [
    { ...leg, id: 'long', header: 'LONG', width: 4, cell: ({ long }, _, width) => legCell(long, width) },
    { ...leg, id: 'short', header: 'SHORT', width: 5, cell: ({ short }, _, width) => legCell(short, width) },
  ];
}

const columnsWith = (legCells: number) => {
  const columnsIn = (unit: ComparableUnit): readonly ArbitrageColumn[] => {
    const [spread, other] = spreadColumns[unit];
    const wide = { fromWidth: FULL_NAMES_FROM };
    return [MARK, ASSET, ...legColumns(legCells), spread, { ...other, ...wide }, NET, BREAK_EVEN, { ...CASH, ...wide }, ALERT];
  };
  return { '1h': columnsIn('1h'), '8h': columnsIn('8h'), apr: columnsIn('apr') };
};
const withShortNames = columnsWith(SHORT_LEG_CELLS);
const withFullNames = columnsWith(FULL_LEG_CELLS);

/** `width`: of the panel. */
export function arbitrageColumns(unit: RateUnit, width: number): readonly ArbitrageColumn[] {
  return (innerWidth(width) < FULL_NAMES_FROM ? withShortNames : withFullNames)[comparableUnit(unit)];
}

function detail(row: ArbitrageRow, unit: RateUnit): readonly Span[] {
  return [
    span(formatFrom8h(unit, row.economics.spread8h)),
    span(` fees ${feesText(row)} gap ${gapText(row)}`, 'dim'),
    span(` · ${printable(row.long.symbol)} / ${printable(row.short.symbol)}`),
  ];
}

export function arbitrageLines({
  rows,
  terms,
  hasRates,
  unit,
  time,
  attended,
  ...props
}: ArbitragePanelProps): readonly string[] {
  return listPanelLines({
    ...props,
    title: 'Arbitrage',
    info: arbitrageInfo(rows, terms.holdHours, props.width),
    columns: arbitrageColumns(unit, props.width),
    rows,
    idOf: ({ asset }) => asset,
    context: { time, attended },
    empty: emptyWords(hasRates),
    detail: (row) => detail(row, unit),
  });
}

export const ArbitragePanel = memo(function ArbitragePanel(props: ArbitragePanelProps): ReactNode {
  return <Lines lines={arbitrageLines(props)} />;
});
