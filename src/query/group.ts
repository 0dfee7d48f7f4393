// Rows of the same words become one.
import type { QueryCell } from '../domain/query-table.js';
import type { Aggregate, QueryRow } from './query.js';

export function grouped(
  rows: readonly QueryRow[],
  group: readonly string[],
  aggregates: readonly Aggregate[],
): readonly QueryRow[] {
  const parts = new Map<string, QueryRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(group.map((field) => row(field) ?? null));
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [row]);
    else part.push(row);
  }
  return [...parts.values()].map((part) => {
    const cells = new Map<string, QueryCell>(group.map((field) => [field, part[0]?.(field)]));
    for (const aggregate of aggregates) cells.set(aggregate.name, aggregated(part, aggregate));
    return (field) => cells.get(field);
  });
}

function aggregated(rows: readonly QueryRow[], { how, of }: Aggregate): number | undefined {
  if (how === 'count') return rows.length;
  const values = rows.map((row) => row(of)).filter((value) => typeof value === 'number');
  // Nothing told is not zero.
  if (values.length === 0) return undefined;
  switch (how) {
    case 'sum':
      return sum(values);
    case 'mean':
      return sum(values) / values.length;
    case 'lowest':
      return values.reduce((least, value) => Math.min(least, value));
    case 'highest':
      return values.reduce((most, value) => Math.max(most, value));
    default:
      return how satisfies never;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
