import { memo, type ReactNode } from 'react';
import { type ExchangeId, exchangeIds } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FundingRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { plot } from '../chart-plot.js';
import { formatSpan } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, spansWidth, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import type { Style } from '../theme.js';
import { comparableUnit, formatFrom8h, from8h, type RateUnit } from '../unit.js';

export interface ChartPanelProps extends PanelProps {
  readonly asset: string;
  readonly rows: readonly FundingRow[];
  readonly unit: RateUnit;
}

type Series = Pick<FundingRow, 'exchange' | 'history' | 'historyEveryMs' | 'rate8h' | 'isStale'>;

function spanMs({ history, historyEveryMs }: Series): number {
  return history.length * historyEveryMs;
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

const chartTitles = { '1h': '1h rate', '8h': '8h rate', apr: 'APR' } as const;
const styleOf = (exchange: ExchangeId): Style => `exchange.${exchange}`;

/** One instrument an exchange, the one traded most; the exchanges traded most, at most `count`. */
function chosenSeries(rows: readonly FundingRow[], count: number): readonly Series[] {
  const best = new Map<ExchangeId, FundingRow>();
  for (const row of rows) {
    const known = row.history.filter((sample) => sample !== undefined);
    if (known.length < 2 || !known.every(Number.isFinite)) continue;
    const other = best.get(row.exchange);
    if (other === undefined || (row.volume24hUsd ?? 0) > (other.volume24hUsd ?? 0)) best.set(row.exchange, row);
  }
  const longest = Math.max(0, ...[...best.values()].map(spanMs));
  return [...best.values()]
    .filter((series) => spanMs(series) * 2 >= longest)
    .sort((a, b) => (b.volume24hUsd ?? 0) - (a.volume24hUsd ?? 0))
    .slice(0, count);
}

function legend(series: readonly Series[], unit: RateUnit, width: number): readonly Span[] {
  const key = (name: string, { exchange, rate8h }: Series, hasRate: boolean): readonly Span[] => [
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
function tags(series: readonly Series[], endLines: readonly number[], line: number, count: number): readonly Span[] {
  const ending = series.filter((_, index) => endLines[index] === line).map(({ exchange }) => exchange);
  const named = ending.length > count ? ending.slice(0, count - 1) : ending;
  const spans = named.map((exchange) => span(` ${exchange.slice(0, TAG_LETTERS)}`, styleOf(exchange)));
  return named.length === ending.length ? spans : [...spans, span(` +${ending.length - named.length}`, 'dim')];
}

export function chartLines({ theme, asset, rows, unit, width, height, isFocused }: ChartPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const lines = innerHeight(height) - 1;
  const frame = { title: `${printable(asset)} ${chartTitles[comparableUnit(unit)]} over time`, width, height, isFocused };
  const series = chosenSeries(rows, lines >= ALL_SERIES_FROM_LINES ? exchangeIds.length : FEW_SERIES);
  const sharedMs = Math.min(...series.map(spanMs));
  const tagCount = tagCounts.find(({ fromWidth }) => inner >= fromWidth)?.count ?? 1;
  const percentOf = (rate8h: number): number => from8h(comparableUnit(unit), rate8h) * 100;
  const plotted = plot(
    series.map(({ exchange, history, historyEveryMs, rate8h, isStale }) => ({
      // The line ends in what is true now, not in the last sample; where nothing is known now, before.
      values: [...history.slice(-Math.round(sharedMs / historyEveryMs)), isStale ? undefined : rate8h].map((rate) =>
        rate === undefined ? undefined : percentOf(rate),
      ),
      color: theme.open(styleOf(exchange)),
    })),
    inner - tagCount * TAG_CELLS,
    lines,
  );
  if (plotted === undefined)
    return framed(theme, frame, [theme.paint('dim', padded('collecting: two samples make a line', inner))]);
  const body = plotted.lines.map(
    (line, index) => line + styledLine(theme, tags(series, plotted.endLines, index, tagCount), tagCount * TAG_CELLS),
  );
  const info = `last ${formatSpan(sharedMs)}`;
  return framed(theme, { ...frame, info }, [styledLine(theme, legend(series, unit, inner), inner), ...body]);
}

export const ChartPanel = memo(function ChartPanel(props: ChartPanelProps): ReactNode {
  return <Lines lines={chartLines(props)} />;
});
