import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Tier, tierRank, tiers } from '../../src/domain/severity.js';
import { isPrintable } from '../../src/domain/text.js';
import { readReply, severityShape } from '../../src/severity/reply.js';

const said = (event: unknown, tier: unknown, reason: unknown = 'because') => ({ event, tier, reason });

describe('the shape', () => {
  test.each([undefined, null, [], 'HIGH', {}, { verdicts: {} }, { verdict: [] }, { verdicts: Array(65).fill(0) }])(
    'refuses %j',
    (answer) => {
      expect(() => severityShape.read(answer)).toThrow('expected {"verdicts":[…]}');
    },
  );

  test('takes a list, whatever is in it', () => {
    expect(severityShape.read({ verdicts: [1, said(1, 'HIGH')], note: 'x' })).toEqual([1, said(1, 'HIGH')]);
  });

  test('asks for closed objects with every property required', () => {
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('type' in schema && schema.type === 'object' && 'properties' in schema) {
        const names = Object.keys(schema.properties as object);
        expect(schema).toMatchObject({ additionalProperties: false, required: names });
      }
      for (const part of Object.values(schema)) walk(part);
    };
    walk(severityShape.schema);
  });
});

describe('a verdict', () => {
  test.each<[string, Tier, unknown]>([
    ['two steps up', 'LOW', said(1, 'HIGH')],
    ['two steps down', 'CRITICAL', said(1, 'MEDIUM')],
    ['three steps', 'LOW', said(1, 'CRITICAL')],
    ['an unknown tier', 'HIGH', said(1, 'EXTREME')],
    ['a tier in other letters', 'HIGH', said(1, 'high')],
    ['a missing tier', 'HIGH', { event: 1, reason: 'because' }],
    ['a missing reason', 'HIGH', { event: 1, tier: 'HIGH' }],
    ['an empty reason', 'HIGH', said(1, 'HIGH', ' \n ')],
    ['a reason without a word', 'HIGH', said(1, 'HIGH', '\u001b[…')],
    ['a reason of 101 characters', 'HIGH', said(1, 'HIGH', 'x'.repeat(101))],
    ['a reason that is no text', 'HIGH', said(1, 'HIGH', 5)],
    ['no object', 'HIGH', 'HIGH'],
  ])('with %s is refused', (_, ruleTier, entry) => {
    expect(readReply([entry], [ruleTier]).verdicts).toEqual([undefined]);
  });

  test.each<[Tier, Tier]>([
    ['LOW', 'LOW'],
    ['LOW', 'MEDIUM'],
    ['HIGH', 'CRITICAL'],
    ['CRITICAL', 'HIGH'],
  ])('may leave %s or move it one step: %s', (ruleTier, tier) => {
    expect(readReply([said(1, tier, ' 4th long\nin 40 s ')], [ruleTier])).toEqual({
      verdicts: [{ tier, reason: '4th long in 40 s' }],
      refusedCount: 0,
    });
  });

  test('of exactly 100 characters stands, and escape sequences in it are made harmless', () => {
    const reason = `\u001b[31mred\u001b[0m${'é'.repeat(88)}`;
    const { verdicts } = readReply([said(1, 'HIGH', reason)], ['HIGH']);
    expect(verdicts[0]?.reason).toBe(`·[31mred·[0m${'é'.repeat(88)}`);
  });
});

describe('a batch', () => {
  test('one bad verdict costs nobody else his', () => {
    const reply = [said(3, 'HIGH', 'c'), said(1, 'CRITICAL', 'two steps'), said(2, 'LOW', 'b')];
    expect(readReply(reply, ['MEDIUM', 'LOW', 'MEDIUM'])).toEqual({
      verdicts: [undefined, { tier: 'LOW', reason: 'b' }, { tier: 'HIGH', reason: 'c' }],
      refusedCount: 1,
    });
  });

  test('of two verdicts for one event neither stands; it is counted once', () => {
    const reply = [said(1, 'HIGH'), said(1, 'LOW'), said(2, 'LOW')];
    const { verdicts, refusedCount } = readReply(reply, ['MEDIUM', 'LOW']);
    expect(verdicts).toEqual([undefined, { tier: 'LOW', reason: 'because' }]);
    expect(refusedCount).toBe(1);
  });

  test.each([[0], [3], [1.5], ['1'], [null], [-1]])('an event number that was never given (%j) is refused', (event) => {
    const { verdicts, refusedCount } = readReply([said(event, 'LOW'), said(1, 'LOW'), said(2, 'LOW')], ['LOW', 'LOW']);
    expect(verdicts.every((one) => one?.tier === 'LOW')).toBe(true);
    expect(refusedCount).toBe(1);
  });

  test('an event without a verdict is counted', () => {
    expect(readReply([], ['LOW', 'LOW'])).toEqual({ verdicts: [undefined, undefined], refusedCount: 2 });
  });
});

test('no answer moves a tier by more than one step, or says what cannot be shown', () => {
  const entry = fc.oneof(
    fc.record({
      event: fc.integer({ min: 0, max: 6 }),
      tier: fc.constantFrom(...tiers),
      reason: fc.string({ unit: 'binary', maxLength: 120 }),
    }),
    fc.anything(),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), fc.array(fc.constantFrom(...tiers), { maxLength: 5 }), (reply, ruleTiers) => {
      const { verdicts, refusedCount } = readReply(reply, ruleTiers);
      expect(verdicts).toHaveLength(ruleTiers.length);
      expect(refusedCount).toBeGreaterThanOrEqual(verdicts.filter((one) => !one).length);
      for (const [index, ruleTier] of ruleTiers.entries()) {
        const verdict = verdicts[index];
        if (!verdict) continue;
        expect(Math.abs(tierRank(verdict.tier) - tierRank(ruleTier))).toBeLessThanOrEqual(1);
        expect(isPrintable(verdict.reason)).toBe(true);
        expect([...verdict.reason].length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 200 },
  );
});
