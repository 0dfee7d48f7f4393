// What the reader chose on the screen, kept in the settings for the next start. Nothing of a demo is kept, nor what a flag set for
// this run alone.
import type { ExchangeId } from '../domain/instrument.js';
import type { SettingKey, Settings, SettingsStore } from '../settings.js';
import type { LiquidationFilter } from '../ui/liquidation-filter.js';
import type { Reading } from '../ui/reading.js';
import type { Appearance } from '../ui/view-state.js';

type ReadingSettings = Pick<
  Settings,
  'unit' | 'clock' | 'filter.assetOnly' | 'filter.exchange' | 'filter.side' | 'filter.tier' | 'filter.minNotionalUsd'
>;

export function readingOf(settings: ReadingSettings): Reading {
  const { unit, clock, 'filter.exchange': exchange, 'filter.side': side, 'filter.tier': tier } = settings;
  const filter: LiquidationFilter = {
    isAssetOnly: settings['filter.assetOnly'] === 'on',
    minNotionalUsd: settings['filter.minNotionalUsd'],
    ...(exchange === 'any' ? {} : { exchange }),
    ...(side === 'any' ? {} : { side }),
    ...(tier === 'LOW' ? {} : { minTier: tier }),
  };
  return { unit, clock, filter };
}

export function settingsOfReading({ unit, clock, filter }: Reading): ReadingSettings {
  return {
    unit,
    clock,
    'filter.assetOnly': filter.isAssetOnly ? 'on' : 'off',
    'filter.exchange': filter.exchange ?? 'any',
    'filter.side': filter.side ?? 'any',
    'filter.tier': filter.minTier ?? 'LOW',
    'filter.minNotionalUsd': filter.minNotionalUsd,
  };
}

export interface ChosenOnScreenOptions {
  readonly store: Pick<SettingsStore, 'remember'>;
  /** As they were at the start. */
  readonly settings: Settings;
  readonly isDemo: boolean;
  /** Set by a flag for this run: what is chosen then is not kept either. */
  readonly isFlagged: (key: 'exchanges' | 'assets') => boolean;
}

export interface ChosenOnScreen {
  readonly asset: (asset: string) => void;
  readonly exchanges: (exchanges: readonly ExchangeId[]) => void;
  readonly watch: (watch: readonly string[]) => void;
  readonly appearance: (appearance: Appearance) => void;
  readonly reading: (reading: Reading) => void;
  /** Assets whose alerts call nobody. */
  readonly muted: (assets: readonly string[]) => void;
  /** Resolves when all that was chosen is written, or could not be. */
  readonly written: () => Promise<void>;
}

export function createChosenOnScreen({ store, settings, isDemo, isFlagged }: ChosenOnScreenOptions): ChosenOnScreen {
  let kept: Settings = settings;
  // One after the other: what was chosen last is what stays.
  let writing: Promise<unknown> = Promise.resolve();

  function keep(change: Partial<Settings>): void {
    if (isDemo) return;
    const before = kept;
    kept = { ...kept, ...change };
    for (const key of Object.keys(change) as SettingKey[]) {
      const value = kept[key];
      if (JSON.stringify(value) !== JSON.stringify(before[key])) writing = writing.then(() => store.remember(key, value));
    }
  }

  return {
    asset: (asset) => {
      if (!isFlagged('assets')) keep({ asset });
    },
    exchanges: (exchanges) => {
      // A screen without any exchange is no start.
      if (!isFlagged('exchanges') && exchanges.length > 0) keep({ exchanges });
    },
    watch: (watch) => {
      if (!isFlagged('assets')) keep({ watch });
    },
    appearance: ({ theme, upColor, isAscii }) => keep({ theme, upColor, ascii: isAscii ? 'on' : 'off' }),
    reading: (reading) => keep(settingsOfReading(reading)),
    muted: (assets) => keep({ 'alerts.muted': assets }),
    written: async () => {
      await writing;
    },
  };
}
