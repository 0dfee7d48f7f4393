import * as v from 'valibot';
import { alertDefaults, alertHelp, alertSchema } from './alert-settings.js';
import { arbitrageDefaults, arbitrageHelp, arbitrageSchema } from './arbitrage-settings.js';
import { FundmonError, UsageError } from './domain/errors.js';
import { exchangeIds } from './domain/instrument.js';
import { tiers } from './domain/severity.js';
import { printable } from './domain/text.js';
import { modelDefaults, modelHelp, modelSchema } from './model-settings.js';
import { openSettingsFile, type Stored } from './settings-file.js';
import { themeNames } from './ui/palettes.js';
import { parseKey } from './ui/parse-key.js';
import { clocks } from './ui/reading.js';
import { type ReboundAction, reboundActions } from './ui/rebound-keys.js';
import { upColors } from './ui/theme.js';
import { rateUnits } from './ui/unit.js';

const ASSET_EXPECTED = 'an asset such as BTC';
const ASSET = v.pipe(v.string(ASSET_EXPECTED), v.regex(/^[^\s,\p{Cc}\p{Cf}]{1,64}$/u, ASSET_EXPECTED), v.toUpperCase());
const ASSETS = v.pipe(v.array(ASSET, 'a list of assets'), v.transform(unique));
const FRACTION = v.pipe(
  v.number('a fraction such as 0.00005'),
  v.minValue(0, 'a fraction of 0 or more'),
  v.maxValue(1, 'a fraction of at most 1'),
);
const AMOUNT = v.pipe(v.number('an amount in USD'), v.finite('an amount in USD'), v.minValue(0, 'an amount of 0 or more'));
const EXCHANGE_EXPECTED = `any of ${exchangeIds.join(', ')}`;
const EXCHANGE = v.pipe(v.string(EXCHANGE_EXPECTED), v.toLowerCase(), v.picklist(exchangeIds, EXCHANGE_EXPECTED));
const EXCHANGES = v.pipe(
  v.array(EXCHANGE, EXCHANGE_EXPECTED),
  v.minLength(1, `at least one of ${exchangeIds.join(', ')}`),
  v.transform(unique),
);
const SWITCH = v.pipe(v.string('on or off'), v.toLowerCase(), v.picklist(['on', 'off'], 'on or off'));
const UNIT = oneOf(rateUnits);
const CLOCK = oneOf(clocks);
const ANY_EXCHANGE = oneOf(['any', ...exchangeIds]);
const ANY_SIDE = oneOf(['any', 'long', 'short']);
const TIER_EXPECTED = `one of ${tiers.join(', ')}`;
const TIER = v.pipe(v.string(TIER_EXPECTED), v.toUpperCase(), v.picklist(tiers, TIER_EXPECTED));
const THEME_EXPECTED = `one of ${themeNames.join(', ')}`;
const THEME = v.pipe(v.string(THEME_EXPECTED), v.toLowerCase(), v.picklist(themeNames, THEME_EXPECTED));
const UP_EXPECTED = upColors.join(' or ');
const UP_COLOR = v.pipe(v.string(UP_EXPECTED), v.toLowerCase(), v.picklist(upColors, UP_EXPECTED));
const KEYS_EXPECTED = 'keys such as f, Ctrl-F, PgDn, Space or comma';
const KEYS = v.pipe(
  v.union([v.string(), v.array(v.string())], KEYS_EXPECTED),
  v.transform((keys) => (typeof keys === 'string' ? splitList(keys) : keys)),
  v.check((keys) => keys.every((key) => parseKey(key) !== undefined), KEYS_EXPECTED),
  v.transform((keys) => unique(keys.flatMap((key) => parseKey(key) ?? []))),
);
type KeysSetting = `keys.${ReboundAction}`;

/** One for each action of the keymap. */
function perAction<T>(value: (action: ReboundAction) => T): Readonly<Record<KeysSetting, T>> {
  return Object.fromEntries([...reboundActions.keys()].map((action) => [`keys.${action}`, value(action)])) as Record<
    KeysSetting,
    T
  >;
}

/** In any letter case. */
function oneOf<const Words extends readonly string[]>(words: Words) {
  const expected = `one of ${words.join(', ')}`;
  return v.pipe(v.string(expected), v.toLowerCase(), v.picklist(words, expected));
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}

/** What is kept on disk. Keys are written with dots, as `fundmon config set` takes them. */
const schema = {
  exchanges: EXCHANGES,
  assets: ASSETS,
  watch: ASSETS,
  asset: ASSET,
  minNotionalUsd: AMOUNT,
  theme: THEME,
  upColor: UP_COLOR,
  ascii: SWITCH,
  quiet: SWITCH,
  unit: UNIT,
  clock: CLOCK,
  'filter.assetOnly': SWITCH,
  'filter.exchange': ANY_EXCHANGE,
  'filter.side': ANY_SIDE,
  'filter.tier': TIER,
  'filter.minNotionalUsd': AMOUNT,
  title: SWITCH,
  'funding.health.caution': FRACTION,
  'funding.health.warning': FRACTION,
  ...arbitrageSchema,
  ...alertSchema,
  ...modelSchema,
  ...perAction(() => KEYS),
} as const;

export type SettingKey = keyof typeof schema;
export type Settings = { readonly [K in SettingKey]: v.InferOutput<(typeof schema)[K]> };

export const settingHelp: Readonly<Record<SettingKey, string>> = {
  exchanges: 'the exchanges to connect to',
  assets: 'whose funding is subscribed; empty: every asset',
  watch: 'the assets with detailed, fast tickers',
  asset: 'the asset the screen opens with',
  minNotionalUsd: 'liquidations below this many USD are left out',
  theme: `the colours of the screen: ${themeNames.join(', ')}`,
  upColor: 'the colour of what rises: green or red; in the theme color-blind blue or orange',
  ascii: 'on: borders, bars and marks in ASCII, for fonts without them',
  quiet: 'on: the screen changes once a second at most, its clocks once a minute',
  unit: 'rates per interval (raw), per hour (1h), per 8 hours (8h) or per year (apr)',
  clock: 'times in utc or local',
  'filter.assetOnly': 'on: the list of liquidations shows those of the asset on the screen',
  'filter.exchange': 'the list of liquidations shows those of this exchange, or of any',
  'filter.side': 'the list of liquidations shows those of long or short positions, or of any',
  'filter.tier': 'the list of liquidations shows this tier and worse',
  'filter.minNotionalUsd': 'the list of liquidations shows those of this many USD on',
  title: 'on: the pane or window title tells the rates of the asset',
  'funding.health.caution': 'a rate whose 8 h value deviates by this much over 24 h calls for caution',
  'funding.health.warning': 'and by this much for a warning',
  ...arbitrageHelp,
  ...alertHelp,
  ...modelHelp,
  ...perAction((action) => `keys: ${reboundActions.get(action)?.help}`),
};

export const defaultSettings: Settings = {
  exchanges: [...exchangeIds],
  assets: [],
  watch: ['BTC', 'ETH', 'SOL'],
  asset: 'BTC',
  minNotionalUsd: 0,
  theme: 'dark',
  upColor: 'green',
  ascii: 'off',
  quiet: 'off',
  unit: '8h',
  clock: 'utc',
  'filter.assetOnly': 'off',
  'filter.exchange': 'any',
  'filter.side': 'any',
  'filter.tier': 'LOW',
  'filter.minNotionalUsd': 0,
  title: 'off',
  'funding.health.caution': 0.0001,
  'funding.health.warning': 0.0005,
  ...arbitrageDefaults,
  ...alertDefaults,
  ...modelDefaults,
  ...perAction((action) => reboundActions.get(action)?.keys ?? []),
};

/** The keys of every action, as the settings have them. */
export function keysOf(settings: Settings): Readonly<Record<ReboundAction, readonly string[]>> {
  return Object.fromEntries([...reboundActions.keys()].map((action) => [action, settings[`keys.${action}`]])) as Record<
    ReboundAction,
    readonly string[]
  >;
}

export const settingKeys = Object.keys(schema) as readonly SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(schema, key);
}

/** Never shown, not even where it is wrong. */
export function isSecret(key: SettingKey): boolean {
  return key === 'llm.key' || key === 'webhook.url';
}

/** User and password of an address, and its query. */
const KEYS_HIDE_IN = /@|\?/;

export interface SettingsStore {
  readonly path: string;
  /** Defaults with what the file says over them. Throws `UsageError` naming the file and the key. */
  readonly read: () => Settings;
  /** `set` and `unset` throw as `read` does when the rest of the file is broken, and `FundmonError` when it cannot be written. */
  readonly set: <K extends SettingKey>(key: K, value: Settings[K]) => Promise<void>;
  readonly unset: (key: SettingKey) => Promise<void>;
  /** As `set`, for what the program keeps unasked: false when it could not. */
  readonly remember: <K extends SettingKey>(key: K, value: Settings[K]) => Promise<boolean>;
}

/** The settings in `directory`, by default the user's configuration folder. A broken file is never written over. */
export function openSettings(directory?: string): SettingsStore {
  const file = openSettingsFile(directory);
  const change = (key: SettingKey, value: unknown): Promise<void> =>
    file.update((stored) => {
      const { [key]: _, ...others } = flatten(stored, file.path);
      checkAll(others, file.path);
      return value === undefined ? others : { ...others, [key]: check(key, value, key) };
    });
  return {
    path: file.path,
    read: () => ({ ...defaultSettings, ...checkAll(flatten(file.read(), file.path), file.path) }),
    set: change,
    unset: (key) => change(key, undefined),
    remember: async (key, value) => {
      try {
        await change(key, value);
        return true;
      } catch (error) {
        if (error instanceof FundmonError) return false;
        throw error;
      }
    },
  };
}

/** Keys may be written with dots or as objects in objects. Throws `UsageError` on one that is no setting. */
function flatten(stored: Stored, path: string, prefix = ''): Stored {
  const entries = Object.entries(stored).flatMap(([name, value]): [string, unknown][] => {
    const key = `${prefix}${name}`;
    if (isSettingKey(key)) return [[key, value]];
    const isParent = settingKeys.some((known) => known.startsWith(`${key}.`));
    if (isParent && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(flatten(value as Stored, path, `${key}.`));
    }
    throw new UsageError(`unknown setting '${printable(key, 60)}' in ${path}`, {
      hint: 'remove it from the file; fundmon config lists the settings',
    });
  });
  return Object.fromEntries(entries);
}

function checkAll(stored: Stored, path: string): Partial<Settings> {
  const known = settingKeys.filter((key) => Object.hasOwn(stored, key));
  return Object.fromEntries(known.map((key) => [key, check(key, stored[key], `${key} in ${path}`)]));
}

function check<K extends SettingKey>(key: K, value: unknown, where: string, found = JSON.stringify(value)): Settings[K] {
  const result = v.safeParse(schema[key], value);
  if (result.success) return result.output as Settings[K];
  const isHidden = isSecret(key) || (key === 'llm.baseUrl' && KEYS_HIDE_IN.test(found));
  const shown = isHidden ? 'something else' : printable(found, 60);
  throw new UsageError(`${where}: expected ${result.issues[0].message}, found ${shown}`, {
    hint: settingHelp[key],
  });
}

/** Text of the command line → value of that key; `where` is what the error calls it. Throws `UsageError`. */
export function parseSetting<K extends SettingKey>(key: K, text: string, where: string = key): Settings[K] {
  const example: unknown = defaultSettings[key];
  const value = Array.isArray(example) ? listOf(text) : typeof example === 'number' ? decimal(text) : text;
  return check(key, value, where, `'${text}'`);
}

/** A plain decimal, `1e6` included; `undefined` for anything else that JavaScript would take for a number ('0x10', '', 'Infinity'). */
export function decimal(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

/** As JSON where it is written so: its elements may have commas in them. */
function listOf(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return splitList(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return splitList(text);
    throw error;
  }
}

/** `BTC, ETH` → `['BTC', 'ETH']`; empty text is the empty list. */
function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
