import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChosenOnScreenOptions,
  createChosenOnScreen,
  readingOf,
  settingsOfReading,
} from '../../src/commands/chosen-on-screen.js';
import { exchangeIds } from '../../src/domain/instrument.js';
import { defaultSettings } from '../../src/settings.js';
import { reduceReading, usualReading } from '../../src/ui/reading.js';
import { usualAppearance } from '../../src/ui/view-state.js';

function chosenWith(change: Partial<ChosenOnScreenOptions> = {}) {
  const kept: (readonly [string, unknown])[] = [];
  const remember = async (key: string, value: unknown): Promise<boolean> => {
    await Promise.resolve();
    kept.push([key, value]);
    return true;
  };
  const chosen = createChosenOnScreen({
    store: { remember },
    settings: defaultSettings,
    isDemo: false,
    isFlagged: () => false,
    ...change,
  });
  return { chosen, kept };
}

describe('what is chosen on the screen', () => {
  it('is kept, only what changed, in the order of the choices', async () => {
    const { chosen, kept } = chosenWith();
    chosen.reading(reduceReading(usualReading, { type: 'next-unit' }));
    chosen.reading({ ...usualReading, filter: { isAssetOnly: true, side: 'long', minTier: 'HIGH', minNotionalUsd: 250_000 } });
    chosen.appearance({ ...usualAppearance, theme: 'light' });
    chosen.asset('SOL');
    chosen.muted(['PEPE']);
    await chosen.written();
    expect(kept).toEqual([
      ['unit', 'apr'],
      ['unit', '8h'],
      ['filter.assetOnly', 'on'],
      ['filter.side', 'long'],
      ['filter.tier', 'HIGH'],
      ['filter.minNotionalUsd', 250_000],
      ['theme', 'light'],
      ['asset', 'SOL'],
      ['alerts.muted', ['PEPE']],
    ]);
  });

  it('is not kept of a demo, nor what a flag has set, nor no exchange at all', async () => {
    const demo = chosenWith({ isDemo: true });
    const flagged = chosenWith({ isFlagged: () => true });
    for (const { chosen } of [demo, flagged]) {
      chosen.asset('SOL');
      chosen.watch(['SOL']);
      chosen.exchanges(['okx']);
    }
    demo.chosen.reading({ ...usualReading, unit: 'apr' });
    demo.chosen.appearance({ ...usualAppearance, theme: 'light' });
    demo.chosen.muted(['PEPE']);
    const none = chosenWith();
    none.chosen.exchanges([]);
    for (const { chosen } of [demo, flagged, none]) await chosen.written();
    expect([...demo.kept, ...flagged.kept, ...none.kept]).toEqual([]);
  });

  it('is read again as it was', () => {
    const reading = fc.record({
      unit: fc.constantFrom('raw', '1h', '8h', 'apr'),
      clock: fc.constantFrom('utc', 'local'),
      filter: fc.record(
        {
          isAssetOnly: fc.boolean(),
          exchange: fc.constantFrom(...exchangeIds),
          side: fc.constantFrom('long', 'short'),
          minTier: fc.constantFrom('MEDIUM', 'HIGH', 'CRITICAL'),
          minNotionalUsd: fc.nat(),
        },
        { requiredKeys: ['isAssetOnly', 'minNotionalUsd'] },
      ),
    });
    fc.assert(
      fc.property(reading, (chosen) => {
        expect(readingOf(settingsOfReading(chosen))).toEqual(chosen);
      }),
    );
  });
});
