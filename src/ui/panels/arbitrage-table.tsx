import { memo, type ReactNode } from 'react';
import { rate8h } from '../../domain/funding.js';
import type { ExchangeId } from '../../domain/instrument.js';
import type { AlertLeg } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { ArbitrageRow, FundingRow, MarketSnapshot } from '../../market/snapshot.js';
import {
  ABSENT,
  formatAge,
  formatApr,
  formatCountdown,
  formatHours,
  formatInterval,
  formatPercent,
  formatRate,
  formatRate8h,
} from '../format.js';
import { innerWidth } from '../frame.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { type ComparableUnit, comparableUnit, formatFrom8h, type RateUnit, thresholdWords, unitHeadings } from '../unit.js';

export interface ArbitrageTableProps extends PanelProps {
  readonly rows: readonly ArbitrageRow[];
  readonly funding: MarketSnapshot['funding'];
  /** Spread per 8 h from which on a pair is listed. */
  readonly threshold: number;
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly time: number;
}

interface TableContext {
  readonly funding: MarketSnapshot['funding'];
  readonly time: number;
}

type TableColumn = Column<ArbitrageRow, TableContext>;
type Side = 'long' | 'short';

/** Every figure fits beside the names in full. */
const FULL_NAMES_FROM = 119;
/** `FARTCOIN`: the longest of the names one sees every day. */
const ASSET_CELLS = 8;
const EXCHANGE_CELLS = 11;
const SHORT_EXCHANGE_CELLS = 5;
const SYMBOL_CELLS = 13;
/** From here on there is room for symbols without taking a figure out. */
const SYMBOLS_FROM = 150;

const absent = span(ABSENT, 'dim');

/** The instrument of a leg: it knows the next payment, which the alert does not. */
function instrument({ alert }: ArbitrageRow, leg: AlertLeg, { funding }: TableContext): FundingRow | undefined {
  return funding.get(alert.asset ?? '')?.find(({ exchange, symbol }) => exchange === leg.exchange && symbol === leg.symbol);
}

function paymentCell(row: ArbitrageRow, leg: AlertLeg, context: TableContext): Span {
  const listed = instrument(row, leg, context);
  const next = listed?.nextFundingTime;
  if (next !== undefined) return span(formatCountdown(next - context.time), 'dim');
  // Deribit: funding accrues all the time.
  return listed?.instantFundingRate === undefined ? absent : span('always', 'dim');
}

const exchangeText = (exchange: ExchangeId, width: number): Span => span(shortened(exchange, width), `exchange.${exchange}`);

/** In the unit of choice, and how often the exchange settles. */
function rateText({ fundingRate, fundingIntervalHours }: AlertLeg, unit: RateUnit): Span {
  const rate = unit === 'raw' ? formatRate(fundingRate) : formatFrom8h(unit, rate8h(fundingRate, fundingIntervalHours));
  const style = rate.startsWith('+') ? 'positive' : rate.startsWith('-') ? 'negative' : 'dim';
  return span(`${rate} ${formatInterval(fundingIntervalHours).padStart(2)}`, style);
}

/** Exchange, symbol, rate with its interval, and what is paid when; of the long leg before the short one. */
function legColumns(side: Side, exchangeCells: number, unit: RateUnit): readonly TableColumn[] {
  const name = side.toUpperCase();
  const ofLeg =
    (text: (leg: AlertLeg, row: ArbitrageRow, context: TableContext, width: number) => Span): TableColumn['cell'] =>
    (row, context, width) => {
      const leg = row.alert[side];
      return leg === undefined ? absent : text(leg, row, context, width);
    };
  return [
    {
      id: side,
      header: name,
      width: exchangeCells,
      priority: 2,
      align: 'left',
      cell: ofLeg(({ exchange }, _, __, width) => exchangeText(exchange, width)),
    },
    {
      id: `${side}Symbol`,
      header: 'SYMBOL',
      width: SYMBOL_CELLS,
      fromWidth: SYMBOLS_FROM,
      grow: { to: 22, order: 2 },
      priority: 11,
      align: 'left',
      cell: ofLeg(({ symbol }) => span(printable(symbol), 'dim')),
    },
    {
      id: unit === 'raw' ? `${side}Rate` : `${side}Rate8h`,
      header: unitHeadings[unit],
      width: 13,
      priority: 4,
      align: 'right',
      cell: ofLeg((leg) => rateText(leg, unit)),
    },
    {
      id: `${side}Next`,
      header: 'PAID IN',
      width: 9,
      priority: 10,
      align: 'right',
      cell: ofLeg((leg, row, context) => paymentCell(row, leg, context)),
    },
  ];
}

const SPREAD = {
  id: 'spread',
  width: 8,
  priority: 1,
  align: 'right',
  isMain: true,
} as const;
const OTHER_UNIT = { id: 'otherUnit', priority: 3, align: 'right' } as const;
const perHour = ({ alert }: ArbitrageRow): string => formatFrom8h('1h', alert.spread8h);
const per8h = ({ alert }: ArbitrageRow): string => formatRate8h(alert.spread8h);
const perYear = ({ alert }: ArbitrageRow): string => formatApr(alert.spreadApr);

/** The spread in the chosen unit, then in the other. */
const spreadColumns: Readonly<Record<ComparableUnit, readonly TableColumn[]>> = {
  '1h': [
    { ...SPREAD, header: 'SPREAD 1H', width: 9, cell: (row) => span(perHour(row), 'positive') },
    { ...OTHER_UNIT, header: 'APR', width: 7, cell: (row) => span(perYear(row)) },
  ],
  '8h': [
    {
      ...SPREAD,
      header: 'SPREAD 8H',
      shortHeader: 'SPRD 8H',
      grow: { to: 9, order: 4 },
      cell: (row) => span(per8h(row), 'positive'),
    },
    { ...OTHER_UNIT, header: 'APR', width: 7, cell: (row) => span(perYear(row)) },
  ],
  apr: [
    {
      ...SPREAD,
      header: 'SPREAD APR',
      shortHeader: 'SPRD APR',
      grow: { to: 10, order: 4 },
      cell: (row) => span(perYear(row), 'positive'),
    },
    { ...OTHER_UNIT, header: '8H', width: 8, cell: (row) => span(per8h(row)) },
  ],
};

const columnsWith = (exchangeCells: number, unit: RateUnit): readonly TableColumn[] => [
  {
    id: 'asset',
    header: 'ASSET',
    width: ASSET_CELLS,
    grow: { to: 12, order: 3 },
    priority: 1,
    align: 'left',
    cell: ({ alert }) => span(printable(alert.asset ?? ABSENT), 'strong'),
  },
  ...legColumns('long', exchangeCells, unit),
  ...legColumns('short', exchangeCells, unit),
  ...spreadColumns[comparableUnit(unit)],
  {
    id: 'fees',
    header: 'FEES',
    width: 6,
    priority: 7,
    align: 'right',
    cell: ({ alert }) => span(formatPercent(alert.feesRoundTrip, 2), 'dim'),
  },
  {
    id: 'gap',
    header: 'GAP',
    width: 7,
    priority: 6,
    align: 'right',
    cell: ({ alert }) => span(formatPercent(alert.priceGap, 3), 'dim'),
  },
  {
    id: 'breakEven',
    header: 'BREAK-EVEN',
    shortHeader: 'B/E',
    width: 4,
    grow: { to: 10, order: 5, whole: true },
    priority: 5,
    align: 'right',
    cell: ({ alert }) => span(formatHours(alert.breakEvenHours)),
  },
  {
    id: 'age',
    header: 'AGE',
    width: 3,
    priority: 8,
    align: 'right',
    cell: ({ raisedTime }, { time }) => span(formatAge(time - raisedTime), 'dim'),
  },
];

const columnsByUnit = (exchangeCells: number): Readonly<Record<RateUnit, readonly TableColumn[]>> => ({
  raw: columnsWith(exchangeCells, 'raw'),
  '1h': columnsWith(exchangeCells, '1h'),
  '8h': columnsWith(exchangeCells, '8h'),
  apr: columnsWith(exchangeCells, 'apr'),
});
const withShortNames = columnsByUnit(SHORT_EXCHANGE_CELLS);
const withFullNames = columnsByUnit(EXCHANGE_CELLS);

/** Both legs are named in full, or neither. `width`: of the panel. */
export function arbitrageTableColumns(unit: RateUnit, width: number): readonly TableColumn[] {
  return (innerWidth(width) < FULL_NAMES_FROM ? withShortNames : withFullNames)[unit];
}

/** Whatever the width leaves out of the row. */
function detail(row: ArbitrageRow, context: TableContext): readonly Span[] {
  const { long, short, feesRoundTrip, priceGap } = row.alert;
  if (long === undefined || short === undefined) return [span(printable(row.alert.message))];
  const legSpans = (side: Side, leg: AlertLeg): readonly Span[] => [
    span(` · ${side} `, 'dim'),
    span(`${leg.exchange} ${printable(leg.symbol)} `),
    paymentCell(row, leg, context),
  ];
  // The costs first: where the line is cut, the rest of the second leg is in its evidence.
  return [
    span(`fees ${formatPercent(feesRoundTrip, 2)} gap ${formatPercent(priceGap, 3)}`, 'dim'),
    ...legSpans('long', long),
    ...legSpans('short', short),
  ];
}

export function arbitrageTableLines({ rows, funding, threshold, unit, time, ...props }: ArbitrageTableProps): readonly string[] {
  const context = { funding, time };
  return listPanelLines({
    ...props,
    title: 'Arbitrage',
    info: `from ${thresholdWords(threshold, unit)}`,
    columns: arbitrageTableColumns(unit, props.width),
    rows,
    idOf: ({ alert }) => alert.id,
    context,
    empty: `none above ${thresholdWords(threshold, unit)}`,
    detail: (row) => detail(row, context),
  });
}

export const ArbitrageTable = memo(function ArbitrageTable(props: ArbitrageTableProps): ReactNode {
  return <Lines lines={arbitrageTableLines(props)} />;
});
