import { fieldNamed, isWord, sortableFields } from './field.js';
import { isComparable } from './literal.js';
import { type Source, sourceIds } from './query.js';
import { sources } from './sources.js';

/** What the last word of an expression may become, whole words: `exchange=`, `exchange=okx`, `sort=-rate8h`. */
export function completeQuery(text: string): readonly string[] {
  const words = text.trimStart().split(/\s+/);
  const id = sourceIds.find((one) => one === words[0]?.toLowerCase());
  if (words.length < 2) return sourceIds;
  if (id === undefined) return [];
  const from = sources[id];
  const [, name, operator] = /^([^=!<>,]+)(!?=)[^,]*$/.exec(words.at(-1) ?? '') ?? [];
  return name === undefined || operator === undefined
    ? names(from)
    : values(from, words, name).map((value) => name + operator + value);
}

function names({ fields }: Source): readonly string[] {
  return [...fields.filter(isComparable).map(({ name }) => `${name}=`), 'since=', 'group=', 'sort=', 'limit='];
}

function values(from: Source, words: readonly string[], name: string): readonly string[] {
  switch (name.toLowerCase()) {
    case 'since':
      return ['1m', '5m', '15m', '1h'];
    case 'limit':
      return ['5', '10', '20'];
    case 'group':
      return from.fields.filter(isWord).map((field) => field.name);
    case 'sort': {
      const group = words.flatMap((word) => /^group=(.+)$/i.exec(word)?.[1]?.split(',') ?? []);
      const sortable = sortableFields(from, group).filter(isComparable);
      return sortable.flatMap((field) => (isWord(field) ? [field.name] : [`-${field.name}`, field.name]));
    }
    default: {
      const field = fieldNamed(from.fields, name);
      return field?.choices ?? (field?.kind === 'yes-no' ? ['yes', 'no'] : []);
    }
  }
}
