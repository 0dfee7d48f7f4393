import { memo, type ReactNode } from 'react';
import { type ExchangeId, exchangeIds } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import { spreadOf } from '../../market/pair-economics.js';
import type { AssetSummary, FundingRow, MarketSnapshot } from '../../market/snapshot.js';
import { boardCells, boardPair, heatLevel } from '../board.js';
import { ABSENT, formatBarePercent, formatInterval, formatUsd } from '../format.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { feedGlyphs } from '../theme.js';
import { type ComparableUnit, comparableUnit, formatFrom8h, from8h, type RateUnit, rateIn, unitWords } from '../unit.js';

export interface BoardPanelProps extends PanelProps {
  readonly rows: readonly AssetSummary[];
  readonly funding: MarketSnapshot['funding'];
  /** Switched on: each has a column. */
  readonly exchanges: readonly ExchangeId[];
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
}

interface BoardContext {
  readonly funding: MarketSnapshot['funding'];
  readonly unit: ComparableUnit;
}

type BoardColumn = Column<AssetSummary, BoardContext>;

const NARROW_CELLS = 9;
/** Where there is room a rate has its last digit and its unit. */
const WIDE_CELLS = 11;
/** `12h` */
const BADGE_CELLS = 3;
const USUAL_HOURS = 8;
const UNKNOWN_INTERVAL = '?';
const PAIR_CELLS = 8;
const FULL_PAIR_CELLS = 21;

const noRows: readonly FundingRow[] = [];

/** What is not as it looks: an old rate, or one that is paid in another rhythm. */
function badge(row: FundingRow): string {
  if (row.isStale) return feedGlyphs.stale;
  const hours = row.fundingIntervalHours;
  if (hours === undefined || hours === USUAL_HOURS) return '';
  const text = formatInterval(hours);
  // Half an hour, say: a badge that is cut would tell another interval.
  return text.length <= BADGE_CELLS ? text : hours < USUAL_HOURS ? '<8h' : '>8h';
}

/** Decimals of a percent where there is room for no sign of it. */
const NARROW_DECIMALS: Readonly<Record<ComparableUnit, number>> = { '1h': 4, '8h': 3, apr: 2 };

function rateText(row: FundingRow, unit: ComparableUnit, width: number): string {
  const rate = rateIn(unit, row);
  const cells = width - BADGE_CELLS;
  if (width >= WIDE_CELLS) return unit === '1h' ? formatBarePercent(rate, cells, 5) : formatFrom8h(unit, row.rate8h);
  const decimals = NARROW_DECIMALS[unit];
  // An hour's share has a digit more: `+.0013`.
  const short = formatBarePercent(rate, cells + 1, decimals).replace(/^([+-]?)0\./, '$1.');
  return unit === '1h' && short.length <= cells ? short : formatBarePercent(rate, cells, decimals);
}

function spreadText(spread8h: number, unit: ComparableUnit, cells: number): string {
  return unit === '1h' ? formatBarePercent(from8h(unit, spread8h), cells, 5) : formatFrom8h(unit, spread8h);
}

function rateCell(row: FundingRow | undefined, unit: BoardContext['unit'], width: number): Span {
  if (row?.fundingRate === undefined) return span(`${ABSENT}${' '.repeat(BADGE_CELLS)}`, 'dim');
  if (row.rate8h === undefined) return span(`${UNKNOWN_INTERVAL}${' '.repeat(BADGE_CELLS)}`, 'dim');
  const rate = rateText(row, unit, width);
  const text = rate + badge(row).padStart(BADGE_CELLS);
  if (row.isStale) return span(text, 'dim');
  const level = heatLevel(row.rate8h);
  const isUp = row.rate8h > 0;
  if (level === 0) return span(text, rate.startsWith('+') ? 'positive' : rate.startsWith('-') ? 'negative' : 'dim');
  return span(text.padStart(width), isUp ? `heat.up${level}` : `heat.down${level}`);
}

/** Above the number, not above its badge, where the name leaves room for one. */
function overNumber(name: string): string {
  return name.length + BADGE_CELLS > WIDE_CELLS ? name : name + ' '.repeat(BADGE_CELLS);
}

function exchangeColumn(exchange: ExchangeId, order: number): BoardColumn {
  return {
    id: exchange,
    header: overNumber(exchange.toUpperCase()).padStart(WIDE_CELLS),
    shortHeader: `${exchange.slice(0, 3).toUpperCase()}${' '.repeat(BADGE_CELLS)}`,
    width: NARROW_CELLS,
    grow: { to: WIDE_CELLS, order, whole: true },
    priority: 2,
    align: 'right',
    cell: ({ asset }, { funding, unit }, width) => rateCell(boardCells(funding.get(asset) ?? noRows).get(exchange), unit, width),
  };
}

function pairCell({ asset }: AssetSummary, { funding }: BoardContext, width: number): Span {
  const pair = boardPair(funding.get(asset) ?? noRows);
  if (pair === undefined) return span(ABSENT, 'dim');
  const cells = width < FULL_PAIR_CELLS ? 0 : width;
  return span(`${shortened(pair.long.exchange, cells)}▸${shortened(pair.short.exchange, cells)}`);
}

/** One list per set of exchanges: planning looks at identities, and columns hold nothing that changes. */
const columnsOf = new Map<string, readonly BoardColumn[]>();

export function boardColumns(exchanges: readonly ExchangeId[]): readonly BoardColumn[] {
  const key = exchanges.join();
  let columns = columnsOf.get(key);
  if (columns === undefined) {
    columns = [
      {
        id: 'asset',
        header: 'ASSET',
        width: 7,
        grow: { to: 12, order: exchangeIds.length },
        priority: 1,
        align: 'left',
        cell: ({ asset }) => span(printable(asset), 'strong'),
      },
      ...exchanges.map(exchangeColumn),
      {
        id: 'spread',
        header: 'SPREAD',
        width: 8,
        priority: 1,
        align: 'right',
        isMain: true,
        cell: ({ spread8h }, { unit }, width) =>
          spread8h === undefined ? span(ABSENT, 'dim') : span(spreadText(spread8h, unit, width), 'positive'),
      },
      {
        id: 'pair',
        header: 'LONG▸SHORT',
        shortHeader: 'PAIR',
        width: PAIR_CELLS,
        grow: { to: FULL_PAIR_CELLS, order: exchangeIds.length + 1, whole: true },
        priority: 3,
        align: 'left',
        cell: pairCell,
      },
      {
        id: 'volume',
        header: 'VOL',
        width: 6,
        priority: 4,
        align: 'right',
        cell: ({ volume24hUsd }) => span(formatUsd(volume24hUsd), 'dim'),
      },
    ];
    columnsOf.set(key, columns);
  }
  return columns;
}

function detail({ asset, spread8h }: AssetSummary, { funding, unit }: BoardContext): readonly Span[] {
  const pair = boardPair(funding.get(asset) ?? noRows);
  if (pair === undefined) return [span(`${printable(asset)}: no two exchanges to compare`, 'dim')];
  const legs = `long ${pair.long.exchange} ${printable(pair.long.symbol)}, short ${pair.short.exchange} ${printable(pair.short.symbol)}`;
  return [
    span(`${printable(asset)}: `, 'strong'),
    span(`${legs} `),
    span(formatFrom8h(unit, spread8h ?? spreadOf(pair.long, pair.short)), 'positive'),
  ];
}

export function boardLines({ rows, funding, exchanges, unit, ...props }: BoardPanelProps): readonly string[] {
  const context = { funding, unit: comparableUnit(unit) };
  return listPanelLines({
    ...props,
    title: 'Board',
    info: `rates in percent, ${unitWords[context.unit]}`,
    columns: boardColumns(exchanges),
    rows,
    idOf: ({ asset }) => asset,
    context,
    empty: 'waiting for the first rates',
    detail: (row) => detail(row, context),
  });
}

export const BoardPanel = memo(function BoardPanel(props: BoardPanelProps): ReactNode {
  return <Lines lines={boardLines(props)} />;
});
