import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { printable } from '../domain/text.js';
import { columnsOf } from '../rows-as-text.js';
import { openSettings } from '../settings.js';
import { lastedMs } from '../ui/alert-rows.js';
import { formatAge, formatMoment } from '../ui/format.js';
import { type JournalRow, journalDirectories, readAlertJournal } from './alert-journal.js';
import { diagnose } from './diagnostics.js';
import { print } from './output.js';

const USAGE = { hint: 'fundmon alerts [test|dry-run FILE]' };

/** Exit 0; 1 when a channel that is tested failed, or nothing in a recording could be read. */
export async function alerts(flags: Flags, [action, ...rest]: readonly string[]): Promise<number> {
  if (action !== 'dry-run' && (flags.exchange !== undefined || flags.instruments !== undefined)) {
    throw new UsageError('--exchange and --instruments belong to fundmon alerts dry-run', USAGE);
  }
  switch (action) {
    case undefined:
      return printLog(flags);
    case 'test':
      if (rest[0] !== undefined) throw new UsageError(`alerts test does not take '${rest[0]}'`, USAGE);
      return (await import('./alerts-test.js')).alertsTest(flags);
    case 'dry-run':
      if (rest[0] === undefined) throw new UsageError('alerts dry-run needs a FILE, or - for the standard input', USAGE);
      return (await import('./alerts-dry-run.js')).alertsDryRun(flags, rest[0]);
    default:
      throw new UsageError(`alerts does not know '${action}'`, USAGE);
  }
}

/** Of the monitor that runs, or the last that did; newest first. */
async function printLog(flags: Flags): Promise<number> {
  const settings = openSettings(flags['config-dir']).read();
  const rows = readAlertJournal(journalDirectories(flags['config-dir']), settings['alerts.muted']) ?? [];
  // An empty list is an answer: for a script no line at all, for a person a word why.
  if (rows.length === 0 && !flags.json)
    diagnose(false, 'no alert was logged yet', { hint: 'the monitor logs them, not its demo' });
  else await print(flags.json ? rows.map((row) => `${JSON.stringify(jsonOf(row))}\n`).join('') : logText(rows, Date.now()));
  return 0;
}

/** The record as it was raised, and what became of it. */
function jsonOf({ alert, cleared, acknowledgedTime, isMuted, isLost }: JournalRow): object {
  return {
    ...alert,
    ...(cleared === undefined ? {} : { clearedTime: cleared.time, clearedMessage: cleared.message }),
    ...(acknowledgedTime === undefined ? {} : { acknowledgedTime }),
    isStanding: cleared === undefined && !isLost,
    isMuted,
  };
}

export function logText(rows: readonly JournalRow[], now: number): string {
  const lines = rows.map((row) => {
    const { alert, acknowledgedTime, isMuted } = row;
    const marks = [...(acknowledgedTime === undefined ? [] : ['seen']), ...(isMuted ? ['muted'] : [])].join(' ');
    const subject = printable(alert.asset ?? alert.exchange ?? '');
    return [formatMoment(alert.time), alert.kind, subject, stateWords(row, now), marks, printable(alert.message)];
  });
  return columnsOf([['TIME', 'KIND', 'ASSET', 'STATE', 'MARK', 'MESSAGE'], ...lines], () => true);
}

function stateWords(row: JournalRow, now: number): string {
  if (row.isLost) return 'stood at the end';
  const age = formatAge(lastedMs(row, now));
  return row.cleared === undefined ? `stands ${age}` : `lasted ${age}`;
}
