// The contract's commands as a stranger's shell sees them: exit status, stdout, stderr.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { createLocalOkx } from '../local-exchanges/okx.js';
import { fundmon, shell, temporaryFolder } from './command.js';
import { local } from './exchanges.js';

/** What a terminal would obey: controls but the line end, and marks that reorder text. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;
const ESC = '\u001b[31m';

function expectOneLine(stderr: string): void {
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).not.toMatch(OBEYED);
}

describe('wrong usage', () => {
  test.concurrent.each([
    [['--nope']],
    [[`--${ESC}`]],
    [[`${ESC}`]],
    [['stream', '--exchanges', ',']],
    [['stream', '--exchanges', `${ESC}\u202e`]],
    [['stream', '--endpoint', `okx=http://${ESC}`]],
    [['snapshot', '--timeout', '-1']],
    [['snapshot', '--timeout', 'abc']],
    [['decode']],
    [['decode', '--exchange', 'nyse']],
    [['decode', '--exchange', 'okx', '--instruments', `no${ESC}pe`]],
    [['decode', '--exchange', 'okx', `no${ESC}pe`]],
    [['decode', '--exchange', 'okx', '.']],
    [['config', 'set', 'asset', ESC]],
    [['config', 'get', ESC]],
    [['config', 'path', '--config-dir', `x${ESC}`]],
    [['--demo']],
    [[]],
  ])('%j is one line on stderr and exit status 2', async (args) => {
    const { status, stdout, stderr } = await fundmon(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expectOneLine(stderr);
    expect(stderr).toMatch(/^fundmon: /);
  });

  test.concurrent('with --json the line is an object', async () => {
    const { status, stderr } = await fundmon(['snapshot', '--json', '--timeout', `${ESC}\u202e`]);
    expectOneLine(stderr);
    expect({ status, ...JSON.parse(stderr) }).toEqual({
      status: 2,
      error: "--timeout takes SECONDS, found '·[31m·'",
      hint: 'a number of 0 or more',
    });
  });

  test.concurrent('without a terminal the monitor names what to use instead', async () => {
    expect((await fundmon(['--demo'])).stderr).toBe(
      'fundmon: the monitor needs a terminal (without one use fundmon stream or fundmon snapshot)\n',
    );
  });
});

test('a terminal without a cursor gets words, not a screen', async () => {
  const env = { ...process.env, TERM: 'dumb' };
  const child = pty.spawn(process.execPath, ['dist/fundmon.cjs', '--demo'], { name: 'dumb', env });
  let shown = '';
  child.onData((text) => {
    shown += text;
  });
  const { exitCode } = await new Promise<{ exitCode: number }>((resolve) => child.onExit(resolve));
  expect(exitCode).toBe(2);
  expect(shown).toMatch(/^fundmon: .*found TERM=dumb \(without one use fundmon stream or fundmon snapshot\)\s*$/);
});

describe('help and version', () => {
  test.concurrent.each([
    [['--help'], /^fundmon: live funding/],
    [['decode', '--nonsense', '-h'].toSpliced(1, 1), /^Usage: fundmon decode .*\[FILE\|-\]/],
    [['--version', 'stream'], /^\d+\.\d+\.\d+\n$/],
  ])('%j answers with status 0', async (args, expected) => {
    const { status, stdout, stderr } = await fundmon(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });
});

describe('decode', () => {
  const liquidation = JSON.stringify({
    arg: { channel: 'liquidation-orders', instType: 'SWAP' },
    data: [
      {
        details: [{ bkLoss: '0', bkPx: '60000.1', ccy: '', posSide: 'long', side: 'sell', sz: '3', ts: '1700000000000' }],
        instFamily: 'BTC-USDT',
        instId: 'BTC-USDT-SWAP',
        instType: 'SWAP',
        uly: 'BTC-USDT',
      },
    ],
  });
  const wrapped = JSON.stringify({ raw: liquidation, receivedAt: 1_700_000_000_123 });
  const okx = ['decode', '--exchange', 'okx'];

  test.concurrent('reads the standard input: bare, wrapped as text and as an object, with any line end', async () => {
    const asObject = `{"receivedAt":1700000000123,"raw":${liquidation}}`;
    const input = `\ufeff${wrapped}\r\n\r\n${asObject}\n  \n{"raw":"pong"}\n${liquidation}`;
    const { status, stdout, stderr } = await fundmon(okx, { input });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [first, second, third] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ type: 'liquidation', side: 'long', size: 0.03, receivedAt: 1_700_000_000_123 });
    expect(second).toEqual(first);
    expect({ ...third, receivedAt: first.receivedAt }).toEqual(first);
  });

  test.concurrent('names each line it cannot read, loses no other, and ends with 1', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const bad = [
      'garbage',
      liquidation.slice(0, 80),
      '7',
      'null',
      '[1]',
      '{"__proto__":{"raw":1}}',
      deep,
      `{"raw":${deep}}`,
      `{"arg":{"channel":"${'x'.repeat(5_000_000)}"}}`,
      `${ESC}\u009b\u202e`,
      liquidation.replace('BTC-USDT-SWAP', 'X\\u001b[2J\\u202e-SWAP'),
      liquidation.replace('"3"', '"NaN"'),
      liquidation.replace('"3"', '1e400'),
      `{"raw":${liquidation},"receivedAt":1700000000000000}`,
    ];
    const { status, stdout, stderr } = await fundmon(okx, { input: `${bad.map((line) => `${line}\n${wrapped}\n`).join('')}` });
    expect(status).toBe(1);
    expect(stdout.trim().split('\n')).toEqual(Array(bad.length).fill(stdout.split('\n')[0]));
    const named = stderr.trim().split('\n');
    expect(named.map((line) => Number(/^line (\d+): okx: /.exec(line)?.[1]))).toEqual(bad.map((_, index) => 2 * index + 1));
    expect(stderr).not.toMatch(OBEYED);
    expect(Math.max(...named.map((line) => line.length))).toBeLessThan(600);
  });

  test.concurrent('with --json a rejected line is an object with its number', async () => {
    const { status, stderr } = await fundmon([...okx, '--json'], { input: `${wrapped}\n{"arg":1}\n` });
    expect({ status, ...JSON.parse(stderr) }).toMatchObject({ status: 1, line: 2, error: expect.stringMatching(/^okx: /) });
  });

  test('takes instruments from several answers in either order', async () => {
    const folder = temporaryFolder();
    const symbol = { symbol: 'NEWUSDT', pair: 'NEWUSDT', contractType: 'PERPETUAL', status: 'TRADING' };
    const info = join(folder, 'exchangeInfo.json');
    const funding = join(folder, 'fundingInfo.json');
    writeFileSync(info, `\ufeff${JSON.stringify({ symbols: [{ ...symbol, baseAsset: 'NEW', quoteAsset: 'USDT' }] })}`);
    writeFileSync(funding, JSON.stringify([{ symbol: 'NEWUSDT', fundingIntervalHours: 4 }]));
    const mark = { e: 'markPriceUpdate', E: 1_700_000_000_000, s: 'NEWUSDT', p: '2', i: '2', r: '0.0001', T: 1_700_006_400_000 };
    const input = JSON.stringify({ raw: { stream: 'newusdt@markPrice', data: mark }, receivedAt: 1_700_000_000_001 });
    const runs = await Promise.all(
      [
        [info, funding],
        [funding, info],
      ].map((files) =>
        fundmon(['decode', '--exchange', 'binance', ...files.flatMap((file) => ['--instruments', file])], { input }),
      ),
    );
    for (const { status, stdout } of runs) {
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ asset: 'NEW', fundingRate: 0.0001, fundingIntervalHours: 4 });
    }
  });

  test.each(['<!doctype html>\u001b[31m<title>403</title>', '', '[]', '{"symbols":[]}', '{"code":-1003,"msg":"banned"}'])(
    'refuses %j as a list of instruments',
    async (body) => {
      const file = join(temporaryFolder(), 'instruments.json');
      writeFileSync(file, body);
      const { status, stdout, stderr } = await fundmon(['decode', '--exchange', 'binance', '--instruments', file]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expectOneLine(stderr);
      expect(stderr).toContain('--instruments: ');
    },
  );
});

/** A busy machine needs as long to start the program and set its handlers. */
const LOADED_START_MS = 4000;

describe('signals', () => {
  test.concurrent.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a command that was not asked to run until stopped with %i', async (signal, status) => {
    const dead = ['--exchanges', 'okx', '--endpoint', 'okx=ws://127.0.0.1:1', '--rest-endpoint', 'okx=http://127.0.0.1:1'];
    const ends = await Promise.all([
      fundmon(['decode', '--exchange', 'okx'], { input: 'open', signal, afterMs: LOADED_START_MS }),
      fundmon(['snapshot', ...dead], { signal, afterMs: LOADED_START_MS }),
    ]);
    expect(ends.map((end) => end.status)).toEqual([status, status]);
  });

  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)('%s ends a stream with 0, in the middle of no line', async (signal) => {
    const { status, stdout } = await fundmon(['stream', '--demo'], { signal });
    expect(status).toBe(0);
    expect(stdout).toMatch(/\}\n$/);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('type');
  });
});

test('a stream with --json says on stderr what is wrong, as objects, and names the exchange once', async () => {
  const dead = ['--exchanges', 'okx', '--endpoint', 'okx=ws://127.0.0.1:1', '--rest-endpoint', 'okx=http://127.0.0.1:1'];
  const { status, stderr } = await fundmon(['stream', '--json', ...dead], { signal: 'SIGTERM', afterMs: 1000 });
  expect(status).toBe(0);
  const errors = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(errors[0]).toEqual({ error: expect.stringMatching(/^okx: instruments: .*ECONNREFUSED/) });
});

describe('where the output goes', () => {
  test.concurrent.each([
    ['$F stream --demo | head -5', 0],
    ['$F stream --demo 2>&1 | head -3', 0],
    ['$F stream --demo | true', 0],
    ['$F snapshot --demo | head -1', 0],
    ['$F --help | true', 0],
    ['$F config | true', 0],
    ['$F --version 2>/dev/full', 0],
    ['$F stream --demo >/dev/full', 1],
    ['$F snapshot --demo >/dev/full', 1],
    ['$F --version >/dev/full', 1],
    ['echo x | $F decode --exchange okx 2>/dev/full', 1],
  ])('%s: the program ends with %i', async (line, status) => {
    const { stdout, stderr } = await shell(`set -o pipefail; ${line}; echo "ended \${PIPESTATUS[0]} \${PIPESTATUS[1]}"`);
    expect(stderr).not.toMatch(/\n +at |Error:/);
    const [, first, second] = /ended (\d+) ?(\d*)\n$/.exec(stdout) ?? [];
    expect(line.startsWith('echo') ? second : first).toBe(String(status));
    if (line.includes('>/dev/full') && !line.includes('2>')) {
      expect(stderr).toContain('fundmon: cannot write the output: ENOSPC');
    }
  });
});

describe('snapshot', () => {
  test.concurrent('is the same table as JSON, CSV and text', async () => {
    const [json, csv, text] = await Promise.all(
      ['--json', '--csv', '--no-llm'].map((flag) => fundmon(['snapshot', '--demo', '--exchanges', 'okx,dydx', flag])),
    );
    const rows: readonly { readonly symbol: string }[] = JSON.parse(json?.stdout ?? '');
    const count = rows.length;
    expect(count).toBeGreaterThan(10);
    expect(csv?.stdout.trim().split('\n')).toHaveLength(count + 1);
    expect(text?.stdout.trim().split('\n')).toHaveLength(count + 1);
    for (const { symbol } of rows) expect(csv?.stdout).toContain(`,${symbol},`);
    expect([json, csv, text].map((end) => end?.status)).toEqual([0, 0, 0]);
  });

  const dead = ['--endpoint', 'bybit=ws://127.0.0.1:1', '--rest-endpoint', 'bybit=http://127.0.0.1:1'];

  test('prints what there is and names the exchange that does not answer', async () => {
    const { wsUrl, restUrl } = await local(() => createLocalOkx({ tickMs: 300 }));
    const alive = ['--endpoint', `okx=${wsUrl}`, '--rest-endpoint', `okx=${restUrl}`];
    const args = ['snapshot', '--json', '--exchanges', 'okx,bybit', '--assets', 'BTC', '--timeout', '4', ...alive, ...dead];
    const { status, stdout, stderr } = await fundmon(args);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ exchange: 'okx', asset: 'BTC' }));
    expectOneLine(stderr);
    expect(JSON.parse(stderr)).toEqual({ error: expect.stringMatching(/^bybit: .*ECONNREFUSED/) });
  });

  test.concurrent('ends with 1 and one line when no exchange answers', async () => {
    const args = ['snapshot', '--exchanges', 'bybit', '--timeout', '0.5', ...dead];
    const [text, json] = await Promise.all([fundmon(args), fundmon([...args, '--json'])]);
    expect(text).toMatchObject({ status: 1, stdout: '' });
    expectOneLine(text.stderr);
    expect(text.stderr).toMatch(/^fundmon: no exchange answered: bybit: /);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: expect.stringMatching(/^no exchange answered: bybit: /) });
  });
});

describe('config', () => {
  test('keeps a setting across runs, in a file only the user may read', async () => {
    const folder = join(temporaryFolder(), 'of my own');
    const run = (...args: string[]) => fundmon(['config', ...args, '--config-dir', folder]);
    expect((await run('get', 'asset')).stdout).toBe('BTC\n');
    expect(() => statSync(folder)).toThrow('ENOENT');
    expect(await run('set', 'watch', 'sol,HYPE')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect((await run('get', 'watch')).stdout).toBe('SOL,HYPE\n');
    expect((await run('get', 'watch', '--json')).stdout).toBe('["SOL","HYPE"]\n');
    const path = (await run('path')).stdout.trim();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await run('unset', 'watch');
    expect((await run('get', 'watch')).stdout).toBe('BTC,ETH,SOL\n');
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test('processes that set at once undo nothing of each other', async () => {
    const folder = temporaryFolder();
    const wishes = { asset: 'SOL', minNotionalUsd: '5', watch: 'ETH', exchanges: 'okx', assets: 'SOL' };
    const ends = await Promise.all(
      Object.entries(wishes).map((wish) => fundmon(['config', 'set', ...wish, '--config-dir', folder])),
    );
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).sort()).toEqual(Object.keys(wishes).sort());
  });

  test.each(['{"watch": [', '[]', '{"exchanges":["nyse"]}', `{"${ESC}":1}`.replace('\u001b', '\\u001b')])(
    'a file with %s stops every command with one line and 2, and stays as it is',
    async (body) => {
      const folder = temporaryFolder();
      const file = join(folder, 'config.json');
      writeFileSync(file, body);
      const commands = [['config'], ['config', 'set', 'asset', 'SOL'], ['snapshot', '--demo'], ['stream', '--demo']];
      const ends = await Promise.all(commands.map((command) => fundmon([...command, '--config-dir', folder])));
      for (const { status, stdout, stderr } of ends) {
        expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
        expectOneLine(stderr);
        expect(stderr).toContain(file);
      }
      expect(readFileSync(file, 'utf8')).toBe(body);
      expect(readdirSync(folder)).toEqual(['config.json']);
    },
  );

  test('a folder that cannot be made stops only what wants to write there', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const env = { XDG_CONFIG_HOME: join(file, 'below'), HOME: join(file, 'below'), APPDATA: join(file, 'below') };
    expect(await fundmon(['config', 'get', 'asset'], { env })).toEqual({ status: 0, stdout: 'BTC\n', stderr: '' });
    const set = await fundmon(['config', 'set', 'asset', 'SOL'], { env });
    expect(set.status).toBe(1);
    expectOneLine(set.stderr);
    expect(set.stderr).toMatch(/^fundmon: cannot write .*config\.json: /);
  });
});

describe('the start', () => {
  test('every Node there ever was can read the first file, and an old one says what is needed', async () => {
    const first = readFileSync('dist/fundmon.cjs', 'utf8').replace(/^#!.*\n/, '');
    expect(() => transformSync(first, { target: 'es5', format: 'cjs' })).not.toThrow();
    const old = join(temporaryFolder(), 'old.cjs');
    writeFileSync(old, 'Object.defineProperty(process.versions, "node", { value: "12.22.9" });');
    const { status, stdout, stderr } = await fundmon(['--version'], { env: { NODE_OPTIONS: `--require ${old}` } });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^fundmon needs Node \d+\.\d+\.\d+ or newer; this is Node 12\.22\.9\.\n$/);
  });

  test('works from a folder with blanks in its name', async () => {
    const folder = join(temporaryFolder(), 'a b  ü');
    mkdirSync(folder);
    for (const file of readdirSync('dist')) copyFileSync(join('dist', file), join(folder, file));
    const { status, stdout } = await fundmon(['--version'], { program: join(folder, 'fundmon.cjs') });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
