import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { WireError } from '../../src/domain/errors.js';
import { isPrintable } from '../../src/domain/text.js';
import type { ParsedFrame } from '../../src/exchanges/adapter.js';

/** The frames of `test/fixtures/<exchange>.jsonl`, as text. */
export function frameTexts(exchange: string): readonly string[] {
  const lines = readFileSync(`test/fixtures/${exchange}.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { raw }: { raw: unknown } = JSON.parse(line);
    return typeof raw === 'string' ? raw : JSON.stringify(raw);
  });
}

/** JSON texts that exchanges are not supposed to send where a symbol, a number or a list is due. */
const POISONS = [
  '""',
  'null',
  '"NaN"',
  '"Infinity"',
  '-1',
  '"-1"',
  '1e400',
  '"1e400"',
  '9007199254740993',
  '123456789012345678901234567890',
];
const SHAPES = ['{}', '[]', '[null]', '{"a":1}', 'true', '"\\u001b[2J"', '"\\u202e\\u0000"', '"__proto__"', '"constructor"'];

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|null|true|false/g;

/** Frames cut off somewhere, or with one key or value replaced. */
export function mutated(frames: readonly string[]): fc.Arbitrary<string> {
  const frame = fc.constantFrom(...frames);
  const cut = fc.tuple(frame, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
  const replaced = fc.tuple(frame, fc.nat(), fc.constantFrom(...POISONS, ...SHAPES)).map(([text, at, poison]) => {
    const tokens = [...text.matchAll(TOKEN)];
    const token = tokens[at % Math.max(1, tokens.length)];
    return token ? text.slice(0, token.index) + poison + text.slice(token.index + token[0].length) : poison;
  });
  return fc.oneof({ weight: 1, arbitrary: cut }, { weight: 4, arbitrary: replaced });
}

/** What parsing came to. A fault may show a number as text or as number: either is what the exchange said. */
export function comparable(parse: () => ParsedFrame): unknown {
  let frame: ParsedFrame;
  try {
    frame = parse();
  } catch (error) {
    if (!(error instanceof WireError || error instanceof SyntaxError)) throw error;
    return 'unreadable';
  }
  if (frame.kind !== 'records' || frame.faults === undefined) return frame;
  return { ...frame, faults: frame.faults.map((fault) => ({ ...fault, message: fault.message.replace(/, found .*/, '') })) };
}

function leavesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

/** What is read holds finite numbers and harmless text, nothing else; what is refused is refused as unreadable. */
export function readableOrRefused(read: () => ParsedFrame): void {
  let frame: ParsedFrame;
  try {
    frame = read();
  } catch (error) {
    if (!(error instanceof WireError || error instanceof SyntaxError)) throw error;
    return;
  }
  // Topics are for comparing with our own, never shown.
  const shown = frame.kind === 'rejected' ? frame.reason : frame.kind === 'records' ? frame : frame.kind;
  for (const leaf of leavesOf(shown)) {
    if (typeof leaf === 'number') expect(leaf).toSatisfy(Number.isFinite);
    else expect(leaf).toSatisfy((text) => typeof text === 'string' && isPrintable(text));
  }
}
