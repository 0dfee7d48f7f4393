// What the dashboard's list of pairs and the whole table have in common.
import { printable } from '../domain/text.js';
import type { Leg } from '../market/pair-economics.js';
import type { ArbitrageRow } from '../market/snapshot.js';
import { formatAge, formatApr, formatBarePercent, formatHours, formatPercent, formatRate8h, formatSpan } from './format.js';
import { innerWidth } from './frame.js';
import { type Span, signedSpan, span } from './line.js';
import { shortened } from './short-name.js';
import type { Column } from './table.js';
import { ALERT_GLYPH, ATTENDED_GLYPH } from './theme.js';
import { type ComparableUnit, formatFrom8h, from8h } from './unit.js';

export interface ArbitrageContext {
  readonly time: number;
  /** Assets whose alert stands, but is seen or muted. */
  readonly attended?: ReadonlySet<string> | undefined;
}

/** Calls for the reader only where nobody has seen to it. */
function alertSpan({ asset }: ArbitrageRow, { attended }: ArbitrageContext, words = ''): Span {
  return attended?.has(asset) === true ? span(`${ATTENDED_GLYPH}${words}`, 'dim') : span(`${ALERT_GLYPH}${words}`, 'alert');
}

export type ArbitrageColumn = Column<ArbitrageRow, ArbitrageContext>;

/** `byb USDT` */
export const SHORT_LEG_CELLS = 8;
/** `hyperliquid USDC` */
export const FULL_LEG_CELLS = 16;
/** `FARTCOIN`: the longest of the names one sees every day. */
const ASSET_CELLS = 8;

/** Exchange and quote; the exchange alone where both do not fit. */
export function legCell({ exchange, quote }: Leg, width: number): Span {
  const name = shortened(exchange, width < FULL_LEG_CELLS ? 0 : width);
  return span(width < SHORT_LEG_CELLS ? name : `${name} ${printable(quote)}`, `exchange.${exchange}`);
}

export const MARK: ArbitrageColumn = {
  id: 'mark',
  header: ALERT_GLYPH,
  width: 1,
  priority: 1,
  align: 'left',
  cell: (row, context) => (row.raisedTime === undefined ? span(' ') : alertSpan(row, context)),
};

export const ASSET: ArbitrageColumn = {
  id: 'asset',
  header: 'ASSET',
  width: ASSET_CELLS,
  grow: { to: 12, order: 4 },
  priority: 1,
  align: 'left',
  cell: ({ asset }) => span(printable(asset), 'strong'),
};

export const NET: ArbitrageColumn = {
  id: 'net',
  header: 'NET APR',
  width: 7,
  priority: 2,
  align: 'right',
  isMain: true,
  cell: ({ economics }) => signedSpan(formatApr(economics.netApr)),
};

export const BREAK_EVEN: ArbitrageColumn = {
  id: 'breakEven',
  header: 'BREAK-EVEN',
  shortHeader: 'B/E',
  width: 4,
  grow: { to: 10, order: 6, whole: true },
  priority: 2,
  align: 'right',
  cell: ({ economics }) => span(formatHours(economics.breakEvenHours)),
};

export const CASH: ArbitrageColumn = {
  id: 'cash',
  header: 'CASH 24H',
  width: 8,
  priority: 7,
  align: 'right',
  cell: ({ economics }) => signedSpan(formatRate8h(economics.cashFlow24h)),
};

/** Since when an alert stands; its sort key is that of the mark. */
export const ALERT: ArbitrageColumn = {
  id: 'alert',
  header: 'ALERT',
  width: 5,
  priority: 10,
  align: 'right',
  cell: (row, context) =>
    row.raisedTime === undefined ? span('') : alertSpan(row, context, ` ${formatAge(context.time - row.raisedTime)}`),
};

const SPREAD = { id: 'spread', width: 8, priority: 3, align: 'right' } as const;
const OTHER_UNIT = { id: 'otherUnit', width: 7, priority: 9, align: 'right' } as const;

/** `+0.00265%`; the sign of the unit goes into the heading where there is no cell for it. */
const HOURLY_CELLS = 9;
const HOURLY_DECIMALS = 5;

function hourlySpread(spread8h: number, width: number): string {
  if (width >= HOURLY_CELLS) return formatFrom8h('1h', spread8h);
  return formatBarePercent(from8h('1h', spread8h), width, HOURLY_DECIMALS);
}

/** The spread in the chosen unit, and in the other. */
export const spreadColumns: Readonly<Record<ComparableUnit, readonly [chosen: ArbitrageColumn, other: ArbitrageColumn]>> = {
  '1h': [
    {
      ...SPREAD,
      header: 'SPREAD 1H',
      shortHeader: 'SPRD 1H%',
      grow: { to: HOURLY_CELLS, order: 0, whole: true },
      cell: ({ economics }, _, width) => span(hourlySpread(economics.spread8h, width)),
    },
    { ...OTHER_UNIT, header: 'APR', cell: ({ economics }) => span(formatApr(economics.spreadApr), 'dim') },
  ],
  '8h': [
    {
      ...SPREAD,
      header: 'SPREAD 8H',
      shortHeader: 'SPRD 8H',
      grow: { to: 9, order: 3 },
      cell: ({ economics }) => span(formatRate8h(economics.spread8h)),
    },
    { ...OTHER_UNIT, header: 'APR', cell: ({ economics }) => span(formatApr(economics.spreadApr), 'dim') },
  ],
  apr: [
    {
      ...SPREAD,
      header: 'SPREAD APR',
      shortHeader: 'SPRD APR',
      grow: { to: 10, order: 3 },
      cell: ({ economics }) => span(formatApr(economics.spreadApr)),
    },
    { ...OTHER_UNIT, header: '8H', width: 8, cell: ({ economics }) => span(formatRate8h(economics.spread8h), 'dim') },
  ],
};

const MS_PER_HOUR = 3_600_000;

/** From here on a frame has room for more than what the mark means. */
const WHOLE_INFO_FROM = 56;

/** The mark with its word, and over what time the net figures are; `width`: of the panel. */
export function arbitrageInfo(rows: readonly ArbitrageRow[], holdHours: number, width: number): string {
  const count = rows.reduce((sum, { raisedTime }) => sum + Number(raisedTime !== undefined), 0);
  if (innerWidth(width) < WHOLE_INFO_FROM) return count === 0 ? '' : `${ALERT_GLYPH} alert`;
  const alerts = count === 0 ? 'no alert' : `${ALERT_GLYPH} ${count} ${count === 1 ? 'alert' : 'alerts'}`;
  return `${alerts} · net over ${formatHold(holdHours)}`;
}

/** `7 d`, `36 h`. */
export function formatHold(hours: number): string {
  return hours % 24 === 0 ? `${hours / 24} d` : formatSpan(hours * MS_PER_HOUR);
}

/** Says why the list is empty. */
export function emptyWords(hasRates: boolean): string {
  return hasRates ? 'no asset fresh on two exchanges' : 'waiting for the first rates';
}

export function feesText({ economics }: ArbitrageRow): string {
  return formatPercent(economics.feesRoundTrip, 2);
}

export function gapText({ economics }: ArbitrageRow): string {
  return formatPercent(economics.priceGap, 3);
}
