import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FundingRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { plot } from '../chart-plot.js';
import { formatRate8h } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, spansWidth, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Style, seriesStyles } from '../theme.js';

export interface ChartPanelProps extends PanelProps {
  readonly asset: string;
  readonly rows: readonly FundingRow[];
}

interface Series {
  readonly exchange: ExchangeId;
  readonly style: Style;
  readonly history: readonly number[];
  readonly rate8h: number | undefined;
}

/** Room at the right end for the first letters of the series that end on that line. */
const TAG_CELLS = 8;
const TAG_LETTERS = 3;

/** One instrument an exchange, the one traded most; the exchanges traded most, as many as there are series colours. */
function chosenSeries(rows: readonly FundingRow[]): readonly Series[] {
  const best = new Map<ExchangeId, FundingRow>();
  for (const row of rows) {
    if (row.history.length < 2 || !row.history.every(Number.isFinite)) continue;
    const other = best.get(row.exchange);
    if (other === undefined || (row.volume24hUsd ?? 0) > (other.volume24hUsd ?? 0)) best.set(row.exchange, row);
  }
  const longest = Math.max(0, ...[...best.values()].map(({ history }) => history.length));
  return [...best.values()]
    .filter(({ history }) => history.length * 2 >= longest)
    .sort((a, b) => (b.volume24hUsd ?? 0) - (a.volume24hUsd ?? 0))
    .slice(0, seriesStyles.length)
    .map(({ exchange, history, rate8h }, index) => ({ exchange, history, rate8h, style: seriesStyles[index] ?? 'text' }));
}

function legend(series: readonly Series[], width: number): readonly Span[] {
  const full = series.flatMap(({ exchange, style, rate8h }) => [
    span('─ ', style),
    span(`${exchange} `),
    span(`${formatRate8h(rate8h)}  `, 'dim'),
  ]);
  if (spansWidth(full) <= width + 2) return full;
  return series.flatMap(({ exchange, style }) => [span('─ ', style), span(`${exchange}  `)]);
}

/** The letters of the series that end on this line. */
function tags(series: readonly Series[], endLines: readonly number[], line: number): readonly Span[] {
  return series.flatMap(({ exchange, style }, index) =>
    endLines[index] === line ? [span(` ${exchange.slice(0, TAG_LETTERS)}`, style)] : [],
  );
}

export function chartLines({ theme, asset, rows, width, height, isFocused }: ChartPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const frame = { title: `${printable(asset)} 8h rate over time`, width, height, isFocused };
  const series = chosenSeries(rows);
  const length = Math.min(...series.map(({ history }) => history.length));
  const plotted = plot(
    series.map(({ history, style }) => ({ values: history.slice(-length).map((rate) => rate * 100), color: theme.open(style) })),
    inner - TAG_CELLS,
    innerHeight(height) - 1,
  );
  if (plotted === undefined)
    return framed(theme, frame, [theme.paint('dim', padded('collecting: two samples make a line', inner))]);
  const body = plotted.lines.map((line, index) => line + styledLine(theme, tags(series, plotted.endLines, index), TAG_CELLS));
  return framed(theme, frame, [styledLine(theme, legend(series, inner), inner), ...body]);
}

export const ChartPanel = memo(function ChartPanel(props: ChartPanelProps): ReactNode {
  return <Lines lines={chartLines(props)} />;
});
