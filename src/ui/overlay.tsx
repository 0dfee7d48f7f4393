import type { ReactNode } from 'react';
import type { FeedRow, MarketSnapshot } from '../market/snapshot.js';
import { followed } from './evidence/subject.js';
import { keyFor } from './key-words.js';
import type { Binding } from './keymap.js';
import { BORDER_ROWS, overlayBox, overlayWidth } from './overlay-extent.js';
import { ANSWER_WIDTH, AnswerPanel, answerExtent } from './panels/answer.js';
import { AWAY_WIDTH, AwayPanel, awayIn } from './panels/away.js';
import type { CoverageTable } from './panels/bursts.js';
import { EVIDENCE_WIDTH, EvidencePanel, evidenceIn } from './panels/evidence.js';
import { EXCHANGES_HEIGHT, EXCHANGES_WIDTH, ExchangesPanel } from './panels/exchanges.js';
import { FINDER_HEIGHT, FINDER_WIDTH, FinderPanel } from './panels/finder.js';
import { HELP_ROWS, HELP_WIDTH, HelpPanel } from './panels/help.js';
import { OPINION_WIDTH, OpinionPanel, opinionIn } from './panels/opinion.js';
import { finderMatches } from './shown.js';
import { Place } from './surface.js';
import type { Theme } from './theme.js';
import type { ViewState } from './view-state.js';
import type { Zone } from './zone.js';

export interface OverlayProps {
  readonly state: ViewState;
  readonly snapshot: MarketSnapshot;
  readonly feeds: readonly FeedRow[];
  readonly coverage: CoverageTable;
  readonly bindings: readonly Binding[];
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
  readonly time: number;
  /** The moment the picture is of: earlier than `time` while paused. */
  readonly shownTime: number;
  readonly zone: Zone;
}

export function Overlay({
  state,
  snapshot,
  feeds,
  coverage,
  bindings,
  theme,
  columns,
  rows,
  time,
  shownTime,
  zone,
}: OverlayProps): ReactNode {
  const place = (width: number, height: number) => overlayBox(columns, rows, width, height);
  switch (state.mode) {
    case 'main':
    case 'command':
      return null;
    case 'finder': {
      const box = place(FINDER_WIDTH, FINDER_HEIGHT);
      const matches = finderMatches(state, snapshot);
      return (
        <Place box={box}>
          <FinderPanel
            theme={theme}
            width={box.width}
            height={box.height}
            query={state.query}
            matches={matches}
            assetCount={snapshot.assets.length}
            funding={snapshot.funding}
            watch={state.watch}
            unit={state.reading.unit}
            index={state.overlayIndex}
          />
        </Place>
      );
    }
    case 'exchanges': {
      const box = place(EXCHANGES_WIDTH, EXCHANGES_HEIGHT);
      return (
        <Place box={box}>
          <ExchangesPanel
            theme={theme}
            width={box.width}
            height={box.height}
            feeds={feeds}
            chosen={state.exchanges}
            coverage={coverage}
            index={state.overlayIndex}
            toggleKey={keyFor('toggle', bindings)}
            time={time}
          />
        </Place>
      );
    }
    case 'answer': {
      if (state.answer === undefined) return null;
      const extent = answerExtent(state.answer);
      const box = place(ANSWER_WIDTH, extent.rows + extent.fixed + BORDER_ROWS);
      return (
        <Place box={box}>
          <AnswerPanel
            theme={theme}
            width={box.width}
            height={box.height}
            answer={state.answer}
            zone={zone}
            editKey={keyFor('edit', bindings)}
            offset={state.overlayIndex}
          />
        </Place>
      );
    }
    case 'opinion': {
      if (state.opinion === undefined) return null;
      const lines = opinionIn(overlayWidth(columns, OPINION_WIDTH), state.opinion, zone);
      const box = place(OPINION_WIDTH, lines.length + BORDER_ROWS);
      return (
        <Place box={box}>
          <OpinionPanel
            theme={theme}
            width={box.width}
            height={box.height}
            view={state.opinion}
            time={time}
            zone={zone}
            againKey={keyFor('opinion', bindings)}
            offset={state.overlayIndex}
          />
        </Place>
      );
    }
    case 'away': {
      if (state.digest === undefined) return null;
      const { unit } = state.reading;
      const box = place(AWAY_WIDTH, awayIn(overlayWidth(columns, AWAY_WIDTH), state.digest, unit, zone).length + BORDER_ROWS);
      return (
        <Place box={box}>
          <AwayPanel
            theme={theme}
            width={box.width}
            height={box.height}
            digest={state.digest}
            unit={unit}
            zone={zone}
            offset={state.overlayIndex}
          />
        </Place>
      );
    }
    case 'evidence': {
      if (state.subject === undefined) return null;
      // How a feed is doing is never held: the lamps go on while the picture is paused.
      const isFeed = state.subject.kind === 'feed';
      const context = {
        snapshot: isFeed ? { ...snapshot, feeds } : snapshot,
        time: isFeed ? time : shownTime,
        zone,
        unit: state.reading.unit,
        coverage,
      };
      const { subject } = followed(state.subject, context.snapshot);
      const box = place(EVIDENCE_WIDTH, evidenceIn(overlayWidth(columns, EVIDENCE_WIDTH), subject, context).length + BORDER_ROWS);
      return (
        <Place box={box}>
          <EvidencePanel
            {...context}
            theme={theme}
            width={box.width}
            height={box.height}
            subject={state.subject}
            offset={state.overlayIndex}
          />
        </Place>
      );
    }
    case 'help': {
      const box = place(HELP_WIDTH, HELP_ROWS + BORDER_ROWS);
      return (
        <Place box={box}>
          <HelpPanel theme={theme} width={box.width} height={box.height} bindings={bindings} offset={state.overlayIndex} />
        </Place>
      );
    }
    default:
      return state.mode satisfies never;
  }
}
