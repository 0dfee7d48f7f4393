// The line typed after `:`, and the lines typed before it.

export interface CommandLine {
  readonly text: string;
  /** Oldest first; in memory only. */
  readonly history: readonly string[];
  /** How many lines back in the history the text was taken from; 0: it is being typed. */
  readonly back: number;
  /** What was being typed before the history was looked at. */
  readonly draft: string;
}

export type CommandLineAction =
  | { readonly type: 'command-text'; readonly text: string }
  /** `by` lines towards older ones, or newer when negative. */
  | { readonly type: 'command-recall'; readonly by: number }
  /** The line was carried out or refused: it joins the history, and the next one starts empty. */
  | { readonly type: 'command-done' };

export const HISTORY_LIMIT = 50;
/** Longer than the longest query, and a question. */
const TEXT_LIMIT = 420;

export const emptyCommandLine: CommandLine = { text: '', history: [], back: 0, draft: '' };

export function reduceCommandLine(line: CommandLine, action: CommandLineAction): CommandLine {
  switch (action.type) {
    case 'command-text':
      return { ...line, text: Array.from(action.text).slice(0, TEXT_LIMIT).join(''), back: 0, draft: '' };
    case 'command-recall': {
      const back = Math.max(0, Math.min(line.back + action.by, line.history.length));
      const draft = line.back === 0 ? line.text : line.draft;
      return { ...line, back, draft, text: back === 0 ? draft : (line.history.at(-back) ?? draft) };
    }
    case 'command-done': {
      const said = line.text.trim();
      const earlier = line.history.filter((text) => text !== said);
      const history = said === '' ? line.history : [...earlier, said].slice(-HISTORY_LIMIT);
      return { ...emptyCommandLine, history };
    }
    default:
      return action satisfies never;
  }
}
