// What becomes of the program when whoever started it is gone: nothing may go on without a terminal or without a parent.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isAlive, type MonitorRun, openMonitor } from './terminal.js';

const GONE_WITHIN_MS = 2000;

const has =
  (text: string) =>
  (lines: readonly string[]): boolean =>
    lines.some((line) => line.includes(text));

/** The monitor's own process, which is ended with the test at the latest. */
async function monitorOf(run: MonitorRun): Promise<number> {
  await run.until('the screen and its state', (lines) => has('q quit')(lines) && existsSync(join(run.configDir, 'monitor.json')));
  const pid = run.monitorPid();
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return pid;
}

function parentOf(pid: number): number {
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}

async function expectGone(pid: number): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isAlive(pid), 'the monitor still runs').toBe(false);
}

it('ends with the shell that led its session, however that ends', async () => {
  const run = openMonitor({ shell: 'eval "$FUNDMON"; :' });
  const pid = await monitorOf(run);
  expect(pid).not.toBe(run.pid);
  process.kill(run.pid, 'SIGKILL');
  await expectGone(pid);
});

it('ends with a window that is closed around its shell', async () => {
  const run = openMonitor({ shell: 'exec bash --norc --noprofile -i', env: { PS1: 'shell> ' } });
  await run.until('the prompt', has('shell>'));
  run.press('eval "$FUNDMON"\r');
  const pid = await monitorOf(run);
  run.close();
  await expectGone(pid);
});

it('ends with a parent such as npx that is killed, and gives the terminal back to the shell', async () => {
  const run = openMonitor({ shell: 'exec bash --norc --noprofile -i', env: { PS1: 'shell> ' } });
  await run.until('the prompt', has('shell>'));
  run.press('sh -c "$FUNDMON; exit \\$?"\r');
  const pid = await monitorOf(run);
  process.kill(parentOf(pid), 'SIGKILL');
  await expectGone(pid);
  expect(await run.isAlternate()).toBe(false);
  run.press('echo works $((6*7))\r');
  await run.until('the shell', has('works 42'));
});
