import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { nearest } from '../domain/nearest.js';
import { withoutKey } from '../model/secret.js';
import {
  isSecret,
  isSettingKey,
  openSettings,
  parseSetting,
  type SettingKey,
  type Settings,
  settingHelp,
  settingKeys,
} from '../settings.js';
import { print } from './output.js';
import { readSecret } from './secret-input.js';

const USAGE = { hint: 'fundmon config [path|get KEY|set KEY VALUE|unset KEY]' };
/** Stands for a secret that is set. */
const MASK = '********';
/** So many settings are named where one was not found. */
const MOST_NAMED = 6;
/** Between two columns of the list. */
const GAP = 2;

/** Exit 0; `UsageError` (2) on an unknown key or a bad value. */
export async function config(flags: Flags, [action, ...rest]: readonly string[]): Promise<number> {
  const store = openSettings(flags['config-dir']);
  const isJson = flags.json === true;
  switch (action) {
    case undefined:
      await print(isJson ? `${JSON.stringify(masked(store.read()))}\n` : listed(masked(store.read())));
      return 0;
    case 'path':
      taking(rest, 0, action);
      await print(`${isJson ? JSON.stringify(store.path) : store.path}\n`);
      return 0;
    case 'get': {
      const [key] = taking(rest, 1, action);
      const found = masked(store.read())[known(key)];
      await print(`${isJson ? JSON.stringify(found) : shown(found)}\n`);
      return 0;
    }
    case 'set': {
      const [key, given] = taking(rest, 2, action);
      const name = known(key);
      const value = given ?? (isSecret(name) ? await readSecret(`${name}: `, process.stdin, process.stderr) : undefined);
      if (value === undefined) throw new UsageError(`config set ${name} needs a value`, { hint: settingHelp[name] });
      await store.set(name, parseSetting(name, value));
      return 0;
    }
    case 'unset': {
      const [key] = taking(rest, 1, action);
      await store.unset(known(key));
      return 0;
    }
    default:
      throw new UsageError(`config does not know '${withoutKey(action)}'`, USAGE);
  }
}

function taking(rest: readonly string[], count: number, action: string): readonly string[] {
  if (rest.length <= count) return rest;
  const [key, extra = ''] = [rest[0] ?? '', rest[count]];
  const isHidden = isSettingKey(key) && isSecret(key);
  throw new UsageError(`config ${action} does not take ${isHidden ? 'so much' : `'${withoutKey(extra)}'`}`, USAGE);
}

function known(key: string | undefined): SettingKey {
  if (key === undefined) throw new UsageError('config needs a key', USAGE);
  if (isSettingKey(key)) return key;
  throw new UsageError(`unknown setting '${withoutKey(key)}'`, { hint: hintFor(key) });
}

/** A slip of the finger, or a part of the name: `fees`. */
function hintFor(typed: string): string {
  const near = nearest(typed, settingKeys);
  if (near !== undefined) return `did you mean ${near}?`;
  const within = settingKeys.filter((key) => typed !== '' && key.toLowerCase().includes(typed.toLowerCase()));
  return within.length === 0 || within.length > MOST_NAMED
    ? 'fundmon config lists the settings'
    : `there is ${within.join(', ')}`;
}

/** The settings as they may be shown. */
function masked(settings: Settings): Settings {
  const shownOf = (key: SettingKey) => (isSecret(key) && settings[key] !== '' ? MASK : settings[key]);
  return { ...settings, ...Object.fromEntries(settingKeys.filter(isSecret).map((key) => [key, shownOf(key)])) };
}

function listed(settings: Settings): string {
  const rows = settingKeys.map((key) => [key, shown(settings[key]), settingHelp[key]] as const);
  const keyWidth = Math.max(...rows.map(([key]) => key.length)) + GAP;
  const valueWidth = Math.max(...rows.map(([, value]) => value.length)) + GAP;
  return rows.map(([key, value, help]) => `${key.padEnd(keyWidth)}${value.padEnd(valueWidth)}# ${help}\n`).join('');
}

function shown(value: readonly string[] | string | number): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}
