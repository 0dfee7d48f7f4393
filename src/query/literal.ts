// Values as people write them: `20%`, `5bp`, `250k`, `8h`, `5m`, `SOL`. Every value has one canonical spelling, which reads back
// to the same number to the last digit.
import type { CellKind } from '../domain/query-table.js';
import { isPrintable } from '../domain/text.js';
import { type FieldInfo, LONGEST_WORD } from './query.js';

type Class = 'word' | 'yes-no' | 'fraction' | 'amount' | 'hours' | 'duration' | 'none';

const classes: Readonly<Record<CellKind, Class>> = {
  word: 'word',
  'yes-no': 'yes-no',
  text: 'none',
  rate: 'fraction',
  rate8h: 'fraction',
  apr: 'fraction',
  fraction: 'fraction',
  basis: 'fraction',
  usd: 'amount',
  price: 'amount',
  coins: 'amount',
  count: 'amount',
  'per-second': 'amount',
  'interval-hours': 'hours',
  hours: 'hours',
  time: 'duration',
  ms: 'duration',
};

const expectedWords: Readonly<Record<Class, string>> = {
  word: 'a name',
  'yes-no': 'yes or no',
  fraction: 'a fraction such as 0.01%, 5bp or 0.0001',
  amount: 'an amount such as 250k or 1.5m',
  hours: 'hours such as 8h or 3d',
  duration: 'a duration such as 30s, 5m or 2h',
  none: 'nothing: it is text',
};

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WITH_UNIT = /^([+-]?(?:\d+\.?\d*|\.\d+))([a-z%]+)$/i;
/** Longer ago than anything the program has seen; whole ms up to here are exact. */
const LONGEST_MS = 3650 * 86_400_000;

/** Powers of ten, so that text is shifted and not a binary number divided: 20% is 0.2 to the last bit. */
const fractionUnits: Readonly<Record<string, number>> = { '%': -2, bp: -4 };
const amountUnits: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9 };
const hourUnits: Readonly<Record<string, number>> = { h: 1, d: 24 };
const msUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

export function expectedValue({ kind, choices }: Pick<FieldInfo, 'kind' | 'choices'>): string {
  return choices === undefined ? expectedWords[classes[kind]] : `one of ${choices.join(', ')}`;
}

/** Smaller and larger have a meaning: numbers, and the tiers. */
export function isOrdered(field: Pick<FieldInfo, 'name' | 'kind'>): boolean {
  const kind = classes[field.kind];
  return field.name === 'tier' || (kind !== 'word' && kind !== 'yes-no' && kind !== 'none');
}

export function isComparable({ kind }: Pick<FieldInfo, 'kind'>): boolean {
  return classes[kind] !== 'none';
}

/** `undefined` for what is no value of this field. */
export function parseValue(field: FieldInfo, text: string): string | number | undefined {
  const meant = classes[field.kind];
  switch (meant) {
    case 'word':
      return parseWord(field, text);
    case 'yes-no':
      return { yes: 'yes', no: 'no', true: 'yes', false: 'no' }[text.toLowerCase()];
    case 'fraction':
      return shifted(text, fractionUnits);
    case 'amount':
      return shifted(text.replace(/^\$/, ''), amountUnits);
    case 'hours':
      return parseHours(text);
    case 'duration':
      return parseDuration(text);
    case 'none':
      return undefined;
    default:
      return meant satisfies never;
  }
}

export function printValue({ kind }: Pick<FieldInfo, 'kind'>, value: string | number): string {
  if (typeof value === 'string') return value;
  const meant = classes[kind];
  switch (meant) {
    case 'fraction':
      return prettiest(value, kind === 'basis' ? { bp: -4 } : { '%': -2 }, fractionUnits);
    case 'amount':
      return prettiest(value, unitsUpTo(value), amountUnits);
    case 'hours':
      return parseHours(`${value}h`) === value ? `${value}h` : String(value);
    case 'duration':
      return printDuration(value);
    case 'word':
    case 'yes-no':
    case 'none':
      return String(value);
    default:
      return meant satisfies never;
  }
}

function parseWord({ choices, letterCase }: FieldInfo, text: string): string | undefined {
  const word = letterCase === 'upper' ? text.toUpperCase() : letterCase === 'lower' ? text.toLowerCase() : text;
  if (choices !== undefined) return choices.find((choice) => choice === word);
  return word !== '' && word.length <= LONGEST_WORD && isPrintable(word) && !/[\s,=!<>"']/.test(word) ? word : undefined;
}

function finite(value: number): number | undefined {
  // No negative zero: it equals zero, and prints as it.
  return Number.isFinite(value) ? value + 0 : undefined;
}

function shifted(text: string, units: Readonly<Record<string, number>>): number | undefined {
  if (PLAIN.test(text)) return finite(Number(text));
  const [, digits, unit = ''] = WITH_UNIT.exec(text) ?? [];
  const power = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  return digits === undefined || power === undefined ? undefined : finite(Number(`${digits}e${power}`));
}

function parseHours(text: string): number | undefined {
  if (/^[+-]/.test(text)) return undefined;
  if (PLAIN.test(text)) return finite(Number(text));
  const [, digits, unit = ''] = WITH_UNIT.exec(text) ?? [];
  const hours = Object.hasOwn(hourUnits, unit.toLowerCase()) ? hourUnits[unit.toLowerCase()] : undefined;
  return digits === undefined || hours === undefined ? undefined : finite(Number(digits) * hours);
}

/** Whole ms. Without a unit it could be anything, and is nothing. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit = ''] = WITH_UNIT.exec(text) ?? [];
  const ms = Object.hasOwn(msUnits, unit.toLowerCase()) ? msUnits[unit.toLowerCase()] : undefined;
  if (digits === undefined || ms === undefined || /^[+-]/.test(digits)) return undefined;
  const value = Math.round(Number(digits) * ms);
  return value <= LONGEST_MS ? value : undefined;
}

/** In the largest unit that leaves no fraction: `90s`, `5m`, `2h`. */
export function printDuration(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((name) => ms >= (msUnits[name] ?? 1) && ms % (msUnits[name] ?? 1) === 0);
  return unit === undefined ? `${ms}ms` : `${ms / (msUnits[unit] ?? 1)}${unit}`;
}

/** The largest unit the value has one of. */
function unitsUpTo(value: number): Readonly<Record<string, number>> {
  const unit = Object.entries(amountUnits).findLast(([, power]) => Math.abs(value) >= 10 ** power);
  return unit === undefined ? {} : { [unit[0]]: unit[1] };
}

/** With a unit where that reads back to the same number, else plain. */
function prettiest(value: number, wanted: Readonly<Record<string, number>>, units: Readonly<Record<string, number>>): string {
  for (const [unit, power] of Object.entries(wanted)) {
    const text = `${Number((value * 10 ** -power).toPrecision(12))}${unit}`;
    if (shifted(text, units) === value) return text;
  }
  return String(value);
}
