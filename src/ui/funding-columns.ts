// The columns of the funding table, for each of the units it is read in.
import type { ExchangeId } from '../domain/instrument.js';
import type { FundingPayment } from '../domain/record.js';
import { printable } from '../domain/text.js';
import { lastPaid } from '../market/last-paid.js';
import type { FundingPast, FundingRow } from '../market/snapshot.js';
import {
  ABSENT,
  formatAge,
  formatBasisPoints,
  formatCountdown,
  formatInterval,
  formatPrice,
  formatSigned,
  formatUsd,
} from './format.js';
import { type Pasts, pastRates8h } from './funding-past.js';
import { healthSpan, nearLimit } from './funding-words.js';
import { type Span, signedSpan, span } from './line.js';
import { levelSparkline, resampled } from './sparkline.js';
import type { Column } from './table.js';
import { feedGlyphs, trendGlyphs } from './theme.js';
import { formatFrom8h, formatPaid, type RateUnit, rateUnits, unitHeadings } from './unit.js';

export type FundingColumn = Column<FundingRow, FundingContext>;

export interface FundingContext {
  readonly time: number;
  /** What time it is there. */
  readonly timeOn: (exchange: ExchangeId) => number;
  readonly pasts: Pasts;
  /** Absent while there are no two fresh rates to compare. */
  readonly highest?: FundingRow;
  readonly lowest?: FundingRow;
}

/** What the trend of the rows is drawn from: settled payments, samples since the start, or the one here and the other there. */
export type TrendSource = 'past' | 'session' | 'both';
const trendHeadings: Readonly<Record<TrendSource, string>> = { past: '30 DAYS', session: 'SESSION', both: 'TREND' };

/** Two samples are a step, not a trend. */
const TREND_SAMPLES = 3;
/** 0.0005 % per 8 h: moves within it are drawn as small as they are. */
const TREND_RANGE = 0.000005;
/** From here on there is room for how a rate behaves, and from there on for what was and will be paid. */
const JUDGED_FROM = 126;
const PAID_FROM = 170;
const NEAR_LIMIT_MARK = '!';

/** Deribit: funding accrues all the time, so there is no settlement to wait for. */
function isContinuous(row: FundingRow): boolean {
  return row.nextFundingTime === undefined && row.instantFundingRate !== undefined;
}

/** Cells of a rate in each unit, without the mark. */
const RATE_CELLS: Readonly<Record<RateUnit, number>> = { raw: 9, '1h': 9, '8h': 8, apr: 7 };
const MOST_RATE_CELLS = 9;

function rateText(unit: RateUnit, { fundingRate, fundingIntervalHours }: FundingRow): string {
  return formatPaid(unit, fundingRate, fundingIntervalHours);
}

/** Of a rate that is nearly at its limit, and of the highest and the lowest 8 h rate; in the chosen unit's column. */
function mainRateCell(unit: RateUnit): FundingColumn['cell'] {
  return (row, { highest, lowest }) => {
    const isNear = nearLimit(row) !== undefined;
    const mark = isNear ? NEAR_LIMIT_MARK : row === highest ? '▲' : row === lowest ? '▼' : ' ';
    return signedSpan(mark + rateText(unit, row).padStart(RATE_CELLS[unit]));
  };
}

function rateColumn(unit: RateUnit, main: RateUnit, priority: number): FundingColumn {
  const column = { id: unit, header: unitHeadings[unit], align: 'right' } as const;
  if (unit === main) return { ...column, width: RATE_CELLS[unit] + 1, priority: 2, isMain: true, cell: mainRateCell(unit) };
  return { ...column, width: RATE_CELLS[unit], priority, cell: (row) => signedSpan(rateText(unit, row)) };
}

function nextCell(row: FundingRow, { time, timeOn }: FundingContext): Span {
  if (row.isStale) return span(`stale ${formatAge(time - (row.fundingReceivedAt ?? row.receivedAt))}`, 'dim');
  if (row.nextFundingTime === undefined) return span(isContinuous(row) ? 'always' : ABSENT, 'dim');
  const left = row.nextFundingTime - timeOn(row.exchange);
  return span(formatCountdown(left), left <= 0 ? 'accent' : 'text');
}

/** Where the payments are known, theirs: the last day against the week, and the 30 days. */
function trendCell(row: FundingRow, past: FundingPast | undefined, width: number): Span {
  const samples = past === undefined ? row.history : pastRates8h(past);
  const trend = past === undefined ? row.trend : past.features?.trend;
  if (samples.length < TREND_SAMPLES || (past === undefined && trend === undefined)) return span(ABSENT, 'dim');
  const cells = Math.min(samples.length, width - 2);
  const glyph = trend === undefined ? ' ' : trendGlyphs[trend];
  return span(`${glyph} ${levelSparkline(resampled(samples, cells), TREND_RANGE)}`, 'spark');
}

export function trendSourceOf(rows: readonly FundingRow[], pasts: Pasts): TrendSource {
  const count = rows.filter(({ key }) => pasts.has(key)).length;
  if (count === 0) return 'session';
  return count === rows.length ? 'past' : 'both';
}

function paidSpan(unit: RateUnit, payment: Omit<FundingPayment, 'time'> | undefined): Span {
  return span(formatPaid(unit, payment?.fundingRate, payment?.fundingIntervalHours), 'dim');
}

function limitCell(row: FundingRow, unit: RateUnit): Span {
  if (row.limitDistance === undefined) return span(ABSENT, 'dim');
  const text = formatPaid(unit, row.limitDistance, row.fundingIntervalHours).replace('+', '');
  return nearLimit(row) === undefined ? span(text, 'dim') : span(NEAR_LIMIT_MARK + text, 'feed.stale');
}

/** A column of what the history of an instrument tells. */
function pastColumn(
  place: Pick<FundingColumn, 'id' | 'header' | 'width' | 'fromWidth' | 'priority' | 'align'>,
  text: (past: FundingPast) => Span | undefined,
): FundingColumn {
  return {
    ...place,
    cell: ({ key }, { pasts }) => {
      const past = pasts.get(key);
      return (past && text(past)) ?? span(ABSENT, 'dim');
    },
  };
}

/** A mean over payments has no interval of its own: where rates are read per interval it is per 8 h, and the heading says so. */
function realisedColumn(
  id: 'realised24h' | 'realised7d',
  words: readonly [unit: string, per8h: string],
  unit: RateUnit,
  priority: number,
): FundingColumn {
  const header = words[unit === 'raw' ? 1 : 0];
  const place = { id, header, width: MOST_RATE_CELLS, fromWidth: PAID_FROM, priority, align: 'right' } as const;
  return pastColumn(place, ({ features }) => {
    const realised = features?.[id];
    return realised && signedSpan(formatFrom8h(unit, realised.mean8h));
  });
}

const columnsFor = (main: RateUnit, trendSource: TrendSource): readonly FundingColumn[] => [
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
    // Of one interval each: sorted as they are shown.
    id: main === 'raw' ? 'predicted' : 'predicted8h',
    header: 'PREDICTED',
    width: MOST_RATE_CELLS,
    fromWidth: PAID_FROM,
    priority: 15,
    align: 'right',
    cell: (row) => span(formatPaid(main, row.predictedFundingRate, row.fundingIntervalHours), 'dim'),
  },
  {
    id: main === 'raw' ? 'settled' : 'settled8h',
    header: 'LAST PAID',
    width: MOST_RATE_CELLS,
    fromWidth: PAID_FROM,
    priority: 14,
    align: 'right',
    cell: (row, { pasts }) => paidSpan(main, lastPaid(row, pasts.get(row.key))),
  },
  realisedColumn('realised24h', ['MEAN 24H', '24H PER8H'], main, 16),
  realisedColumn('realised7d', ['MEAN 7D', '7D PER 8H'], main, 17),
  {
    id: main === 'raw' ? 'limit' : 'limit8h',
    header: 'TO LIMIT',
    width: MOST_RATE_CELLS,
    fromWidth: PAID_FROM,
    priority: 18,
    align: 'right',
    cell: (row) => limitCell(row, main),
  },
  pastColumn(
    { id: 'health', header: 'HEALTH', width: 9, fromWidth: JUDGED_FROM, priority: 12, align: 'left' },
    ({ features }) => features?.health && healthSpan(features.health),
  ),
  pastColumn({ id: 'zScore', header: 'Z', width: 6, fromWidth: JUDGED_FROM, priority: 13, align: 'right' }, ({ zScore }) =>
    zScore === undefined ? undefined : signedSpan(formatSigned(zScore)),
  ),
  pastColumn(
    { id: 'streak', header: 'STREAK', width: 6, fromWidth: PAID_FROM, priority: 19, align: 'right' },
    ({ features }) =>
      features?.streak && signedSpan(`${features.streak.side === 'positive' ? '+' : '-'}${features.streak.count}`),
  ),
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
    id: 'trend',
    header: trendHeadings[trendSource],
    width: 7,
    grow: { to: 60, order: 1 },
    priority: 7,
    align: 'left',
    cell: (row, { pasts }, width) => trendCell(row, pasts.get(row.key), width),
  },
];

const byUnit = (source: TrendSource) =>
  Object.fromEntries(rateUnits.map((unit) => [unit, columnsFor(unit, source)])) as Readonly<
    Record<RateUnit, readonly FundingColumn[]>
  >;
const columnsBySource: Readonly<Record<TrendSource, Readonly<Record<RateUnit, readonly FundingColumn[]>>>> = {
  past: byUnit('past'),
  session: byUnit('session'),
  both: byUnit('both'),
};

/** The same list for the same unit and source; the source changes no more than a heading. */
export function fundingColumns(unit: RateUnit, source: TrendSource = 'session'): readonly FundingColumn[] {
  return columnsBySource[source][unit];
}
