// Bars that lie: a heading, what is counted in words, and how much of it.
import { cellWidth, padded } from './cells.js';
import { type Span, span } from './line.js';
import type { Style } from './theme.js';

export interface HistogramBar {
  readonly label: string;
  readonly value: number;
  /** The value in words. */
  readonly text: string;
  readonly style: Style;
}

const FULL = '█';
const HALF = '▌';

/** The longest takes all the room. What is there at all has half a cell. */
export function histogramSpans(bars: readonly HistogramBar[], width: number): readonly (readonly Span[])[] {
  const labelCells = Math.max(0, ...bars.map(({ label }) => cellWidth(label)));
  const textCells = Math.max(0, ...bars.map(({ text }) => cellWidth(text)));
  const room = Math.max(1, width - labelCells - textCells - 2);
  const top = Math.max(0, ...bars.map(({ value }) => value));
  return bars.map(({ label, value, text, style }) => [
    span(`${padded(label, labelCells)} `, style),
    span(padded(bar(top > 0 ? value / top : 0, room), room), style),
    span(` ${padded(text, textCells, 'right')}`),
  ]);
}

/** Of at most `cells` cells, from the left. */
export function bar(share: number, cells: number): string {
  if (share <= 0) return '';
  const halves = Math.max(1, Math.round(share * cells * 2));
  return FULL.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? HALF : '');
}

/** Seconds from one event to the next, counted by length; `upTo` are the upper ends in seconds, the rest is longer. */
export function gapCounts(timesMs: readonly number[], upTo: readonly number[]): readonly number[] {
  const counts = new Array<number>(upTo.length + 1).fill(0);
  const sorted = [...timesMs].sort((a, b) => a - b);
  for (let at = 1; at < sorted.length; at += 1) {
    const seconds = ((sorted[at] ?? 0) - (sorted[at - 1] ?? 0)) / 1000;
    const found = upTo.findIndex((end) => seconds < end);
    const slot = found === -1 ? upTo.length : found;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}
