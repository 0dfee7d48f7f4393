// Clauses → a query that means something, or one sentence that says which word does not.
import { UsageError } from '../domain/errors.js';
import { nearest } from '../domain/nearest.js';
import { fieldNamed, isWord, sortableFields } from './field.js';
import { expectedValue, isComparable, isOrdered, parseDuration, parseValue } from './literal.js';
import { printQuery } from './print.js';
import {
  type FieldInfo,
  type Filter,
  LONGEST_QUERY,
  MOST_FILTERS,
  MOST_GROUP_FIELDS,
  MOST_ROWS,
  MOST_VALUES,
  type Query,
  type Source,
  type SourceId,
  sourceIds,
} from './query.js';
import { type Clause, type Clauses, placed, type Word } from './scan.js';
import { sources } from './sources.js';

/** Clauses that are no filter. */
export const settingNames = ['since', 'group', 'sort', 'limit'] as const;
type SettingName = (typeof settingNames)[number];

/** Throws `UsageError`. */
export function compile({ source: word, clauses }: Clauses): Query {
  const from = sources[sourceNamed(word)];
  const settings = new Map<SettingName, Clause>();
  const filters: Filter[] = [];
  for (const clause of clauses) {
    const name = settingNames.find((setting) => setting === clause.name.text.toLowerCase());
    if (name === undefined) filters.push(filterOf(from, clause));
    else if (settings.has(name)) throw new UsageError(`${placed(clause.name)} is there a second time`, { hint: 'leave one out' });
    else settings.set(name, clause);
  }
  if (filters.length > MOST_FILTERS) throw new UsageError(`a query has at most ${MOST_FILTERS} filters, found ${filters.length}`);
  const group = groupOf(from, settings.get('group'));
  const query: Query = {
    source: from.id,
    filters,
    group,
    ...sinceOf(settings.get('since')),
    ...sortOf(from, group, settings.get('sort')),
    ...limitOf(settings.get('limit')),
  };
  const { length } = printQuery(query);
  if (length > LONGEST_QUERY) throw tooLong(length);
  return query;
}

export function tooLong(length: number): UsageError {
  return new UsageError(`a query has at most ${LONGEST_QUERY} characters, found ${length}`);
}

function sourceNamed(word: Word): SourceId {
  const text = word.text.toLowerCase();
  const known = sourceIds.find((id) => id === text);
  if (known !== undefined) return known;
  const near = nearest(text, sourceIds);
  throw new UsageError(`a query begins with one of ${sourceIds.join(', ')}, found ${placed(word)}`, {
    hint: near === undefined ? 'such as funding asset=SOL sort=-rate8h limit=5' : `did you mean ${near}?`,
  });
}

function unknownField(word: Word, from: Pick<Source, 'id'>, fields: readonly Pick<FieldInfo, 'name' | 'aliases'>[]): UsageError {
  const near = nearest(word.text, [...fields.flatMap(({ name, aliases }) => [name, ...aliases]), ...settingNames]);
  const hint = near === undefined ? `there is ${fields.map(({ name }) => name).join(', ')}` : `did you mean ${near}?`;
  return new UsageError(`${placed(word)} is no field of ${from.id}`, { hint });
}

function filterOf(from: Source, { name, comparison, values }: Clause): Filter {
  const field = fieldNamed(from.fields, name.text);
  if (field === undefined) throw unknownField(name, from, from.fields);
  if (!isComparable(field)) throw new UsageError(`${placed(name)} is text: it is shown, but cannot be compared`);
  if (values.length === 0) throw new UsageError(`${placed(name)} needs a value`);
  const isEqual = comparison === '=' || comparison === '!=';
  if (!isEqual && !isOrdered(field)) {
    throw new UsageError(`${placed(name)} takes = or !=, found ${comparison}`, { hint: `it is ${expectedValue(field)}` });
  }
  if (!isEqual && values.length > 1)
    throw new UsageError(`${placed(name)} ${comparison} takes one value, found ${values.length}`);
  if (values.length > MOST_VALUES)
    throw new UsageError(`${placed(name)} takes at most ${MOST_VALUES} values, found ${values.length}`);
  return { field: field.name, comparison, values: values.map((value) => typedValue(field, value)) };
}

function typedValue(field: FieldInfo, word: Word): string | number {
  const value = parseValue(field, word.text);
  if (value !== undefined) return value;
  const near = nearest(word.text, field.choices ?? []);
  throw new UsageError(`${field.name} takes ${expectedValue(field)}, found ${placed(word)}`, {
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  });
}

/** The values of `since=`, `group=`, `sort=`, `limit=`. */
function settingValues({ name, comparison, values }: Clause, most: number): readonly Word[] {
  if (comparison !== '=') throw new UsageError(`${placed(name)} takes =, found ${comparison}`);
  if (values.length > most) {
    throw new UsageError(`${placed(name)} takes ${most === 1 ? 'one value' : `at most ${most}`}, found ${values.length}`);
  }
  return values;
}

function sinceOf(clause: Clause | undefined): Pick<Query, 'sinceMs'> {
  if (clause === undefined) return {};
  const [word = { text: '' }] = settingValues(clause, 1);
  const sinceMs = parseDuration(word.text);
  if (sinceMs !== undefined && sinceMs > 0) return { sinceMs };
  throw new UsageError(`since takes a duration such as 30s, 5m or 2h, found ${placed(word)}`);
}

function groupOf(from: Source, clause: Clause | undefined): readonly string[] {
  if (clause === undefined) return [];
  const words = from.fields.filter(isWord);
  const names = settingValues(clause, MOST_GROUP_FIELDS).map((word) => {
    const field = fieldNamed(from.fields, word.text);
    if (field === undefined) throw unknownField(word, from, words);
    if (isWord(field)) return field.name;
    throw new UsageError(`${placed(word)} cannot be grouped by`, {
      hint: `there is ${words.map(({ name }) => name).join(', ')}`,
    });
  });
  if (new Set(names).size < names.length) throw new UsageError(`${placed(clause.name)} has one field twice`);
  return names;
}

function sortOf(from: Source, group: readonly string[], clause: Clause | undefined): Pick<Query, 'sort'> {
  if (clause === undefined) return {};
  const [word = { text: '' }] = settingValues(clause, 1);
  const isDescending = word.text.startsWith('-');
  const name = word.text.replace(/^[+-]/, '');
  const fields = sortableFields(from, group);
  const field = fieldNamed(fields, name);
  if (field === undefined) throw unknownField({ ...word, text: name }, from, fields);
  if (!isComparable(field)) throw new UsageError(`${placed(word)} is text: it cannot be sorted by`);
  return { sort: { field: field.name, isDescending } };
}

function limitOf(clause: Clause | undefined): Pick<Query, 'limit'> {
  if (clause === undefined) return {};
  const [word = { text: '' }] = settingValues(clause, 1);
  const limit = /^\d{1,6}$/.test(word.text) ? Number(word.text) : 0;
  if (limit >= 1 && limit <= MOST_ROWS) return { limit };
  throw new UsageError(`limit takes a number from 1 to ${MOST_ROWS}, found ${placed(word)}`);
}
