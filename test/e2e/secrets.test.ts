// The key of a language model, in and out of the built program.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fundmon, temporaryFolder } from './command.js';
import { openTerminal } from './terminal.js';

const KEY = 'sk-e2e-Ab3dEf6hIj9kLmN0pQr5';

function config(folder: string, ...args: string[]) {
  return fundmon(['config', ...args, '--config-dir', folder]);
}

test('a key that is set is kept for the user only, and shown nowhere', async () => {
  const folder = temporaryFolder();
  expect(await config(folder, 'set', 'llm.key', KEY)).toEqual({ status: 0, stdout: '', stderr: '' });
  const path = join(folder, 'config.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ 'llm.key': KEY });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const outputs = [
    await config(folder),
    await config(folder, '--json'),
    await config(folder, 'get', 'llm.key'),
    await config(folder, 'get', 'llm.key', '--json'),
  ];
  for (const { status, stdout, stderr } of outputs) {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toContain(KEY.slice(3, 12));
    expect(stdout).toContain('********');
  }
  expect(JSON.parse(outputs[1]?.stdout ?? '')).toMatchObject({ 'llm.key': '********', asset: 'BTC' });
  await config(folder, 'unset', 'llm.key');
  expect((await config(folder, 'get', 'llm.key')).stdout).toBe('\n');
});

test('a key is piped in, so that it stands in no list of processes and in no shell history', async () => {
  const folder = temporaryFolder();
  const { status } = await fundmon(['config', 'set', 'llm.key', '--config-dir', folder], { input: `${KEY}\n` });
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({ 'llm.key': KEY });
});

test('a key is typed unseen', async () => {
  const folder = temporaryFolder();
  const terminal = openTerminal(process.execPath, {
    args: ['dist/fundmon.cjs', 'config', 'set', 'llm.key', '--config-dir', folder],
  });
  await terminal.until('the prompt', (lines) => lines.some((line) => line.startsWith('llm.key:')));
  terminal.press(`${KEY}\r`);
  expect((await terminal.exited).exitCode).toBe(0);
  expect(terminal.raw()).not.toContain('e2e');
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({ 'llm.key': KEY });
});

test.each([
  [['set', 'llm.key', `${KEY} x`]],
  [['set', 'llm.key', '********']],
  [['set', 'llm.key', 'Bearer', KEY]],
  [['set', 'llm.key', KEY, KEY, KEY]],
  [['get', 'llm.key', KEY]],
  [['set', KEY]],
  [[KEY]],
  [['set', 'llm.baseUrl', `https://me:${KEY}@llm.example/v1`]],
  [['set', 'llm.baseUrl', `https://llm.example/v1?key=${KEY}`]],
  [['set', `llm.key=${KEY}`]],
  [['unset', 'llm.key', KEY]],
])('wrong usage is told without the key: %j', async (args) => {
  for (const flags of [[], ['--json']]) {
    const { status, stdout, stderr } = await config(temporaryFolder(), ...args, ...flags);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).not.toContain(KEY.slice(3, 12));
  }
});

test.each([`{"llm.key":"${KEY} two"}`, `{"llm":{"key":["${KEY}"]}}`, `{"llm":"${KEY}"}`, `{"llm.key":"${KEY}`])(
  'a broken file is told without the key in it (%#)',
  async (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'config.json'), text);
    for (const command of [['config'], ['config', '--json'], ['snapshot', '--demo'], ['config', 'set', 'asset', 'SOL']]) {
      const { status, stdout, stderr } = await fundmon([...command, '--config-dir', folder]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(join(folder, 'config.json'));
      expect(stderr).not.toContain(KEY.slice(3, 12));
    }
  },
);
