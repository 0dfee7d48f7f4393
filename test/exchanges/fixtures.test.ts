import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type InstrumentIndex, indexInstruments } from '../../src/domain/instrument.js';
import type { Liquidation, Ticker } from '../../src/domain/record.js';
import { adapters } from '../../src/exchanges/registry.js';
import {
  exchangesWithFixtures,
  type FixtureLine,
  fixtureInstruments,
  fixtureLines,
  type OtherOpinion,
} from '../support/fixture-lines.js';

const ORDER_SIDES = { long: 'sell', short: 'buy' } as const;
const PRICES = ['markPrice', 'indexPrice', 'lastPrice'] as const;

function isClose(ours: number, theirs: number): boolean {
  return Math.abs(ours - theirs) <= Math.abs(theirs) * 1e-9;
}

/** Theirs are per unit of the symbol's base coin, ours per coin. */
function isSamePrice(ours: number, theirs: number | undefined, symbol: string, instruments: InstrumentIndex): boolean {
  return theirs !== undefined && isClose(ours * (instruments.get(symbol)?.multiplier ?? 1), theirs);
}

function differencesOfTicker(ours: Ticker, theirs: OtherOpinion, instruments: InstrumentIndex): readonly string[] {
  const different: string[] = [];
  // Their ticker also holds what earlier frames said, ours only what this one did.
  if (ours.fundingRate !== undefined && ours.fundingRate !== theirs.fundingRate) different.push('fundingRate');
  for (const field of PRICES) {
    const price = ours[field];
    if (price !== undefined && !isSamePrice(price, theirs[field], ours.symbol, instruments)) different.push(field);
  }
  return different;
}

function differencesOfLiquidation(ours: Liquidation, theirs: OtherOpinion, instruments: InstrumentIndex): readonly string[] {
  const different: string[] = [];
  if (ORDER_SIDES[ours.side] !== theirs.side) different.push('side');
  if (!isSamePrice(ours.price, theirs.price, ours.symbol, instruments)) different.push('price');
  return different;
}

/** Where the two readings of one frame part: symbols on one side only, and fields. */
function differences(line: FixtureLine, theirs: readonly OtherOpinion[], instruments: InstrumentIndex): readonly string[] {
  const unmatched = [...theirs];
  const different: string[] = [];
  for (const ours of line.expected) {
    const type = ours.type === 'ticker' ? 'derivative_ticker' : 'liquidation';
    const place = unmatched.findIndex((other) => other.type === type && other.symbol.toUpperCase() === ours.symbol.toUpperCase());
    const [other] = place === -1 ? [] : unmatched.splice(place, 1);
    if (!other) different.push(`${ours.symbol}: not theirs`);
    else if (ours.type === 'ticker') different.push(...differencesOfTicker(ours, other, instruments));
    else different.push(...differencesOfLiquidation(ours, other, instruments));
  }
  return [...different, ...unmatched.map(({ symbol }) => `${symbol}: not ours`)];
}

it('every fixture file belongs to an exchange', () => {
  const files = readdirSync('test/fixtures').filter((name) => name.endsWith('.jsonl'));
  expect(exchangesWithFixtures().map((exchange) => `${exchange}.jsonl`)).toEqual(expect.arrayContaining(files));
});

describe.each(exchangesWithFixtures())('fixtures of %s', (exchange) => {
  const adapter = adapters[exchange];
  const instruments = indexInstruments(adapter.instruments.parse(fixtureInstruments(exchange)));
  const lines = fixtureLines(exchange);

  it.each(lines)('line $number ($source) becomes what its dossier says', ({ text, receivedAt, expected, faults }) => {
    const frame = adapter.parse(text, { receivedAt, instruments });
    const read = frame.kind === 'records' ? frame : { records: [], faults: [] };
    expect(read.records).toStrictEqual(expected);
    expect(read.faults?.map(({ kind }) => kind) ?? []).toEqual(faults);
  });

  it('says why wherever another library reads a frame differently', () => {
    const unexplained = lines.flatMap((line) => {
      if (line.theirs === undefined || line.why !== undefined) return [];
      const parts = differences(line, line.theirs, instruments);
      return parts.length === 0 ? [] : [`line ${line.number}: ${parts.join(', ')}`];
    });
    expect(unexplained).toEqual([]);
  });
});
