// What `decode` and `alerts dry-run` read: a file or the standard input, and the instruments its frames are about.
import { createReadStream, readFileSync } from 'node:fs';
import { UsageError } from '../domain/errors.js';
import { type Instrument, type InstrumentIndex, indexInstruments } from '../domain/instrument.js';
import type { ExchangeAdapter } from '../exchanges/adapter.js';
import { shippedInstruments } from '../exchanges/shipped.js';

/** Those of `files`, the exchange's own REST answers; without any the list shipped with the program. Throws `UsageError`. */
export function loadInstruments(adapter: ExchangeAdapter, files: readonly string[]): InstrumentIndex {
  if (files.length === 0) return indexInstruments(shippedInstruments(adapter.id));
  const hint = `a REST answer of ${adapter.name} that lists its instruments`;
  const instruments = parseInstruments(adapter, files.map(readAnswer), hint);
  if (instruments.length === 0) throw new UsageError(`--instruments: no instrument in ${files.join(', ')}`, { hint });
  return indexInstruments(instruments);
}

function readAnswer(file: string): string {
  try {
    // Some programs save with a byte order mark.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new UsageError(`--instruments: cannot read '${file}': ${reasonOf(cause)}`, { cause });
  }
}

function parseInstruments(adapter: ExchangeAdapter, bodies: readonly string[], hint: string): readonly Instrument[] {
  try {
    return adapter.instruments.parse(bodies);
  } catch (cause) {
    throw new UsageError(`--instruments: ${reasonOf(cause)}`, { cause, hint });
  }
}

/** The bytes of `file`; what cannot be read, at once or later, throws `UsageError` where it is read. */
export async function* openInput(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? process.stdin : createReadStream(file);
  } catch (cause) {
    const name = file === '-' ? 'the standard input' : `'${file}'`;
    throw new UsageError(`cannot read ${name}: ${reasonOf(cause)}`, { cause });
  }
}

/** Without the system call and the file name that Node adds: the name stands in front already. */
function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/, (?:open|read)(?: '.*')?$/s, '');
}
