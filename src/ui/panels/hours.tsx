import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { HourRow, LiquidationStatistics } from '../../market/liquidation-statistics.js';
import { isSampledBy } from '../coverage.js';
import { formatClock, formatCount, formatShare, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { bar } from '../histogram.js';
import { span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import { sideGlyphs } from '../theme.js';
import { utc, type Zone } from '../zone.js';
import type { CoverageTable } from './bursts.js';

export interface HoursPanelProps extends PanelProps {
  readonly statistics: LiquidationStatistics | undefined;
  readonly coverage: CoverageTable;
  readonly zone?: Zone;
}

interface HourContext {
  readonly zone: Zone;
  readonly isLeast: (row: HourRow) => boolean;
  readonly mostUsd: number;
}

const usdOf = ({ long, short }: HourRow): number => long.notionalUsd + short.notionalUsd;

function sideColumn(side: 'long' | 'short'): Column<HourRow, HourContext> {
  return {
    id: side,
    header: `${sideGlyphs[side]} ${side.toUpperCase()}S`,
    width: 8,
    priority: 1,
    align: 'right',
    cell: (row, { isLeast }) => {
      const { count, notionalUsd } = row[side];
      if (count === 0) return span('0', 'dim');
      return span((isLeast(row) ? '≥' : '') + formatUsd(notionalUsd), `side.${side}`);
    },
  };
}

const columns: readonly Column<HourRow, HourContext>[] = [
  {
    id: 'hour',
    header: 'HOUR',
    width: 11,
    priority: 1,
    align: 'left',
    cell: ({ startTime }, { zone }) => span(formatClock(startTime, zone(startTime), false)),
  },
  sideColumn('long'),
  sideColumn('short'),
  {
    id: 'share',
    header: 'LONG %',
    width: 6,
    priority: 3,
    align: 'right',
    cell: (row) => {
      const all = usdOf(row);
      return all === 0 ? span('') : span(formatShare(row.long.notionalUsd / all));
    },
  },
  {
    id: 'count',
    header: 'EVENTS',
    width: 6,
    priority: 2,
    align: 'right',
    cell: (row, { isLeast }) => {
      const count = row.long.count + row.short.count;
      return span((count > 0 && isLeast(row) ? '≥' : '') + formatCount(count), count > 0 ? 'text' : 'dim');
    },
  },
  {
    id: 'largest',
    header: 'LARGEST',
    width: 11,
    grow: { to: 18, order: 0 },
    priority: 2,
    align: 'left',
    cell: ({ largest }) => {
      if (largest === undefined) return span('');
      const { side, notionalUsd, asset } = largest;
      return span(`${sideGlyphs[side]} ${formatUsd(notionalUsd)} ${printable(asset)}`, `side.${side}`);
    },
  },
  {
    id: 'bar',
    header: '',
    width: 4,
    grow: { to: 30, order: 1 },
    priority: 5,
    align: 'left',
    cell: (row, { mostUsd }, width) => span(bar(mostUsd > 0 ? usdOf(row) / mostUsd : 0, width), 'sparkUsd'),
  },
];

const HOUR_MS = 3_600_000;

export function hoursLines(props: HoursPanelProps): readonly string[] {
  const { theme, statistics, coverage, zone = utc, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const frame = { title: 'Hours', width, height, isFocused };
  if (statistics === undefined) return framed(theme, frame, [styledLine(theme, [span('nothing counted yet', 'dim')], inner)]);
  const isSampled = isSampledBy(coverage);
  const { hours, sinceTime, hearings } = statistics;
  const isLeast = ({ startTime, exchanges }: HourRow): boolean =>
    startTime < sinceTime ||
    exchanges.some(isSampled) ||
    [...hearings.values()].some(({ lastGap }) => lastGap !== undefined && (lastGap.endTime ?? startTime + HOUR_MS) > startTime);
  const context = { zone, isLeast, mostUsd: Math.max(0, ...hours.map(usdOf)) };
  const planned = planColumns(columns, inner);
  const shown = hours.slice(0, innerHeight(height) - 1);
  const info = shown.length < hours.length ? `${shown.length} of ${hours.length}` : `${hours.length} of 24`;
  const lines = [headerSpans(planned), ...shown.map((row) => rowSpans(planned, row, context))];
  return framed(
    theme,
    { ...frame, info },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const HoursPanel = memo(function HoursPanel(props: HoursPanelProps): ReactNode {
  return <Lines lines={hoursLines(props)} />;
});
