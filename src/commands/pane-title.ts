// The title of the terminal's window or tmux pane, when the reader asked for it.

const TITLE_EVERY_MS = 5000;
const ESC = '\u001b';
const setTitle = (text: string): string => `${ESC}]2;${text}\u0007`;

/** Keeps the title that was, and brings it back; a terminal without the two codes is left without a title. */
export const KEEP_TITLE = `${ESC}[22;2t`;
export const RESTORE_TITLE = `${setTitle('')}${ESC}[23;2t`;

export interface PaneTitle {
  /** `text`: printable. */
  readonly show: (text: string, now: number) => void;
  /** The terminal was another program's in between. */
  readonly forget: () => void;
}

export function createPaneTitle(send: (bytes: string) => boolean): PaneTitle {
  let shown = '';
  let shownTime = Number.NEGATIVE_INFINITY;
  return {
    show: (text, now) => {
      if (text === shown || Math.abs(now - shownTime) < TITLE_EVERY_MS || !send(setTitle(text))) return;
      shown = text;
      shownTime = now;
    },
    forget: () => {
      shown = '';
    },
  };
}
