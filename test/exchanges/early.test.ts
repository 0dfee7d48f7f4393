import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexInstruments } from '../../src/domain/instrument.js';
import { adapters } from '../../src/exchanges/registry.js';
import { exchangesWithFixtures, fixtureInstruments } from '../support/fixture-lines.js';
import { comparable, frameTexts, mutated } from '../support/wire-arbitraries.js';

describe.each(exchangesWithFixtures())('a frame of %s', (exchange) => {
  const adapter = adapters[exchange];
  const instruments = indexInstruments(adapter.instruments.parse(fixtureInstruments(exchange)));
  const context = { receivedAt: 1_790_000_000_000, instruments };
  // A long order book is no better a seed than a short one.
  const frames = frameTexts(exchange).filter((text) => text.startsWith('{') && text.length < 6000);

  it('is what the full parse makes of it, cut and poisoned too', () => {
    expect(frames.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...frames), mutated(frames)), (text) => {
        // White space in front is no head that is known, and changes nothing in JSON.
        const early = comparable(() => adapter.parse(text, context));
        const full = comparable(() => adapter.parse(` ${text}`, context));
        if (isUnread(early)) expect(recordsOf(full)).toEqual([]);
        else expect(early).toEqual(full);
      }),
      { numRuns: 4000 },
    );
  });
});

/** Frames outside the contract are told by their heads and not looked at any closer: broken ones go unnoticed. */
function isUnread(outcome: unknown): boolean {
  return ['{"kind":"records","records":[]}', '{"kind":"ignored"}'].includes(JSON.stringify(outcome));
}

function recordsOf(outcome: unknown): unknown {
  return typeof outcome === 'object' && outcome !== null && 'records' in outcome ? outcome.records : [];
}
