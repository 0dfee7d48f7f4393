// Where an overlay lies, and how far one can go in it.
import { exchangeIds } from '../domain/instrument.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { followed } from './evidence/subject.js';
import { innerHeight } from './frame.js';
import { type Box, centered, type Size } from './layout.js';
import { answerExtent } from './panels/answer.js';
import { AWAY_WIDTH, awayIn } from './panels/away.js';
import type { CoverageTable } from './panels/bursts.js';
import { EVIDENCE_WIDTH, evidenceIn } from './panels/evidence.js';
import { FINDER_HEIGHT, finderRows } from './panels/finder.js';
import { HELP_ROWS } from './panels/help.js';
import { OPINION_WIDTH, opinionIn } from './panels/opinion.js';
import { finderMatches } from './shown.js';
import type { ViewState } from './view-state.js';
import { utc } from './zone.js';

/** Leaves a margin around, so that one sees it lies on top; status and footer stay in sight. */
const MARGIN = 2;
export const BORDER_ROWS = 2;

export function overlayWidth(columns: number, width: number): number {
  return Math.min(width, columns - 2 * MARGIN);
}

export function overlayBox(columns: number, rows: number, width: number, height: number): Box {
  return centered(columns, rows, overlayWidth(columns, width), Math.min(height, rows - MARGIN));
}

export interface Extent {
  /** The furthest the selection, or the first line shown, can go. */
  readonly last: number;
  /** Lines of a page. */
  readonly page: number;
}

const nowhere: Extent = { last: 0, page: 1 };

/** Of the open overlay in a terminal of that size. */
export function overlayExtent(
  state: ViewState,
  snapshot: MarketSnapshot,
  coverage: CoverageTable,
  { columns, rows }: Size,
): Extent {
  const pageOf = (height: number): number => innerHeight(Math.min(height, rows - MARGIN));
  const text = (lines: number): Extent => {
    const page = Math.max(1, pageOf(lines + BORDER_ROWS));
    return { last: Math.max(0, lines - page), page };
  };
  switch (state.mode) {
    case 'main':
    case 'command':
      return nowhere;
    case 'finder': {
      const page = Math.max(1, finderRows(Math.min(FINDER_HEIGHT, rows - MARGIN)));
      return { last: Math.max(0, finderMatches(state, snapshot).length - 1), page };
    }
    case 'exchanges':
      return { last: exchangeIds.length - 1, page: exchangeIds.length };
    case 'help':
      return text(HELP_ROWS);
    case 'away': {
      if (state.digest === undefined) return nowhere;
      return text(awayIn(overlayWidth(columns, AWAY_WIDTH), state.digest, state.reading.unit, utc).length);
    }
    case 'answer': {
      if (state.answer === undefined) return nowhere;
      const { rows: count, fixed } = answerExtent(state.answer);
      const page = Math.max(1, pageOf(count + fixed + BORDER_ROWS) - fixed);
      return { last: Math.max(0, count - page), page };
    }
    case 'opinion': {
      if (state.opinion === undefined) return nowhere;
      return text(opinionIn(overlayWidth(columns, OPINION_WIDTH), state.opinion, utc).length);
    }
    case 'evidence': {
      if (state.subject === undefined) return nowhere;
      const { subject } = followed(state.subject, snapshot);
      const context = { snapshot, time: snapshot.time, zone: utc, unit: state.reading.unit, coverage };
      return text(evidenceIn(overlayWidth(columns, EVIDENCE_WIDTH), subject, context).length);
    }
    default:
      return state.mode satisfies never;
  }
}
