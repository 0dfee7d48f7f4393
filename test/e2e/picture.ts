// A screen as text that a reader of a snapshot understands: the characters, and who wears which colours.
import type { Cell } from './terminal.js';

/** Runs of a border, a bar or blanks as one word. */
const LONG_RUN = /(.)\1{4,}/gu;

export function textOf(lines: readonly string[]): string {
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** One line a row: `117‹fundmon› 239‹╭─›` is what has colour 117, then what has 239; `‹─×40›` is forty of them. */
export function looksOf(rows: readonly (readonly Cell[])[]): string {
  return `${rows.map((cells, y) => `${String(y + 1).padStart(2)} ${lookRuns(cells)}`.trimEnd()).join('\n')}\n`;
}

function lookRuns(cells: readonly Cell[]): string {
  const runs: { look: string; text: string }[] = [];
  cells.forEach(({ glyph, look }, x) => {
    const last = runs.at(-1);
    if (last !== undefined && (last.look === look || isLeft(cells, x))) last.text += glyph;
    else runs.push({ look, text: glyph });
  });
  return runs.flatMap(({ look, text }) => (look === '' && text.trim() === '' ? [] : `${look}‹${shortened(text)}›`)).join(' ');
}

/** A blank without a look of its own belongs to what stands before it and, in the same look, goes on after it. */
function isLeft(cells: readonly Cell[], x: number): boolean {
  if (cells[x]?.glyph === '') return true;
  if (cells[x]?.glyph !== ' ' || cells[x]?.look !== '') return false;
  const before = cells.slice(0, x).findLast(({ glyph }) => glyph.trim() !== '');
  const next = cells.slice(x).find(({ glyph }) => glyph.trim() !== '');
  return before !== undefined && before.look === next?.look;
}

function shortened(text: string): string {
  return text.replaceAll(LONG_RUN, (run, glyph: string) => `${glyph}×${Array.from(run).length}`);
}
