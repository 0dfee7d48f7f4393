import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binance } from '../../../src/exchanges/binance/adapter.js';
import { comparable, frameTexts, mutated } from '../../support/wire-arbitraries.js';
import { context, parse } from './listed.js';

const outcome = (text: string): unknown => comparable(() => binance.parse(text, context));

const digits = fc.stringMatching(/^\d{1,18}$/);
const decimal = fc.oneof(
  fc.tuple(fc.constantFrom('', '-'), digits, fc.stringMatching(/^(\.\d{1,18})?$/)).map((parts) => parts.join('')),
  fc.constantFrom('', '0', '0.00000000', '-0.0', '.5', '5.', '-', '1e3', '1.2.3', '0x10', ' 1'),
);
const place = fc.oneof(fc.constantFrom(1788936948001, 0, 1, 4e12, 1e20), fc.constantFrom('1788936948001', '', null));
const entry = fc.record(
  {
    E: place,
    s: fc.constantFrom('BTCUSDT', '1000PEPEUSDT', 'BTCUSD_PERP', 'BTCUSDT_260327', 'BLZUSDT', 'NEWUSDT', 'A"B', 'A\u001b', ''),
    p: decimal,
    ap: decimal,
    i: decimal,
    r: decimal,
    T: place,
    st: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['s'] },
);
const frame = fc
  .tuple(fc.constantFrom('bare', 'list', 'wrapped', 'wrapped list'), fc.array(entry, { minLength: 1, maxLength: 4 }))
  .map(([form, entries]) => {
    const events = entries.map((fields) => ({ e: 'markPriceUpdate', ...fields }));
    const data = form.endsWith('list') ? events : events[0];
    return JSON.stringify(form.startsWith('wrapped') ? { stream: '!markPrice@arr', data } : data);
  });

describe('Binance mark prices read from the text', () => {
  it('are what the full parse makes of them', () => {
    const captured = frameTexts('binance').filter((text) => text.includes('markPriceUpdate'));
    expect(captured.length).toBeGreaterThan(5);
    fc.assert(
      // White space in front is no head that is known, and changes nothing in JSON.
      fc.property(fc.oneof(frame, mutated(captured)), (text) => {
        expect(outcome(text)).toEqual(outcome(` ${text}`));
      }),
      { numRuns: 5000 },
    );
  });

  it('are refused with something behind them', () => {
    const good = '{"e":"markPriceUpdate","E":1788936948001,"s":"BTCUSDT","p":"1","r":"0.1","T":1788940800000}';
    expect(parse(good)).toMatchObject({ records: [{ markPrice: 1 }] });
    for (const tail of ['}', ',', ']', 'x']) expect(() => parse(good + tail)).toThrow(SyntaxError);
    expect(() => parse(`[${good}`)).toThrow(SyntaxError);
    expect(() => parse(`[${good},]`)).toThrow(SyntaxError);
    expect(() => parse(`{"stream":"btcusdt@markPrice","data":${good}`)).toThrow(SyntaxError);
  });
});
