// JSON as code units: checked and stepped over, nothing made of it. The functions take where a value starts and give where it
// ends, or `UNUSUAL`. Units are read several times as fast as the characters of a text.

export const QUOTE = 34;
export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const ZERO = 48;
export const COLON = 58;
export const OPEN_LIST = 91;
export const CLOSE_LIST = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;
const PLUS = 43;
const UPPER_E = 69;
const LOWER_E = 101;
/** Below it stand the control characters, which no JSON text holds as they are. */
const BLANK = 32;
const WORDS = ['null', 'true', 'false'].map((word) => Uint16Array.from(word, (letter) => letter.charCodeAt(0)));

/** In place of a position: what stands there is left to the full parse. */
export const UNUSUAL = -1;
/** So are deeper values: no frame of any exchange nests half as deep. */
const DEEPEST = 16;

export function isDigit(unit: number): boolean {
  return (unit - ZERO) >>> 0 <= 9;
}

export function isExponent(unit: number): boolean {
  return unit === LOWER_E || unit === UPPER_E;
}

/** The quote that ends the text which starts behind another one. Texts with a backslash do not come here. */
export function closingQuote(units: Uint16Array, start: number): number {
  for (let at = start; ; at += 1) {
    const unit = units[at] ?? 0;
    // One comparison for nearly all: only `!` and the blank are below the quote and may stand in a text.
    if (unit > QUOTE) continue;
    if (unit === QUOTE) return at;
    if (unit < BLANK) return UNUSUAL;
  }
}

export function skip(units: Uint16Array, at: number, depth = 0): number {
  const unit = units[at] ?? 0;
  if (unit === QUOTE) {
    const end = closingQuote(units, at + 1);
    return end === UNUSUAL ? UNUSUAL : end + 1;
  }
  if (unit === OPEN_OBJECT) return skipObject(units, at, depth);
  if (unit === OPEN_LIST) return skipList(units, at, depth);
  return unit === MINUS || isDigit(unit) ? skipNumber(units, at) : skipWord(units, at);
}

function skipDigits(units: Uint16Array, start: number): number {
  let at = start;
  while (isDigit(units[at] ?? 0)) at += 1;
  return at === start ? UNUSUAL : at;
}

export function skipNumber(units: Uint16Array, start: number): number {
  const first = units[start] === MINUS ? start + 1 : start;
  let at = skipDigits(units, first);
  if (at === UNUSUAL || (units[first] === ZERO && at > first + 1)) return UNUSUAL;
  if (units[at] === POINT) {
    at = skipDigits(units, at + 1);
    if (at === UNUSUAL) return UNUSUAL;
  }
  if (!isExponent(units[at] ?? 0)) return at;
  const sign = units[at + 1];
  return skipDigits(units, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
}

/** `null`, `true` or `false`. */
export function skipWord(units: Uint16Array, start: number): number {
  const word = WORDS.find((letters) => letters.every((letter, place) => letter === units[start + place]));
  return word === undefined ? UNUSUAL : start + word.length;
}

function skipObject(units: Uint16Array, start: number, depth: number): number {
  let at = start + 1;
  if (units[at] === CLOSE_OBJECT) return at + 1;
  if (depth === DEEPEST) return UNUSUAL;
  for (;;) {
    if (units[at] !== QUOTE) return UNUSUAL;
    const keyEnd = closingQuote(units, at + 1);
    if (keyEnd === UNUSUAL || units[keyEnd + 1] !== COLON) return UNUSUAL;
    at = skip(units, keyEnd + 2, depth + 1);
    if (at === UNUSUAL) return UNUSUAL;
    if (units[at] !== COMMA) break;
    at += 1;
  }
  return units[at] === CLOSE_OBJECT ? at + 1 : UNUSUAL;
}

function skipList(units: Uint16Array, start: number, depth: number): number {
  let at = start + 1;
  if (units[at] === CLOSE_LIST) return at + 1;
  if (depth === DEEPEST) return UNUSUAL;
  for (;;) {
    at = skip(units, at, depth + 1);
    if (at === UNUSUAL) return UNUSUAL;
    if (units[at] !== COMMA) break;
    at += 1;
  }
  return units[at] === CLOSE_LIST ? at + 1 : UNUSUAL;
}
