import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import { cellWidth, cut, graphemes } from '../cells.js';
import { span, spansWidth, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import type { Theme } from '../theme.js';

export interface CommandLineProps {
  readonly theme: Theme;
  readonly width: number;
  readonly text: string;
  /** What may follow. */
  readonly hint: string;
}

const CARET = '▏';
const GAP_CELLS = 3;
/** Of the line, at least, so that the hint never covers what is typed. */
const TYPED_SHARE = 0.7;

/** The end of what is typed: the caret is there. */
function tail(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  const kept: string[] = [];
  let used = 1;
  for (const grapheme of graphemes(text).reverse()) {
    used += cellWidth(grapheme);
    if (used > cells) break;
    kept.unshift(grapheme);
  }
  return `…${kept.join('')}`;
}

export function commandLines({ theme, width, text, hint }: CommandLineProps): readonly string[] {
  const typed = [
    span(' :', 'key'),
    span(tail(printable(text), Math.floor(width * TYPED_SHARE)), 'strong'),
    span(CARET, 'accent'),
    span(' '.repeat(GAP_CELLS)),
  ];
  const room = width - spansWidth(typed);
  return [styledLine(theme, [...typed, span(room > 0 ? cut(hint, room) : '', 'dim')], width)];
}

export const CommandLinePanel = memo(function CommandLinePanel(props: CommandLineProps): ReactNode {
  return <Lines lines={commandLines(props)} />;
});
