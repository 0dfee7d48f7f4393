import Conf from 'conf';
import * as v from 'valibot';
import { UsageError } from './domain/errors.js';
import { exchangeIds } from './domain/instrument.js';
import { printable } from './domain/text.js';

const ASSET = v.pipe(v.string(), v.regex(/^[^\s\p{Cc}\p{Cf}]{1,64}$/u, 'an asset such as BTC'), v.toUpperCase());
const FRACTION = v.pipe(
  v.number('a fraction such as 0.00005'),
  v.minValue(0, 'a fraction of 0 or more'),
  v.maxValue(1, 'a fraction of at most 1'),
);
const EXCHANGE = v.picklist(exchangeIds, `one of ${exchangeIds.join(', ')}`);

/** What is kept on disk. Keys are written with dots, as `fundmon config set` takes them. */
const schema = {
  exchanges: v.pipe(v.array(EXCHANGE), v.minLength(1, 'at least one exchange')),
  assets: v.array(ASSET),
  watch: v.array(ASSET),
  asset: ASSET,
  minNotionalUsd: v.pipe(v.number('an amount in USD'), v.minValue(0, 'an amount of 0 or more')),
  'arbitrage.thresholdSpread8h': FRACTION,
  'arbitrage.takerFees.binance': FRACTION,
  'arbitrage.takerFees.bybit': FRACTION,
  'arbitrage.takerFees.okx': FRACTION,
  'arbitrage.takerFees.deribit': FRACTION,
  'arbitrage.takerFees.hyperliquid': FRACTION,
  'arbitrage.takerFees.dydx': FRACTION,
} as const;

export type SettingKey = keyof typeof schema;
export type Settings = { readonly [K in SettingKey]: v.InferOutput<(typeof schema)[K]> };

export const settingHelp: Readonly<Record<SettingKey, string>> = {
  exchanges: 'the exchanges to connect to',
  assets: 'whose funding is subscribed; empty: every asset',
  watch: 'the assets with detailed, fast tickers',
  asset: 'the asset the screen opens with',
  minNotionalUsd: 'liquidations below this many USD are left out',
  'arbitrage.thresholdSpread8h': 'alert above this spread, a fraction per 8 h (0.00005 is 0.005 %)',
  'arbitrage.takerFees.binance': 'taker fee, a fraction of notional',
  'arbitrage.takerFees.bybit': 'taker fee, a fraction of notional',
  'arbitrage.takerFees.okx': 'taker fee, a fraction of notional',
  'arbitrage.takerFees.deribit': 'taker fee, a fraction of notional',
  'arbitrage.takerFees.hyperliquid': 'taker fee, a fraction of notional',
  'arbitrage.takerFees.dydx': 'taker fee, a fraction of notional',
};

// Fees: the exchanges' published lowest-tier taker fees, November 2026.
export const defaultSettings: Settings = {
  exchanges: [...exchangeIds],
  assets: [],
  watch: ['BTC', 'ETH', 'SOL'],
  asset: 'BTC',
  minNotionalUsd: 0,
  'arbitrage.thresholdSpread8h': 0.00005,
  'arbitrage.takerFees.binance': 0.0005,
  'arbitrage.takerFees.bybit': 0.00055,
  'arbitrage.takerFees.okx': 0.0005,
  'arbitrage.takerFees.deribit': 0.0005,
  'arbitrage.takerFees.hyperliquid': 0.00045,
  'arbitrage.takerFees.dydx': 0.0005,
};

export const settingKeys = Object.keys(schema) as readonly SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(schema, key);
}

export interface SettingsStore {
  readonly path: string;
  /** Defaults with what the file says over them. Throws `UsageError` naming the file and the key. */
  readonly read: () => Settings;
  readonly set: <K extends SettingKey>(key: K, value: Settings[K]) => void;
  readonly unset: (key: SettingKey) => void;
}

/**
 * The settings in `directory`, by default the user's configuration folder. A file that is no JSON is left as it is:
 * every access throws `UsageError`.
 */
export function openSettings(directory?: string): SettingsStore {
  // No `defaults` and no `schema`: with them Conf would write the file at once, and compile for 37 ms at every start.
  const conf = openConf(directory);
  return {
    path: conf.path,
    read: () => {
      rejectUnknown(conf.store, '', conf.path);
      const stored = settingKeys.filter((key) => conf.has(key)).map((key) => [key, check(key, conf.get(key), conf.path)]);
      return { ...defaultSettings, ...Object.fromEntries(stored) };
    },
    set: (key, value) => conf.set(key, value),
    unset: (key) => conf.delete(key),
  };
}

type SettingsConf = Conf<Record<string, unknown>>;

function openConf(directory: string | undefined): SettingsConf {
  try {
    return new Conf({
      projectName: 'fundmon',
      projectSuffix: '',
      configFileMode: 0o600,
      ...(directory === undefined ? {} : { cwd: directory }),
    });
  } catch (cause) {
    const why = cause instanceof Error ? printable(cause.message.split('\n')[0] ?? '', 200) : 'unreadable';
    const where = directory === undefined ? 'the settings file' : `the settings in ${directory}`;
    throw new UsageError(`cannot read ${where}: ${why}`, { cause, hint: 'repair or remove the file; it was left as it is' });
  }
}

function rejectUnknown(store: object, prefix: string, path: string): void {
  for (const [name, value] of Object.entries(store)) {
    const key = `${prefix}${name}`;
    if (isSettingKey(key)) continue;
    const isParent = settingKeys.some((known) => known.startsWith(`${key}.`));
    if (!isParent || typeof value !== 'object' || value === null) {
      throw new UsageError(`unknown setting '${printable(key, 60)}' in ${path}`, {
        hint: `remove it from the file; known are ${settingKeys.join(', ')}`,
      });
    }
    rejectUnknown(value, `${key}.`, path);
  }
}

function check<K extends SettingKey>(key: K, value: unknown, source: string): Settings[K] {
  const result = v.safeParse(schema[key], value);
  if (result.success) return result.output as Settings[K];
  const issue = result.issues[0];
  throw new UsageError(
    `${key} in ${source}: expected ${issue.message}, found ${printable(JSON.stringify(value) ?? 'nothing', 60)}`,
    {
      hint: settingHelp[key],
    },
  );
}

/** Text of the command line → value of that key. Throws `UsageError`. */
export function parseSetting<K extends SettingKey>(key: K, text: string): Settings[K] {
  const example: unknown = defaultSettings[key];
  if (Array.isArray(example)) return check(key, splitList(text), 'the command line');
  if (typeof example === 'number') return check(key, text.trim() === '' ? text : Number(text), 'the command line');
  return check(key, text, 'the command line');
}

/** `BTC, ETH` → `['BTC', 'ETH']`; empty text is the empty list. */
export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
