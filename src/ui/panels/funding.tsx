import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { FundingRow } from '../../market/snapshot.js';
import {
  ABSENT,
  formatAge,
  formatBasisPoints,
  formatCountdown,
  formatInterval,
  formatPrice,
  formatRate,
  formatUsd,
} from '../format.js';
import { type Span, signedSpan, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { levelSparkline, resampled } from '../sparkline.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { feedGlyphs, trendGlyphs } from '../theme.js';
import {
  comparableUnit,
  formatFrom8h,
  formatInUnit,
  type RateUnit,
  rateIn,
  rateUnits,
  unitHeadings,
  unitWords,
} from '../unit.js';

export interface FundingPanelProps extends PanelProps {
  readonly asset: string;
  readonly rows: readonly FundingRow[];
  /** Of the best pair, per 8 h. */
  readonly spread8h: number | undefined;
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly time: number;
}

type FundingColumn = Column<FundingRow, FundingContext>;

interface FundingContext {
  readonly time: number;
  /** Absent while there are no two fresh rates to compare. */
  readonly highest?: FundingRow;
  readonly lowest?: FundingRow;
}

/** Two samples are a step, not a trend. */
const TREND_SAMPLES = 3;
/** 0.0005 % per 8 h: moves within it are drawn as small as they are. */
const TREND_RANGE = 0.000005;
/** From here on there is room for what else is known, beside trends that are long enough. */
const WIDE_CELLS = 170;

/** Deribit: funding accrues all the time, so there is no settlement to wait for. */
function isContinuous(row: FundingRow): boolean {
  return row.nextFundingTime === undefined && row.instantFundingRate !== undefined;
}

function extremes(rows: readonly FundingRow[]): Omit<FundingContext, 'time'> {
  const fresh = rows.filter((row) => row.rate8h !== undefined && !row.isStale);
  const sorted = [...fresh].sort((a, b) => (b.rate8h ?? 0) - (a.rate8h ?? 0));
  const highest = sorted[0];
  const lowest = sorted.at(-1);
  if (highest === undefined || lowest === undefined || highest.rate8h === lowest.rate8h) return {};
  return { highest, lowest };
}

/** Cells of a rate in each unit, without the mark. */
const RATE_CELLS: Readonly<Record<RateUnit, number>> = { raw: 9, '1h': 9, '8h': 8, apr: 7 };

/** The mark of the highest and the lowest 8 h rate stands in the chosen unit's column. */
function mainRateCell(unit: RateUnit): FundingColumn['cell'] {
  return (row, { highest, lowest }) => {
    const mark = row === highest ? '▲' : row === lowest ? '▼' : ' ';
    return signedSpan(mark + formatInUnit(unit, rateIn(unit, row)).padStart(RATE_CELLS[unit]));
  };
}

function rateColumn(unit: RateUnit, main: RateUnit, priority: number): FundingColumn {
  const column = { id: unit, header: unitHeadings[unit], align: 'right' } as const;
  if (unit === main) return { ...column, width: RATE_CELLS[unit] + 1, priority: 2, isMain: true, cell: mainRateCell(unit) };
  return { ...column, width: RATE_CELLS[unit], priority, cell: (row) => signedSpan(formatInUnit(unit, rateIn(unit, row))) };
}

function nextCell(row: FundingRow, { time }: FundingContext): Span {
  if (row.isStale) return span(`stale ${formatAge(time - (row.fundingReceivedAt ?? row.receivedAt))}`, 'dim');
  if (row.nextFundingTime === undefined) return span(isContinuous(row) ? 'always' : ABSENT, 'dim');
  const left = row.nextFundingTime - time;
  return span(formatCountdown(left), left <= 0 ? 'accent' : 'text');
}

function trendCell(row: FundingRow, width: number): Span {
  if (row.trend === undefined || row.history.length < TREND_SAMPLES) return span(ABSENT, 'dim');
  const cells = Math.min(row.history.length, width - 2);
  return span(`${trendGlyphs[row.trend]} ${levelSparkline(resampled(row.history, cells), TREND_RANGE)}`, 'spark');
}

const columnsFor = (main: RateUnit): readonly FundingColumn[] => [
  {
    id: 'exchange',
    header: '  EXCHANGE',
    width: 13,
    priority: 1,
    align: 'left',
    cell: (row) => span(`${row.isStale ? feedGlyphs.stale : ' '} ${row.exchange}`, `exchange.${row.exchange}`),
  },
  {
    id: 'symbol',
    header: 'SYMBOL',
    width: 13,
    grow: { to: 24, order: 2 },
    priority: 6,
    align: 'left',
    cell: (row) => span(printable(row.symbol)),
  },
  rateColumn('raw', main, 4),
  {
    id: 'interval',
    header: 'INT',
    width: 4,
    priority: 3,
    align: 'right',
    cell: (row) => span(isContinuous(row) ? 'cont' : formatInterval(row.fundingIntervalHours), 'dim'),
  },
  // What an hour costs is one more way to read the same: it has a column while it is the one asked for.
  ...(main === '1h' ? [rateColumn('1h', main, 4)] : []),
  rateColumn('8h', main, 4),
  rateColumn('apr', main, 5),
  { id: 'next', header: 'NEXT', width: 9, priority: 4, align: 'right', cell: nextCell },
  {
    id: 'mark',
    header: 'MARK',
    width: 10,
    grow: { to: 12, order: 3 },
    priority: 8,
    align: 'right',
    cell: (row, _, width) => span(formatPrice(row.markPrice, width)),
  },
  {
    id: 'basis',
    header: 'BASIS bp',
    shortHeader: 'BASIS',
    width: 6,
    grow: { to: 8, order: 0, whole: true },
    priority: 10,
    align: 'right',
    cell: (row) => signedSpan(formatBasisPoints(row.basis)),
  },
  {
    id: 'openInterest',
    header: 'OI',
    width: 6,
    priority: 9,
    align: 'right',
    cell: (row) => span(formatUsd(row.openInterestUsd)),
  },
  { id: 'volume', header: 'VOL', width: 6, priority: 11, align: 'right', cell: (row) => span(formatUsd(row.volume24hUsd)) },
  {
    id: 'index',
    header: 'INDEX',
    width: 10,
    fromWidth: WIDE_CELLS,
    priority: 13,
    align: 'right',
    cell: (row, _, width) => span(formatPrice(row.indexPrice, width), 'dim'),
  },
  {
    id: 'settled',
    header: 'LAST PAID',
    width: 9,
    fromWidth: WIDE_CELLS,
    priority: 12,
    align: 'right',
    cell: (row) => span(formatRate(row.settledFundingRate), 'dim'),
  },
  {
    id: 'trend',
    header: 'TREND',
    width: 7,
    grow: { to: 60, order: 1 },
    priority: 7,
    align: 'left',
    cell: (row, _, width) => trendCell(row, width),
  },
];

const columnsByUnit = Object.fromEntries(rateUnits.map((unit) => [unit, columnsFor(unit)])) as Readonly<
  Record<RateUnit, readonly FundingColumn[]>
>;

export function fundingColumns(unit: RateUnit): readonly FundingColumn[] {
  return columnsByUnit[unit];
}

function detail(row: FundingRow): readonly Span[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['predicted', row.predictedFundingRate === undefined ? undefined : formatRate(row.predictedFundingRate)],
    ['last paid', row.settledFundingRate === undefined ? undefined : formatRate(row.settledFundingRate)],
    ['this moment', row.instantFundingRate === undefined ? undefined : formatRate(row.instantFundingRate)],
    ['index', row.indexPrice === undefined ? undefined : formatPrice(row.indexPrice)],
    ['last', row.lastPrice === undefined ? undefined : formatPrice(row.lastPrice)],
  ];
  const told = facts.filter(([, value]) => value !== undefined);
  if (told.length === 0) return [span(`${row.exchange} tells nothing more of it`, 'dim')];
  return told.flatMap(([name, value], index) => [span(`${index === 0 ? '' : ' · '}${name} `, 'dim'), span(value ?? '')]);
}

export function fundingLines({ asset, rows, spread8h, unit, time, ...props }: FundingPanelProps): readonly string[] {
  return listPanelLines({
    ...props,
    title: `Funding ${printable(asset)}`,
    info: spread8h === undefined ? '' : `best spread ${formatFrom8h(unit, spread8h)} ${unitWords[comparableUnit(unit)]}`,
    columns: fundingColumns(unit),
    rows,
    idOf: (row) => row.key,
    context: { time, ...extremes(rows) },
    empty: 'waiting for the first rates',
    isDim: (row) => row.isStale,
    detail,
  });
}

export const FundingPanel = memo(function FundingPanel(props: FundingPanelProps): ReactNode {
  return <Lines lines={fundingLines(props)} />;
});
