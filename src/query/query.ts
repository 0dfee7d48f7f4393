// A question to the market, typed. Closed: there is nothing in it but what stands here.
import type { CellKind, QueryCell } from '../domain/query-table.js';
import type { Alert } from '../domain/record.js';
import type { MarketSnapshot } from '../market/snapshot.js';

export const sourceIds = ['funding', 'liquidations', 'arbitrage', 'alerts', 'feeds'] as const;
export type SourceId = (typeof sourceIds)[number];

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

export interface Filter {
  /** The contract's word. */
  readonly field: string;
  readonly comparison: Comparison;
  /** Words in their usual letter case, or numbers in the field's unit; several only with `=` (any of them) and `!=` (none of them). */
  readonly values: readonly (string | number)[];
}

export interface Sort {
  readonly field: string;
  readonly isDescending: boolean;
}

export interface Query {
  readonly source: SourceId;
  /** All of them hold. */
  readonly filters: readonly Filter[];
  /** Only what happened, or was heard, in the last so many ms. */
  readonly sinceMs?: number;
  /** One row for each combination of these; empty: no groups. */
  readonly group: readonly string[];
  readonly sort?: Sort;
  readonly limit?: number;
}

export const MOST_FILTERS = 12;
export const MOST_VALUES = 20;
export const MOST_GROUP_FIELDS = 2;
export const MOST_ROWS = 10_000;
/** In characters, as typed and in its canonical spelling. */
export const LONGEST_QUERY = 400;
/** Longest asset or symbol, permissionless listings included. */
export const LONGEST_WORD = 64;

/** What can be asked about: the market now, and what was seen since `startTime`. */
export interface MarketView {
  readonly snapshot: MarketSnapshot;
  /** Raised and cleared, newest first. */
  readonly alerts: readonly Alert[];
  /** Since when liquidations and alerts are seen. */
  readonly startTime: number;
  /** Exchanges that publish but a sample of their liquidations. */
  readonly sampledExchanges: readonly string[];
  /** Smaller liquidations are not kept. */
  readonly minNotionalUsd: number;
}

export interface FieldInfo {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: CellKind;
  readonly help: string;
  /** The only words there are, in the order they are sorted by. */
  readonly choices?: readonly string[];
  /** As this field's words are usually written. */
  readonly letterCase?: 'upper' | 'lower';
  readonly priority?: number;
}

/** A row, asked field by field. */
export type QueryRow = (field: string) => QueryCell;

export interface Aggregate {
  readonly name: string;
  readonly kind: CellKind;
  readonly how: 'count' | 'sum' | 'mean' | 'lowest' | 'highest';
  /** Over this field; for `count` over the rows. */
  readonly of: string;
}

export interface Source {
  readonly id: SourceId;
  readonly help: string;
  readonly fields: readonly FieldInfo[];
  /** When a row happened or was heard: what `since` looks at. */
  readonly timeField: string;
  /** Groups are sorted by the first one, largest first, unless the query says otherwise. */
  readonly aggregates: readonly Aggregate[];
  /** A log of what happened, so that an answer covers a stretch of time; else the state of now. */
  readonly isLog: boolean;
  readonly rows: (view: MarketView) => readonly QueryRow[];
}
