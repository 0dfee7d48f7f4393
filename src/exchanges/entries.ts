// What the entries of one frame became: records, and faults for those that had to be left out.
import { WireError } from '../domain/errors.js';
import type { Liquidation, Ticker } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { Fault, ParsedFrame } from './adapter.js';
import { parseJson } from './wire.js';

const SUBJECT_LIMIT = 80;

/** An entry whose reading threw. Anything but a `WireError` is a bug and goes on. */
export function badValue(subject: unknown, error: unknown): Fault {
  if (!(error instanceof WireError)) throw error;
  const name = typeof subject === 'string' && subject !== '' ? printable(subject, SUBJECT_LIMIT) : 'entry without a symbol';
  return { kind: 'bad-value', message: `${name}: ${error.message}` };
}

export function unknownInstrument(symbol: string): Fault {
  return { kind: 'unknown-instrument', message: `${printable(symbol, SUBJECT_LIMIT)}: not in the instrument list` };
}

export function recordsFrame(records: readonly (Ticker | Liquidation)[], faults: readonly Fault[]): ParsedFrame {
  return faults.length === 0 ? { kind: 'records', records } : { kind: 'records', records, faults };
}

/** Identical rows of one frame are separate events: the second becomes `…:2`. `seen` lives as long as the frame. */
export function ordinalId(id: string, seen: Map<string, number>): string {
  const count = (seen.get(id) ?? 0) + 1;
  seen.set(id, count);
  return count === 1 ? id : `${id}:${count}`;
}

/** A REST answer as JSON; a page of HTML or an empty body is named for what it is. */
export function parseAnswer(body: string): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new WireError(`answer is not JSON: ${printable(body.trim(), SUBJECT_LIMIT)}`, { cause });
  }
}

/** JSON, but of no shape the caller knows: an error body, another endpoint's answer. */
export function unknownAnswer(expected: string, body: string): WireError {
  return new WireError(`answer is not ${expected}: ${printable(body.trim(), SUBJECT_LIMIT)}`);
}
