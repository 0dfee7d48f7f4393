// Ready-made lines: plain text is cut and padded first, colour comes last.
import { cellWidth, cut, graphemes } from './cells.js';
import type { Style, Theme } from './theme.js';

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}

/** A number by the sign that is shown: what rounds to nothing has none. */
export function signedSpan(text: string): Span {
  return span(text, text.includes('+') ? 'positive' : text.includes('-') ? 'negative' : 'dim');
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + cellWidth(text), 0);
}

/** One line of exactly `width` cells. `isSelected` lays the selection's background under all of it. */
export function styledLine(theme: Theme, spans: readonly Span[], width: number, isSelected = false): string {
  let line = '';
  let left = width;
  for (const { text, style = 'text' } of spans) {
    if (left <= 0) break;
    const kept = cut(text, left);
    line += theme.paint(style, kept, isSelected);
    left -= cellWidth(kept);
  }
  return left > 0 ? line + theme.paint('text', ' '.repeat(left), isSelected) : line;
}

/**
 * A line that does not fit goes on under itself, `indent` cells further in, broken between words: so the smallest screen tells all.
 * A word longer than a line is broken too: not every language has blanks.
 */
export function flowed(spans: readonly Span[], width: number, indent: number): readonly (readonly Span[])[] {
  if (spansWidth(spans) <= width) return [spans];
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, style } of spans) {
    for (const piece of pieces(text, width - indent)) {
      const isBlank = piece.trim() === '';
      if (used + cellWidth(piece) > width && used > indent) {
        lines.push([span(' '.repeat(indent))]);
        used = indent;
        // The blank at which the line was broken.
        if (isBlank) continue;
      }
      lines.at(-1)?.push(style === undefined ? span(piece) : span(piece, style));
      used += cellWidth(piece);
    }
  }
  return lines;
}

/** Words and the blanks between them, of at most `room` cells each. */
function pieces(text: string, room: number): readonly string[] {
  return (text.match(/\s+|\S+/g) ?? []).flatMap((piece) => {
    if (cellWidth(piece) <= room) return [piece];
    const parts = [''];
    for (const grapheme of graphemes(piece)) {
      const longer = `${parts.at(-1)}${grapheme}`;
      if (cellWidth(longer) > room) parts.push(grapheme);
      else parts[parts.length - 1] = longer;
    }
    return parts.filter((part) => part !== '');
  });
}

/** `left` … `right` at the two ends of a line; the left part gives way. */
export function spread(theme: Theme, left: readonly Span[], right: readonly Span[], width: number): string {
  const rightWidth = spansWidth(right);
  if (rightWidth >= width) return styledLine(theme, right, width);
  return styledLine(theme, left, width - rightWidth) + styledLine(theme, right, rightWidth);
}
