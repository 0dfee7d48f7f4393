// The keys of the command line.

import { commandHint, completed, runCommand } from './command-entry.js';
import type { CommandLineAction } from './command-line.js';
import type { CommandContext, Deed } from './commands.js';

export interface CommandControlsOptions {
  readonly text: () => string;
  readonly context: () => CommandContext;
  readonly apply: (action: CommandLineAction | { readonly type: 'close' }) => void;
  readonly perform: (deed: Deed) => void;
}

export interface CommandControls {
  readonly type: (text: string) => void;
  readonly erase: () => void;
  readonly eraseAll: () => void;
  readonly complete: () => void;
  /** `by` lines towards older ones, or newer when negative. */
  readonly recall: (by: number) => void;
  readonly run: () => void;
  /** What may follow. */
  readonly hint: () => string;
}

export function createCommandControls({ text, context, apply, perform }: CommandControlsOptions): CommandControls {
  const write = (next: string): void => apply({ type: 'command-text', text: next });
  return {
    type: (typed) => write(text() + typed),
    erase: () => {
      // As in vim: erasing the colon leaves.
      if (text() === '') apply({ type: 'close' });
      else write(Array.from(text()).slice(0, -1).join(''));
    },
    eraseAll: () => write(''),
    complete: () => write(completed(text(), context())),
    recall: (by) => apply({ type: 'command-recall', by }),
    hint: () => commandHint(text(), context()),
    run: () => {
      const deeds = runCommand(text(), context());
      apply({ type: 'command-done' });
      apply({ type: 'close' });
      for (const deed of deeds) perform(deed);
    },
  };
}
