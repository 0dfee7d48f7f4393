// What keys do with the row one looks at: open its evidence or its asset, copy it.
import type { MarketSnapshot } from '../market/snapshot.js';
import { recordOf } from './evidence/record.js';
import { selectedSubject } from './evidence/selection.js';
import { followed, type Subject } from './evidence/subject.js';
import { boardAsset } from './shown.js';
import { isListPanel, type ViewAction, type ViewState } from './view-state.js';

/** What became of a text that was to be copied: a terminal takes no long ones, and none while it is behind. */
export type CopyOutcome = 'copied' | 'too-long' | 'busy';

export interface RowControlsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  readonly shown: () => MarketSnapshot;
  readonly open: (asset: string) => void;
  readonly tell: (text: string) => void;
  readonly onCopy: (text: string) => CopyOutcome;
}

export interface RowControls {
  readonly evidence: () => void;
  readonly copy: () => void;
}

export function createRowControls({ state, apply, shown, open, tell, onCopy }: RowControlsOptions): RowControls {
  /** The open evidence's, else the selected one. */
  function subjectNow(): Subject | undefined {
    const { mode, subject, focus } = state();
    if (mode === 'evidence') return subject && followed(subject, shown()).subject;
    return isListPanel(focus) ? selectedSubject(focus, state(), shown()) : undefined;
  }

  function openBoardAsset(): void {
    const asset = boardAsset(state(), shown());
    if (asset !== undefined) open(asset);
  }

  return {
    evidence: () => {
      if (state().focus === 'board') {
        openBoardAsset();
        return;
      }
      const subject = subjectNow();
      if (subject !== undefined) apply({ type: 'inspect', subject });
    },
    copy: () => {
      const subject = subjectNow();
      if (subject === undefined) return;
      const record = recordOf(subject);
      const words: Readonly<Record<CopyOutcome, string>> = {
        copied: `copied the ${record.type} as JSON`,
        'too-long': 'too long to copy through the terminal',
        busy: 'not copied: the terminal is behind',
      };
      tell(words[onCopy(JSON.stringify(record))]);
    },
  };
}
