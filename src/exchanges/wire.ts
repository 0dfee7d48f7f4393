// Field readers: the only way from `unknown` to a value. What a message did not carry is `undefined`; what it carried
// and cannot be read throws. Nothing becomes 0, false or the other side.
import { WireError } from '../domain/errors.js';
import type { NativeSymbol } from '../domain/instrument.js';
import { isPrintable, printable } from '../domain/text.js';

export type Wire = Readonly<Record<string, unknown>>;

/** Longest real symbol: a permissionless dYdX ticker with its token address, about 70. */
const SYMBOL_LIMIT = 128;
/** No price, size or volume of this world is larger; beyond it a number is a broken one. */
const NUMBER_LIMIT = 1e21;
/** 2009-01-03 (the first block) and 2100-01-01, in epoch ms. */
const EARLIEST_TIME = 1_230_940_800_000;
const LATEST_TIME = 4_102_444_800_000;

export function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function shown(value: unknown): string {
  return printable(written(value), 60);
}

function written(value: unknown): string {
  try {
    return String(JSON.stringify(value));
  } catch (error) {
    // Reading does not overflow the stack however deep the value is nested; writing does.
    if (error instanceof RangeError) return Array.isArray(value) ? 'a list' : 'an object';
    throw error;
  }
}

function fail(key: string, expected: string, value: unknown): never {
  throw new WireError(`${key}: expected ${expected}, found ${shown(value)}`);
}

export function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(value: unknown, what: string): Wire {
  return isObject(value) ? value : fail(what, 'an object', value);
}

export function array(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(what, 'a list', value);
}

export function field(wire: Wire, key: string): Wire {
  return object(wire[key], key);
}

export function list(wire: Wire, key: string): readonly unknown[] {
  return array(wire[key], key);
}

function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

// `Number` also takes '0x10', ' 1 ' and 'Infinity', which no exchange sends: a decimal starts with a digit, sign or
// point and has no second character 'x', and ends in a digit or point. Cheaper than a pattern on the hot path.
function isDecimal(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const second = text.charCodeAt(1) | 0x20;
  return (
    ((first >= 48 && first <= 57) || first === 45 || first === 46 || first === 43) &&
    ((last >= 48 && last <= 57) || last === 46) &&
    second !== 120 &&
    second !== 98 &&
    second !== 111
  );
}

function toNumber(key: string, value: unknown): number {
  // Adding nothing makes 0 of -0.
  if (typeof value === 'number' && value < NUMBER_LIMIT && value > -NUMBER_LIMIT) return value + 0;
  const result = typeof value === 'string' && isDecimal(value) ? Number(value) : Number.NaN;
  return result < NUMBER_LIMIT && result > -NUMBER_LIMIT ? result + 0 : fail(key, 'a number', value);
}

/** A decimal, as JSON number or string. */
export function number(wire: Wire, key: string): number {
  return toNumber(key, wire[key]);
}

/** As `number`; missing, `null` and `""` are absent. */
export function optionalNumber(wire: Wire, key: string): number | undefined {
  const value = wire[key];
  return isAbsent(value) ? undefined : toNumber(key, value);
}

/** A price or size: above zero. */
export function positive(wire: Wire, key: string): number {
  const value = toNumber(key, wire[key]);
  return value > 0 ? value : fail(key, 'a number above 0', wire[key]);
}

/** As `positive`; missing, `null`, `""` and 0 (a placeholder for "none yet") are absent. */
export function optionalPositive(wire: Wire, key: string): number | undefined {
  const value = optionalNumber(wire, key);
  if (value === undefined || value === 0) return undefined;
  return value > 0 ? value : fail(key, 'a number above 0', wire[key]);
}

/** Epoch milliseconds, as JSON number or digits. */
export function time(wire: Wire, key: string): number {
  return toTime(key, wire[key]);
}

function toTime(key: string, value: unknown): number {
  const result = toNumber(key, value);
  if (Number.isInteger(result) && result >= EARLIEST_TIME && result <= LATEST_TIME) return result;
  return fail(key, 'epoch milliseconds', value);
}

/** As `time`; missing, `null`, `""` and 0 are absent. */
export function optionalTime(wire: Wire, key: string): number | undefined {
  const value = wire[key];
  return isAbsent(value) || value === 0 || value === '0' ? undefined : toTime(key, value);
}

/** ISO-8601 instant in UTC → epoch milliseconds. */
export function isoTime(wire: Wire, key: string): number {
  const value = wire[key];
  const parsed = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return parsed >= EARLIEST_TIME && parsed <= LATEST_TIME ? parsed : fail(key, 'an ISO time in UTC', value);
}

export function text(wire: Wire, key: string): string {
  const value = wire[key];
  return typeof value === 'string' ? value : fail(key, 'text', value);
}

export function optionalText(wire: Wire, key: string): string | undefined {
  const value = wire[key];
  if (isAbsent(value)) return undefined;
  return typeof value === 'string' ? value : fail(key, 'text', value);
}

/** True for text that may stand as a symbol on a screen, in a record or in a file name's neighbourhood. */
export function isSymbol(value: unknown): value is NativeSymbol {
  return typeof value === 'string' && value.length > 0 && value.length <= SYMBOL_LIMIT && isPrintable(value) && !/\s/.test(value);
}

/** The exchange's own spelling; refuses control, invisible and blank characters. */
export function symbol(wire: Wire, key: string): NativeSymbol {
  const value = wire[key];
  return isSymbol(value) ? value : fail(key, 'a symbol', value);
}

/** One of a closed table: wire word → our word. */
export function oneOf<T>(wire: Wire, key: string, table: Readonly<Record<string, T>>): T {
  const value = wire[key];
  const found = typeof value === 'string' && Object.hasOwn(table, value) ? table[value] : undefined;
  return found === undefined ? fail(key, `one of ${Object.keys(table).join(', ')}`, value) : found;
}
