// Keeps the cells that are on the terminal and writes only those that change: one write a frame, none for an equal frame.
import { cellWidth, graphemes, isOneCellEach } from './cells.js';
import { after, type Look, plainLook } from './sgr.js';
import type { Frame, PlacedLine } from './surface.js';

const ESC = '\u001b';
/** Alternate screen, no cursor, no automatic wrap (the last cell must not scroll), bracketed paste (a paste presses no keys). */
export const ENTER_SCREEN = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l${ESC}[?2004h${ESC}[0m${ESC}[2J${ESC}[H`;
export const LEAVE_SCREEN = `${ESC}[?2026l${ESC}[?2004l${ESC}[?7h${ESC}[0m${ESC}[?25h${ESC}[?1049l`;
/** A terminal that knows them shows the whole update at once; others ignore them. */
const BEGIN_UPDATE = `${ESC}[?2026h`;
const END_UPDATE = `${ESC}[?2026l`;
const ERASE_LINE_END = `${ESC}[K`;
/** Unchanged cells in between that cost no more than moving the cursor over them. */
const SHORT_GAP = 4;
/** A few screens of lines. */
const STRIPS_LIMIT = 500;
const SGR = /\u001b\[([\d;]*)m/y;

interface Row {
  readonly sources: readonly PlacedLine[];
  /** One a cell; the second cell of a wide character holds ''. */
  readonly glyphs: readonly string[];
  readonly looks: readonly Look[];
}

export interface ScreenWriterOptions {
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => void;
  /** True while the terminal has not taken what was written last, or is not ours: frames are dropped, the newest is kept. */
  readonly isBlocked: () => boolean;
}

export interface ScreenWriter {
  /** Lines hold text and SGR codes, no other control; a look ends with its line. */
  readonly draw: (frame: Frame) => void;
  /** The terminal accepts again: the newest frame, if any was dropped. */
  readonly flush: () => void;
  /** What is on the terminal is no longer known: the newest frame as a whole. */
  readonly repaint: () => void;
  /** The next frame is of this size and drawn as a whole. */
  readonly resize: (columns: number, rows: number) => void;
}

/** A line as cells. */
type Strip = Pick<Row, 'glyphs' | 'looks'>;

const nothing: readonly PlacedLine[] = [];

function isSame(before: readonly PlacedLine[], after: readonly PlacedLine[]): boolean {
  return before.length === after.length && before.every(({ x, text }, at) => after[at]?.x === x && after[at]?.text === text);
}

/** Text without control characters and escape codes → cells, appended. */
function appendText(text: string, look: Look, glyphs: string[], looks: Look[]): void {
  const isSimple = isOneCellEach(text);
  for (const glyph of isSimple ? text : graphemes(text)) {
    const width = isSimple ? 1 : cellWidth(glyph);
    if (width === 0) continue;
    glyphs.push(glyph);
    looks.push(look);
    for (let cell = 1; cell < width; cell += 1) {
      glyphs.push('');
      looks.push(look);
    }
  }
}

function readStrip(source: string): Strip {
  const glyphs: string[] = [];
  const looks: Look[] = [];
  let look = plainLook;
  let at = 0;
  while (at < source.length) {
    const code = source.indexOf(ESC, at);
    const end = code === -1 ? source.length : code;
    if (end > at) appendText(source.slice(at, end), look, glyphs, looks);
    if (code === -1) break;
    SGR.lastIndex = code;
    const match = SGR.exec(source);
    if (match) look = after(look, match[1] ?? '');
    at = match ? SGR.lastIndex : code + 1;
  }
  return { glyphs, looks };
}

/** Lays the lines over each other; a wide character that is cut in two leaves a blank. */
function composed(sources: readonly PlacedLine[], columns: number, strip: (text: string) => Strip): Row {
  const glyphs: string[] = new Array<string>(columns).fill(' ');
  const looks: Look[] = new Array<Look>(columns).fill(plainLook);
  for (const { x, text } of sources) {
    const line = strip(text);
    const end = Math.min(columns, x + line.glyphs.length);
    if (glyphs[x] === '') glyphs[x - 1] = ' ';
    if (glyphs[end] === '') glyphs[end] = ' ';
    for (let at = x; at < end; at += 1) {
      glyphs[at] = line.glyphs[at - x] ?? ' ';
      looks[at] = line.looks[at - x] ?? plainLook;
    }
    if (line.glyphs[end - x] === '') glyphs[end - 1] = ' ';
  }
  return { sources, glyphs, looks };
}

/** The bytes of one frame; knows where the cursor is and how it would write. */
class Update {
  text = '';
  #x = -1;
  #y = -1;
  #look: Look = plainLook;

  row(y: number, before: Row | undefined, after: Row): void {
    const columns = after.glyphs.length;
    const last = before === undefined ? lastInked(after) : columns - 1;
    for (let x = 0; x <= last; x += 1) {
      if (before !== undefined && before.glyphs[x] === after.glyphs[x] && before.looks[x] === after.looks[x]) continue;
      if (after.glyphs[x] === '') continue;
      this.#moveTo(x, y, after);
      this.#put(x, y, after);
    }
    if (before === undefined && last < columns - 1) {
      this.#moveTo(last + 1, y, after);
      this.#setLook(plainLook);
      this.text += ERASE_LINE_END;
    }
  }

  end(): string {
    if (this.text === '') return '';
    this.#setLook(plainLook);
    return BEGIN_UPDATE + this.text + END_UPDATE;
  }

  #moveTo(x: number, y: number, row: Row): void {
    if (this.#y === y && this.#x === x) return;
    const gap = x - this.#x;
    if (this.#y === y && this.#x >= 0 && gap > 0 && gap <= SHORT_GAP && this.#isCheap(this.#x, x, row)) {
      for (let over = this.#x; over < x; over += 1) this.#put(over, y, row);
      return;
    }
    this.text += `${ESC}[${y + 1};${x + 1}H`;
    this.#x = x;
    this.#y = y;
  }

  #isCheap(from: number, to: number, row: Row): boolean {
    for (let x = from; x < to; x += 1) {
      if (row.looks[x] !== this.#look || !isOneCellEach(row.glyphs[x] ?? '') || row.glyphs[x] === '') return false;
    }
    return true;
  }

  #put(x: number, y: number, row: Row): void {
    const glyph = row.glyphs[x] ?? ' ';
    this.#setLook(row.looks[x] ?? plainLook);
    this.text += glyph;
    // Terminals disagree on the width of rare characters, and the last column is left only by moving: start anew after both.
    const isSure = isOneCellEach(glyph) && x + 1 < row.glyphs.length;
    this.#x = isSure ? x + 1 : -1;
    this.#y = y;
  }

  #setLook(look: Look): void {
    if (look === this.#look) return;
    const reset = this.#look === plainLook ? '' : look === plainLook ? '0' : '0;';
    this.text += `${ESC}[${reset}${look.parameters}m`;
    this.#look = look;
  }
}

/** The last cell that is not a plain blank; −1 on an empty row. */
function lastInked(row: Row): number {
  let x = row.glyphs.length - 1;
  while (x >= 0 && row.glyphs[x] === ' ' && row.looks[x] === plainLook) x -= 1;
  return x;
}

export function createScreenWriter({ write, isBlocked, ...initial }: ScreenWriterOptions): ScreenWriter {
  let { columns, rows } = initial;
  let shown: readonly Row[] = [];
  let newest: Frame | undefined;
  // Many lines come again, a border with every frame.
  const strips = new Map<string, Strip>();
  let isBehind = false;

  function strip(text: string): Strip {
    let found = strips.get(text);
    if (found === undefined) {
      found = readStrip(text);
      strips.set(text, found);
    }
    return found;
  }

  function drawNewest(): void {
    if (newest === undefined) return;
    isBehind = isBlocked();
    if (isBehind) return;
    const update = new Update();
    if (strips.size > STRIPS_LIMIT) strips.clear();
    const next: Row[] = [];
    for (let y = 0; y < rows; y += 1) {
      const before = shown[y];
      const sources = newest[y] ?? nothing;
      const row = before !== undefined && isSame(before.sources, sources) ? before : composed(sources, columns, strip);
      if (row !== before) update.row(y, before, row);
      next.push(row);
    }
    shown = next;
    const text = update.end();
    if (text !== '') write(text);
  }

  return {
    draw: (frame) => {
      newest = frame;
      drawNewest();
    },
    flush: () => {
      if (isBehind) drawNewest();
    },
    repaint: () => {
      shown = [];
      drawNewest();
    },
    resize: (toColumns, toRows) => {
      columns = toColumns;
      rows = toRows;
      shown = [];
      // The frame at hand is of the old size.
      newest = undefined;
      isBehind = false;
    },
  };
}
