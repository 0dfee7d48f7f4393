import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { isSettingKey, openSettings, parseSetting, type SettingKey, settingHelp, settingKeys } from '../settings.js';

const USAGE = { hint: 'fundmon config [path|get KEY|set KEY VALUE|unset KEY]' };

/** Exit 0; `UsageError` (2) on an unknown key or a bad value. */
export async function config(flags: Flags, [action, key, value]: readonly string[]): Promise<number> {
  const store = openSettings(flags['config-dir']);
  const isJson = flags.json === true;
  switch (action) {
    case undefined: {
      const settings = store.read();
      const lines = settingKeys.map((name) => `${name.padEnd(32)}${shown(settings[name]).padEnd(24)}# ${settingHelp[name]}`);
      process.stdout.write(isJson ? `${JSON.stringify(settings)}\n` : `${lines.join('\n')}\n`);
      return 0;
    }
    case 'path':
      process.stdout.write(`${store.path}\n`);
      return 0;
    case 'get': {
      const found = store.read()[known(key)];
      process.stdout.write(`${isJson ? JSON.stringify(found) : shown(found)}\n`);
      return 0;
    }
    case 'set': {
      const name = known(key);
      if (value === undefined) throw new UsageError(`config set ${name} needs a value`, { hint: settingHelp[name] });
      store.set(name, parseSetting(name, value));
      return 0;
    }
    case 'unset':
      store.unset(known(key));
      return 0;
    default:
      throw new UsageError(`config does not know '${action}'`, USAGE);
  }
}

function known(key: string | undefined): SettingKey {
  if (key === undefined) throw new UsageError('config needs a key', USAGE);
  if (isSettingKey(key)) return key;
  throw new UsageError(`unknown setting '${key}'`, { hint: `one of ${settingKeys.join(', ')}` });
}

function shown(value: readonly string[] | string | number): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}
