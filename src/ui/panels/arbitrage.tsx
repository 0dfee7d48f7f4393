import { memo, type ReactNode } from 'react';
import type { AlertLeg } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { ArbitrageRow } from '../../market/snapshot.js';
import { ABSENT, formatAge, formatApr, formatHours, formatPercent, formatRate8h } from '../format.js';
import { innerWidth } from '../frame.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { type ComparableUnit, comparableUnit, formatFrom8h, type RateUnit, thresholdWords, unitWords } from '../unit.js';

export interface ArbitragePanelProps extends PanelProps {
  readonly rows: readonly ArbitrageRow[];
  /** Spread per 8 h from which on a pair is listed. */
  readonly threshold: number;
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly time: number;
}

interface ArbitrageContext {
  readonly time: number;
}

/** `hyperliquid` in full. */
const EXCHANGE_CELLS = 11;
/** `FARTCOIN`: the longest of the names one sees every day. */
const ASSET_CELLS = 8;
/** From here on both legs are named in full; the age is left out for them until it has its place too. */
const FULL_NAMES_FROM = 55;
const FULL_NAMES_AND_AGE_FROM = 59;

/** From here on the symbols and the costs stand beside the exchanges. */
const WIDE_CELLS = 88;
const SYMBOL_CELLS = 13;
/** `FARTCOIN-USDT-SWAP` */
const LONG_SYMBOL_CELLS = 18;

function exchangeCell(leg: AlertLeg | undefined, width: number): Span {
  return leg === undefined ? span(ABSENT, 'dim') : span(shortened(leg.exchange, width), `exchange.${leg.exchange}`);
}

type ArbitrageColumn = Column<ArbitrageRow, ArbitrageContext>;

const SPREAD: Omit<ArbitrageColumn, 'id' | 'header' | 'cell'> = {
  width: 8,
  grow: { to: 10, order: 7, whole: true },
  priority: 1,
  align: 'right',
  isMain: true,
};
const OTHER_UNIT: Omit<ArbitrageColumn, 'id' | 'header' | 'cell'> = { width: 8, priority: 3, align: 'right' };
const perHour: ArbitrageColumn['cell'] = ({ alert }) => span(formatFrom8h('1h', alert.spread8h), 'positive');
const per8h: ArbitrageColumn['cell'] = ({ alert }) => span(formatRate8h(alert.spread8h), 'positive');
const perYear: ArbitrageColumn['cell'] = ({ alert }) => span(formatApr(alert.spreadApr), 'positive');

/** The spread in the chosen unit, then in the other. */
const spreadColumns: Readonly<Record<ComparableUnit, readonly ArbitrageColumn[]>> = {
  '1h': [
    { ...SPREAD, id: 'spread', header: 'SPREAD 1H', width: 9, cell: perHour },
    { ...OTHER_UNIT, id: 'otherUnit', header: 'APR', width: 7, cell: (...args) => span(perYear(...args).text) },
  ],
  '8h': [
    { ...SPREAD, id: 'spread', header: 'SPREAD 8H', shortHeader: 'SPRD 8H', grow: { to: 9, order: 7, whole: true }, cell: per8h },
    { ...OTHER_UNIT, id: 'otherUnit', header: 'APR', width: 7, cell: (...args) => span(perYear(...args).text) },
  ],
  apr: [
    { ...SPREAD, id: 'spread', header: 'SPREAD APR', shortHeader: 'SPR APR', width: 7, cell: perYear },
    { ...OTHER_UNIT, id: 'otherUnit', header: '8H', cell: (...args) => span(per8h(...args).text) },
  ],
};

const legColumns: readonly ArbitrageColumn[] = [
  {
    id: 'asset',
    header: 'ASSET',
    width: ASSET_CELLS,
    grow: { to: 12, order: 5 },
    priority: 1,
    align: 'left',
    cell: ({ alert }) => span(printable(alert.asset ?? ABSENT), 'strong'),
  },
  {
    id: 'long',
    header: 'LONG',
    width: 4,
    grow: { to: EXCHANGE_CELLS, order: 1, whole: true },
    priority: 2,
    align: 'left',
    cell: ({ alert }, _, width) => exchangeCell(alert.long, width),
  },
  {
    id: 'longSymbol',
    header: 'SYMBOL',
    width: SYMBOL_CELLS,
    grow: { to: LONG_SYMBOL_CELLS, order: 3 },
    fromWidth: WIDE_CELLS,
    priority: 6,
    align: 'left',
    cell: ({ alert }) => span(printable(alert.long?.symbol ?? ABSENT), 'dim'),
  },
  {
    id: 'short',
    header: 'SHORT',
    width: 5,
    grow: { to: EXCHANGE_CELLS, order: 2, whole: true },
    priority: 2,
    align: 'left',
    cell: ({ alert }, _, width) => exchangeCell(alert.short, width),
  },
  {
    id: 'shortSymbol',
    header: 'SYMBOL',
    width: SYMBOL_CELLS,
    grow: { to: LONG_SYMBOL_CELLS, order: 4 },
    fromWidth: WIDE_CELLS,
    priority: 7,
    align: 'left',
    cell: ({ alert }) => span(printable(alert.short?.symbol ?? ABSENT), 'dim'),
  },
];

const BREAK_EVEN: ArbitrageColumn = {
  id: 'breakEven',
  header: 'BREAK-EVEN',
  shortHeader: 'B/E',
  width: 4,
  grow: { to: 10, order: 6, whole: true },
  priority: 4,
  align: 'right',
  cell: ({ alert }) => span(formatHours(alert.breakEvenHours), 'dim'),
};
const AGE: ArbitrageColumn = {
  id: 'age',
  header: 'AGE',
  width: 3,
  priority: 5,
  align: 'right',
  cell: ({ raisedTime }, { time }) => span(formatAge(time - raisedTime), 'dim'),
};

const columnsOf = (costs: readonly ArbitrageColumn[]) => ({
  '1h': [...legColumns, ...spreadColumns['1h'], ...costs],
  '8h': [...legColumns, ...spreadColumns['8h'], ...costs],
  apr: [...legColumns, ...spreadColumns.apr, ...costs],
});
const withAge = columnsOf([BREAK_EVEN, AGE]);
const withoutAge = columnsOf([BREAK_EVEN]);

/** `width`: of the panel. */
export function arbitrageColumns(unit: RateUnit, width: number): readonly ArbitrageColumn[] {
  const inner = innerWidth(width);
  const hasAge = inner < FULL_NAMES_FROM || inner >= FULL_NAMES_AND_AGE_FROM;
  return (hasAge ? withAge : withoutAge)[comparableUnit(unit)];
}

function detail({ alert }: ArbitrageRow): readonly Span[] {
  const { long, short, feesRoundTrip, priceGap } = alert;
  const spans: Span[] = [];
  if (long && short)
    spans.push(span('long ', 'dim'), span(printable(long.symbol)), span(' short ', 'dim'), span(printable(short.symbol)));
  if (feesRoundTrip !== undefined) spans.push(span(' · fees ', 'dim'), span(formatPercent(feesRoundTrip, 2)));
  if (priceGap !== undefined) spans.push(span(' gap ', 'dim'), span(formatPercent(priceGap, 3)));
  return spans.length === 0 ? [span(printable(alert.message))] : spans;
}

export function arbitrageLines({ rows, threshold, unit, time, ...props }: ArbitragePanelProps): readonly string[] {
  return listPanelLines({
    ...props,
    title: 'Arbitrage',
    info: unitWords[comparableUnit(unit)],
    columns: arbitrageColumns(unit, props.width),
    rows,
    idOf: ({ alert }) => alert.id,
    context: { time },
    empty: `none above ${thresholdWords(threshold, unit)}`,
    detail,
  });
}

export const ArbitragePanel = memo(function ArbitragePanel(props: ArbitragePanelProps): ReactNode {
  return <Lines lines={arbitrageLines(props)} />;
});
