// The order of a list: by a column of choice, and standing still while the reader goes through it.

export interface Sort {
  /** The id of a column. */
  readonly column: string;
  /** Smallest first for numbers, Z first for names. */
  readonly isReversed: boolean;
}

export interface Order {
  /** Absent: as the market lists it. */
  readonly sort?: Sort;
  /** The rows as they stood when the cursor left the top. Rows that came since stand below them. */
  readonly frozen?: readonly string[];
}

export type SortKey = number | string | undefined;

/** None, the first column, … the last, none again; the other way round where `by` is -1. */
export function nextSort(sort: Sort | undefined, columns: readonly string[], by: 1 | -1 = 1): Sort | undefined {
  // A column that is no longer in sight counts as none.
  const place = sort === undefined ? 0 : columns.indexOf(sort.column) + 1;
  const next = (place + by + columns.length + 1) % (columns.length + 1);
  const column = columns[next - 1];
  return column === undefined ? undefined : { column, isReversed: false };
}

/** Numbers largest first, names A first, what is not known last either way. */
function compare(a: SortKey, b: SortKey, isReversed: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === 'number' && typeof b === 'number' ? b - a : a < b ? -1 : a > b ? 1 : 0;
  return isReversed ? -order : order;
}

/** The same list where it stands as the market lists it. */
export function ordered<Row>(
  rows: readonly Row[],
  order: Order | undefined,
  idOf: (row: Row) => string,
  keys: Readonly<Record<string, (row: Row) => SortKey>>,
): readonly Row[] {
  const { sort, frozen } = order ?? {};
  const keyOf = sort && keys[sort.column];
  let list = rows;
  if (sort && keyOf) {
    const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
    list = keyed.sort((a, b) => compare(a.key, b.key, sort.isReversed)).map(({ row }) => row);
  }
  if (frozen === undefined) return list;
  const places = new Map(frozen.map((id, place) => [id, place]));
  const placed = list.map((row) => ({ row, place: places.get(idOf(row)) ?? frozen.length }));
  return placed.sort((a, b) => a.place - b.place).map(({ row }) => row);
}
