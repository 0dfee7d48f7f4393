import { createReadStream, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Flags } from '../args.js';
import { FrameError, UsageError } from '../domain/errors.js';
import { type ExchangeId, exchangeIds, type InstrumentIndex, indexInstruments, isExchangeId } from '../domain/instrument.js';
import { printable } from '../domain/text.js';
import type { ExchangeAdapter, ParsedFrame } from '../exchanges/adapter.js';
import { adapters } from '../exchanges/registry.js';
import { shippedInstruments } from '../exchanges/shipped.js';
import { readLines } from '../feed/lines.js';
import { parseRecordedLine } from '../feed/recording.js';
import { createOutput } from './output.js';

/** Exit 0, or 1 when a line was rejected: no JSON, a frame not understood, an instrument not known. */
export async function decode(flags: Flags, [file = '-']: readonly string[]): Promise<number> {
  const exchange = exchangeFlag(flags.exchange);
  const adapter = adapters[exchange];
  const instruments = loadInstruments(adapter, flags.instruments ?? []);
  const output = createOutput(process.stdout);
  let rejectedLines = 0;
  for await (const { number, text } of readLines(openInput(file))) {
    if (text?.trim() === '') continue;
    const { records, faults } = decodeLine(adapter, instruments, text);
    for (const record of records) await output.write(record);
    for (const fault of faults) process.stderr.write(`line ${number}: ${fault}\n`);
    if (faults.length > 0) rejectedLines += 1;
    if (output.isClosed()) return 0;
  }
  await output.end();
  return rejectedLines > 0 ? 1 : 0;
}

type Decoded = { readonly records: (ParsedFrame & { kind: 'records' })['records']; readonly faults: readonly string[] };

function decodeLine(adapter: ExchangeAdapter, instruments: InstrumentIndex, line: string | undefined): Decoded {
  if (line === undefined) return { records: [], faults: [`${adapter.id}: line too long`] };
  try {
    const { text, receivedAt = Date.now() } = parseRecordedLine(line);
    const parsed = adapter.parse(text, { receivedAt, instruments });
    if (parsed.kind !== 'records') return { records: [], faults: [] };
    return { records: parsed.records, faults: (parsed.faults ?? []).map((fault) => `${adapter.id}: ${fault.message}`) };
  } catch (cause) {
    const error = new FrameError(adapter.id, line, { cause });
    return { records: [], faults: [`${printable(error.message, 300)} in ${printable(error.frame, 120)}`] };
  }
}

function exchangeFlag(value: string | undefined): ExchangeId {
  const hint = `one of ${exchangeIds.join(', ')}`;
  if (value === undefined) throw new UsageError('--exchange takes ID', { hint });
  if (!isExchangeId(value)) throw new UsageError(`--exchange: unknown exchange '${value}'`, { hint });
  return value;
}

function loadInstruments(adapter: ExchangeAdapter, files: readonly string[]): InstrumentIndex {
  if (files.length === 0) return indexInstruments(shippedInstruments(adapter.id));
  const bodies = files.map((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new UsageError(`--instruments: cannot read ${file}`, { cause });
    }
  });
  try {
    return indexInstruments(adapter.instruments.parse(bodies));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--instruments: ${why}`, { cause, hint: `a REST answer of ${adapter.name} that lists its instruments` });
  }
}

function openInput(file: string): Readable {
  if (file === '-') return process.stdin;
  try {
    const fd = openSync(file, 'r');
    if (fstatSync(fd).isDirectory()) throw new Error('it is a folder');
    return createReadStream(file, { fd });
  } catch (cause) {
    throw new UsageError(`cannot read ${file}`, { cause });
  }
}
