import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { deribit } from '../../../src/exchanges/deribit/adapter.js';
import { fixtureInstruments } from '../../support/fixture-lines.js';

export const listed = deribit.instruments.parse(fixtureInstruments('deribit'));
export const receivedAt = Date.UTC(2026, 8, 23, 4);
export const context = { receivedAt, instruments: indexInstruments(listed) };

export const parse = (frame: unknown): ParsedFrame =>
  deribit.parse(typeof frame === 'string' ? frame : JSON.stringify(frame), context);
