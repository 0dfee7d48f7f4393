// Where a running monitor leaves its state, and how another process finds it.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type MonitorState, parseState, type ShownState } from './monitor-state.js';

const FILE_NAME = 'monitor.json';
const WRITE_EVERY_MS = 2000;
/** Also when nothing changed: who reads it must see that somebody is there. */
const REPEAT_EVERY_MS = 8000;
/** A monitor that hangs or was stopped is none. */
const STALE_AFTER_MS = 15_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * In the order they are tried. tmux starts its status commands with the environment of its server, which may know less than the
 * shell that started the monitor: who reads looks at all of them.
 */
export function stateDirectories(configDir?: string, environment: Environment = process.env): readonly string[] {
  if (configDir !== undefined) return [resolve(configDir)];
  const { XDG_RUNTIME_DIR, XDG_STATE_HOME, LOCALAPPDATA } = environment;
  const state = process.platform === 'win32' ? (LOCALAPPDATA ?? homedir()) : join(homedir(), '.local', 'state');
  // The XDG rules have relative paths ignored.
  return [XDG_RUNTIME_DIR, XDG_STATE_HOME, state]
    .filter((path) => path !== undefined && isAbsolute(path))
    .map((path) => join(path ?? '', 'fundmon'));
}

/** The state of the monitor that runs now, if one does. */
export function readRunning(directories: readonly string[], now: number): MonitorState | undefined {
  for (const directory of directories) {
    const state = readState(join(directory, FILE_NAME));
    if (state && isFresh(state, now)) return state;
  }
  return undefined;
}

export interface StateKeeper {
  /** Writes at most every two seconds, and more seldom while nothing changes. */
  readonly keep: (state: ShownState, now: number) => void;
  /** Takes it away, unless it is another monitor's. */
  readonly remove: () => void;
}

export function createStateKeeper(directories: readonly string[], pid = process.pid): StateKeeper {
  let written = '';
  let writtenTime = Number.NEGATIVE_INFINITY;
  let path: string | undefined;

  function write(state: ShownState, now: number): void {
    const text = `${JSON.stringify({ pid, time: now, ...state } satisfies MonitorState)}\n`;
    for (const directory of directories) {
      const file = join(directory, FILE_NAME);
      const other = readState(file);
      // Of two monitors the first is told of, and a real market before a simulated one.
      const isTaken = other && other.pid !== pid && isFresh(other, now) && (!other.isDemo || state.isDemo);
      if (isTaken) return;
      if (replace(file, text, pid)) {
        path = file;
        return;
      }
    }
  }

  return {
    keep: (state, now) => {
      const since = Math.abs(now - writtenTime);
      if (since < WRITE_EVERY_MS) return;
      const content = JSON.stringify(state);
      if (content === written && since < REPEAT_EVERY_MS) return;
      written = content;
      writtenTime = now;
      write(state, now);
    },
    remove: () => {
      if (path === undefined || readState(path)?.pid !== pid) return;
      orFalse(() => rmSync(path ?? '', { force: true }));
    },
  };
}

/** Whole or not at all, readable by its owner only; false where nothing can be written. */
function replace(file: string, text: string, pid: number): boolean {
  const temporary = `${file}.${pid}`;
  return orFalse(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rmSync(temporary, { force: true });
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  });
}

function readState(file: string): MonitorState | undefined {
  let text = '';
  const isThere = orFalse(() => {
    text = readFileSync(file, 'utf8');
  });
  return isThere ? parseState(text) : undefined;
}

function isFresh({ pid, time }: MonitorState, now: number): boolean {
  return Math.abs(now - time) <= STALE_AFTER_MS && isAlive(pid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** No folder, no room, no right: the monitor goes on without being told of. A bug is no such thing. */
function orFalse(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}
