import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

/** A terminal on which the screen is really drawn: a keyboard, a writable end, and an emulator that reads what was written. */
export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly writeSync: (text: string) => void;
  /** Presses keys: one chunk, as a terminal sends it. Resolves when what follows from it is drawn. */
  readonly press: (chunk: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** The lines on the screen now, without the blanks at their ends. */
  readonly lines: () => Promise<readonly string[]>;
  readonly text: () => Promise<string>;
  /** Every write since the start, in order. */
  readonly writes: readonly string[];
  readonly state: { isRaw: boolean; isBlocked: boolean };
  readonly isAlternate: () => Promise<boolean>;
  readonly emulator: xterm.Terminal;
}

/** Keys are drawn in the microtasks that follow; a lone Esc is told from a sequence by 20 ms of silence. */
const ESCAPE_SILENCE_MS = 30;

async function settled(ms = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await new Promise((resolve) => setImmediate(resolve));
}

export function createFakeTerminal(columns: number, rows: number, { isTTY = true } = {}): FakeTerminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const writes: string[] = [];
  const state = { isRaw: false, isBlocked: false };
  let chunk: string | null = null;
  const size = { columns, rows };

  const write = (text: string): boolean => {
    writes.push(text);
    emulator.write(text);
    return true;
  };
  const stdout = Object.assign(new EventEmitter(), { isTTY: true, write });
  Object.defineProperties(stdout, {
    columns: { get: () => size.columns },
    rows: { get: () => size.rows },
    writableNeedDrain: { get: () => state.isBlocked },
  });
  const stdin = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (isRaw: boolean) => {
      state.isRaw = isRaw;
      return stdin;
    },
    setEncoding: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
    read: () => {
      const taken = chunk;
      chunk = null;
      return taken;
    },
  });
  const drained = (): Promise<void> => new Promise((resolve) => emulator.write('', resolve));
  const lines = async (): Promise<readonly string[]> => {
    await drained();
    const buffer = emulator.buffer.active;
    return Array.from({ length: emulator.rows }, (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '');
  };

  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    writeSync: (text) => void write(text),
    press: async (keys) => {
      chunk = keys;
      stdin.emit('readable');
      await settled(keys.endsWith('\u001b') ? ESCAPE_SILENCE_MS : 0);
    },
    resize: async (toColumns, toRows) => {
      Object.assign(size, { columns: toColumns, rows: toRows });
      emulator.resize(toColumns, toRows);
      stdout.emit('resize');
      await settled();
    },
    lines,
    text: async () => (await lines()).join('\n'),
    writes,
    state,
    isAlternate: async () => {
      await drained();
      return emulator.buffer.active.type === 'alternate';
    },
    emulator,
  };
}
