// A program of the user's that is told of alerts: started without a shell, the record as one line of JSON on its standard input.
import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { printable } from '../domain/text.js';
import type { Deliver, Outcome } from './delivery-queue.js';

/** A sound, a message, a push: what takes longer hangs. */
const TIME_LIMIT_MS = 10_000;
/** Asked to end, it gets so long. */
const FAREWELL_MS = 1_000;
const NAME_SHOWN = 60;
/** Ours, and nobody else's business. */
const SECRET_VARIABLES = ['FUNDMON_LLM_KEY'];

export interface AlertCommandOptions {
  /** The program, by path or by name, and its arguments. */
  readonly command: readonly string[];
  readonly timeLimitMs?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

/** How the command is called where people read: its arguments may hold a token. */
export function commandName([program = '']: readonly string[]): string {
  return printable(basename(program), NAME_SHOWN);
}

export function createAlertCommand({
  command,
  timeLimitMs = TIME_LIMIT_MS,
  environment = process.env,
}: AlertCommandOptions): Deliver {
  const [program = '', ...parameters] = command;
  // No shell does it for us.
  const path = program.startsWith('~/') ? join(homedir(), program.slice(2)) : program;
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRET_VARIABLES.includes(name)));
  // A group and session of its own: it can be ended with all it started, Ctrl-C is not for it, and the terminal is out of its reach.
  const start = (): ChildProcess =>
    spawn(path, parameters, { stdio: ['pipe', 'ignore', 'ignore'], env, detached: !isWindows, windowsHide: true });

  return (alert, signal) =>
    new Promise<Outcome>((resolve) => {
      let child: ChildProcess;
      try {
        child = start();
      } catch (error) {
        // Some reasons not to start are thrown, such as arguments too long; others are told as an event.
        resolve(failed(`cannot be started: ${codeOf(error)}`));
        return;
      }
      let why: string | undefined;
      const timers: NodeJS.Timeout[] = [];
      const end = (reason: string, by: NodeJS.Signals): void => {
        why ??= reason;
        endGroup(child, by);
      };
      const giveUp = (): void => end('given up at the end', 'SIGKILL');
      const settle = (outcome: Outcome): void => {
        for (const timer of timers) clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        child.stdin?.destroy();
        resolve(outcome);
      };
      timers.push(
        setTimeout(() => end(`took longer than ${timeLimitMs / 1000} s`, 'SIGTERM'), timeLimitMs),
        setTimeout(() => end('', 'SIGKILL'), timeLimitMs + FAREWELL_MS),
      );
      signal.addEventListener('abort', giveUp, { once: true });
      child.on('error', (error) => settle(failed(`cannot be started: ${codeOf(error)}`)));
      child.on('exit', (status, by) => {
        if (why !== undefined) {
          // What it started may not have listened.
          endGroup(child, 'SIGKILL');
          settle(failed(why));
        } else if (status === 0) settle({ isDelivered: true });
        else settle(failed(by === null ? `ended with status ${status}` : `ended by ${by}`));
      });
      // It need not read what it is told, and where it could not be started there is no pipe.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(`${JSON.stringify(alert)}\n`);
      if (signal.aborted) giveUp();
    });
}

const isWindows = process.platform === 'win32';

function failed(reason: string): Outcome {
  return { isDelivered: false, reason };
}

/** `ENOENT` alone: the message would repeat the path, and the arguments with it. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'refused by the system';
}

function endGroup(child: ChildProcess, by: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(by);
    else process.kill(-child.pid, by);
  } catch (error) {
    // Gone in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
