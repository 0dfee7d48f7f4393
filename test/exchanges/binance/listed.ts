import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { binance } from '../../../src/exchanges/binance/adapter.js';
import { fixtureInstruments } from '../../support/fixture-lines.js';

export const listed = binance.instruments.parse(fixtureInstruments('binance'));
export const instruments = indexInstruments(listed);
export const receivedAt = Date.UTC(2026, 8, 9, 7);
export const context = { receivedAt, instruments };

export const parse = (frame: unknown): ParsedFrame =>
  binance.parse(typeof frame === 'string' ? frame : JSON.stringify(frame), context);
