import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import { print } from './output.js';
import { readRunning, stateDirectories } from './state-file.js';
import { forTmux, statusLine } from './status-line.js';

/** Exit 0 with one line of the monitor that runs; 1 when none does. */
export async function status(flags: Flags): Promise<number> {
  if (flags.tmux && flags.json) throw new UsageError('--tmux and --json exclude each other', { hint: 'choose one' });
  const now = Date.now();
  const state = readRunning(stateDirectories(flags['config-dir']), now);
  if (state === undefined) throw new FundmonError('no monitor is running', { hint: 'start one with fundmon, or fundmon --demo' });
  if (flags.json) await print(`${JSON.stringify(state)}\n`);
  else {
    const line = statusLine(state, now);
    await print(`${flags.tmux ? forTmux(line) : line}\n`);
  }
  return 0;
}
