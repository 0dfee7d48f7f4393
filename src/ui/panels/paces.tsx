import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import type { BurstPace } from '../../market/burst-pace.js';
import type { LiquidationStatistics } from '../../market/liquidation-statistics.js';
import { coverageFooter, isSampledBy, publishing } from '../coverage.js';
import { ABSENT, formatCount, formatPace, formatSpan, formatUsd } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import type { CoverageTable } from './bursts.js';

export interface PacesPanelProps extends PanelProps {
  readonly statistics: LiquidationStatistics | undefined;
  /** Switched on. */
  readonly exchanges: readonly ExchangeId[];
  readonly coverage: CoverageTable;
}

interface PaceRow {
  readonly who: ExchangeId | 'all';
  /** Absent: its feed was never live. */
  readonly pace: BurstPace | undefined;
  /** There were at least so many. */
  readonly isLeast: boolean;
}

/** More is shown as this: against next to nothing everything is many times the usual. */
const MOST_RATIO = 99;
const FOOTER_SIDE_CELLS = 6;
/** From half of a burst on it is worth a look. */
const NOTABLE_SHARE = 0.5;

type PaceColumn = Column<PaceRow, { readonly burstRatio: number }>;

function valueColumn(
  id: string,
  header: string,
  width: number,
  priority: number,
  amountOf: (pace: BurstPace) => number,
  text: (value: number) => string,
): PaceColumn {
  return {
    id,
    header,
    width,
    priority,
    align: 'right',
    cell: ({ pace, isLeast }) => {
      const value = pace && amountOf(pace);
      // Nothing came of a feed that was down: nothing is known.
      if (value === undefined || (value === 0 && !pace?.isWhole)) return span(ABSENT, 'dim');
      return value === 0 ? span('0', 'dim') : span((isLeast ? '≥' : '') + text(value));
    },
  };
}

function usualColumn(
  id: string,
  width: number,
  priority: number,
  text: (usual: NonNullable<BurstPace['usual']>) => string,
): PaceColumn {
  return {
    id,
    header: 'USUAL',
    width,
    priority,
    align: 'right',
    cell: ({ pace }) => span(pace?.usual === undefined ? ABSENT : text(pace.usual), 'dim'),
  };
}

function ratioColumn(id: string, priority: number, ratioOf: (pace: BurstPace) => number | undefined): PaceColumn {
  return {
    id,
    header: 'RATIO',
    width: 6,
    priority,
    align: 'right',
    cell: ({ pace }, { burstRatio }) => {
      const ratio = pace && ratioOf(pace);
      if (ratio === undefined) return span(ABSENT, 'dim');
      const text = ratio > MOST_RATIO ? `>${MOST_RATIO}×` : `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}×`;
      // The words of a burst: `!` and weight, not colour alone.
      if (ratio >= burstRatio) return span(`!${text}`, 'flag');
      return span(text, ratio >= NOTABLE_SHARE * burstRatio ? 'strong' : 'text');
    },
  };
}

const columns: readonly PaceColumn[] = [
  {
    id: 'who',
    header: 'EXCHANGE',
    width: 8,
    grow: { to: 12, order: 0 },
    priority: 0,
    align: 'left',
    cell: ({ who }) => (who === 'all' ? span('all', 'strong') : span(who, `exchange.${who}`)),
  },
  valueColumn('events-second', 'EV/S', 5, 5, ({ eventsPerSecond }) => eventsPerSecond, formatPace),
  valueColumn('events', 'EV/MIN', 6, 1, ({ eventsPerMinute }) => eventsPerMinute, formatCount),
  usualColumn('events-usual', 6, 2, ({ eventsPerMinute }) => formatPace(eventsPerMinute)),
  ratioColumn('events-ratio', 1, ({ eventRatio }) => eventRatio),
  valueColumn('usd-second', 'USD/S', 7, 6, ({ usdPerSecond }) => usdPerSecond, formatUsd),
  valueColumn('usd', 'USD/MIN', 7, 2, ({ usdPerMinute }) => usdPerMinute, formatUsd),
  usualColumn('usd-usual', 7, 4, ({ usdPerMinute }) => formatUsd(usdPerMinute)),
  ratioColumn('usd-ratio', 3, ({ usdRatio }) => usdRatio),
];

export function pacesLines(props: PacesPanelProps): readonly string[] {
  const { theme, statistics, exchanges, coverage, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const paces = statistics?.paces;
  const isSampled = isSampledBy(coverage);
  const own = publishing(coverage, exchanges).map((who): PaceRow => {
    const pace = paces?.byExchange.get(who);
    return { who, pace, isLeast: isSampled(who) || pace?.isWhole === false };
  });
  const all = paces !== undefined && paces.byExchange.size > 0 ? paces.all : undefined;
  const rows: readonly PaceRow[] = [
    { who: 'all', pace: all, isLeast: own.some(({ pace, isLeast }) => pace !== undefined && isLeast) },
    ...own,
  ];
  const planned = planColumns(columns, inner);
  const { ratio: burstRatio, halfLifeMs } = statistics?.burst ?? { ratio: Number.POSITIVE_INFINITY, halfLifeMs: 0 };
  const info = all?.usual === undefined ? 'learning what is usual' : `usual: half-life ${formatSpan(halfLifeMs)}`;
  const detail: readonly Span[] = [span(coverageFooter(coverage, exchanges, width - FOOTER_SIDE_CELLS), 'dim')];
  const lines = [headerSpans(planned), ...rows.map((row) => rowSpans(planned, row, { burstRatio }))];
  return framed(
    theme,
    { title: 'Pace', info, detail, width, height, isFocused },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const PacesPanel = memo(function PacesPanel(props: PacesPanelProps): ReactNode {
  return <Lines lines={pacesLines(props)} />;
});
