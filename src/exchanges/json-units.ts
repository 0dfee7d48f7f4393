// JSON as code units: checked and stepped over, nothing made of it. The functions take where a value starts and give where it
// ends, or `End.Unusual`. Units are read several times as fast as the characters of a text.

/** An enumeration, because the bundler writes its numbers into the loops of other files too. */
export enum Unit {
  /** Below it stand the control characters, which no JSON text holds as they are. */
  Blank = 32,
  Quote = 34,
  Plus = 43,
  Comma = 44,
  Minus = 45,
  Point = 46,
  Zero = 48,
  Colon = 58,
  UpperE = 69,
  OpenList = 91,
  CloseList = 93,
  LowerE = 101,
  OpenObject = 123,
  CloseObject = 125,
}
const WORDS = ['null', 'true', 'false'].map((word) => Uint16Array.from(word, (letter) => letter.charCodeAt(0)));

/** In place of a position: what stands there is left to the full parse. */
export enum End {
  Unusual = -1,
}
/** So are deeper values: no frame of any exchange nests half as deep. */
const DEEPEST = 16;

export function isDigit(unit: number): boolean {
  return (unit - Unit.Zero) >>> 0 <= 9;
}

export function isExponent(unit: number): boolean {
  return unit === Unit.LowerE || unit === Unit.UpperE;
}

/** The quote that ends the text which starts behind another one. Texts with a backslash do not come here. */
export function closingQuote(units: Uint16Array, start: number): number {
  for (let at = start; ; at += 1) {
    const unit = units[at] ?? 0;
    // One comparison for nearly all: only `!` and the blank are below the quote and may stand in a text.
    if (unit > Unit.Quote) continue;
    if (unit === Unit.Quote) return at;
    if (unit < Unit.Blank) return End.Unusual;
  }
}

export function skip(units: Uint16Array, at: number, depth: number): number {
  const unit = units[at];
  if (unit === Unit.Quote) {
    const end = closingQuote(units, at + 1);
    return end === End.Unusual ? End.Unusual : end + 1;
  }
  if (unit === Unit.OpenObject) return skipObject(units, at, depth);
  if (unit === Unit.OpenList) return skipList(units, at, depth);
  return skipBare(units, at);
}

/** A number, `null`, `true` or `false`. */
export function skipBare(units: Uint16Array, start: number): number {
  let at = units[start] === Unit.Minus ? start + 1 : start;
  let unit = units[at] ?? 0;
  if (!isDigit(unit)) return skipWord(units, start);
  if (unit === Unit.Zero && isDigit(units[at + 1] ?? 0)) return End.Unusual;
  do {
    at += 1;
    unit = units[at] ?? 0;
  } while (isDigit(unit));
  if (unit === Unit.Point) {
    at += 1;
    unit = units[at] ?? 0;
    if (!isDigit(unit)) return End.Unusual;
    do {
      at += 1;
      unit = units[at] ?? 0;
    } while (isDigit(unit));
  }
  return isExponent(unit) ? skipExponent(units, at + 1) : at;
}

function skipExponent(units: Uint16Array, start: number): number {
  const isSigned = units[start] === Unit.Plus || units[start] === Unit.Minus;
  const first = isSigned ? start + 1 : start;
  let at = first;
  while (isDigit(units[at] ?? 0)) at += 1;
  return at === first ? End.Unusual : at;
}

function skipWord(units: Uint16Array, start: number): number {
  const word = WORDS.find((letters) => letters.every((letter, place) => letter === units[start + place]));
  return word === undefined ? End.Unusual : start + word.length;
}

function skipObject(units: Uint16Array, start: number, depth: number): number {
  let at = start + 1;
  if (units[at] === Unit.CloseObject) return at + 1;
  if (depth === DEEPEST) return End.Unusual;
  for (;;) {
    if (units[at] !== Unit.Quote) return End.Unusual;
    const keyEnd = closingQuote(units, at + 1);
    if (keyEnd === End.Unusual || units[keyEnd + 1] !== Unit.Colon) return End.Unusual;
    at = skip(units, keyEnd + 2, depth + 1);
    if (at === End.Unusual) return End.Unusual;
    if (units[at] !== Unit.Comma) break;
    at += 1;
  }
  return units[at] === Unit.CloseObject ? at + 1 : End.Unusual;
}

function skipList(units: Uint16Array, start: number, depth: number): number {
  let at = start + 1;
  if (units[at] === Unit.CloseList) return at + 1;
  if (depth === DEEPEST) return End.Unusual;
  for (;;) {
    at = skip(units, at, depth + 1);
    if (at === End.Unusual) return End.Unusual;
    if (units[at] !== Unit.Comma) break;
    at += 1;
  }
  return units[at] === Unit.CloseList ? at + 1 : End.Unusual;
}
