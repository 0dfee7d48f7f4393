import { memo, type ReactNode } from 'react';
import type { Liquidation } from '../../domain/record.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { ABSENT, formatCount, formatSpan, formatUsd } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import { liquidationTotals, type TotalKind, type TotalsOf, totalKinds } from '../liquidation-totals.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import { sideGlyphs, tierGlyphs } from '../theme.js';
import type { CoverageTable } from './bursts.js';

export interface TotalsPanelProps extends PanelProps {
  readonly rows: readonly LiquidationRow[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

interface TotalWindow {
  readonly name: string;
  readonly ms: number;
}

const MINUTE_MS = 60_000;
const windows: readonly TotalWindow[] = [
  { name: 'MINUTE', ms: MINUTE_MS },
  { name: '5 MIN', ms: 5 * MINUTE_MS },
  { name: 'HOUR', ms: 60 * MINUTE_MS },
];
const sides: readonly Liquidation['side'][] = ['long', 'short'];
const words = { long: 'longs', short: 'shorts' } as const;
const kindNames: Readonly<Record<TotalKind, string>> = {
  CRITICAL: `${tierGlyphs.CRITICAL} CRITICAL`,
  HIGH: `${tierGlyphs.HIGH} HIGH`,
  MEDIUM: `${tierGlyphs.MEDIUM} MEDIUM`,
  LOW: `${tierGlyphs.LOW} LOW`,
  all: 'all',
};
const shortKindNames: Readonly<Record<TotalKind, string>> = {
  CRITICAL: 'CRIT',
  HIGH: 'HIGH',
  MEDIUM: 'MED',
  LOW: 'LOW',
  all: 'all',
};
const FULL_KIND_CELLS = 10;
/** `999 $12.3M` after its `≥` */
const TOTAL_CELLS = 11;
/** With the side in words; from here on there is room for that in every column, and headings beside each other are of one kind. */
const WORDED_CELLS = 16;
const WORDED_FROM = 112;

function totalCell(totals: TotalsOf, kind: TotalKind, side: Liquidation['side'], index: number, width: number): Span {
  const { count, notionalUsd, isLeast } = totals(kind, side, index);
  if (count === 0) return span(ABSENT, 'dim');
  const least = isLeast ? '≥' : '';
  const whole = `${least}${formatCount(count)} ${formatUsd(notionalUsd)}`;
  // A sum that is cut is another sum: the count gives way.
  return span(whole.length > width ? least + formatUsd(notionalUsd) : whole, `side.${side}`);
}

type TotalColumn = Column<TotalKind, TotalsOf>;

const columnsOf = (totalCells: number): readonly TotalColumn[] => [
  {
    id: 'tier',
    header: 'TIER',
    width: 4,
    grow: { to: FULL_KIND_CELLS, order: 0, whole: true },
    priority: 0,
    align: 'left',
    cell: (kind, _, width) =>
      span((width < FULL_KIND_CELLS ? shortKindNames : kindNames)[kind], kind === 'all' ? 'strong' : `tier.${kind}`),
  },
  ...windows.flatMap(({ name }, index) =>
    sides.map(
      (side): TotalColumn => ({
        id: `${side}${index}`,
        header: `${name} ${sideGlyphs[side]} ${words[side]}`,
        shortHeader: `${name} ${sideGlyphs[side]}`,
        width: totalCells,
        priority: 1 + index,
        align: 'right',
        cell: (kind, totals, width) => totalCell(totals, kind, side, index, width),
      }),
    ),
  ),
];
const usualColumns = columnsOf(TOTAL_CELLS);
const wordedColumns = columnsOf(WORDED_CELLS);

/** The log holds so many events and no more: a total over an hour may know less of it. */
function reach(rows: readonly LiquidationRow[], time: number): string {
  let oldest = time;
  for (const { liquidation } of rows) oldest = Math.min(oldest, liquidation.time);
  return rows.length === 0 ? '' : `the list goes back ${formatSpan(time - oldest)}`;
}

export function totalsLines({ theme, rows, coverage, time, width, height, isFocused }: TotalsPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const planned = planColumns(inner < WORDED_FROM ? usualColumns : wordedColumns, inner);
  const isSampled = (exchange: keyof CoverageTable): boolean => coverage[exchange].liquidations === 'sampled';
  const totals = liquidationTotals(
    rows,
    time,
    windows.map(({ ms }) => ms),
    isSampled,
  );
  const lines = [headerSpans(planned), ...totalKinds.map((kind) => rowSpans(planned, kind, totals))];
  return framed(
    theme,
    { title: 'Totals', info: reach(rows, time), width, height, isFocused },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const TotalsPanel = memo(function TotalsPanel(props: TotalsPanelProps): ReactNode {
  return <Lines lines={totalsLines(props)} />;
});
