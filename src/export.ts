// The funding table as text: for programs with plain decimals, the contract's field names and nothing rounded; for people
// in columns.
import type { FundingRow, MarketSnapshot } from './market/snapshot.js';
import { columnsOf, csvOf } from './rows-as-text.js';
import {
  ABSENT,
  formatApr,
  formatBasisPoints,
  formatInterval,
  formatPercent,
  formatPrice,
  formatRate,
  formatUsd,
} from './ui/format.js';

/** Columns of the CSV and fields of the JSON, in this order; what nobody told is empty or absent. */
const columns = [
  'exchange',
  'symbol',
  'asset',
  'quote',
  'receivedAt',
  'fundingRate',
  'fundingIntervalHours',
  'rate8h',
  'apr',
  'nextFundingTime',
  'predictedFundingRate',
  'settledFundingRate',
  'instantFundingRate',
  'markPrice',
  'indexPrice',
  'lastPrice',
  'basis',
  'openInterest',
  'openInterestUsd',
  'volume24hUsd',
] as const satisfies readonly (keyof FundingRow)[];

/** Every instrument that told a funding rate, by asset in the snapshot's order. */
export function fundingTable(snapshot: MarketSnapshot): readonly FundingRow[] {
  return snapshot.assets.flatMap(({ asset }) => snapshot.funding.get(asset) ?? []).filter((row) => row.fundingRate !== undefined);
}

/** A JSON list, one row a line. */
export function fundingJson(rows: readonly FundingRow[]): string {
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]]))));
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

/** RFC 4180, with a header line; LF line ends. */
export function fundingCsv(rows: readonly FundingRow[]): string {
  return csvOf(
    columns,
    rows.map((row) => columns.map((name) => row[name])),
  );
}

const headings = [
  'ASSET',
  'EXCHANGE',
  'SYMBOL',
  'RATE',
  'INT',
  '8H',
  'APR',
  'NEXT (UTC)',
  'MARK',
  'BASIS BP',
  'OPEN INT',
  'VOLUME 24H',
];
/** The first columns are words, the rest numbers. */
const WORD_COLUMNS = 3;

/** Columns for a person, one row a line, with a heading; widths fit the rows. */
export function fundingText(rows: readonly FundingRow[]): string {
  return columnsOf([headings, ...rows.map(cellsOf)], (column) => column < WORD_COLUMNS);
}

function cellsOf(row: FundingRow): readonly string[] {
  return [
    row.asset,
    row.exchange,
    row.symbol,
    formatRate(row.fundingRate),
    formatInterval(row.fundingIntervalHours),
    formatPercent(row.rate8h),
    formatApr(row.apr),
    nextFunding(row),
    formatPrice(row.markPrice),
    formatBasisPoints(row.basis),
    formatUsd(row.openInterestUsd),
    formatUsd(row.volume24hUsd),
  ];
}

/** Funding that accrues all the time has no next payment; elsewhere its time may not be known yet. */
export function nextFunding({ nextFundingTime, instantFundingRate }: FundingRow): string {
  if (nextFundingTime !== undefined) return new Date(nextFundingTime).toISOString().slice(5, 16).replace('T', ' ');
  return instantFundingRate === undefined ? ABSENT : 'continuous';
}
