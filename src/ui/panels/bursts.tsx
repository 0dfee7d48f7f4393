import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import type { BurstRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { formatCount, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { bucketed, sparkline, tallSparkline } from '../sparkline.js';
import { Lines } from '../surface.js';
import type { Style } from '../theme.js';

/** What an exchange publishes of its liquidations, as its adapter says. */
export interface ExchangeCoverage {
  readonly liquidations: 'full' | 'sampled' | 'none';
  readonly note: string;
}
export const coverageWords = { full: 'every liquidation', sampled: 'a sample of liquidations', none: 'no liquidations' } as const;
export type CoverageTable = Readonly<Record<ExchangeId, ExchangeCoverage>>;

export interface BurstsPanelProps extends PanelProps {
  readonly rows: readonly BurstRow[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

/** In full (`hyperliquid`, the longest, publishes none), or three letters where that leaves the sparklines too little. */
const FULL_NAME_CELLS = 8;
const SHORT_NAME_CELLS = 4;
const FULL_NAMES_FROM = 50;
const COUNT_CELLS = 6;
const USD_CELLS = 9;
/** The least a sparkline looks back, the span of the totals beside it. */
const MINUTE_SECONDS = 60;

/** How the lines are divided; the same for every exchange, so that bars above each other are of the same moment. */
interface Grid {
  readonly nameCells: number;
  /** Of one sparkline, and how long one of its bars lasts. */
  readonly cells: number;
  readonly secondsPerCell: number;
  /** Notional under the events, over the full width, instead of beside them. */
  readonly isTwoLined: boolean;
  /** Lines of one sparkline. */
  readonly barLines: number;
}

/** Taller bars tell no more. */
const MOST_BAR_LINES = 4;

function gridOf(width: number, height: number, rows: readonly BurstRow[]): Grid {
  const isTwoLined = height >= rows.length * 2;
  const nameCells = width < FULL_NAMES_FROM ? SHORT_NAME_CELLS : FULL_NAME_CELLS;
  const room = width - nameCells - USD_CELLS;
  const cells = Math.max(1, isTwoLined ? room : Math.floor((room - COUNT_CELLS - 1) / 2));
  const secondsPerCell = Math.ceil(MINUTE_SECONDS / cells);
  const seconds = Math.max(0, ...rows.map(({ counts }) => counts.length));
  return {
    nameCells,
    cells: Math.min(cells, Math.ceil(seconds / secondsPerCell)),
    secondsPerCell,
    isTwoLined,
    // One line is left for the heading.
    barLines: Math.max(1, Math.min(MOST_BAR_LINES, Math.floor((height - 1) / (rows.length * 2)))),
  };
}

function burstSpans(row: BurstRow, grid: Grid, { coverage, time }: BurstsPanelProps): readonly (readonly Span[])[] {
  const { nameCells, cells, secondsPerCell, isTwoLined } = grid;
  const name = span(padded(shortened(row.exchange, nameCells), nameCells), `exchange.${row.exchange}`);
  const bars = (values: BurstRow['counts']): string => sparkline(bucketed(values, secondsPerCell, time, cells));
  // Of a sample one knows only the least there was.
  const prefix = coverage[row.exchange].liquidations === 'sampled' ? '≥' : '';
  const count = prefix + formatCount(row.lastMinuteCount);
  const usd = span(padded(prefix + formatUsd(row.lastMinuteUsd), USD_CELLS, 'right'));
  if (!isTwoLined) {
    const events = span(bars(row.counts), 'spark');
    const notional = span(bars(row.notionalsUsd), 'sparkUsd');
    return [[name, events, span(padded(count, COUNT_CELLS, 'right')), span(' '), notional, usd]];
  }
  const tall = (values: BurstRow['counts'], style: Style, first: Span, last: Span): readonly (readonly Span[])[] =>
    tallSparkline(bucketed(values, secondsPerCell, time, cells), grid.barLines).map((text, line, { length }) =>
      line === length - 1 ? [first, span(text, style), last] : [span(' '.repeat(nameCells)), span(text, style)],
    );
  return [
    ...tall(row.counts, 'spark', name, span(padded(count, USD_CELLS, 'right'))),
    ...tall(row.notionalsUsd, 'sparkUsd', span(' '.repeat(nameCells)), usd),
  ];
}

function headerSpans({ nameCells, cells, isTwoLined }: Grid): readonly Span[] {
  const indent = span(' '.repeat(nameCells));
  if (isTwoLined)
    return [
      indent,
      span(padded('EVENTS, THEN NOTIONAL', cells), 'header'),
      span(padded('LAST MIN', USD_CELLS, 'right'), 'header'),
    ];
  return [
    indent,
    span(padded('EVENTS', cells), 'header'),
    span(padded('1 MIN', COUNT_CELLS, 'right'), 'header'),
    span(' '),
    span(padded('NOTIONAL', cells), 'header'),
    span(padded('1 MIN', USD_CELLS, 'right'), 'header'),
  ];
}

export function burstLines(props: BurstsPanelProps): readonly string[] {
  const { theme, coverage, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const isPublished = ({ exchange }: BurstRow): boolean => coverage[exchange].liquidations !== 'none';
  const rows = props.rows.filter(isPublished);
  const silent = props.rows.filter((row) => !isPublished(row)).map(({ exchange }) => exchange);
  const detail = silent.length === 0 ? [] : [span(`${silent.join(', ')} publishes no liquidations`, 'dim')];
  const frame = { title: 'Bursts', detail, width, height, isFocused };
  if (rows.length === 0) return framed(theme, frame, [styledLine(theme, [span('no exchange to count', 'dim')], inner)]);
  const grid = gridOf(inner, innerHeight(height), rows);
  const lines = rows.flatMap((row) => burstSpans(row, grid, props));
  const hasHeader = innerHeight(height) > lines.length;
  const info = `last ${grid.cells * grid.secondsPerCell} s, a bar ${grid.secondsPerCell} s`;
  return framed(
    theme,
    { ...frame, info },
    (hasHeader ? [headerSpans(grid), ...lines] : lines).map((spans) => styledLine(theme, spans, inner)),
  );
}

export const BurstsPanel = memo(function BurstsPanel(props: BurstsPanelProps): ReactNode {
  return <Lines lines={burstLines(props)} />;
});
