// Text → words, each with its place. Linear: no pattern here can be made to go back and forth.
import { UsageError } from '../domain/errors.js';
import { isExchangeId } from '../domain/instrument.js';
import { printable } from '../domain/text.js';
import { type Comparison, comparisons } from './query.js';

export interface Word {
  readonly text: string;
  /** Counted from 1, in characters; absent for what nobody typed. */
  readonly at?: number;
}

export interface Clause {
  readonly name: Word;
  readonly comparison: Comparison;
  readonly values: readonly Word[];
}

export interface Clauses {
  readonly source: Word;
  /** Read one by one, so that the first fault in the text is the one that is told. */
  readonly clauses: Iterable<Clause>;
}

const WORD_SHOWN = 40;
const spaces = /\s*/y;
/** A name or a value: anything up to what has a meaning of its own. */
const word = /[^\s,=!<>]+/y;
const operator = /[<>!]=|==|[=<>]/y;

/** `'exchnge' at 9`, as every error begins. */
export function placed({ text, at }: Word): string {
  const shown = text === '' ? 'the end' : `'${printable(text, WORD_SHOWN)}'`;
  return at === undefined || text === '' ? shown : `${shown} at ${at}`;
}

/** Throws `UsageError` that names the word, its place and what was expected. */
export function scan(text: string): Clauses {
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function takeWord(): Word | undefined {
    take(spaces);
    const start = at;
    const found = take(word);
    return found === undefined ? undefined : { text: found, at: start + 1 };
  }

  /** What stands here, for an error. */
  function here(): string {
    take(spaces);
    const rest = /^(?:[^\s,=!<>]+|[,=!<>]+)/.exec(text.slice(at))?.[0] ?? '';
    return placed({ text: rest, at: at + 1 });
  }

  function takeComparison(name: Word): Comparison {
    take(spaces);
    const found = take(operator);
    const known = comparisons.find((one) => one === (found === '==' ? '=' : found));
    if (known !== undefined) return known;
    throw new UsageError(`after ${placed(name)} comes one of ${comparisons.join(' ')}, found ${here()}`, {
      hint: bareWordHint(name.text) ?? 'such as asset=SOL or apr>20%',
    });
  }

  function takeValues(name: Word): readonly Word[] {
    const values: Word[] = [];
    do {
      const value = takeWord();
      if (value === undefined) throw new UsageError(`${placed(name)} needs a value, found ${here()}`);
      values.push(value);
      take(spaces);
    } while (take(/,/y) !== undefined);
    return values;
  }

  function* clauses(): Generator<Clause> {
    for (let name = takeWord(); name !== undefined; name = takeWord()) {
      yield { name, comparison: takeComparison(name), values: takeValues(name) };
    }
    if (at < text.length) throw new UsageError(`a field's name was expected, found ${here()}`, { hint: 'such as asset=SOL' });
  }

  return { source: takeWord() ?? { text: '' }, clauses: clauses() };
}

/** `SOL` alone: what was probably meant. */
function bareWordHint(word: string): string | undefined {
  if (isExchangeId(word.toLowerCase())) return `did you mean exchange=${word.toLowerCase()}?`;
  return /^[A-Z0-9]{2,12}$/.test(word) ? `did you mean asset=${word}?` : undefined;
}
