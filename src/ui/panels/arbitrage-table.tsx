import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { Leg } from '../../market/pair-economics.js';
import type { ArbitrageRow } from '../../market/snapshot.js';
import {
  ALERT,
  type ArbitrageColumn,
  ASSET,
  arbitrageInfo,
  BREAK_EVEN,
  CASH,
  emptyWords,
  FULL_LEG_CELLS,
  feesText,
  gapText,
  legCell,
  MARK,
  NET,
  SHORT_LEG_CELLS,
  spreadColumns,
} from '../arbitrage-columns.js';
import { ABSENT, formatCountdown, formatInterval, formatMinutes, formatRate8h } from '../format.js';
import { innerWidth } from '../frame.js';
import { type Span, signedSpan, span } from '../line.js';
import { listPanelLines } from '../list-panel.js';
import { Lines } from '../surface.js';
import { comparableUnit, formatInUnit, type RateUnit, rateIn, unitHeadings } from '../unit.js';
import type { ArbitragePanelProps } from './arbitrage.js';

type Side = 'long' | 'short';

/** From here on exchanges stand in full, and each leg has the time of its next payment. */
const FULL_NAMES_FROM = 136;
/** From here on there is room for symbols without taking a figure out. */
const SYMBOLS_FROM = 172;
const SYMBOL_CELLS = 13;
/** `FARTCOIN-USDT-SWAP` */
const LONG_SYMBOL_CELLS = 18;
/** `-0.00040% 1h` */
const RATE_CELLS = 12;

/** In the unit of choice, and how often the exchange settles. */
function rateCell(leg: Leg, unit: RateUnit, width: number): Span {
  const rate = formatInUnit(unit, rateIn(unit, leg));
  const interval = formatInterval(leg.fundingIntervalHours);
  const text = `${rate} ${interval.padStart(2)}`;
  // An interval that is cut would be another one.
  return { ...signedSpan(rate), text: text.length <= width ? text : rate + interval };
}

/** Deribit: funding accrues all the time. */
function paidIn(leg: Leg, time: number, format: (ms: number) => string, always: string): string {
  const { nextFundingTime, instantFundingRate } = leg;
  if (nextFundingTime !== undefined) return format(nextFundingTime - time);
  return instantFundingRate === undefined ? ABSENT : always;
}

const shortPaidIn = (leg: Leg, time: number): string => paidIn(leg, time, formatMinutes, 'cont');
const bothPaidIn = ({ long, short }: ArbitrageRow, time: number): string =>
  `${shortPaidIn(long, time).padStart(5)} ${shortPaidIn(short, time).padStart(5)}`;

/** Exchange with quote, symbol, rate with its interval, and where there is room when it is paid. */
function legColumns(side: Side, unit: RateUnit, isFull: boolean): readonly ArbitrageColumn[] {
  const columns: readonly ArbitrageColumn[] = [
    {
      id: side,
      header: side.toUpperCase(),
      width: isFull ? FULL_LEG_CELLS : SHORT_LEG_CELLS,
      priority: 2,
      align: 'left',
      cell: (row, _, width) => legCell(row[side], width),
    },
    {
      id: `${side}Symbol`,
      header: 'SYMBOL',
      width: SYMBOL_CELLS,
      fromWidth: SYMBOLS_FROM,
      grow: { to: LONG_SYMBOL_CELLS, order: 2 },
      priority: 11,
      align: 'left',
      cell: (row) => span(printable(row[side].symbol), 'dim'),
    },
    {
      id: unit === 'raw' ? `${side}Rate` : `${side}Rate8h`,
      header: unitHeadings[unit],
      width: RATE_CELLS,
      priority: 4,
      align: 'right',
      cell: (row, _, width) => rateCell(row[side], unit, width),
    },
  ];
  if (!isFull) return columns;
  return [
    ...columns,
    {
      id: `${side}Next`,
      header: 'PAID IN',
      width: 9,
      priority: 8,
      align: 'right',
      cell: (row, { time }) => span(paidIn(row[side], time, formatCountdown, 'always'), 'dim'),
    },
  ];
}

const costColumns: readonly ArbitrageColumn[] = [
  { id: 'fees', header: 'FEES', width: 6, priority: 5, align: 'right', cell: (row) => span(feesText(row), 'dim') },
  { id: 'gap', header: 'GAP', width: 7, priority: 6, align: 'right', cell: (row) => span(gapText(row), 'dim') },
];

/** Of the long leg, then of the short one. */
const BOTH_NEXT: ArbitrageColumn = {
  id: 'next',
  header: 'PAID IN',
  width: 11,
  priority: 8,
  align: 'right',
  cell: (row, { time }) => span(bothPaidIn(row, time), 'dim'),
};

function columnsWith(isFull: boolean, unit: RateUnit): readonly ArbitrageColumn[] {
  const [spread, other] = spreadColumns[comparableUnit(unit)];
  return [
    MARK,
    ASSET,
    ...legColumns('long', unit, isFull),
    ...legColumns('short', unit, isFull),
    { ...spread, priority: 1 },
    other,
    ...costColumns,
    BREAK_EVEN,
    NET,
    CASH,
    ...(isFull ? [] : [BOTH_NEXT]),
    ALERT,
  ];
}

const columnsByUnit = (isFull: boolean): Readonly<Record<RateUnit, readonly ArbitrageColumn[]>> => ({
  raw: columnsWith(isFull, 'raw'),
  '1h': columnsWith(isFull, '1h'),
  '8h': columnsWith(isFull, '8h'),
  apr: columnsWith(isFull, 'apr'),
});
const withShortNames = columnsByUnit(false);
const withFullNames = columnsByUnit(true);

/** `width`: of the panel. */
export function arbitrageTableColumns(unit: RateUnit, width: number): readonly ArbitrageColumn[] {
  return (innerWidth(width) < FULL_NAMES_FROM ? withShortNames : withFullNames)[unit];
}

/** What a narrow table leaves out of the row comes first: where the line is cut, the rest is in the row's evidence. */
function detail(row: ArbitrageRow, time: number): readonly Span[] {
  const { long, short, economics } = row;
  return [
    span(`fees ${feesText(row)} gap ${gapText(row)} 24h ${formatRate8h(economics.cashFlow24h)}`, 'dim'),
    span(` · paid in ${shortPaidIn(long, time)} ${shortPaidIn(short, time)}`, 'dim'),
    span(` · ${printable(long.symbol)} / ${printable(short.symbol)}`),
  ];
}

export function arbitrageTableLines({
  rows,
  terms,
  hasRates,
  unit,
  time,
  attended,
  ...props
}: ArbitragePanelProps): readonly string[] {
  return listPanelLines({
    ...props,
    title: 'Arbitrage',
    info: arbitrageInfo(rows, terms.holdHours, props.width),
    columns: arbitrageTableColumns(unit, props.width),
    rows,
    idOf: ({ asset }) => asset,
    context: { time, attended },
    empty: emptyWords(hasRates),
    detail: (row) => detail(row, time),
  });
}

export const ArbitrageTable = memo(function ArbitrageTable(props: ArbitragePanelProps): ReactNode {
  return <Lines lines={arbitrageTableLines(props)} />;
});
