import { memo, type ReactNode } from 'react';
import { type ExchangeId, exchangeIds } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FundingRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { plot } from '../chart-plot.js';
import { type ChartData, type ChartSeries, type ChartSpan, pastSeries, sessionSeries } from '../chart-series.js';
import { formatSpan } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import type { Pasts } from '../funding-past.js';
import { type Span, span, spansWidth, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import type { Style } from '../theme.js';
import { timeAxis } from '../time-axis.js';
import { type ComparableUnit, comparableUnit, formatFrom8h, from8h, type RateUnit } from '../unit.js';
import type { Zone } from '../zone.js';

export interface ChartPanelProps extends PanelProps {
  readonly asset: string;
  readonly rows: readonly FundingRow[];
  readonly pasts: Pasts;
  /** Of choice; without any payments to draw it is the session all the same. */
  readonly chartSpan: ChartSpan;
  readonly unit: RateUnit;
  readonly time: number;
  readonly zone: Zone;
}

/** Room at the right end for the first letters of the series that end on that line: as many tags as the width affords. */
const TAG_LETTERS = 3;
const TAG_CELLS = TAG_LETTERS + 1;
const tagCounts = [
  { fromWidth: 80, count: 4 },
  { fromWidth: 50, count: 3 },
  { fromWidth: 0, count: 2 },
] as const;
/** On fewer lines more than four series cover each other. */
const ALL_SERIES_FROM_LINES = 8;
const FEW_SERIES = 4;
/** On fewer lines the times would take one that the rates need; the frame tells how long it is all the same. */
const TIMES_FROM_LINES = 5;
const DAY_MS = 86_400_000;

const rateNames: Readonly<Record<ComparableUnit, string>> = { '1h': '1h rate', '8h': '8h rate', apr: 'APR' };
const styleOf = (exchange: ExchangeId): Style => `exchange.${exchange}`;

function legend(series: readonly ChartSeries[], unit: RateUnit, width: number): readonly Span[] {
  const key = (name: string, { exchange, rate8h }: ChartSeries, hasRate: boolean): readonly Span[] => [
    span(`─ ${name} `, styleOf(exchange)),
    span(hasRate ? `${formatFrom8h(unit, rate8h)}  ` : ' ', 'dim'),
  ];
  const short = (exchange: ExchangeId): string => exchange.slice(0, TAG_LETTERS);
  const forms = [
    series.flatMap((one) => key(one.exchange, one, true)),
    series.flatMap((one) => key(short(one.exchange), one, true)),
    series.flatMap((one) => key(one.exchange, one, false)),
  ];
  // The last key needs no blanks behind it.
  return forms.find((spans) => spansWidth(spans) <= width + 2) ?? series.flatMap((one) => key(short(one.exchange), one, false));
}

/** The letters of the series that end on this line, and how many more do. */
function tags(series: readonly ChartSeries[], endLines: readonly number[], line: number, count: number): readonly Span[] {
  const ending = series.filter((_, index) => endLines[index] === line).map(({ exchange }) => exchange);
  const named = ending.length > count ? ending.slice(0, count - 1) : ending;
  const spans = named.map((exchange) => span(` ${exchange.slice(0, TAG_LETTERS)}`, styleOf(exchange)));
  return named.length === ending.length ? spans : [...spans, span(` +${ending.length - named.length}`, 'dim')];
}

interface Drawing extends ChartData {
  readonly isPast: boolean;
  readonly info: string;
}

function drawingOf({ rows, pasts, chartSpan, time }: ChartPanelProps, count: number): Drawing {
  const past = chartSpan === '30d' ? pastSeries(rows, pasts, count, time) : undefined;
  if (past !== undefined && past.series.length > 0) {
    return { ...past, isPast: true, info: `last ${Math.round(past.lengthMs / DAY_MS)} days` };
  }
  const session = sessionSeries(rows, count);
  const info = session.series.length === 0 ? '' : `last ${formatSpan(session.lengthMs)}`;
  return { ...session, isPast: false, info: past === undefined ? info : ['no payments known', info].filter(Boolean).join(': ') };
}

export function chartLines(props: ChartPanelProps): readonly string[] {
  const { theme, asset, unit, width, height, isFocused, time, zone } = props;
  const inner = innerWidth(width);
  const lines = innerHeight(height) - 1;
  const hasTimes = lines >= TIMES_FROM_LINES;
  const { series, lengthMs, isPast, info } = drawingOf(props, lines >= ALL_SERIES_FROM_LINES ? exchangeIds.length : FEW_SERIES);
  const compared = comparableUnit(unit);
  const title = `${printable(asset)} ${rateNames[compared]} ${isPast ? 'as paid' : 'over time'}`;
  const frame = { title, width, height, isFocused, ...(info === '' ? {} : { info }) };
  const tagCount = tagCounts.find(({ fromWidth }) => inner >= fromWidth)?.count ?? 1;
  const plotCells = inner - tagCount * TAG_CELLS;
  const plotted = plot(
    series.map(({ exchange, values }) => ({
      values: values.map((rate8h) => (rate8h === undefined ? undefined : from8h(compared, rate8h) * 100)),
      color: theme.open(styleOf(exchange)),
    })),
    plotCells,
    lines - Number(hasTimes),
  );
  if (plotted === undefined)
    return framed(theme, frame, [theme.paint('dim', padded('collecting: two samples make a line', inner))]);
  const body = plotted.lines.map(
    (line, index) => line + styledLine(theme, tags(series, plotted.endLines, index, tagCount), tagCount * TAG_CELLS),
  );
  if (hasTimes) {
    const axis = timeAxis(time - lengthMs, time, plotCells - plotted.startCell, zone);
    body.push(styledLine(theme, [span(' '.repeat(plotted.startCell)), span(axis, 'dim')], inner));
  }
  return framed(theme, frame, [styledLine(theme, legend(series, unit, inner), inner), ...body]);
}

export const ChartPanel = memo(function ChartPanel(props: ChartPanelProps): ReactNode {
  return <Lines lines={chartLines(props)} />;
});
