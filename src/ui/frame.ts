// The border around a panel: title on the left of it, what is worth knowing at a glance on the right.
import { cellWidth, cut } from './cells.js';
import type { Theme } from './theme.js';

export interface FrameOptions {
  readonly title: string;
  readonly info?: string;
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
}

/** Border and one blank on each side. */
const SIDE_CELLS = 4;
const BORDER_ROWS = 2;

export function innerWidth(width: number): number {
  return Math.max(0, width - SIDE_CELLS);
}

export function innerHeight(height: number): number {
  return Math.max(0, height - BORDER_ROWS);
}

/** `body` lines are `innerWidth` cells each; missing ones are blank, those too many are left out. */
export function framed(
  theme: Theme,
  { title, info, width, height, isFocused }: FrameOptions,
  body: readonly string[],
): readonly string[] {
  const border = isFocused ? 'borderFocused' : 'border';
  const inner = innerWidth(width);
  const label = cut(title, inner);
  const note = info === undefined ? '' : cut(info, inner - cellWidth(label) - SIDE_CELLS);
  const noteCells = note === '' ? 0 : cellWidth(note) + 2;
  const rule = Math.max(0, width - 5 - cellWidth(label) - noteCells - (note === '' ? 0 : 1));
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
  rows.push(theme.paint(border, `╰${'─'.repeat(Math.max(0, width - 2))}╯`));
  return rows;
}
