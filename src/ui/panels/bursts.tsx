import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import type { BurstRow } from '../../market/snapshot.js';
import { fit } from '../cells.js';
import { formatCount, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { bucketed, sparkline } from '../sparkline.js';
import { Lines } from '../surface.js';

/** What an exchange publishes of its liquidations, as its adapter says. */
export interface ExchangeCoverage {
  readonly liquidations: 'full' | 'sampled' | 'none';
  readonly note: string;
}
export type CoverageTable = Readonly<Record<ExchangeId, ExchangeCoverage>>;

export interface BurstsPanelProps extends PanelProps {
  readonly rows: readonly BurstRow[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

/** In full, or three letters where that leaves the sparklines too little. */
const FULL_NAME_CELLS = 12;
const SHORT_NAME_CELLS = 4;
const FULL_NAMES_FROM = 50;
const COUNT_CELLS = 6;
const USD_CELLS = 8;

/** Seconds in one cell, so that the whole window fits whatever the width. */
function secondsPerCell(seconds: number, cells: number): number {
  return Math.max(1, Math.ceil(seconds / Math.max(1, cells)));
}

function nameCellsOf(width: number): number {
  return width < FULL_NAMES_FROM ? SHORT_NAME_CELLS : FULL_NAME_CELLS;
}

function nameSpan(row: BurstRow, width: number): Span {
  const cells = nameCellsOf(width);
  return span(fit(shortened(row.exchange, cells), cells), 'strong');
}

/** Exchanges that publish a sample only: at least so many. */
function atLeast(row: BurstRow, coverage: CoverageTable): string {
  return coverage[row.exchange].liquidations === 'sampled' ? '≥' : '';
}

function spark(values: readonly (number | undefined)[], cells: number, time: number): string {
  const perCell = secondsPerCell(values.length, cells);
  return fit(sparkline(bucketed(values, perCell, time, Math.min(cells, Math.ceil(values.length / perCell)))), cells);
}

/** One line an exchange: both sparklines beside each other. */
function oneLine(row: BurstRow, width: number, props: BurstsPanelProps): readonly Span[] {
  const name = nameSpan(row, width);
  if (props.coverage[row.exchange].liquidations === 'none') return [name, span('not published', 'dim')];
  const cells = width - nameCellsOf(width) - COUNT_CELLS - USD_CELLS - 1;
  const left = Math.max(0, Math.ceil(cells / 2));
  const prefix = atLeast(row, props.coverage);
  return [
    name,
    span(spark(row.counts, left, props.time), 'spark'),
    span(fit(prefix + formatCount(row.lastMinuteCount), COUNT_CELLS, 'right')),
    span(' '),
    span(spark(row.notionalsUsd, Math.max(0, cells - left), props.time), 'sparkUsd'),
    span(fit(prefix + formatUsd(row.lastMinuteUsd), USD_CELLS, 'right')),
  ];
}

/** Two lines an exchange: events above, notional below, each over the full width. */
function twoLines(row: BurstRow, width: number, props: BurstsPanelProps): readonly (readonly Span[])[] {
  const name = nameSpan(row, width);
  if (props.coverage[row.exchange].liquidations === 'none') return [[name, span('not published', 'dim')], []];
  const cells = width - nameCellsOf(width) - USD_CELLS;
  const prefix = atLeast(row, props.coverage);
  return [
    [
      name,
      span(spark(row.counts, cells, props.time), 'spark'),
      span(fit(prefix + formatCount(row.lastMinuteCount), USD_CELLS, 'right')),
    ],
    [
      span(' '.repeat(nameCellsOf(width))),
      span(spark(row.notionalsUsd, cells, props.time), 'sparkUsd'),
      span(fit(prefix + formatUsd(row.lastMinuteUsd), USD_CELLS, 'right')),
    ],
  ];
}

export function burstLines(props: BurstsPanelProps): readonly string[] {
  const { theme, rows, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const isRoomy = innerHeight(height) >= rows.length * 2 && rows.length > 0;
  const seconds = Math.max(0, ...rows.map((row) => row.counts.length));
  const lines = isRoomy ? rows.flatMap((row) => twoLines(row, inner, props)) : rows.map((row) => oneLine(row, inner, props));
  const header: readonly Span[] = isRoomy
    ? [span(' '.repeat(nameCellsOf(inner))), span('events, then notional'), span(' · totals of the last minute', 'dim')]
    : [
        span(' '.repeat(nameCellsOf(inner))),
        span(fit('EVENTS', Math.max(0, Math.ceil((inner - nameCellsOf(inner) - COUNT_CELLS - USD_CELLS - 1) / 2)))),
        span(fit('1 MIN', COUNT_CELLS, 'right')),
        span(' NOTIONAL'),
      ];
  const body = lines.map((spans) => styledLine(theme, spans, inner));
  if (innerHeight(height) > body.length && rows.length > 0) {
    body.unshift(
      styledLine(
        theme,
        header.map(({ text }) => span(text, 'header')),
        inner,
      ),
    );
  }
  if (rows.length === 0) body.push(styledLine(theme, [span('every exchange is off', 'dim')], inner));
  const frame = { title: 'Bursts', width, height, isFocused, ...(seconds === 0 ? {} : { info: `last ${seconds} s` }) };
  return framed(theme, frame, body);
}

export const BurstsPanel = memo(function BurstsPanel(props: BurstsPanelProps): ReactNode {
  return <Lines lines={burstLines(props)} />;
});
