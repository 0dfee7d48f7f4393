import { memo, type ReactNode } from 'react';
import type { EventTimes } from '../../market/event-times.js';
import { formatClock, formatCount, formatDuration, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, spansWidth, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { tallSparkline } from '../sparkline.js';
import { Lines } from '../surface.js';
import { utc, type Zone } from '../zone.js';

export interface EventTimesPanelProps extends PanelProps {
  readonly times: EventTimes | undefined;
  readonly zone?: Zone;
}

/** A day of quarter hours. */
const QUARTERS = 96;
/** Below the bars: what they are, the gaps, the densest minute. */
const WORD_LINES = 2;
const MOST_BAR_LINES = 6;

/** Newest last; several quarter hours a cell where there is no room for each. Before the start nothing is known. */
function barsOf(
  { quarters }: EventTimes,
  width: number,
): { readonly values: readonly (number | undefined)[]; readonly perCell: number } {
  const perCell = Math.max(1, Math.ceil(QUARTERS / width));
  const cells = Math.ceil(QUARTERS / perCell);
  const values = Array.from({ length: cells }, (_, cell): number | undefined => {
    const end = quarters.length - (cells - 1 - cell) * perCell;
    const inside = quarters.slice(Math.max(0, end - perCell), Math.max(0, end));
    return inside.length === 0 ? undefined : inside.reduce((sum, { count }) => sum + count, 0);
  });
  return { values, perCell };
}

function gapSpans({ gaps }: EventTimes): readonly Span[] {
  if (gaps === undefined) return [span('between events: –', 'dim')];
  const { count, meanMs, medianMs, deviationMs } = gaps;
  return [
    span('between events ', 'dim'),
    span(`mean ${formatDuration(meanMs)} · median ${formatDuration(medianMs)} · deviation ${formatDuration(deviationMs)}`),
    span(` (last ${formatCount(count)})`, 'dim'),
  ];
}

/** The busiest quarter hour where it fits. */
function busiestSpans({ densest, quarters }: EventTimes, zone: Zone, width: number): readonly Span[] {
  if (densest === undefined) return [span('densest minute: –', 'dim')];
  const [busiest] = [...quarters].sort((a, b) => b.count - a.count);
  const first = [
    span('densest minute ', 'dim'),
    span(`${formatCount(densest.count)} events`, 'strong'),
    span(` from ${formatClock(densest.startTime, zone(densest.startTime))}`),
  ];
  if (busiest === undefined) return first;
  const { startTime, count, notionalUsd } = busiest;
  const second = [
    span(' · busiest quarter hour ', 'dim'),
    span(`${formatClock(startTime, zone(startTime), false)} ${formatCount(count)} ${formatUsd(notionalUsd)}`),
  ];
  return spansWidth([...first, ...second]) <= width ? [...first, ...second] : first;
}

export function eventTimesLines(props: EventTimesPanelProps): readonly string[] {
  const { theme, times, zone = utc, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const frame = { title: 'Quarter hours', width, height, isFocused };
  if (times === undefined) return framed(theme, frame, [styledLine(theme, [span('nothing counted yet', 'dim')], inner)]);
  const { values, perCell } = barsOf(times, inner);
  const barLines = Math.max(1, Math.min(MOST_BAR_LINES, innerHeight(height) - WORD_LINES));
  const bars = tallSparkline(values, barLines).map((text): readonly Span[] => [span(text, 'spark')]);
  const info = `events, last 24 h, a bar ${perCell * 15} min`;
  return framed(
    theme,
    { ...frame, info },
    [...bars, gapSpans(times), busiestSpans(times, zone, inner)].map((spans) => styledLine(theme, spans, inner)),
  );
}

export const EventTimesPanel = memo(function EventTimesPanel(props: EventTimesPanelProps): ReactNode {
  return <Lines lines={eventTimesLines(props)} />;
});
