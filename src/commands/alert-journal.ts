// The alert log on disk: what happened, one JSON object a line, appended by whoever watches the market and read by `fundmon alerts`.
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Alert } from '../domain/record.js';
import { type AlertRow, createAlertLog } from '../market/alert-log.js';
import { alertSchema } from './record-schema.js';
import { isAlive, stateDirectories } from './state-file.js';

const FILE_NAME = 'alerts.ndjson';
const OLDER_NAME = 'alerts.older.ndjson';
/** Two thousand alerts or more; the file before it is kept as well, so some thousands are always there. */
const ROTATE_BYTES = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** In the order they are tried. Unlike the state of a running monitor it is to outlast a session of the user: the runtime folder comes last. */
export function journalDirectories(configDir?: string, environment: Environment = process.env): readonly string[] {
  const { XDG_RUNTIME_DIR: _, ...lasting } = environment;
  return [...new Set([...stateDirectories(configDir, lasting), ...stateDirectories(configDir, environment)])];
}

export interface AlertJournal {
  readonly add: (alerts: readonly Alert[]) => void;
  readonly acknowledge: (id: string, time: number) => void;
  /** Those that still stand are not followed any further. */
  readonly end: (time: number) => void;
}

/** Nothing is written before the first alert. What cannot be written is left out: the market is watched all the same. */
export function openAlertJournal(directories: readonly string[], startTime: number, pid = process.pid): AlertJournal {
  let hasBegun = false;
  let directory: string | undefined;

  function append(entries: readonly object[]): void {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    for (const candidate of directory === undefined ? directories : [directory]) {
      if (!written(candidate, lines)) continue;
      directory = candidate;
      return;
    }
  }

  return {
    add: (alerts) => {
      if (alerts.length === 0) return;
      const begin = hasBegun ? [] : [{ type: 'begin', time: startTime, pid }];
      hasBegun = true;
      append([...begin, ...alerts]);
    },
    acknowledge: (id, time) => {
      if (hasBegun) append([{ type: 'acknowledged', id, time }]);
    },
    end: (time) => {
      if (hasBegun) append([{ type: 'end', time, pid }]);
    },
  };
}

/** Appended in one piece, readable by its owner only, never through a link that somebody laid there. */
function written(directory: string, text: string): boolean {
  const path = join(directory, FILE_NAME);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
    const file = openSync(path, flags, 0o600);
    let size = 0;
    try {
      writeSync(file, text);
      size = fstatSync(file).size;
    } finally {
      closeSync(file);
    }
    if (size > ROTATE_BYTES) renameSync(path, join(directory, OLDER_NAME));
    return true;
  } catch (error) {
    // No folder, no room, no right; a bug is no such thing.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

const entrySchema = v.variant('type', [
  alertSchema,
  v.object({ type: v.literal('acknowledged'), id: v.string(), time: v.number() }),
  v.object({ type: v.picklist(['begin', 'end']), pid: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
]);
type Entry = v.InferOutput<typeof entrySchema>;

export interface JournalRow extends AlertRow {
  /** It stood when whoever watched the market ended: nobody knows what became of it. */
  readonly isLost: boolean;
}

/** More than two full files hold. */
const MOST_ROWS = 20_000;

/** Newest first; `undefined` where nothing was ever written. `muted`: as the settings have it now. */
export function readAlertJournal(
  directories: readonly string[],
  muted: readonly string[],
  isRunning = isAlive,
): readonly JournalRow[] | undefined {
  const directory = newestOf(directories);
  if (directory === undefined) return undefined;
  const entries = [OLDER_NAME, FILE_NAME].flatMap((name) => entriesOf(join(directory, name)));
  const log = createAlertLog(MOST_ROWS);
  log.mute(muted);
  /** Where a process that still runs began; what was raised before is followed by nobody. */
  let followedFrom = Number.POSITIVE_INFINITY;
  const placeOf = new Map<string, number>();
  const begun = new Map<number, number>();
  entries.forEach((entry, place) => {
    switch (entry.type) {
      case 'alert':
        if (!placeOf.has(entry.id)) placeOf.set(entry.id, place);
        log.add(entry);
        break;
      case 'acknowledged':
        log.acknowledge(entry.id, entry.time);
        break;
      case 'begin':
        begun.set(entry.pid, place);
        break;
      case 'end':
        begun.delete(entry.pid);
        break;
      default:
        entry satisfies never;
    }
  });
  for (const [pid, place] of begun) if (isRunning(pid)) followedFrom = Math.min(followedFrom, place);
  return log
    .publish()
    .map((row) => ({ ...row, isLost: row.cleared === undefined && (placeOf.get(row.alert.id) ?? 0) < followedFrom }));
}

/** The folder that was written to last: the environment may have changed since. */
function newestOf(directories: readonly string[]): string | undefined {
  const known = directories.flatMap((directory) => {
    const time = writtenTime(join(directory, FILE_NAME)) ?? writtenTime(join(directory, OLDER_NAME));
    return time === undefined ? [] : [{ directory, time }];
  });
  return known.sort((a, b) => b.time - a.time)[0]?.directory;
}

function writtenTime(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

/** A line that was cut, or that another version wrote, is left out. */
function entriesOf(path: string): readonly Entry[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return [];
    throw error;
  }
  return text.split('\n').flatMap((line): readonly Entry[] => {
    const result = v.safeParse(entrySchema, parsed(line));
    return result.success ? [result.output] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
