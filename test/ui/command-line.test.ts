import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CommandLine,
  type CommandLineAction,
  emptyCommandLine,
  HISTORY_LIMIT,
  reduceCommandLine,
} from '../../src/ui/command-line.js';

const history = ['asset BTC', 'unit apr', 'min 1m'];

const table: readonly (readonly [
  name: string,
  from: Partial<CommandLine>,
  action: CommandLineAction,
  to: Partial<CommandLine>,
])[] = [
  ['typing replaces the text', { text: 'a' }, { type: 'command-text', text: 'as' }, { text: 'as' }],
  ['a line has a limit', {}, { type: 'command-text', text: 'x'.repeat(500) }, { text: 'x'.repeat(420) }],
  ['up brings the newest line', { text: 'th' }, { type: 'command-recall', by: 1 }, { text: 'min 1m', back: 1, draft: 'th' }],
  [
    'up again the one before',
    { text: 'min 1m', back: 1, draft: 'th' },
    { type: 'command-recall', by: 1 },
    { text: 'unit apr', back: 2 },
  ],
  ['up stops at the oldest', { text: 'asset BTC', back: 3 }, { type: 'command-recall', by: 1 }, { text: 'asset BTC', back: 3 }],
  [
    'down returns to what was being typed',
    { text: 'min 1m', back: 1, draft: 'th' },
    { type: 'command-recall', by: -1 },
    { text: 'th', back: 0 },
  ],
  ['down at the end changes nothing', { text: 'th' }, { type: 'command-recall', by: -1 }, { text: 'th', back: 0, draft: 'th' }],
  [
    'typing on a recalled line makes it the new one',
    { text: 'min 1m', back: 1 },
    { type: 'command-text', text: 'min 2m' },
    { text: 'min 2m', back: 0 },
  ],
  [
    'a line that was run joins the history',
    { text: ' theme light ' },
    { type: 'command-done' },
    { text: '', history: [...history, 'theme light'] },
  ],
  ['an empty line does not', { text: '  ' }, { type: 'command-done' }, { text: '' }],
  [
    'a line said again moves to the end',
    { text: 'unit apr' },
    { type: 'command-done' },
    { text: '', history: ['asset BTC', 'min 1m', 'unit apr'] },
  ],
];

describe('the command line', () => {
  it.each(table)('%s', (_, from, action, to) => {
    expect(reduceCommandLine({ ...emptyCommandLine, history, ...from }, action)).toEqual({
      ...emptyCommandLine,
      history,
      ...from,
      ...to,
    });
  });

  it('remembers so many lines and no more', () => {
    const step = fc.constantFrom<CommandLineAction>(
      { type: 'command-done' },
      { type: 'command-recall', by: 1 },
      { type: 'command-recall', by: -1 },
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            step,
            fc.string().map((text): CommandLineAction => ({ type: 'command-text', text })),
          ),
          { maxLength: 300 },
        ),
        (actions) => {
          const line = actions.reduce(reduceCommandLine, emptyCommandLine);
          expect(line.history.length).toBeLessThanOrEqual(HISTORY_LIMIT);
          expect(new Set(line.history).size).toBe(line.history.length);
          expect(line.back).toBeLessThanOrEqual(line.history.length);
        },
      ),
    );
    const many = Array.from({ length: 80 }, (_, index) => `asset A${index}`).reduce(
      (line, text) => reduceCommandLine(reduceCommandLine(line, { type: 'command-text', text }), { type: 'command-done' }),
      emptyCommandLine,
    );
    expect(many.history).toHaveLength(HISTORY_LIMIT);
    expect(many.history.at(-1)).toBe('asset A79');
  });
});
