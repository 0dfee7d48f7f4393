/** What a cell means, and so how it is written for a person. */
export type CellKind =
  | 'word'
  | 'text'
  | 'yes-no'
  /** Fractions: per interval, per 8 hours, per year, of a notional, of a price. */
  | 'rate'
  | 'rate8h'
  | 'apr'
  | 'fraction'
  | 'basis'
  | 'usd'
  | 'price'
  | 'coins'
  | 'count'
  | 'per-second'
  /** Of a funding interval; until a spread has paid its costs. */
  | 'interval-hours'
  | 'hours'
  /** Epoch ms. */
  | 'time'
  /** A length of time. */
  | 'ms';

/** Absent: nobody told it. */
export type QueryCell = string | number | boolean | undefined;

export interface QueryColumn {
  /** The contract's word. */
  readonly name: string;
  readonly kind: CellKind;
  /** On a narrow screen 1 is kept longest; absent: for programs only. */
  readonly priority?: number;
}

/** The answer to a query. */
export interface QueryTable {
  /** In its canonical spelling: what was really asked. */
  readonly query: string;
  readonly columns: readonly QueryColumn[];
  /** One cell a column. */
  readonly rows: readonly (readonly QueryCell[])[];
  /** Before the limit. */
  readonly rowCount: number;
  /** What the answer covers. */
  readonly fromTime: number;
  readonly toTime: number;
  /** What a reader must know to trust the numbers: sentences. */
  readonly notes: readonly string[];
}
