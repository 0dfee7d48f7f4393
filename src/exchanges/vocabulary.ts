// Texts that come again and again in frames, keys and symbols above all: known by sight, and made only once. A text cut out of a
// frame must be hashed anew for every look into a map, and keeps the whole frame in memory for as long as it is kept itself.

export interface Word {
  /** Without its tail. */
  readonly text: string;
  /** How many words were learnt before it. */
  readonly index: number;
  /** Where its letters start among those of its vocabulary, and how many there are, the tail included. */
  readonly first: number;
  readonly length: number;
  /** The one that came after it the last time: frames of a kind have one order of keys, lists one of symbols. */
  follower: Word | undefined;
  /** Another one in the same slot. */
  readonly next: Word | undefined;
}

/** Letters for which there is room at first. */
const ROOM = 1024;
/** Longer texts are not learnt: nearly all symbols are shorter. */
const LONGEST = 64;

export class Vocabulary {
  /** Stands before the first word. */
  readonly start: Word = { text: '', index: -1, first: 0, length: 0, follower: undefined, next: undefined };
  readonly #tail: string;
  readonly #limit: number;
  readonly #slots: (Word | undefined)[];
  #letters = new Uint16Array(ROOM);
  #used = 0;
  #count = 0;

  /** `tail`: what ends a word in the text; it is looked for with it. Beyond `limit` no more words are learnt. */
  constructor(tail: string, limit: number) {
    this.#tail = tail;
    this.#limit = limit;
    this.#slots = Array.from({ length: 2 ** Math.ceil(Math.log2(limit)) });
  }

  /** The word that is known to follow `before`, if it stands in `units` at `start`. */
  after(before: Word, units: Uint16Array, start: number): Word | undefined {
    const word = before.follower;
    return word !== undefined && this.#stands(word, units, start) ? word : undefined;
  }

  /** The word in `units` from `start` to before `end`, tail included, now known to follow `before`; `undefined` for one too many. */
  learn(before: Word, units: Uint16Array, start: number, end: number): Word | undefined {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (units[at] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
    let word = this.#slots[slot];
    while (word !== undefined && !(word.length === end - start && this.#stands(word, units, start))) word = word.next;
    if (word === undefined) {
      if (this.#count === this.#limit || end - start > LONGEST) return undefined;
      word = this.#add(units.subarray(start, end), slot);
    }
    before.follower = word;
    return word;
  }

  #stands({ first, length }: Word, units: Uint16Array, start: number): boolean {
    const letters = this.#letters;
    for (let place = 0; place < length; place += 1) if (letters[first + place] !== units[start + place]) return false;
    return true;
  }

  #add(units: Uint16Array, slot: number): Word {
    if (this.#used + units.length > this.#letters.length) {
      const held = this.#letters;
      this.#letters = new Uint16Array(held.length * 2 + units.length);
      this.#letters.set(held);
    }
    this.#letters.set(units, this.#used);
    const word: Word = {
      index: this.#count,
      text: String.fromCharCode(...units.subarray(0, units.length - this.#tail.length)),
      first: this.#used,
      length: units.length,
      follower: undefined,
      next: this.#slots[slot],
    };
    this.#used += units.length;
    this.#count += 1;
    this.#slots[slot] = word;
    return word;
  }
}
