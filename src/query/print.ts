import { fieldNamed } from './field.js';
import { printDuration, printValue } from './literal.js';
import type { Filter, Query, Source } from './query.js';
import { sources } from './sources.js';

/** The one canonical spelling: it parses back to the same query. */
export function printQuery({ source, filters, sinceMs, group, sort, limit }: Query): string {
  const words: string[] = [source, ...filters.map((filter) => printFilter(sources[source], filter))];
  if (sinceMs !== undefined) words.push(`since=${printDuration(sinceMs)}`);
  if (group.length > 0) words.push(`group=${group.join(',')}`);
  if (sort !== undefined) words.push(`sort=${sort.isDescending ? '-' : ''}${sort.field}`);
  if (limit !== undefined) words.push(`limit=${limit}`);
  return words.join(' ');
}

function printFilter({ fields }: Source, { field: name, comparison, values }: Filter): string {
  const field = fieldNamed(fields, name);
  const texts = values.map((value) => (field === undefined ? String(value) : printValue(field, value)));
  return `${name}${comparison}${texts.join(',')}`;
}
