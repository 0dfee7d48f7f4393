// What an adapter asks of its frames: the shape of the JSON it reads, without the fields that nobody reads.
import { Vocabulary, type Word } from './vocabulary.js';

/** What to build of a value. */
export type Wanted =
  | { readonly kind: 'value' }
  | { readonly kind: 'decimal' }
  | NameList
  | ExactText
  | { readonly kind: 'fields'; readonly table: FieldTable }
  | { readonly kind: 'list'; readonly item: Wanted }
  | { readonly kind: 'map'; readonly entry: Wanted };

export interface ExactText {
  readonly kind: 'exactly';
  readonly text: string;
  /** Its letters and the quote behind them. */
  readonly letters: Uint16Array;
}

export interface NameList {
  readonly kind: 'name';
  readonly known: Vocabulary;
  /** The one that came last. */
  last: Word;
}

/** A text, number, boolean or `null` as it stands. */
export const value: Wanted = { kind: 'value' };
/** As `value`, but a text that is a plain decimal comes as the number it writes. */
export const decimal: Wanted = { kind: 'decimal' };
/** As `value`, for texts that come again and again, as symbols do: each is made once, and found the faster in a map. */
export function names(limit: number): Wanted {
  const known = new Vocabulary('"', limit);
  return { kind: 'name', known, last: known.start };
}

/** This text; a frame that has another one here is left to the full parse. */
export function exactly(text: string): Wanted {
  return { kind: 'exactly', letters: Uint16Array.from(`${text}"`, (letter) => letter.charCodeAt(0)), text };
}

/**
 * An object, of which the fields of a literal are built: `fields((take) => ({ s: take(symbol), p: take(decimal) }))`. Those that
 * are not there are `undefined`.
 */
export function fields(literal: Literal): Wanted {
  return { kind: 'fields', table: new FieldTable(literal) };
}

/** A list of the same, or one of them alone. */
export function listOf(item: Wanted): Wanted {
  return { kind: 'list', item };
}

/** An object with whatever keys. */
export function mapOf(entry: Wanted): Wanted {
  return { kind: 'map', entry };
}

type Literal = (take: (wanted: Wanted) => unknown) => object;

const SLOTS = 64;
const NONE = -1;

/** By length, first and last letter: what the keys of one object seldom share. */
function slotOf(length: number, first: number, last: number): number {
  return (length * 7 + first * 3 + last * 5) & (SLOTS - 1);
}

/** Knows the fields of a literal by the letters of their keys, and makes the literal out of their values. */
export class FieldTable {
  readonly wanted: readonly Wanted[];
  /** One for each of `wanted`; to be filled between `clear` and `make`. */
  readonly values: unknown[];
  readonly #literal: Literal;
  /** The keys' letters, one key after the other, and where each starts. */
  readonly #letters: Uint16Array;
  readonly #starts: Uint16Array;
  /** A key of each slot, and another one of the same slot. */
  readonly #heads = new Int16Array(SLOTS).fill(NONE);
  readonly #nexts: Int16Array;
  #taken = 0;
  readonly #take = (): unknown => this.values[this.#taken++];

  constructor(literal: Literal) {
    this.#literal = literal;
    const wanted: Wanted[] = [];
    const keys = Object.keys(literal((field) => wanted.push(field)));
    // One made anew for every frame would cost more than the frame.
    literal((field) => {
      if (!wanted.includes(field)) throw new Error('what a literal takes is made once, outside of it');
    });
    this.wanted = wanted;
    this.values = wanted.map(() => undefined);
    this.#letters = Uint16Array.from(keys.join(''), (letter) => letter.charCodeAt(0));
    this.#starts = Uint16Array.from([...keys, ''], (_, place) => keys.slice(0, place).join('').length);
    this.#nexts = new Int16Array(keys.length);
    keys.forEach((key, place) => {
      const slot = slotOf(key.length, key.charCodeAt(0), key.charCodeAt(key.length - 1));
      this.#nexts[place] = this.#heads[slot] ?? NONE;
      this.#heads[slot] = place;
    });
  }

  /** The place in `wanted` of the key that stands in `units` from `start` to before `end`; below 0 for one that is not wanted. */
  find(units: Uint16Array, start: number, end: number): number {
    const length = end - start;
    const first = units[start] ?? 0;
    const last = units[end - 1] ?? 0;
    const letters = this.#letters;
    let place = this.#heads[slotOf(length, first, last)] ?? NONE;
    while (place !== NONE) {
      const from = this.#starts[place] ?? 0;
      const to = this.#starts[place + 1] ?? 0;
      if (to - from === length && letters[from] === first && letters[to - 1] === last) {
        let inner = 1;
        while (inner < length - 1 && letters[from + inner] === units[start + inner]) inner += 1;
        if (inner >= length - 1) return place;
      }
      place = this.#nexts[place] ?? NONE;
    }
    return NONE;
  }

  clear(): void {
    for (let place = 0; place < this.values.length; place += 1) this.values[place] = undefined;
  }

  make(): object {
    this.#taken = 0;
    return this.#literal(this.#take);
  }
}
