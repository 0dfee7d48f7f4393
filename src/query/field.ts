import type { CellKind, QueryCell } from '../domain/query-table.js';
import type { FieldInfo, MarketView, QueryRow, Source } from './query.js';

export interface Field<Row> extends FieldInfo {
  readonly of: (row: Row) => QueryCell;
}

type FieldOptions = Partial<Pick<FieldInfo, 'aliases' | 'choices' | 'letterCase' | 'priority'>>;

export function field<Row>(
  name: string,
  kind: CellKind,
  help: string,
  of: (row: Row) => QueryCell,
  { aliases = [], ...options }: FieldOptions = {},
): Field<Row> {
  return { name, kind, help, of, aliases, ...options };
}

interface SourceOptions<Row> extends Omit<Source, 'fields' | 'rows'> {
  readonly fields: readonly Field<Row>[];
  readonly list: (view: MarketView) => readonly Row[];
}

export function source<Row>({ fields, list, ...rest }: SourceOptions<Row>): Source {
  const byName = new Map(fields.map((one) => [one.name, one]));
  const asked = (row: Row): QueryRow => {
    return (name) => byName.get(name)?.of(row);
  };
  return { ...rest, fields, rows: (view) => list(view).map(asked) };
}

/** By its name or an alias, in any letter case. */
export function fieldNamed(fields: readonly FieldInfo[], word: string): FieldInfo | undefined {
  const wanted = word.toLowerCase();
  return fields.find(({ name, aliases }) => name.toLowerCase() === wanted || aliases.includes(wanted));
}

export function isWord({ kind }: Pick<FieldInfo, 'kind'>): boolean {
  return kind === 'word' || kind === 'yes-no';
}

/** What a query without groups can be sorted by, and one with groups. */
export function sortableFields(from: Source, group: readonly string[]): readonly FieldInfo[] {
  if (group.length === 0) return from.fields;
  const grouped = group.flatMap((name) => from.fields.find((field) => field.name === name) ?? []);
  const computed = from.aggregates.map(({ name, kind }): FieldInfo => {
    const aliases = from.fields.find((field) => field.name === name)?.aliases ?? [];
    return { name, kind, aliases, help: '' };
  });
  return [...grouped, ...computed];
}
