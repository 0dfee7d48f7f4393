// What the program runs in: Node, the terminal, the settings file. Pure: everything it looks at is handed in.
import { MIN_COLUMNS, MIN_ROWS } from '../../ui/layout.js';
import type { Finding } from './finding.js';

/** As package.json's `engines` has it. */
const OLDEST_NODE = [20, 19] as const;
/** Readable by others than the owner. */
const OTHERS = 0o077;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isOldEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isOldEnough
    ? { about: 'runtime', state: 'ok', found: `Node ${version}` }
    : {
        about: 'runtime',
        state: 'broken',
        found: `Node ${version}`,
        advice: `install Node ${OLDEST_NODE.join('.')} or newer`,
      };
}

export interface TerminalFacts {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Bits per pixel. */
  readonly colorDepth: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function checkTerminal({ isTerminal, columns, rows, colorDepth, environment }: TerminalFacts): Finding {
  const about = 'terminal';
  if (!isTerminal) {
    return {
      about,
      state: 'skipped',
      found: 'the output is no terminal',
      advice: 'the monitor needs one; stream and snapshot do not',
    };
  }
  const name = environment['TERM'] ?? 'unknown';
  const found = `${name}, ${columns}×${rows}, ${colorWords(colorDepth)}${environment['TMUX'] ? ', in tmux' : ''}`;
  if (name === 'dumb') return { about, state: 'broken', found, advice: 'use fundmon stream or fundmon snapshot' };
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    return { about, state: 'broken', found, advice: `make it at least ${MIN_COLUMNS}×${MIN_ROWS}` };
  }
  if (!isUtf8(environment)) {
    return {
      about,
      state: 'warning',
      found: `${found}, no UTF-8 locale`,
      advice: 'set LANG to a UTF-8 locale, or: fundmon config set ascii on',
    };
  }
  return { about, state: 'ok', found };
}

function colorWords(depth: number): string {
  if (depth >= 24) return 'true colour';
  if (depth >= 8) return '256 colours';
  return depth >= 4 ? '16 colours' : 'no colours';
}

/** In the order in which a program has to look: LC_ALL before LC_CTYPE before LANG. Nothing set is the C locale. */
function isUtf8(environment: TerminalFacts['environment']): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return /utf-?8/i.test(locale);
}

/** `mode`: of the file, absent where there is none. */
export function checkSettingsFile(path: string, mode: number | undefined, hasKey: boolean): Finding {
  const about = 'settings';
  if (mode === undefined) return { about, state: 'ok', found: `defaults, no ${path}` };
  if ((mode & OTHERS) !== 0 && hasKey) {
    return { about, state: 'warning', found: `${path} holds a key and others may read it`, advice: `chmod 600 '${path}'` };
  }
  return { about, state: 'ok', found: path };
}
