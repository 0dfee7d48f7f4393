// The board's model: an asset a row, an exchange a column. Looked up for the rows in sight only, and once per list of
// instruments: a list that did not change is the same object in the next snapshot.
import type { ExchangeId } from '../domain/instrument.js';
import { comparableLegs, type LegPair, widestPair } from '../market/asset-pairs.js';
import type { FundingRow } from '../market/snapshot.js';

export type BoardCells = ReadonlyMap<ExchangeId, FundingRow>;

const knownCells = new WeakMap<readonly FundingRow[], BoardCells>();
const knownPairs = new WeakMap<readonly FundingRow[], { readonly pair: LegPair | undefined }>();

/** The instrument that stands for each exchange. */
export function boardCells(rows: readonly FundingRow[]): BoardCells {
  let cells = knownCells.get(rows);
  if (cells === undefined) {
    cells = leading(rows);
    knownCells.set(rows, cells);
  }
  return cells;
}

/** The pair with the largest spread, whatever it costs. */
export function boardPair(rows: readonly FundingRow[]): LegPair | undefined {
  let known = knownPairs.get(rows);
  if (known === undefined) {
    known = { pair: widestPair(comparableLegs(rows).legs) };
    knownPairs.set(rows, known);
  }
  return known.pair;
}

function leading(rows: readonly FundingRow[]): BoardCells {
  const cells = new Map<ExchangeId, FundingRow>();
  for (const row of rows) {
    const other = cells.get(row.exchange);
    if (other === undefined || leads(row, other)) cells.set(row.exchange, row);
  }
  return cells;
}

/** A rate comes before none and a fresh one before a stale one; then the most open interest, then the most volume. */
function leads(row: FundingRow, other: FundingRow): boolean {
  const merits = (one: FundingRow): readonly number[] => [
    Number(one.fundingRate !== undefined),
    Number(!one.isStale),
    one.openInterestUsd ?? 0,
    one.volume24hUsd ?? 0,
  ];
  const mine = merits(row);
  const theirs = merits(other);
  const at = mine.findIndex((merit, index) => merit !== theirs[index]);
  return at !== -1 && (mine[at] ?? 0) > (theirs[at] ?? 0);
}

/** From these rates per 8 h on a cell is shaded, more strongly at each: the usual 0.01 % lies below the second. */
const HEAT_FROM = [0.00005, 0.0002, 0.0006] as const;
export type HeatLevel = 0 | 1 | 2 | 3;

export function heatLevel(rate8h: number): HeatLevel {
  const size = Math.abs(rate8h);
  if (size >= HEAT_FROM[2]) return 3;
  if (size >= HEAT_FROM[1]) return 2;
  return size >= HEAT_FROM[0] ? 1 : 0;
}
