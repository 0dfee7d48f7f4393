// The border around a panel: title and what is worth knowing at a glance on its upper edge, what belongs to the selection on its
// lower edge, where it takes no row from the list.
import { cellWidth, cut } from './cells.js';
import { type Span, spansWidth, styledLine } from './line.js';
import type { Theme } from './theme.js';

export interface FrameOptions {
  readonly title: string;
  readonly info?: string;
  /** On the lower edge. */
  readonly detail?: readonly Span[];
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
}

/** Border and one blank on each side. */
const SIDE_CELLS = 4;
const BORDER_ROWS = 2;
/** Corner, a bit of rule and a blank, then a blank and the other corner. */
const TITLE_SIDE_CELLS = 5;
/** Corner, a bit of rule and a blank on each side. */
const DETAIL_SIDE_CELLS = 6;

export function innerWidth(width: number): number {
  return Math.max(0, width - SIDE_CELLS);
}

export function innerHeight(height: number): number {
  return Math.max(0, height - BORDER_ROWS);
}

/** `body` lines are `innerWidth` cells each; missing ones are blank, those too many are left out. */
export function framed(
  theme: Theme,
  { title, info, detail = [], width, height, isFocused }: FrameOptions,
  body: readonly string[],
): readonly string[] {
  const border = isFocused ? 'borderFocused' : 'border';
  const inner = innerWidth(width);
  const label = cut(title, width - TITLE_SIDE_CELLS);
  const note = info === undefined ? '' : cut(info, inner - cellWidth(label) - SIDE_CELLS);
  const noteCells = note === '' ? 0 : cellWidth(note) + 2;
  const rule = Math.max(0, width - TITLE_SIDE_CELLS - cellWidth(label) - noteCells - (note === '' ? 0 : 1));
  const top =
    theme.paint(border, '╭─') +
    theme.paint(isFocused ? 'titleFocused' : 'title', ` ${label} `) +
    theme.paint(border, '─'.repeat(rule)) +
    (note === '' ? '' : theme.paint('dim', ` ${note} `) + theme.paint(border, '─')) +
    theme.paint(border, '╮');
  const side = theme.paint(border, '│');
  const blank = ' '.repeat(inner);
  const rows: string[] = [top];
  for (let row = 0; row < innerHeight(height); row += 1) rows.push(`${side} ${body[row] ?? blank} ${side}`);
  const told = Math.min(spansWidth(detail), width - DETAIL_SIDE_CELLS);
  if (told <= 0) rows.push(theme.paint(border, `╰${'─'.repeat(Math.max(0, width - 2))}╯`));
  else {
    const rest = '─'.repeat(width - DETAIL_SIDE_CELLS - told);
    rows.push(`${theme.paint(border, '╰─')} ${styledLine(theme, detail, told)} ${theme.paint(border, `${rest}─╯`)}`);
  }
  return rows;
}
