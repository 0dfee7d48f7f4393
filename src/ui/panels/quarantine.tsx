import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import { MARK_TOLERANCE, type Quarantined } from '../../market/asset-pairs.js';
import { formatCount, formatThreshold } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { flowed, type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { type QuarantineNote, quarantineNotes } from '../quarantine-words.js';
import { Lines } from '../surface.js';

export interface QuarantinePanelProps extends PanelProps {
  readonly quarantined: readonly Quarantined[];
}

const INDENT_CELLS = 2;

function noteSpans({ asset, words }: QuarantineNote): readonly Span[] {
  return [span(`${printable(asset)} `, 'strong'), span(words)];
}

/** Whole sentences; where there is no room for all of them the last line counts the assets left out. */
function fitted(notes: readonly QuarantineNote[], width: number, height: number): readonly (readonly Span[])[] {
  const lines: (readonly Span[])[] = [];
  for (const [place, note] of notes.entries()) {
    const next = flowed(noteSpans(note), width, INDENT_CELLS);
    const isLast = place === notes.length - 1;
    if (lines.length + next.length > height - Number(!isLast)) {
      lines.push([span(`and ${formatCount(notes.length - place)} more assets: fundmon arb names them`, 'dim')]);
      break;
    }
    lines.push(...next);
  }
  return lines;
}

export function quarantineLines({ theme, quarantined, width, height, isFocused }: QuarantinePanelProps): readonly string[] {
  const inner = innerWidth(width);
  const tolerance = formatThreshold(MARK_TOLERANCE);
  const notes = quarantineNotes(quarantined);
  const none = [[span(`none: the marks of every asset agree to ${tolerance}`, 'dim')]];
  const lines = notes.length === 0 ? none : fitted(notes, inner, innerHeight(height));
  return framed(
    theme,
    { title: 'Quarantined', info: `another coin by its mark: more than ${tolerance} away`, width, height, isFocused },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const QuarantinePanel = memo(function QuarantinePanel(props: QuarantinePanelProps): ReactNode {
  return <Lines lines={quarantineLines(props)} />;
});
