import { describe, expect, test } from 'vitest';
import { unlistedEverywhere, unlistedSentence } from '../../src/market/unlisted.js';

const on = (unlistedAssets?: readonly string[]) => ({ state: 'live', ...(unlistedAssets && { unlistedAssets }) }) as const;
const off = { state: 'off' } as const;

describe('assets that no exchange lists', () => {
  test.each<[string, Parameters<typeof unlistedEverywhere>[0], readonly string[]]>([
    ['are those missing everywhere', [on(['NOPE', 'PEPE']), on(['PEPE', 'NOPE', 'SOL']), on(['NOPE'])], ['NOPE']],
    ['do not depend on exchanges that are off', [off, on(['NOPE']), off], ['NOPE']],
    ['are none while one list is missing', [on(['NOPE']), on()], []],
    ['are none while the first list is missing', [on(), on(['NOPE'])], []],
    ['are none where one exchange lists all', [on(['NOPE']), on([])], []],
    ['are none without an exchange', [], []],
  ])('%s', (_, feeds, expected) => {
    expect(unlistedEverywhere(feeds)).toEqual(expected);
  });

  test('are told in one sentence, harmless for a terminal', () => {
    expect(unlistedSentence([on(['NOPE', 'A\u001b[2J'])])).toBe('no exchange lists NOPE, A·[2J');
    expect(unlistedSentence([on([])])).toBe('');
  });
});
