import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlertCommandOptions, commandName, createAlertCommand } from '../../src/commands/alert-command.js';
import type { Outcome } from '../../src/commands/delivery-queue.js';
import { alert } from '../support/alerts.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fundmon-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

/** Runs a script of Node's as the user's command; what it does with `out` is what it was told. */
function told(script: string, options: Partial<AlertCommandOptions> = {}, signal = new AbortController().signal) {
  const path = at('script.mjs');
  writeFileSync(path, `import fs from 'node:fs';\nconst out = ${JSON.stringify(at('out'))};\n${script}`);
  return createAlertCommand({ command: [process.execPath, path, '$(touch injected); "a b"'], ...options })(alert('a'), signal);
}

const failed = (reason: string): Outcome => ({ isDelivered: false, reason });
const readsAll = "const text = fs.readFileSync(0, 'utf8');";

describe("a command of the user's", () => {
  it('gets the record as one line of JSON, and its arguments as they are', async () => {
    const script = `${readsAll} fs.writeFileSync(out, JSON.stringify({ text, words: process.argv.slice(2) }));`;
    expect(await told(script)).toEqual({ isDelivered: true });
    const { text, words } = JSON.parse(readFileSync(at('out'), 'utf8'));
    expect(text).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(text)).toEqual(alert('a'));
    expect(words).toEqual(['$(touch injected); "a b"']);
    expect(existsSync('injected')).toBe(false);
  });

  it('need not read, and its output goes nowhere', async () => {
    expect(await told('process.exit(0)')).toEqual({ isDelivered: true });
    const loud =
      "for (let n = 0; n < 200; n += 1) { process.stdout.write('x'.repeat(1e5)); process.stderr.write('y'.repeat(1e5)); }";
    expect(await told(loud)).toEqual({ isDelivered: true });
  });

  it.each([
    ['ends with another status', 'process.exit(3)', 'ended with status 3'],
    ['crashes', "process.kill(process.pid, 'SIGSEGV'); setInterval(() => undefined, 1000)", 'ended by SIGSEGV'],
  ])('that %s has failed', async (_, script, reason) => {
    expect(await told(script)).toEqual(failed(reason));
  });

  it('that hangs is ended in time, with all it started', async () => {
    const script = `
      const { spawn } = await import('node:child_process');
      const sleeper = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)"]);
      fs.writeFileSync(out, String(sleeper.pid));
      setInterval(() => undefined, 1000);`;
    expect(await told(script, { timeLimitMs: 700 })).toEqual(failed('took longer than 0.7 s'));
    const sleeper = Number(readFileSync(at('out'), 'utf8'));
    await expect.poll(() => isRunning(sleeper)).toBe(false);
  });

  it('that hears no SIGTERM is ended all the same', async () => {
    const script = "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);";
    expect(await told(script, { timeLimitMs: 500 })).toEqual(failed('took longer than 0.5 s'));
  });

  it('is given up when the program ends', async () => {
    const abortion = new AbortController();
    const running = told('setInterval(() => undefined, 1000)', {}, abortion.signal);
    abortion.abort();
    expect(await running).toEqual(failed('given up at the end'));
  });

  it.each([
    ['/no/such/program', 'ENOENT'],
    ['fundmon-no-such-program', 'ENOENT'],
    [tmpdir(), 'EACCES'],
  ])('%s is not there', async (program, code) => {
    const deliver = createAlertCommand({ command: [program, 'token-s3cret'] });
    expect(await deliver(alert('a'), new AbortController().signal)).toEqual(failed(`cannot be started: ${code}`));
  });

  it('with arguments beyond what the system takes has failed', async () => {
    const deliver = createAlertCommand({ command: [process.execPath, 'x'.repeat(10_000_000)] });
    expect(await deliver(alert('a'), new AbortController().signal)).toEqual(failed('cannot be started: E2BIG'));
  });

  it('does not inherit our secrets', async () => {
    const environment = { ...process.env, FUNDMON_LLM_KEY: 'sk-s3cret', KEPT: 'yes' };
    await told('fs.writeFileSync(out, JSON.stringify(process.env))', { environment });
    const seen = JSON.parse(readFileSync(at('out'), 'utf8'));
    expect(seen).toMatchObject({ KEPT: 'yes' });
    expect(seen).not.toHaveProperty('FUNDMON_LLM_KEY');
  });

  it('is named by its program alone', () => {
    expect(commandName(['/home/me/bin/push', '--token', 's3cret'])).toBe('push');
  });
});

/** One that ended and waits to be reaped is not running any more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
