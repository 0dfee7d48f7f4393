import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FundmonError, UsageError } from '../src/domain/errors.js';
import { decimal, defaultSettings, keysOf, openSettings, parseSetting } from '../src/settings.js';

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

/** The settings file of a fresh folder, holding `text`. */
function stored(text: string) {
  const store = openSettings(directory);
  writeFileSync(store.path, text);
  return store;
}

describe('settings', () => {
  it('are the defaults where nothing is stored, and reading leaves no trace', () => {
    const store = openSettings(join(directory, 'not', 'there'));
    expect(store.read()).toEqual(defaultSettings);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('are kept across runs in a file only the user may read', async () => {
    const store = openSettings(join(directory, 'made'));
    await store.set('watch', ['HYPE', 'SOL']);
    await store.set('arbitrage.takerFees.okx', 0.0003);
    expect(openSettings(join(directory, 'made')).read()).toEqual({
      ...defaultSettings,
      watch: ['HYPE', 'SOL'],
      'arbitrage.takerFees.okx': 0.0003,
    });
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'made'))).toEqual(['config.json']);
  });

  it('take keys as a list or as text, as people write them, and keep nothing they could not read again', async () => {
    const store = stored('{"keys":{"find":"f, Ctrl-F"},"keys.pause":["Space","p"]}');
    expect(store.read()['keys.find']).toEqual(['f', 'ctrl+f']);
    expect(keysOf(store.read())).toMatchObject({ find: ['f', 'ctrl+f'], pause: ['space', 'p'], exchanges: ['e'] });
    expect(refusal(() => stored('{"keys.find":["gg"]}').read())).toContain('expected keys such as f');
    expect(refusal(() => stored('{"keys.find":7}').read())).toContain('expected keys such as f');
    expect(refusal(() => stored('{"keys":{"fly":["f"]}}').read())).toContain("unknown setting 'keys.fly'");
    const clean = stored('{}');
    expect(await clean.remember('watch', ['A B'])).toBe(false);
    expect(clean.read()).toEqual(defaultSettings);
  });

  it('tighten the mode of a file that others could read', async () => {
    const store = stored('{"asset":"ETH"}');
    await store.set('asset', 'SOL');
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
  });

  it('forget an unset key', async () => {
    const store = openSettings(directory);
    await store.set('asset', 'SOL');
    await store.unset('asset');
    await store.unset('asset');
    expect(store.read().asset).toBe('BTC');
  });

  it('are read with a byte order mark, with dots in keys, and as objects in objects', () => {
    const text = '\ufeff{"arbitrage.takerFees.okx":0.1,"arbitrage":{"takerFees":{"dydx":0.2}},"exchanges":["OKX","okx"]}';
    expect(stored(text).read()).toMatchObject({
      'arbitrage.takerFees.okx': 0.1,
      'arbitrage.takerFees.dydx': 0.2,
      exchanges: ['okx'],
    });
  });

  it.each(['{"watch": [', '', '[]', 'null', '7', '"BTC"', '{"asset":"SOL"}\u0000'])(
    'refuse a file that is no JSON object (%j) and leave it as it is',
    async (text) => {
      const store = stored(text);
      const message = /^cannot read the settings in .*config\.json: expected a JSON object$/;
      expect(refusal(() => store.read())).toMatch(message);
      await expect(store.set('asset', 'SOL')).rejects.toThrow(message);
      await expect(store.unset('asset')).rejects.toThrow(message);
      expect(readFileSync(store.path, 'utf8')).toBe(text);
    },
  );

  it.each([
    ['{"exchanges":["nyse"]}', 'exchanges in '],
    ['{"exchanges":[]}', 'exchanges in '],
    ['{"minNotionalUsd":-1}', 'expected an amount of 0 or more, found -1'],
    ['{"minNotionalUsd":null}', 'expected an amount in USD, found null'],
    ['{"watch":["BTC",1]}', 'expected an asset such as BTC, found ["BTC",1]'],
    ['{"asset":"\\u001b[31m"}', 'found "\\u001b[31m"'],
    ['{"arbitrage":{"takerFees":{"okx":"free"}}}', 'arbitrage.takerFees.okx in '],
    ['{"arbitrage":7}', "unknown setting 'arbitrage'"],
    ['{"arbitrage":[]}', "unknown setting 'arbitrage'"],
    ['{"alerts":{"burstRatio":0.5}}', 'expected a number such as 5, 1 or more, found 0.5'],
    ['{"alerts.sweepUsdPerMinute":0}', 'expected an amount in USD, 1 or more, found 0'],
    ['{"colour":"red"}', "unknown setting 'colour'"],
    ['{"\\u001b[31mx":1}', "unknown setting '·[31mx'"],
    ['{"__proto__":{"asset":"SOL"}}', "unknown setting '__proto__'"],
  ])('name what is wrong in %s and write nothing over it', async (text, words) => {
    const store = stored(text);
    expect(refusal(() => store.read())).toContain(words);
    await expect(store.set('arbitrage.thresholdSpread8h', 0.1)).rejects.toThrow(UsageError);
    expect(readFileSync(store.path, 'utf8')).toBe(text);
  });

  it('are repaired by setting or unsetting the very key that is wrong', async () => {
    const store = stored('{"exchanges":["nyse"],"asset":"SOL"}');
    await expect(store.set('asset', 'ETH')).rejects.toThrow('exchanges in ');
    expect(readFileSync(store.path, 'utf8')).toBe('{"exchanges":["nyse"],"asset":"SOL"}');
    await store.set('exchanges', ['okx']);
    expect(store.read()).toMatchObject({ exchanges: ['okx'], asset: 'SOL' });
  });

  it('tell a folder that cannot be written from a wrong value, and remembering there does nothing', async () => {
    writeFileSync(join(directory, 'file'), '');
    writeFileSync(join(directory, 'config.json'), '{}');
    const store = openSettings(join(directory, 'file', 'below'));
    await expect(store.set('asset', 'SOL')).rejects.toThrow(/^cannot write .*config\.json: /);
    await expect(store.set('asset', 'SOL')).rejects.not.toThrow(UsageError);
    expect(await store.remember('asset', 'SOL')).toBe(false);
    expect(await openSettings(directory).remember('asset', 'SOL')).toBe(true);
    expect(openSettings(directory).read().asset).toBe('SOL');
  });

  it('wait for another process that writes, and pass over a lock left behind', async () => {
    const store = stored('{}');
    const lock = `${store.path}.lock`;
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0);
    await store.set('asset', 'SOL');
    expect(existsSync(lock)).toBe(false);
    expect(store.read().asset).toBe('SOL');
  });

  it('are in no folder whose name a terminal would obey', () => {
    expect(refusal(() => openSettings(join(directory, '\u001b[31m')))).toContain('control characters');
    expect(() => openSettings(join(directory, '\u001b[31m'))).toThrow(FundmonError);
  });

  it.each([
    ['watch', ' btc, sol ', ['BTC', 'SOL']],
    ['assets', '', []],
    ['minNotionalUsd', '250000', 250_000],
    ['minNotionalUsd', ' 1e6 ', 1_000_000],
    ['asset', 'pepe', 'PEPE'],
    ['exchanges', 'OKX,okx, Bybit', ['okx', 'bybit']],
    ['theme', 'Light', 'light'],
    ['keys.find', 'f, Ctrl-F,comma', ['f', 'ctrl+f', ',']],
    ['keys.find', '', []],
  ] as const)('read %s from the text %j', (key, text, value) => {
    expect(parseSetting(key, text)).toEqual(value);
  });

  it.each([
    ['minNotionalUsd', '', "expected an amount in USD, found ''"],
    ['minNotionalUsd', 'lots', "found 'lots'"],
    ['minNotionalUsd', '0x10', "found '0x10'"],
    ['minNotionalUsd', 'Infinity', "found 'Infinity'"],
    ['minNotionalUsd', '1e400', "expected an amount in USD, found '1e400'"],
    ['minNotionalUsd', '-5', 'an amount of 0 or more'],
    ['arbitrage.thresholdSpread8h', '-0.1', 'a fraction of 0 or more'],
    ['asset', 'BTC,ETH', "expected an asset such as BTC, found 'BTC,ETH'"],
    ['asset', '\u001b[31m', "found '·[31m'"],
    ['watch', 'BTC,E TH', "found 'BTC,E TH'"],
    ['exchanges', '', 'expected at least one of binance'],
    ['theme', 'blue', "expected one of dark, light, color-blind, mono, found 'blue'"],
    ['upColor', 'blue', "expected green or red, found 'blue'"],
    ['ascii', 'maybe', "expected on or off, found 'maybe'"],
    ['keys.find', 'f,gg', "expected keys such as f, Ctrl-F, PgDn, Space or comma, found 'f,gg'"],
    ['exchanges', 'okx,nyse', "expected any of binance, bybit, okx, deribit, hyperliquid, dydx, found 'okx,nyse'"],
  ] as const)('refuse %s as %j', (key, text, words) => {
    const message = refusal(() => parseSetting(key, text));
    expect(message).toContain(`${key}: `);
    expect(message).toContain(words);
  });

  it.each([
    ['5', 5],
    ['-5', -5],
    ['+.5', 0.5],
    ['1.', 1],
    ['1E-3', 0.001],
  ])('take %j for a decimal', (text, value) => {
    expect(decimal(text)).toBe(value);
  });

  it.each(['', ' ', '.', 'e5', '0x10', '0b1', '1_000', '1,000', '1M', 'NaN', 'Infinity', '--5'])(
    'do not take %j for a decimal',
    (text) => {
      expect(decimal(text)).toBeUndefined();
    },
  );
});

it.each(['https://me:s3cret@llm.example/v1', 'https://llm.example/v1?key=s3cret'])('a key within %s is not quoted', (url) => {
  expect(() => parseSetting('llm.baseUrl', url)).toThrow(/found something else$/);
  expect(() => parseSetting('llm.baseUrl', 'htp://llm.example')).toThrow("found 'htp://llm.example'");
});

describe('the settings of alerts', () => {
  it.each([
    ['https://hooks.example.com/services/T0/B0/s3cret', true],
    ['http://127.0.0.1:9000/x', true],
    ['http://[::1]:9000/x', true],
    ['http://localhost/x', true],
    ['http://hooks.example.com/x', false],
    ['http://127.0.0.1.example.com/x', false],
    ['ftp://127.0.0.1/x', false],
    ['hooks.example.com', false],
  ])('%s is an address for a webhook: %s', (url, isGood) => {
    if (isGood) expect(parseSetting('webhook.url', url)).toBe(url);
    else expect(() => parseSetting('webhook.url', url)).toThrow('webhook.url: expected an https address');
  });

  it('never quotes a wrong address of a webhook', () => {
    expect(() => parseSetting('webhook.url', 'http://example.com/s3cret')).toThrow(/found something else$/);
  });

  it.each([
    ['/home/me/my alert.sh', ['/home/me/my alert.sh']],
    ['notify-send,-u,critical', ['notify-send', '-u', 'critical']],
    ['["sh","-c","cat >> a,b"]', ['sh', '-c', 'cat >> a,b']],
    ['', []],
  ])('%j is a command of %j', (text, command) => {
    expect(parseSetting('onAlert', text)).toEqual(command);
  });

  it.each(['["",  "x"]', '["a\\u0000b"]', '["a\\u001bb"]', '[1]', '[["a"]]'])('%s is no command', (text) => {
    expect(() => parseSetting('onAlert', text)).toThrow('onAlert: expected the path of a program');
  });

  it('takes a command from the file as a path too', () => {
    const store = stored(JSON.stringify({ onAlert: '/bin/alert, now', alerts: { muted: ['sol', 'SOL'] } }));
    expect(store.read()).toMatchObject({ onAlert: ['/bin/alert, now'], 'alerts.muted': ['SOL'] });
  });
});
