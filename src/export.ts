// The funding table as text for programs: plain decimals, the contract's field names, nothing rounded.
import type { FundingRow, MarketSnapshot } from './market/snapshot.js';

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
  const lines = rows.map((row) => columns.map((name) => csvField(row[name])).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function csvField(value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
