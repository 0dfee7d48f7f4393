import { readFileSync } from 'node:fs';
import { type Instrument, indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { okx } from '../../../src/exchanges/okx/adapter.js';

const listed: unknown[] = JSON.parse(readFileSync(new URL('../../fixtures/instruments/okx.json', import.meta.url), 'utf8'));

export const instruments = okx.instruments.parse(listed.map((body) => JSON.stringify(body)));
export const context = { receivedAt: 1_700_000_000_000, instruments: indexInstruments(instruments) };

export function parse(frame: unknown): ParsedFrame {
  return okx.parse(typeof frame === 'string' ? frame : JSON.stringify(frame), context);
}

export function records(frame: unknown) {
  const parsed = parse(frame);
  if (parsed.kind !== 'records') throw new Error(`expected records, found ${parsed.kind}`);
  return parsed;
}

/** BTC-USDT-SWAP of another coin. */
export function instrument(base: string, fields: Partial<Instrument> = {}): Instrument {
  const found = instruments.find(({ symbol }) => symbol === 'BTC-USDT-SWAP');
  if (!found) throw new Error('BTC-USDT-SWAP is not in the fixture');
  const symbol = `${base}-USDT-SWAP` as Instrument['symbol'];
  return { ...found, symbol, asset: base, indexSymbol: `${base}-USDT`, ...fields };
}
