import { readFileSync } from 'node:fs';
import { type Instrument, indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { bybit } from '../../../src/exchanges/bybit/adapter.js';

const listed: unknown[] = JSON.parse(readFileSync(new URL('../../fixtures/instruments/bybit.json', import.meta.url), 'utf8'));

export const instruments = bybit.instruments.parse(listed.map((body) => JSON.stringify(body)));
export const context = { receivedAt: 1_700_000_000_000, instruments: indexInstruments(instruments) };

export function parse(frame: unknown): ParsedFrame {
  return bybit.parse(typeof frame === 'string' ? frame : JSON.stringify(frame), context);
}

/** What parsing came to, refusals included. */
export function outcome(frame: string): ParsedFrame | string {
  try {
    return parse(frame);
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

export function records(frame: unknown) {
  const parsed = parse(frame);
  if (parsed.kind !== 'records') throw new Error(`expected records, found ${parsed.kind}`);
  return parsed;
}

/** BTCUSDT under another name. */
export function instrument(symbol: string, fields: Partial<Instrument> = {}): Instrument {
  const found = instruments.find((known) => known.symbol === 'BTCUSDT');
  if (!found) throw new Error('BTCUSDT is not in the fixture');
  return { ...found, symbol: symbol as Instrument['symbol'], asset: symbol.slice(0, -4), ...fields };
}
