// A program in a terminal of its own: a pty whose bytes go into an emulator.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface MonitorOptions extends TerminalOptions {
  /** Set with `fundmon config set` before the start. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How many times as fast its clock runs as ours. */
  readonly speed?: number;
  /** Shell text that starts `$FUNDMON`; absent: the program itself is started. */
  readonly shell?: string;
}

export interface Cell {
  /** Empty in the second cell of a wide character. */
  readonly glyph: string;
  readonly look: string;
}

export interface TerminalRun {
  readonly pid: number;
  /** Every byte since the start. */
  readonly raw: () => string;
  /** The lines on the screen, each as wide as the terminal. */
  readonly lines: () => Promise<readonly string[]>;
  readonly cells: () => Promise<readonly (readonly Cell[])[]>;
  /** Whole frames only: every update that was begun is on the screen. */
  readonly isSettled: () => boolean;
  readonly isAlternate: () => Promise<boolean>;
  /** Lines that have left the screen at its top. */
  readonly scrolled: () => number;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Looks again and again; fails the test, saying `what` and showing the screen, after `withinMs`. */
  readonly until: (
    what: string,
    isTrue: (lines: readonly string[]) => boolean | Promise<boolean>,
    withinMs?: number,
  ) => Promise<readonly string[]>;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
  /** Asks the system: true until the process is gone for good. */
  readonly isRunning: () => boolean;
  /** Stops and goes on reading what the program writes. */
  readonly stall: (isStalled: boolean) => void;
  /** The window is closed. */
  readonly close: () => void;
}

export interface MonitorRun extends TerminalRun {
  readonly configDir: string;
  /** The monitor's own process, from the state it keeps: with a shell around it another one than `pid`. */
  readonly monitorPid: () => number;
}

const LOOK_EVERY_MS = 20;
/** Of a machine with every core at work. */
const PATIENCE_MS = 20_000;
const LAST_WORDS_MS = 500;
const END_UPDATE = '\u001b[?2026l';
const program = join(process.cwd(), 'dist', 'fundmon.cjs');

/** The environment of a program whose clock runs so many times as fast from now on. */
export function fastClock(speed: number): Readonly<Record<string, string>> {
  const file = pathToFileURL(join(process.cwd(), 'test', 'support', 'fast-clock.mjs'));
  return { NODE_OPTIONS: `--import ${file.href}`, CLOCK_SPEED: String(speed), CLOCK_START: String(Date.now()) };
}

/** The built demo. */
export function openMonitor({ args = [], env = {}, settings = {}, speed, shell, ...size }: MonitorOptions = {}): MonitorRun {
  const configDir = mkdtempSync(join(tmpdir(), 'fundmon-screen-'));
  // Called last of all, when the program is gone.
  onTestFinished(() => rmSync(configDir, { recursive: true, force: true }));
  for (const [key, value] of Object.entries(settings))
    execFileSync(process.execPath, [program, 'config', 'set', key, value, '--config-dir', configDir]);
  const command = [program, '--demo', '--config-dir', configDir, ...args];
  const run = openTerminal(shell === undefined ? process.execPath : '/bin/sh', {
    ...size,
    args: shell === undefined ? command : ['-c', shell],
    env: {
      HOME: configDir,
      FUNDMON: [process.execPath, ...command].map((part) => `'${part}'`).join(' '),
      ...(speed === undefined ? {} : fastClock(speed)),
      ...env,
    },
  });
  return {
    ...run,
    configDir,
    monitorPid: () => JSON.parse(readFileSync(join(configDir, 'monitor.json'), 'utf8')).pid,
  };
}

export function openTerminal(file: string, options: TerminalOptions): TerminalRun {
  const { columns = 80, rows = 24, args = [], env = {} } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(file, [...args], {
    cols: columns,
    rows,
    name: env['TERM'] ?? 'xterm-256color',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let raw = '';
  child.onData((data) => {
    raw += data;
    emulator.write(data);
  });
  let endedTime: number | undefined;
  const exited = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
    child.onExit((end) => {
      endedTime = Date.now();
      resolve(end);
    });
  });
  onTestFinished(async () => {
    if (endedTime !== undefined) return;
    child.resume();
    if (exists(child.pid)) process.kill(child.pid, 'SIGKILL');
    await exited;
  });

  const drawn = (): Promise<void> => new Promise((resolve) => emulator.write('', resolve));
  const rowsOf = <T>(read: (line: xterm.IBufferLine) => T): readonly T[] =>
    Array.from({ length: emulator.rows }, (_, y) => read(emulator.buffer.active.getLine(emulator.buffer.active.baseY + y)!));
  const lines = async (): Promise<readonly string[]> => {
    await drawn();
    return rowsOf((line) => line.translateToString(false, 0, emulator.cols));
  };

  return {
    pid: child.pid,
    raw: () => raw,
    lines,
    cells: async () => {
      await drawn();
      return rowsOf((line) => Array.from({ length: emulator.cols }, (_, x) => cellOf(line.getCell(x)!)));
    },
    isSettled: () => raw.endsWith(END_UPDATE),
    isAlternate: async () => {
      await drawn();
      return emulator.buffer.active.type === 'alternate';
    },
    scrolled: () => emulator.buffer.active.baseY,
    press: (keys) => child.write(keys),
    resize: (toColumns, toRows) => {
      emulator.resize(toColumns, toRows);
      child.resize(toColumns, toRows);
    },
    until: async (what, isTrue, withinMs = PATIENCE_MS) => {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const found = await lines();
        if (await isTrue(found)) return found;
        // What it wrote last may be read after its end.
        if (endedTime !== undefined && Date.now() > endedTime + LAST_WORDS_MS)
          throw new Error(`ended before: ${what}\n${found.join('\n')}`);
        if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}\n${found.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    exited,
    isRunning: () => exists(child.pid),
    stall: (isStalled) => (isStalled ? child.pause() : child.resume()),
    close: () => void Reflect.get(child, 'destroy').call(child),
  };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** For one that is not a child of ours. What has ended and waits for its parent to hear of it does nothing any more. */
export function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

/** As a reader of a snapshot finds it: `b203/237` is bold, colour 203 on ground 237; `d`, `i`, `u` are dim, inverse, underlined. */
function cellOf(cell: xterm.IBufferCell): Cell {
  const glyph = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
  const isOn = { b: cell.isBold(), d: cell.isDim(), i: cell.isInverse(), u: cell.isUnderline() };
  const flags = Object.entries(isOn).flatMap(([flag, value]) => (value === 0 ? [] : flag));
  const ground = cell.isBgDefault() ? '' : `/${colorOf(cell.isBgRGB(), cell.getBgColor())}`;
  // A blank without a ground looks the same whatever its other attributes.
  if (glyph === ' ' && ground === '' && isOn.i === 0 && isOn.u === 0) return { glyph, look: '' };
  return { glyph, look: flags.join('') + (cell.isFgDefault() ? '' : colorOf(cell.isFgRGB(), cell.getFgColor())) + ground };
}

function colorOf(isRgb: boolean, value: number): string {
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : String(value);
}
