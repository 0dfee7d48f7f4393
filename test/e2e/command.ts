// One command of the built program, from its start to its end.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Ended {
  /** As a shell has it: 128 and the signal's number where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** What it reads; `open`: an input that never ends. */
  readonly input?: string | 'open';
  readonly env?: NodeJS.ProcessEnv;
  /** Sent once something was written, or after `afterMs`. */
  readonly signal?: NodeJS.Signals;
  readonly afterMs?: number;
  readonly program?: string;
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fundmon-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function fundmon(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { input = '', env = {}, signal, afterMs = 0, program = 'dist/fundmon.cjs' } = options;
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env }, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  // It may end without reading.
  child.stdin.on('error', () => undefined);
  if (input !== 'open') child.stdin.end(input);
  if (signal !== undefined) {
    const send = (): void => void child.kill(signal);
    if (afterMs > 0) setTimeout(send, afterMs);
    else child.stdout.once('data', send);
  }
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** A line of shell, `$F` standing for the program: for pipes and redirections. */
export function shell(line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn('bash', ['-c', line], {
    env: { ...process.env, F: `${process.execPath} dist/fundmon.cjs`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
