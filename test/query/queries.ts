// Queries of every shape there can be, in their canonical form.
import fc from 'fast-check';
import { isWord, sortableFields } from '../../src/query/field.js';
import { isComparable, isOrdered, parseValue } from '../../src/query/literal.js';
import { printQuery } from '../../src/query/print.js';
import {
  comparisons,
  type FieldInfo,
  type Filter,
  LONGEST_QUERY,
  MOST_ROWS,
  type Query,
  type Source,
} from '../../src/query/query.js';
import { sources } from '../../src/query/sources.js';

const typedNumbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc
    .tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom('%', 'bp', 'k', 'm', 'b', 'h', 'd', 's', 'ms'))
    .map(([value, unit]) => `${value}${unit}`),
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom('', '%', 'bp', 'k', 'm', 'h', 's'))
    .map(([value, unit]) => `${value}${unit}`),
);

function values(field: FieldInfo): fc.Arbitrary<string | number> {
  const texts = field.choices
    ? fc.constantFrom(...field.choices)
    : isWord(field)
      ? fc.oneof(fc.constant('yes'), fc.string({ minLength: 1, maxLength: 20 }))
      : typedNumbers;
  return texts.map((text) => parseValue(field, text)).filter((value) => value !== undefined);
}

function filters({ fields }: Source): fc.Arbitrary<Filter> {
  return fc
    .constantFrom(...fields.filter(isComparable))
    .chain((field) =>
      fc
        .constantFrom(...comparisons.filter((one) => isOrdered(field) || one === '=' || one === '!='))
        .chain((comparison) =>
          fc
            .array(values(field), { minLength: 1, maxLength: comparison === '=' || comparison === '!=' ? 4 : 1 })
            .map((list) => ({ field: field.name, comparison, values: list })),
        ),
    );
}

function queriesOf(source: Source): fc.Arbitrary<Query> {
  const words = source.fields.filter(isWord).map(({ name }) => name);
  return fc.uniqueArray(fc.constantFrom(...words), { maxLength: 2 }).chain((group) => {
    const sortable = sortableFields(source, group)
      .filter(isComparable)
      .map(({ name }) => name);
    return fc.record(
      {
        source: fc.constant(source.id),
        filters: fc.array(filters(source), { maxLength: 5 }),
        group: fc.constant(group),
        sinceMs: fc.integer({ min: 1, max: 1e9 }),
        sort: fc.record({ field: fc.constantFrom(...sortable), isDescending: fc.boolean() }),
        limit: fc.integer({ min: 1, max: MOST_ROWS }),
      },
      { requiredKeys: ['source', 'filters', 'group'] },
    );
  });
}

export const queries: fc.Arbitrary<Query> = fc
  .oneof(...Object.values(sources).map(queriesOf))
  .filter((query) => printQuery(query).length <= LONGEST_QUERY);
