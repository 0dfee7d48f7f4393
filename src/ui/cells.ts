// Text as terminal cells: how wide it is, and how it is cut and padded to a width.
import stringWidth from 'string-width';

export type Align = 'left' | 'right';

// Printable ASCII and Latin-1, box drawing, blocks and the glyphs of the theme: one cell each.
const ONE_CELL_EACH =
  /^[\x20-\x7e\xa1-\xac\xae-\xff\u2013\u2022\u2026\u2190-\u2193\u2196-\u2199\u21bb\u2265\u2500-\u259f\u25b2\u25bc\u25b8\u25cb-\u25d0\u25c6\u25c7\u2605\u2716\u2738]*$/;

export function isOneCellEach(text: string): boolean {
  return ONE_CELL_EACH.test(text);
}

const segmenter = new Intl.Segmenter();
const widths = new Map<string, number>();
/** Symbols repeat from frame to frame; bounded because exchanges list what they like. */
const WIDTHS_LIMIT = 4096;

/** The number of cells `text` takes. */
export function cellWidth(text: string): number {
  if (isOneCellEach(text)) return text.length;
  let width = widths.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (widths.size >= WIDTHS_LIMIT) widths.clear();
    widths.set(text, width);
  }
  return width;
}

/** What a reader takes for one character, marks and joiners included. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** At most `width` cells; what does not fit ends in `…`. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (cellWidth(text) <= width) return text;
  if (isOneCellEach(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const next = used + cellWidth(grapheme);
    if (next > width - 1) break;
    kept += grapheme;
    used = next;
  }
  return `${kept}…`;
}

/** Exactly `width` cells: cut or padded. */
export function padded(text: string, width: number, align: Align = 'left'): string {
  const kept = cut(text, width);
  const padding = ' '.repeat(Math.max(0, width - cellWidth(kept)));
  return align === 'left' ? kept + padding : padding + kept;
}

/** Broken between words into lines of at most `width` cells. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
