import { memo, type ReactNode } from 'react';
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
  formatThreshold,
} from '../format.js';
import { innerWidth } from '../frame.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';

export interface ArbitrageTableProps extends PanelProps {
  readonly rows: readonly ArbitrageRow[];
  readonly funding: MarketSnapshot['funding'];
  /** Spread per 8 h from which on a pair is listed. */
  readonly threshold: number;
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
  const next = instrument(row, leg, context)?.nextFundingTime;
  return next === undefined ? absent : span(formatCountdown(next - context.time), 'dim');
}

const exchangeText = (exchange: ExchangeId, width: number): Span => span(shortened(exchange, width), `exchange.${exchange}`);

function rateText({ fundingRate, fundingIntervalHours }: AlertLeg): Span {
  const rate = formatRate(fundingRate);
  const style = rate.startsWith('+') ? 'positive' : rate.startsWith('-') ? 'negative' : 'dim';
  return span(`${rate} ${formatInterval(fundingIntervalHours).padStart(2)}`, style);
}

/** Exchange, symbol, rate with its interval, and what is paid when; of the long leg before the short one. */
function legColumns(side: Side, exchangeCells: number): readonly TableColumn[] {
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
    { id: `${side}Rate`, header: 'RATE', width: 13, priority: 4, align: 'right', cell: ofLeg(rateText) },
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

const columnsWith = (exchangeCells: number): readonly TableColumn[] => [
  {
    id: 'asset',
    header: 'ASSET',
    width: 6,
    grow: { to: 12, order: 3 },
    priority: 1,
    align: 'left',
    cell: ({ alert }) => span(printable(alert.asset ?? ABSENT), 'strong'),
  },
  ...legColumns('long', exchangeCells),
  ...legColumns('short', exchangeCells),
  {
    id: 'spread',
    header: 'SPREAD 8H',
    shortHeader: 'SPRD 8H',
    width: 8,
    grow: { to: 9, order: 4 },
    priority: 1,
    align: 'right',
    isMain: true,
    cell: ({ alert }) => span(formatRate8h(alert.spread8h), 'positive'),
  },
  {
    id: 'otherUnit',
    header: 'APR',
    width: 7,
    priority: 3,
    align: 'right',
    cell: ({ alert }) => span(formatApr(alert.spreadApr)),
  },
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

const withShortNames = columnsWith(SHORT_EXCHANGE_CELLS);
const withFullNames = columnsWith(EXCHANGE_CELLS);

/** Both legs are named in full, or neither. `width`: of the panel. */
export function arbitrageTableColumns(width: number): readonly TableColumn[] {
  return innerWidth(width) < FULL_NAMES_FROM ? withShortNames : withFullNames;
}

/** Whatever the width leaves out of the row. */
function detail(row: ArbitrageRow, context: TableContext): readonly Span[] {
  const { long, short, feesRoundTrip, priceGap } = row.alert;
  if (long === undefined || short === undefined) return [span(printable(row.alert.message))];
  const legSpans = (side: Side, leg: AlertLeg): readonly Span[] => [
    span(`${side} `, 'dim'),
    span(`${leg.exchange} ${printable(leg.symbol)} `),
    paymentCell(row, leg, context),
    span(' · ', 'dim'),
  ];
  return [
    ...legSpans('long', long),
    ...legSpans('short', short),
    span(`fees ${formatPercent(feesRoundTrip, 2)} gap ${formatPercent(priceGap, 3)}`, 'dim'),
  ];
}

export function arbitrageTableLines({ rows, funding, threshold, time, ...props }: ArbitrageTableProps): readonly string[] {
  const context = { funding, time };
  return listPanelLines({
    ...props,
    title: 'Arbitrage',
    info: `from ${formatThreshold(threshold)} per 8h`,
    columns: arbitrageTableColumns(props.width),
    rows,
    idOf: ({ alert }) => alert.id,
    context,
    empty: `none above ${formatThreshold(threshold)} per 8h`,
    detail: (row) => detail(row, context),
  });
}

export const ArbitrageTable = memo(function ArbitrageTable(props: ArbitrageTableProps): ReactNode {
  return <Lines lines={arbitrageTableLines(props)} />;
});
