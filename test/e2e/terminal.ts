// The built monitor in a terminal of its own: a pty whose bytes go into an emulator.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text that starts `$FUNDMON`; absent: the program itself is started. */
  readonly shell?: string;
}

export interface TerminalRun {
  readonly pid: number;
  /** Every byte since the start. */
  readonly raw: () => string;
  /** The lines on the screen, each as wide as the terminal. */
  readonly lines: () => Promise<readonly string[]>;
  /** Character and look of every cell. */
  readonly cells: () => Promise<readonly (readonly string[])[]>;
  readonly isAlternate: () => Promise<boolean>;
  /** Lines that have left the screen at its top. */
  readonly scrolled: () => number;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Looks again and again; fails the test, saying `what` and showing the screen, after `withinMs`. */
  readonly until: (what: string, isTrue: (lines: readonly string[]) => boolean, withinMs?: number) => Promise<readonly string[]>;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
  /** Asks the system: true until the process is gone for good. */
  readonly isRunning: () => boolean;
  /** Stops and goes on reading what the program writes. */
  readonly stall: (isStalled: boolean) => void;
  /** The window is closed. */
  readonly close: () => void;
}

const LOOK_EVERY_MS = 20;
const program = join(process.cwd(), 'dist', 'fundmon.cjs');

export function openMonitor(options: TerminalOptions = {}): TerminalRun {
  const { columns = 80, rows = 24, args = [], env = {}, shell } = options;
  const configDir = mkdtempSync(join(tmpdir(), 'fundmon-screen-'));
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const command = [program, '--demo', '--config-dir', configDir, ...args];
  const child = pty.spawn(shell === undefined ? process.execPath : '/bin/sh', shell === undefined ? command : ['-c', shell], {
    cols: columns,
    rows,
    name: env['TERM'] ?? 'xterm-256color',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: configDir,
      FUNDMON: [process.execPath, ...command].map((part) => `'${part}'`).join(' '),
      ...env,
    },
  });
  let raw = '';
  child.onData((data) => {
    raw += data;
    emulator.write(data);
  });
  let isRunning = true;
  const exited = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
    child.onExit((end) => {
      isRunning = false;
      rmSync(configDir, { recursive: true, force: true });
      resolve(end);
    });
  });
  onTestFinished(async () => {
    if (!isRunning) return;
    child.resume();
    process.kill(child.pid, 'SIGKILL');
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
      return rowsOf((line) => Array.from({ length: emulator.cols }, (_, x) => lookOf(line.getCell(x)!)));
    },
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
    until: async (what, isTrue, withinMs = 8000) => {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const found = await lines();
        if (isTrue(found)) return found;
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

function lookOf(cell: xterm.IBufferCell): string {
  const glyph = cell.getChars() || ' ';
  const flags = [cell.isBold(), cell.isDim(), cell.isInverse()].map((flag) => (flag === 0 ? '' : '*')).join('');
  // A blank without a background looks the same whatever its other attributes.
  const isBlank = glyph === ' ' && cell.isBgDefault() && cell.isInverse() === 0;
  return isBlank
    ? ' '
    : `${glyph} ${cell.getFgColorMode()}:${cell.getFgColor()} ${cell.getBgColorMode()}:${cell.getBgColor()} ${flags}`;
}
