import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparable, frameTexts, mutated, readableOrRefused } from '../../support/wire-arbitraries.js';
import { parse } from './listed.js';

// A long order book is no better a seed than a short one.
const frames = frameTexts('okx').filter((text) => text.length < 4000);

it('any text is read or refused, and nothing read is broken', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readableOrRefused(() => parse(text))));
});

it('a frame cut or poisoned anywhere is read or refused, and nothing read is broken', () => {
  fc.assert(
    fc.property(mutated(frames), (text) => readableOrRefused(() => parse(text))),
    { numRuns: 3000 },
  );
});

it('a poisoned liquidation has sizes above zero and an id of its exchange, or is none', () => {
  const liquidations = frames.filter((text) => text.includes('iquidation'));
  fc.assert(
    fc.property(mutated(liquidations), (text) => {
      readableOrRefused(() => {
        const parsed = parse(text);
        for (const record of parsed.kind === 'records' ? parsed.records : []) {
          if (record.type !== 'liquidation') continue;
          expect(Math.min(record.size, record.price, record.notionalUsd)).toBeGreaterThan(0);
          expect(record.id.startsWith(`okx:${record.symbol}:${record.time}:`)).toBe(true);
        }
        return parsed;
      });
    }),
    { numRuns: 1000 },
  );
});

it('what is decided at the head of a frame is what the full parse decides', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...frames), mutated(frames)), (text) => {
      // With another key in front the head says nothing, and the frame is the same.
      const headless = text.replace(/^\{/, '{"unread":0,');
      fc.pre(isJson(text) && headless !== text);
      expect(comparable(() => parse(text))).toEqual(comparable(() => parse(headless)));
    }),
    { numRuns: 3000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
