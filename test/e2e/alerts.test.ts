// Alerts that leave the built program: to a command, to a webhook, to the log on disk; and a recording asked about them.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Alert, alertKinds } from '../../src/domain/record.js';
import { serveHttp } from '../support/loopback.js';
import { fundmon, temporaryFolder } from './command.js';
import { openTerminal } from './terminal.js';

const PATH = '/services/T00/B00/s3cretpath';

/** A command of the user's that keeps what it is told, one file for each. */
function keeper(folder: string): { readonly onAlert: readonly string[]; readonly told: () => readonly Alert[] } {
  const script = join(folder, 'keep.mjs');
  writeFileSync(
    script,
    `import fs from 'node:fs';
     const text = fs.readFileSync(0, 'utf8');
     fs.writeFileSync(process.argv[2] + '/told-' + JSON.parse(text).kind + '-' + process.pid + '.json', text);`,
  );
  const told = (): readonly Alert[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('told-'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return { onAlert: [process.execPath, script, folder], told };
}

/** A webhook that answers with this status, and what it was posted. */
async function webhook(status: number): Promise<{ readonly url: string; readonly posted: Alert[] }> {
  const posted: Alert[] = [];
  const server = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      posted.push(JSON.parse(body));
      response.writeHead(status).end();
    });
  });
  onTestFinished(server.close);
  return { url: server.url + PATH, posted };
}

function settings(folder: string, values: object): string {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(values));
  return folder;
}

test('fundmon alerts test tells every channel of one of each kind', async () => {
  const folder = temporaryFolder();
  const { onAlert, told } = keeper(folder);
  const { url, posted } = await webhook(204);
  settings(folder, { onAlert, 'webhook.url': url });
  const { status, stdout, stderr } = await fundmon(['alerts', 'test', '--config-dir', folder]);
  expect(stderr).toBe('fundmon: no terminal here: bell and notification are not tried\n');
  expect(stdout).toBe(
    `command (${process.execPath.split('/').at(-1)}): 7 delivered\nwebhook (${new URL(url).origin}): 7 delivered\n`,
  );
  expect(status).toBe(0);
  expect(
    told()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual([...alertKinds].sort());
  expect(posted.map(({ kind }) => kind)).toEqual(alertKinds);
  for (const { message } of posted) expect(message).toMatch(/^Test: /);
  expect(existsSync(join(folder, 'alerts.ndjson'))).toBe(false);
});

test('fundmon alerts test says which channel failed and why, without its secrets, and exits 1', async () => {
  const { url } = await webhook(403);
  const folder = settings(temporaryFolder(), { onAlert: ['/no/such/program', 's3cretargument'], 'webhook.url': url });
  for (const flags of [[], ['--json']]) {
    const { status, stdout, stderr } = await fundmon(['alerts', 'test', '--config-dir', folder, ...flags]);
    expect(status).toBe(1);
    expect(stdout).toContain('cannot be started: ENOENT');
    expect(stdout).toContain('HTTP 403 Forbidden');
    expect(stdout + stderr).not.toMatch(/s3cret/);
  }
  expect((await fundmon(['config', '--config-dir', folder])).stdout).not.toContain('s3cretpath');
  const nothing = settings(temporaryFolder(), { 'notify.bell': 'off' });
  expect(await fundmon(['alerts', 'test', '--config-dir', nothing])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no channel can be tried (fundmon config set onAlert PROGRAM'),
  });
  const { stderr } = await fundmon(['alerts', 'test', '--json', '--config-dir', temporaryFolder()]);
  expect(JSON.parse(stderr)).toMatchObject({ error: 'no channel can be tried' });
});

test('a stream without a screen tells its channels, and the log has it', async () => {
  const folder = temporaryFolder();
  const { onAlert, told } = keeper(folder);
  const { url, posted } = await webhook(200);
  settings(folder, { onAlert, 'webhook.url': url, alerts: { feedDownSeconds: 1 } });
  const dead = ['--endpoint', 'bybit=ws://127.0.0.1:9', '--rest-endpoint', 'bybit=http://127.0.0.1:9'];
  const args = ['stream', '--exchanges', 'bybit', ...dead, '--config-dir', folder];
  const { status, stdout } = await fundmon(args, { signal: 'SIGTERM', afterMs: 5_000 });
  expect(status).toBe(0);
  const [alert] = stdout
    .split('\n')
    .filter((line) => line.includes('"type":"alert"'))
    .map((line): Alert => JSON.parse(line));
  expect(alert).toMatchObject({ kind: 'feed-down', state: 'raised', exchange: 'bybit' });
  expect(told()).toEqual([alert]);
  expect(posted).toEqual([alert]);

  expect(statSync(join(folder, 'alerts.ndjson')).mode & 0o777).toBe(0o600);
  const log = await fundmon(['alerts', '--config-dir', folder]);
  expect(log.stdout).toMatch(/^TIME +KIND +ASSET +STATE +MARK +MESSAGE\n\S+ \S+ +feed-down +bybit +stood at the end +bybit/);
  const json = await fundmon(['alerts', '--json', '--config-dir', folder]);
  expect(JSON.parse(json.stdout)).toEqual({ ...alert, isStanding: false, isMuted: false });
});

test('the monitor shows an alert, keeps who has seen it, and leaves no program behind', async () => {
  const folder = temporaryFolder();
  const hanging = join(folder, 'hang.mjs');
  const pidFile = join(folder, 'pid');
  writeFileSync(
    hanging,
    `import fs from 'node:fs'; fs.writeFileSync(process.argv[2], String(process.pid)); setInterval(() => {}, 1e3);`,
  );
  settings(folder, { onAlert: [process.execPath, hanging, pidFile], alerts: { feedDownSeconds: 1 } });
  const dead = ['--endpoint', 'bybit=ws://127.0.0.1:9', '--rest-endpoint', 'bybit=http://127.0.0.1:9'];
  const terminal = openTerminal(process.execPath, {
    args: ['dist/fundmon.cjs', '--exchanges', 'bybit', ...dead, '--config-dir', folder],
    columns: 120,
    rows: 36,
  });
  await terminal.until('an alert in the status line', (lines) => lines[0]?.includes('! 1 alert') === true);
  terminal.press('7');
  await terminal.until('the log', (lines) => lines.some((line) => /feed-down +bybit +! stands/.test(line)));
  terminal.press('a');
  await terminal.until('it is seen', (lines) => lines.some((line) => /feed-down +bybit +stands \d+s +seen/.test(line)));
  expect((await terminal.lines())[0]).not.toContain('alert ');
  await expect.poll(() => existsSync(pidFile)).toBe(true);
  terminal.press('q');
  expect((await terminal.exited).exitCode).toBe(0);
  const [entry] = (await fundmon(['alerts', '--json', '--config-dir', folder])).stdout.split('\n');
  expect(JSON.parse(entry ?? '')).toMatchObject({ kind: 'feed-down', exchange: 'bybit', acknowledgedTime: expect.any(Number) });
  // Killed and not yet reaped counts as gone.
  const isGone = (): boolean => {
    const status = `/proc/${readFileSync(pidFile, 'utf8')}/status`;
    return !existsSync(status) || /^State:\s+Z/m.test(readFileSync(status, 'utf8'));
  };
  await expect.poll(isGone).toBe(true);
});

test('nothing logged yet is no failure', async () => {
  expect(await fundmon(['alerts', '--config-dir', temporaryFolder()])).toEqual({
    status: 0,
    stdout: '',
    stderr: 'fundmon: no alert was logged yet (the monitor logs them, not its demo)\n',
  });
});

test('what fundmon stream wrote is asked how often each kind would have fired', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'stream.ndjson');
  const demo = ['stream', '--demo', '--assets', 'BTC,ETH,SOL', '--config-dir', folder];
  writeFileSync(file, (await fundmon(demo, { signal: 'SIGTERM', afterMs: 8_000 })).stdout);
  const records = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): { type: string } => JSON.parse(line));
  const raised = records.filter((record) => 'state' in record && 'kind' in record && record.state === 'raised');
  const { status, stdout, stderr } = await fundmon(['alerts', 'dry-run', file, '--json', '--config-dir', folder]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({
    recordCount: records.filter(({ type }) => ['ticker', 'liquidation', 'feed'].includes(type)).length,
    rejectedLineCount: 0,
  });
  expect(answer.until - answer.from).toBeGreaterThan(5_000);
  const [spreads] = answer.kinds;
  expect(spreads).toMatchObject({ kind: 'funding-spread', isOn: true, settings: { 'arbitrage.thresholdSpread8h': 0.00005 } });
  // A second more or less at the end may have one more or less.
  expect(Math.abs(spreads.raised - raised.length)).toBeLessThanOrEqual(1);

  const text = await fundmon(['alerts', 'dry-run', '-', '--config-dir', folder], { input: readFileSync(file, 'utf8') });
  expect(text.stdout).toMatch(/^\d+ s, \S+ \S+ to \S+ \S+: \S+ records of binance/);
  expect(text.stdout).toMatch(/\nfunding-spread +\d+ +\d+ .*arbitrage\.thresholdSpread8h=0\.00005/);
});

test.each([
  [['alerts', 'dry-run'], 2, 'alerts dry-run needs a FILE'],
  [['alerts', 'tset'], 2, "alerts does not know 'tset'"],
  [['alerts', 'test', 'x'], 2, "alerts test does not take 'x'"],
  [['alerts', '--exchange', 'okx'], 2, 'belong to fundmon alerts dry-run'],
  [['alerts', 'dry-run', '/no/such/file'], 2, "cannot read '/no/such/file'"],
  [['alerts', 'dry-run', '-'], 1, 'no record in the standard input'],
])('%j exits %i and says why', async (args, status, why) => {
  const ended = await fundmon([...args, '--config-dir', temporaryFolder()], { input: '{"topic":"x"}\n' });
  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(why);
});
