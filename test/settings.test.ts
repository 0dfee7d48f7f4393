import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../src/domain/errors.js';
import { defaultSettings, openSettings, parseSetting } from '../src/settings.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fundmon-settings-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('settings', () => {
  it('are the defaults where nothing is stored, and reading writes no file', () => {
    const store = openSettings(directory);
    expect(store.read()).toEqual(defaultSettings);
    expect(() => statSync(store.path)).toThrow('ENOENT');
  });

  it('are kept across runs in a file only the user may read', () => {
    const store = openSettings(directory);
    store.set('watch', ['HYPE', 'SOL']);
    store.set('arbitrage.takerFees.okx', 0.0003);
    expect(openSettings(directory).read()).toEqual({
      ...defaultSettings,
      watch: ['HYPE', 'SOL'],
      'arbitrage.takerFees.okx': 0.0003,
    });
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
  });

  it('forget an unset key', () => {
    const store = openSettings(directory);
    store.set('asset', 'SOL');
    store.unset('asset');
    expect(store.read().asset).toBe('BTC');
  });

  it('refuse a file that is no JSON and leave it as it is', () => {
    const path = openSettings(directory).path;
    writeFileSync(path, '{"watch": [');
    expect(refusal(() => openSettings(directory).read())).toMatch(/^cannot read the settings in /);
    expect(refusal(() => openSettings(directory).set('asset', 'SOL'))).toMatch(/^cannot read the settings in /);
    expect(readFileSync(path, 'utf8')).toBe('{"watch": [');
  });

  it.each([
    ['{"exchanges":["nyse"]}', 'exchanges'],
    ['{"minNotionalUsd":-1}', 'minNotionalUsd'],
    ['{"arbitrage":{"takerFees":{"okx":"free"}}}', 'arbitrage.takerFees.okx'],
    ['{"arbitrage":7}', "unknown setting 'arbitrage'"],
    ['{"colour":"red"}', "unknown setting 'colour'"],
    ['{"\\u001b[31mx":1}', "unknown setting '·[31mx'"],
  ])('name the key that is wrong in %s', (text, key) => {
    const store = openSettings(directory);
    writeFileSync(store.path, text);
    expect(refusal(() => store.read())).toContain(key);
  });

  it.each([
    ['watch', ' btc, sol ', ['BTC', 'SOL']],
    ['assets', '', []],
    ['minNotionalUsd', '250000', 250_000],
    ['asset', 'pepe', 'PEPE'],
  ] as const)('read %s from the text %j', (key, text, value) => {
    expect(parseSetting(key, text)).toEqual(value);
  });

  it.each([
    ['minNotionalUsd', ''],
    ['minNotionalUsd', 'lots'],
    ['arbitrage.thresholdSpread8h', '-0.1'],
    ['exchanges', ''],
    ['exchanges', 'okx,nyse'],
  ] as const)('refuse %s as %j', (key, text) => {
    expect(refusal(() => parseSetting(key, text))).toContain(key);
  });
});
