// The arbitrage table as text: for programs with plain decimals, the contract's field names and nothing rounded; for people in columns.
import { nextFunding } from './export.js';
import { arbitrageRecord, type LegRecord } from './market/arbitrage-record.js';
import type { Leg } from './market/pair-economics.js';
import type { ArbitrageRow } from './market/snapshot.js';
import { type Cell, columnsOf, csvOf } from './rows-as-text.js';
import { formatApr, formatHours, formatInterval, formatPercent, formatRate } from './ui/format.js';

const legFields = [
  'exchange',
  'symbol',
  'quote',
  'fundingRate',
  'fundingIntervalHours',
  'rate8h',
  'nextFundingTime',
  'markPrice',
] as const satisfies readonly (keyof LegRecord)[];
const pairFields = ['spread8h', 'spreadApr', 'feesRoundTrip', 'priceGap', 'breakEvenHours', 'netApr', 'cashFlow24h'] as const;

/** `longExchange` */
const prefixed = (side: 'long' | 'short'): readonly string[] =>
  legFields.map((name) => `${side}${name.charAt(0).toUpperCase()}${name.slice(1)}`);
const columns = ['asset', ...prefixed('long'), ...prefixed('short'), ...pairFields];

/** A JSON list, one pair a line, legs as objects; what is not known is absent. */
export function arbitrageJson(rows: readonly ArbitrageRow[]): string {
  const lines = rows.map((row) => {
    // Whether an alert stands is a matter of seconds: a table that is printed once knows nothing of it.
    const { raisedTime: _, ...record } = arbitrageRecord(row);
    return JSON.stringify(record);
  });
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

/** RFC 4180, with a header line; LF line ends. */
export function arbitrageCsv(rows: readonly ArbitrageRow[]): string {
  return csvOf(
    columns,
    rows.map((row): readonly Cell[] => {
      const { asset, long, short, ...figures } = arbitrageRecord(row);
      const ofLeg = (leg: LegRecord): readonly Cell[] => legFields.map((name) => leg[name]);
      return [asset, ...ofLeg(long), ...ofLeg(short), ...pairFields.map((name) => figures[name])];
    }),
  );
}

const legHeadings = (side: string): readonly string[] => [side, 'SYMBOL', 'QUOTE', 'RATE', 'INT', 'NEXT (UTC)'];
const pairHeadings = ['SPREAD 8H', 'APR', 'FEES', 'GAP', 'BREAK-EVEN', 'NET APR', 'CASH 24H'];
const headings = ['ASSET', ...legHeadings('LONG'), ...legHeadings('SHORT'), ...pairHeadings];
const wordHeadings: ReadonlySet<string> = new Set(['ASSET', 'LONG', 'SHORT', 'SYMBOL', 'QUOTE']);

/** Columns for a person, one pair a line, with a heading; widths fit the rows. */
export function arbitrageText(rows: readonly ArbitrageRow[]): string {
  return columnsOf([headings, ...rows.map(cellsOf)], (column) => wordHeadings.has(headings[column] ?? ''));
}

function legCells(leg: Leg): readonly string[] {
  const { exchange, symbol, quote, fundingRate, fundingIntervalHours } = leg;
  return [exchange, symbol, quote, formatRate(fundingRate), formatInterval(fundingIntervalHours), nextFunding(leg)];
}

function cellsOf({ asset, long, short, economics }: ArbitrageRow): readonly string[] {
  return [
    asset,
    ...legCells(long),
    ...legCells(short),
    formatPercent(economics.spread8h),
    formatApr(economics.spreadApr),
    formatPercent(economics.feesRoundTrip),
    formatPercent(economics.priceGap),
    formatHours(economics.breakEvenHours),
    formatApr(economics.netApr),
    formatPercent(economics.cashFlow24h),
  ];
}
