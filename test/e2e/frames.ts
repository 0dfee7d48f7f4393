// What holds of every screen: its panels are closed frames, and nothing stands outside of them.
import { expect } from 'vitest';
import type { Cell } from './terminal.js';

export interface FrameBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The upper edge as text, between its corners. */
  readonly edge: string;
}

/** Rows of cells. */
export type Glyphs = readonly (readonly string[])[];

export function glyphsOf(cells: readonly (readonly Cell[])[]): Glyphs {
  return cells.map((row) => row.map(({ glyph }) => glyph));
}

/** A chart draws with the same corners, but writes no title behind one. */
function beginsFrame(row: readonly string[], left: number): boolean {
  const [corner, line, blank, title = ' '] = row.slice(left, left + 4);
  return corner === '╭' && line === '─' && blank === ' ' && /[^ ─╮]/.test(title);
}

function frameAt(glyphs: Glyphs, left: number, top: number): FrameBox | undefined {
  const row = glyphs[top] ?? [];
  const right = row.indexOf('╮', left);
  let bottom = top + 1;
  while (glyphs[bottom]?.[left] === '│' && glyphs[bottom]?.[right] === '│') bottom += 1;
  const isClosed = glyphs[bottom]?.[left] === '╰' && glyphs[bottom]?.[right] === '╯';
  return isClosed ? { left, top, right, bottom, edge: row.slice(left + 1, right).join('') } : undefined;
}

function frameStarts(glyphs: Glyphs): readonly (readonly [left: number, top: number])[] {
  return glyphs.flatMap((row, top) => row.flatMap((_, left) => (beginsFrame(row, left) ? [[left, top] as const] : [])));
}

/** Every frame whose four edges can be seen: from its corners straight lines lead to each other. */
export function framesOf(glyphs: Glyphs): readonly FrameBox[] {
  return frameStarts(glyphs).flatMap(([left, top]) => frameAt(glyphs, left, top) ?? []);
}

const shown = (glyphs: Glyphs): string => glyphs.map((row) => row.join('')).join('\n');

/** Every frame that begins is closed, and there is one at least. */
export function expectClosedFrames(glyphs: Glyphs): void {
  const starts = frameStarts(glyphs);
  expect(starts.length, `a frame in\n${shown(glyphs)}`).toBeGreaterThan(0);
  for (const [left, top] of starts)
    expect(frameAt(glyphs, left, top), `a closed frame from ${left},${top} in\n${shown(glyphs)}`).toBeDefined();
}

/** Whatever is seen in these rows stands inside a frame or is one. */
export function expectNothingOutside(glyphs: Glyphs, from: number, to: number): void {
  const frames = framesOf(glyphs);
  for (let y = from; y < to; y += 1) {
    const outside = (glyphs[y] ?? []).filter(
      (glyph, x) =>
        glyph.trim() !== '' && !frames.some(({ left, top, right, bottom }) => x >= left && x <= right && y >= top && y <= bottom),
    );
    expect(outside.join(''), `nothing outside of frames in row ${y + 1} of\n${shown(glyphs)}`).toBe('');
  }
}

/** First and last cell of each heading; where one begins with another the longer one stands there. */
function placesOf(row: readonly string[], headings: readonly string[]): readonly (readonly [start: number, end: number])[] {
  const longestFirst = headings.map((heading) => Array.from(heading)).sort((a, b) => b.length - a.length);
  return row.flatMap((_, x) => {
    const found = longestFirst.find((cells) => cells.every((glyph, at) => row[x + at] === glyph));
    const isWhole = (row[x - 1] ?? ' ') === ' ' && (row[x + (found?.length ?? 0)] ?? ' ') === ' ';
    return found !== undefined && isWhole ? [[x, x + found.length - 1] as const] : [];
  });
}

/** Under each of these headings every value ends where the heading ends, or there is none. How many values were seen. */
export function expectRightAligned(glyphs: Glyphs, headings: readonly string[]): number {
  let count = 0;
  for (const { left, top, right, bottom } of framesOf(glyphs)) {
    const inside = glyphs.slice(top + 1, bottom).map((row) => row.slice(left + 1, right));
    const [header = [], ...rows] = inside;
    for (const [start, end] of placesOf(header, headings)) {
      for (const row of rows) {
        const under = row.slice(start, end + 1).join('');
        if (under.trim() === '') continue;
        const what = `under ${header.slice(start, end + 1).join('')} stands '${under}' in\n${shown(glyphs)}`;
        expect(under, what).toMatch(/\S$/);
        expect(row[end + 1] ?? ' ', what).toBe(' ');
        count += 1;
      }
    }
  }
  return count;
}
