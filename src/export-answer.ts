// An answer to a query as text: for programs with the contract's field names and nothing rounded, for people in columns.
import type { QueryTable } from './domain/query-table.js';
import { columnsOf, csvOf } from './rows-as-text.js';
import { answerCount, answerSpan } from './ui/answer-words.js';
import { alignOf, formatQueryCell } from './ui/query-cell.js';

/** One object, one row a line; what nobody told is absent. `more` stands before the rows. */
export function answerJson({ query, rowCount, fromTime, toTime, notes, columns, rows }: QueryTable, more: object = {}): string {
  const head = JSON.stringify({ query, ...more, rowCount, fromTime, toTime, ...(notes.length === 0 ? {} : { notes }) });
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))));
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
  return `${head.slice(0, -1)},"rows":${list}}\n`;
}

/** Every field; how many rows there are and what they cover stands in `answerSummary`. */
export function answerCsv({ columns, rows }: QueryTable): string {
  return csvOf(
    columns.map(({ name }) => name),
    rows,
  );
}

export function answerText(table: QueryTable): string {
  const shown = table.columns.map((column, at) => ({ ...column, at })).filter(({ priority }) => priority !== undefined);
  const lines = table.rows.map((row) => shown.map(({ kind, at }) => formatQueryCell(kind, row[at])));
  const head = shown.map(({ name }) => name);
  const columns = columnsOf([head, ...lines], (column) => alignOf(shown[column]?.kind ?? 'text') === 'left');
  return `${columns}\n${answerSummary(table).join('\n')}\n`;
}

/** `5 of 9 rows, 2023-11-14 22:13:05Z to 22:13:20Z (15 s)`, and what a reader must know besides. */
export function answerSummary(table: QueryTable): readonly string[] {
  return [`${answerCount(table)}, ${answerSpan(table)}`, ...table.notes];
}
