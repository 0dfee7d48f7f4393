// The built program in a terminal of its own, on an exchange of its own, and what Linux tells of it.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { serveFlood } from './flood-server.js';
import { pause } from './report.js';

const FRAMES_PER_SECOND = 'BENCH_FLOOD';
const PROBE_PAUSE_MS = 50;
const PROBE_PATIENCE_MS = 5000;

export interface Terminal {
  readonly pid: number;
  readonly write: (keys: string) => void;
  /** Called with what the program writes from now on, in place of who was called before. */
  readonly listen: (listener: (data: string) => void) => void;
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

export function openTerminal(args: readonly string[], rows: number): Terminal {
  const child = pty.spawn(process.execPath, [...args], { cols: 120, rows, name: 'xterm-256color' });
  let listener: (data: string) => void = () => undefined;
  child.onData((data) => listener(data));
  return {
    pid: child.pid,
    write: (keys) => child.write(keys),
    listen: (next) => {
      listener = next;
    },
    ended: new Promise((resolve) => void child.onExit(() => resolve())),
    stop: () => child.kill('SIGKILL'),
  };
}

export interface Program extends Terminal {
  /** What is still in use after a collection. */
  readonly heapMb: () => Promise<number>;
}

/** Told from inside, because what the system gives a process says when V8 collects, not what is kept. */
function heapProbe(file: string): readonly string[] {
  const measured = `globalThis.gc(); writeFileSync(${JSON.stringify(file)}, String(process.memoryUsage().heapUsed))`;
  const probe = `import { writeFileSync } from 'node:fs'; process.on('SIGUSR2', () => { ${measured} });`;
  return ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(probe)}`];
}

/** Without the settings and the state of whoever runs this. */
export function openProgram(flags: readonly string[], rows: number): Program {
  const config = mkdtempSync(join(tmpdir(), 'fundmon-bench-'));
  const heapFile = join(config, 'heap');
  const terminal = openTerminal([...heapProbe(heapFile), 'dist/fundmon.cjs', ...flags, '--config-dir', config], rows);
  return {
    ...terminal,
    heapMb: async () => {
      rmSync(heapFile, { force: true });
      process.kill(terminal.pid, 'SIGUSR2');
      for (let waitedMs = 0; !existsSync(heapFile) && waitedMs < PROBE_PATIENCE_MS; waitedMs += PROBE_PAUSE_MS) {
        await pause(PROBE_PAUSE_MS);
      }
      // It is there before it is written.
      await pause(PROBE_PAUSE_MS);
      return Number(readFileSync(heapFile, 'utf8')) / 2 ** 20;
    },
    stop: () => {
      terminal.stop();
      rmSync(config, { recursive: true, force: true });
    },
  };
}

export interface Exchange {
  /** With which the program finds it, and nothing else. */
  readonly flags: readonly string[];
  /** Since its start. */
  readonly framesSent: () => Promise<number>;
  readonly stop: () => void;
}

function answer(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('message', (message) => resolve(Number(message)));
    server.once('exit', () => reject(new Error('the exchange of the bench is gone')));
  });
}

/** In a process of its own: this very file, which must begin with `serveIfAsked`. */
export async function openExchange(framesPerSecond: number): Promise<Exchange> {
  const server = fork(process.argv[1] ?? '', { env: { ...process.env, [FRAMES_PER_SECOND]: String(framesPerSecond) } });
  const at = `127.0.0.1:${await answer(server)}`;
  return {
    flags: ['--exchanges', 'binance', '--endpoint', `binance=ws://${at}`, '--rest-endpoint', `binance=http://${at}`],
    framesSent: () => {
      server.send('count');
      return answer(server);
    },
    stop: () => void server.kill(),
  };
}

/** In the process of the exchange this never returns. */
export async function serveIfAsked(): Promise<void> {
  const framesPerSecond = process.env[FRAMES_PER_SECOND];
  if (framesPerSecond !== undefined) await serveFlood(Number(framesPerSecond));
}

export interface Scheduling {
  readonly time: number;
  /** On a core, all threads. */
  readonly cpuMs: number;
  /** The main thread: ready to run, and not let by the machine. */
  readonly waitedMs: number;
}

/** See "schedstats" in the kernel's documentation: nanoseconds on the processor, nanoseconds waited for it, turns. */
function schedstat(pid: number, thread: string): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ').map(Number);
}

export function scheduling(pid: number): Scheduling {
  const cpu = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + (schedstat(pid, thread)[0] ?? 0), 0);
  return { time: performance.now(), cpuMs: cpu / 1e6, waitedMs: (schedstat(pid, String(pid))[1] ?? 0) / 1e6 };
}

/** Shares of a core. */
export async function watch(pid: number, ms: number): Promise<{ readonly core: number; readonly waited: number }> {
  const before = scheduling(pid);
  await pause(ms);
  const after = scheduling(pid);
  const passed = after.time - before.time;
  return { core: (after.cpuMs - before.cpuMs) / passed, waited: (after.waitedMs - before.waitedMs) / passed };
}
