import type { Flags } from '../args.js';
import type { InstrumentIndex } from '../domain/instrument.js';
import type { Liquidation, Ticker } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { ExchangeAdapter } from '../exchanges/adapter.js';
import { adapters } from '../exchanges/registry.js';
import { readLines } from '../feed/lines.js';
import { parseRecordedLine } from '../feed/recording.js';
import { diagnose } from './diagnostics.js';
import { exchangeFlag } from './flag-values.js';
import { createOutput } from './output.js';
import { loadInstruments, openInput } from './recorded-input.js';

const REASON_SHOWN = 300;
const FRAME_SHOWN = 120;

/** Exit 0, or 1 when a line was rejected: no JSON, a frame not understood, an instrument not known. */
export async function decode(flags: Flags, [file = '-']: readonly string[]): Promise<number> {
  const adapter = adapters[exchangeFlag(flags.exchange)];
  const instruments = loadInstruments(adapter, flags.instruments ?? []);
  const isJson = flags.json === true;
  const output = createOutput(process.stdout);
  let rejectedLines = 0;
  for await (const { number, text } of readLines(openInput(file))) {
    if (text?.trim() === '') continue;
    const { records, faults } = decodeLine(adapter, instruments, text);
    for (const record of records) await output.write(record);
    for (const fault of faults) diagnose(isJson, `${adapter.id}: ${fault}`, { line: number });
    if (faults.length > 0) rejectedLines += 1;
    if (output.isClosed()) break;
  }
  const isCut = output.isClosed();
  await output.end();
  return rejectedLines > 0 && !isCut ? 1 : 0;
}

type Decoded = { readonly records: readonly (Ticker | Liquidation)[]; readonly faults: readonly string[] };

function decodeLine(adapter: ExchangeAdapter, instruments: InstrumentIndex, line: string | undefined): Decoded {
  if (line === undefined) return { records: [], faults: ['line too long'] };
  try {
    const { text, receivedAt = Date.now() } = parseRecordedLine(line);
    const parsed = adapter.parse(text, { receivedAt, instruments });
    if (parsed.kind !== 'records') return { records: [], faults: [] };
    return { records: parsed.records, faults: (parsed.faults ?? []).map(({ message }) => message) };
  } catch (error) {
    // The one catch per frame: whatever it is made of, the other lines go on.
    const why = error instanceof Error ? error.message : String(error);
    return { records: [], faults: [`${printable(why, REASON_SHOWN)} in ${printable(line, FRAME_SHOWN)}`] };
  }
}
