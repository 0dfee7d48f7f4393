// Where settings lie on disk. Reading leaves no trace; writing goes through Conf: a temporary file, then a rename.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { FundmonError, UsageError } from './domain/errors.js';
import { isPrintable, printable } from './domain/text.js';

const FILE_NAME = 'config.json';
/** Only the owner may read it; keys are kept as they are, dots and all. */
const CONF_OPTIONS = { configFileMode: 0o600, accessPropertiesByDotNotation: false };
/** A write takes a few milliseconds; a lock that stands longer was left behind by a process that died. */
const LOCK_STALE_MS = 1000;
const LOCK_RETRY_MS = 5;

export type Stored = Readonly<Record<string, unknown>>;

export interface SettingsFile {
  readonly path: string;
  /** Empty where there is no file. Throws `UsageError` on a file that cannot be read or holds no JSON object. */
  readonly read: () => Stored;
  /**
   * Replaces what is stored by what `change` makes of it, while no other process can write. Throws `FundmonError` when the
   * folder cannot be written; what `change` throws leaves the file as it is.
   */
  readonly update: (change: (stored: Stored) => Stored) => Promise<void>;
}

export function openSettingsFile(directory = defaultDirectory()): SettingsFile {
  const path = join(resolve(directory), FILE_NAME);
  if (!isPrintable(path)) throw new UsageError('the settings folder has control characters in its name', { hint: path });
  return {
    path,
    read: () => read(path),
    update: async (change) => {
      // Loaded only here: no start pays for it.
      const { default: Conf } = await import('conf');
      try {
        withLock(path, () => {
          const stored = change(read(path));
          new Conf({ ...CONF_OPTIONS, cwd: dirname(path) }).store = stored;
        });
      } catch (cause) {
        if (cause instanceof FundmonError) throw cause;
        throw new FundmonError(`cannot write ${path}: ${reason(cause)}`, { cause });
      }
    },
  };
}

/** As the platform has it: XDG (which has relative paths ignored), ~/Library/Preferences, %APPDATA%. */
function defaultDirectory(): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData } = process.env;
  if (process.platform === 'darwin') return join(home(), 'Library', 'Preferences', 'fundmon');
  if (process.platform === 'win32') return join(appData ?? join(home(), 'AppData', 'Roaming'), 'fundmon', 'Config');
  return join(isAbsolute(xdg) ? xdg : join(home(), '.config'), 'fundmon');
}

/** A container may run as a user the system has never heard of. */
function home(): string {
  try {
    return homedir();
  } catch (cause) {
    throw new UsageError('this user has no home folder to keep the settings in', { cause, hint: 'use --config-dir DIR' });
  }
}

function read(path: string): Stored {
  const hint = 'repair or remove the file; it was left as it is';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    // Nor is there a file below what is no folder: some users have /dev/null for a home.
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return {};
    throw new UsageError(`cannot read the settings in ${path}: ${reason(cause)}`, { cause, hint });
  }
  const stored = parseJson(text);
  if (typeof stored === 'object' && stored !== null && !Array.isArray(stored)) return stored as Stored;
  throw new UsageError(`cannot read the settings in ${path}: expected a JSON object`, { hint });
}

/** `undefined` for what is no JSON; some editors write a byte order mark. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Two processes that write at once would each undo what the other wrote: the second waits. */
function withLock(path: string, action: () => void): void {
  const lock = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  const patienceEnds = Date.now() + LOCK_STALE_MS;
  while (!take(lock)) {
    const takenTime = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() > Math.min(patienceEnds, takenTime + LOCK_STALE_MS)) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
  }
  try {
    action();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** True when the lock is ours from now on. */
function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reason(error: unknown): string {
  return printable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), 200);
}
