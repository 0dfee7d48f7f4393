import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import type { LiquidationStatistics } from '../../market/liquidation-statistics.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { coverageFooter, isSampledBy, publishing } from '../coverage.js';
import { ABSENT, formatCount, formatSpan, formatUsd } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import { liquidationTotals, marketTotals, type Side, type Total, type TotalsOf, totalWindows } from '../liquidation-totals.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import { sideGlyphs } from '../theme.js';
import type { CoverageTable } from './bursts.js';

export interface TotalsPanelProps extends PanelProps {
  /** Of the log, as far as they pass the filter. */
  readonly rows: readonly LiquidationRow[];
  /** What is left out, in words; empty for nothing. */
  readonly filter: string;
  readonly statistics: LiquidationStatistics | undefined;
  /** Switched on. */
  readonly exchanges: readonly ExchangeId[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

type RowKind = ExchangeId | 'all' | 'ratio';

const sides: readonly Side[] = ['long', 'short'];
const words = { long: 'longs', short: 'shorts' } as const;
const NAME_CELLS = 8;
const FULL_NAME_CELLS = 12;
/** `≥$12.3M` */
const USD_CELLS = 7;
/** `≥999 $12.3M` */
const COUNTED_CELLS = 12;
/** With the side in words; from here on there is room for that in every column, and headings beside each other are of one kind. */
const WORDED_CELLS = 14;
const COUNTED_FROM = 112;
const WORDED_FROM = 128;
/** Kept longest in a narrow panel: the hour, then the minute and the day. */
const windowPriorities = [2, 4, 1, 3] as const;
const FULL_RATIO_DIGITS = 10;
/** Lower edge: corner, a bit of rule and a blank on each side. */
const FOOTER_SIDE_CELLS = 6;

/** A sum that is cut is another sum: the count gives way. */
export function totalSpan({ count, notionalUsd, isLeast, isUnknown }: Total, width: number, style: Span['style']): Span {
  if (isUnknown) return span(ABSENT, 'dim');
  // A sample holds something of every second in which there was anything: nothing is nothing.
  if (count === 0) return span('0', 'dim');
  const least = isLeast ? '≥' : '';
  const whole = `${least}${formatCount(count)} ${formatUsd(notionalUsd)}`;
  const text = width < COUNTED_CELLS - 1 || whole.length > width ? least + formatUsd(notionalUsd) : whole;
  return span(text, style);
}

/** Under the side of which more was closed: how many times the other. */
function ratioSpan(totals: TotalsOf, side: Side, index: number): Span {
  const own = totals('all', side, index).notionalUsd;
  const other = totals('all', side === 'long' ? 'short' : 'long', index).notionalUsd;
  if (own === 0 || own < other || (own === other && side === 'short')) return span('');
  if (other === 0) return span(`only ${sideGlyphs[side]}`, `side.${side}`);
  const ratio = own / other;
  return span(`${sideGlyphs[side]} ${ratio < FULL_RATIO_DIGITS ? ratio.toFixed(1) : formatCount(ratio)}×`, `side.${side}`);
}

type TotalColumn = Column<RowKind, TotalsOf>;

const columnsOf = (cells: number): readonly TotalColumn[] => [
  {
    id: 'who',
    header: 'EXCHANGE',
    width: NAME_CELLS,
    grow: { to: FULL_NAME_CELLS, order: 0 },
    priority: 0,
    align: 'left',
    cell: (kind) => {
      if (kind === 'ratio') return span('ratio', 'dim');
      return kind === 'all' ? span('all', 'strong') : span(kind, `exchange.${kind}`);
    },
  },
  ...totalWindows.flatMap(({ name }, index) =>
    sides.map(
      (side): TotalColumn => ({
        id: `${side}${index}`,
        header: cells < WORDED_CELLS ? `${name} ${sideGlyphs[side]}` : `${name} ${sideGlyphs[side]} ${words[side]}`,
        width: cells,
        priority: windowPriorities[index] ?? 1,
        align: 'right',
        cell: (kind, totals, width) =>
          kind === 'ratio' ? ratioSpan(totals, side, index) : totalSpan(totals(kind, side, index), width, `side.${side}`),
      }),
    ),
  ),
];
const narrowColumns = columnsOf(USD_CELLS);
const countedColumns = columnsOf(COUNTED_CELLS);
const wordedColumns = columnsOf(WORDED_CELLS);

/** The log holds so many events and no more: a total over an hour may know less of it. */
export function reach(rows: readonly LiquidationRow[], time: number): string {
  let oldest = time;
  for (const { liquidation } of rows) oldest = Math.min(oldest, liquidation.time);
  return rows.length === 0 ? 'the list is empty' : `the list goes back ${formatSpan(time - oldest)}`;
}

/** Windows that are longer than the program has run. */
function sinceWords({ sinceTime }: LiquidationStatistics, time: number): string {
  const longer = totalWindows.filter(({ ms }) => time - ms < sinceTime).map(({ name }) => name);
  return longer.length === 0 ? '' : `${longer.join(', ')} since ${formatSpan(Math.max(0, time - sinceTime))}`;
}

export function totalsLines(props: TotalsPanelProps): readonly string[] {
  const { theme, rows, filter, statistics, exchanges, coverage, time, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const columns = inner < COUNTED_FROM ? narrowColumns : inner < WORDED_FROM ? countedColumns : wordedColumns;
  const planned = planColumns(columns, inner);
  const counted = publishing(coverage, exchanges);
  const isSampled = isSampledBy(coverage);
  const isOfMarket = filter === '' && statistics !== undefined;
  const totals = isOfMarket ? marketTotals(statistics, time, counted, isSampled) : liquidationTotals(rows, time, isSampled);
  const kinds: readonly RowKind[] = ['all', 'ratio', ...counted];
  const lines = [headerSpans(planned), ...kinds.map((kind) => rowSpans(planned, kind, totals))];
  const filtered = filter === '' ? '' : `${filter} · `;
  const info = isOfMarket ? sinceWords(statistics, time) : `${filtered}${reach(rows, time)}`;
  const detail = [span(coverageFooter(coverage, exchanges, width - FOOTER_SIDE_CELLS), 'dim')];
  return framed(
    theme,
    { title: 'Totals', ...(info === '' ? {} : { info }), detail, width, height, isFocused },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const TotalsPanel = memo(function TotalsPanel(props: TotalsPanelProps): ReactNode {
  return <Lines lines={totalsLines(props)} />;
});
