import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import { alertEvidence } from '../evidence/alert.js';
import { arbitrageEvidence } from '../evidence/arbitrage.js';
import { type EvidenceContext, type EvidenceLine, NAME_CELLS } from '../evidence/facts.js';
import { feedEvidence } from '../evidence/feed.js';
import { fundingEvidence } from '../evidence/funding.js';
import { liquidationEvidence } from '../evidence/liquidation.js';
import { followed, type Subject } from '../evidence/subject.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { flowed, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import type { Theme } from '../theme.js';

export interface EvidencePanelProps extends EvidenceContext {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly subject: Subject;
  /** The first line shown. */
  readonly offset: number;
}

export const EVIDENCE_WIDTH = 100;

/** Everything there is to say, in lines of a frame of that width. */
export function evidenceIn(width: number, subject: Subject, context: EvidenceContext): readonly EvidenceLine[] {
  return evidenceOf(subject, context).flatMap((line) => flowed(line, innerWidth(width), NAME_CELLS));
}

/** Everything there is to say, line by line. */
export function evidenceOf(subject: Subject, context: EvidenceContext): readonly EvidenceLine[] {
  switch (subject.kind) {
    case 'funding':
      return fundingEvidence(subject.row, context);
    case 'liquidation':
      return liquidationEvidence(subject.row, context);
    case 'arbitrage':
      return arbitrageEvidence(subject.row, context);
    case 'feed':
      return feedEvidence(subject.row, context);
    case 'alert':
      return alertEvidence(subject.row, context);
    default:
      return subject satisfies never;
  }
}

function titleOf(subject: Subject): string {
  switch (subject.kind) {
    case 'funding':
      return `Funding of ${subject.row.exchange} ${printable(subject.row.symbol)}`;
    case 'liquidation':
      return `Liquidation of ${printable(subject.row.liquidation.asset)}`;
    case 'arbitrage':
      return `Arbitrage of ${printable(subject.row.asset)}`;
    case 'feed':
      return `Feed of ${subject.row.exchange}`;
    case 'alert': {
      const { kind, asset, exchange } = subject.row.alert;
      return `Alert: ${kind}${asset === undefined ? (exchange === undefined ? '' : ` of ${exchange}`) : ` of ${printable(asset)}`}`;
    }
    default:
      return subject satisfies never;
  }
}

export function evidenceLines({ theme, width, height, offset, ...props }: EvidencePanelProps): readonly string[] {
  const { subject, isGone } = followed(props.subject, props.snapshot);
  const inner = innerWidth(width);
  const shown = innerHeight(height);
  const lines = evidenceIn(width, subject, props);
  const first = Math.min(offset, Math.max(0, lines.length - shown));
  const where = lines.length > shown ? `${first + 1}–${Math.min(lines.length, first + shown)} of ${lines.length}` : '';
  const info = [isGone ? 'no longer listed, as last seen' : '', where].filter((part) => part !== '').join(' · ');
  return framed(
    theme,
    { title: titleOf(subject), width, height, isFocused: true, ...(info === '' ? {} : { info }) },
    lines.slice(first, first + shown).map((spans) => styledLine(theme, spans, inner)),
  );
}

export const EvidencePanel = memo(function EvidencePanel(props: EvidencePanelProps): ReactNode {
  return <Lines lines={evidenceLines(props)} />;
});
