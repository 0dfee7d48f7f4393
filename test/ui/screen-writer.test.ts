import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/ui/cells.js';
import { createScreenWriter, ENTER_SCREEN, LEAVE_SCREEN, type ScreenWriter } from '../../src/ui/screen-writer.js';
import type { Frame } from '../../src/ui/surface.js';

interface Bench {
  readonly writer: ScreenWriter;
  readonly emulator: xterm.Terminal;
  readonly written: string[];
  readonly terminal: { isBlocked: boolean };
}

function createBench(columns: number, rows: number): Bench {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const written: string[] = [];
  const terminal = { isBlocked: false };
  const writer = createScreenWriter({
    columns,
    rows,
    write: (text) => {
      written.push(text);
      emulator.write(text);
    },
    isBlocked: () => terminal.isBlocked,
  });
  emulator.write(ENTER_SCREEN);
  return { writer, emulator, written, terminal };
}

/** What the emulator shows: per cell its characters and its look. */
async function cellsOn(emulator: xterm.Terminal): Promise<readonly (readonly string[])[]> {
  await new Promise<void>((resolve) => emulator.write('', resolve));
  const buffer = emulator.buffer.active;
  return Array.from({ length: emulator.rows }, (_, y) => {
    const line = buffer.getLine(buffer.baseY + y)!;
    return Array.from({ length: emulator.cols }, (_, x) => {
      const cell = line.getCell(x)!;
      const look = `${cell.isFgDefault() ? '' : `f${cell.getFgColor()}`}${cell.isBgDefault() ? '' : `b${cell.getBgColor()}`}${cell.isBold() ? '*' : ''}`;
      // A blank without a background looks the same whatever its other attributes.
      const chars = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
      return chars === ' ' && cell.isBgDefault() ? ' ' : `${chars}/${look}`;
    });
  });
}

/** The same, worked out from the frame alone. */
function cellsOf(frame: readonly (readonly Piece[])[], columns: number, rows: number): readonly (readonly string[])[] {
  return Array.from({ length: rows }, (_, y) => {
    const row: string[] = [];
    for (const { text, style } of frame[y] ?? []) {
      for (const glyph of text) {
        const width = cellWidth(glyph);
        if (row.length >= columns) continue;
        const shown = row.length + width > columns ? ' ' : glyph;
        row.push(shown === ' ' && !style.includes('b') ? ' ' : `${shown}/${style}`);
        if (shown === glyph && width === 2) row.push(`/${style}`);
      }
    }
    while (row.length < columns) row.push(' ');
    return row;
  });
}

interface Piece {
  readonly text: string;
  readonly style: string;
}

const sgr: Readonly<Record<string, string>> = {
  '': '0',
  f1: '31',
  f75: '38;5;75',
  b237: '48;5;237',
  'f203*': '1;38;5;203',
  f2b237: '32;48;5;237',
};

function frameOf(pieces: readonly (readonly Piece[])[]): Frame {
  return pieces.map((row) => [{ x: 0, text: row.map(({ text, style }) => `\u001b[${sgr[style]}m${text}\u001b[0m`).join('') }]);
}

const glyph = fc.constantFrom('a', 'Z', ' ', ' ', '%', '─', '█', '▲', '●', '币', '安', '한', 'ｗ');
const piece = fc.record({
  text: fc.array(glyph, { maxLength: 9 }).map((all) => all.join('')),
  style: fc.constantFrom(...Object.keys(sgr)),
});
const pieces = fc.array(fc.array(piece, { maxLength: 5 }), { maxLength: 7 });
const step = fc.oneof(
  { weight: 6, arbitrary: pieces.map((rows) => ({ kind: 'draw' as const, rows })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('resize' as const),
      columns: fc.integer({ min: 2, max: 30 }),
      rows: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'repaint' as const }) },
);

describe('the screen writer', () => {
  it('leaves on the terminal exactly the cells of the last frame, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        let size = { columns: 24, rows: 6 };
        const { writer, emulator } = createBench(size.columns, size.rows);
        for (const move of steps) {
          if (move.kind === 'resize') {
            size = move;
            await new Promise<void>((resolve) => emulator.write('', resolve));
            emulator.resize(move.columns, move.rows);
            writer.resize(move.columns, move.rows);
          } else if (move.kind === 'repaint') {
            writer.repaint();
          } else {
            writer.draw(frameOf(move.rows));
            expect(await cellsOn(emulator)).toEqual(cellsOf(move.rows, size.columns, size.rows));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('writes nothing for an equal frame', () => {
    fc.assert(
      fc.property(pieces, (rows) => {
        const { writer, written } = createBench(24, 6);
        writer.draw(frameOf(rows));
        const before = written.length;
        writer.draw(frameOf(rows));
        expect(written).toHaveLength(before);
      }),
    );
  });

  it('sends a few bytes for a small change, in one write between the marks of an update', () => {
    const { writer, written } = createBench(120, 36);
    const rows = Array.from({ length: 36 }, (_, y) => [{ text: `row ${y} `.repeat(14), style: 'f75' }]);
    writer.draw(frameOf(rows));
    written.length = 0;
    const changed = rows.with(20, [{ text: rows[20]![0]!.text.replace('row 20', 'row 21'), style: 'f75' }]);
    writer.draw(frameOf(changed));
    expect(written).toEqual(['\u001b[?2026h\u001b[21;6H\u001b[38;5;75m1\u001b[0m\u001b[?2026l']);
  });

  it('steps over a short gap by writing it and over a long one by moving', () => {
    const { writer, written } = createBench(40, 1);
    const draw = (text: string): void => writer.draw([[{ x: 0, text }]]);
    draw('abcdefghijklmnopqrstuvwxyz');
    written.length = 0;
    draw('AbcDefghijklmnopqrstuvwxyZ');
    expect(written).toEqual(['\u001b[?2026h\u001b[1;1HAbcD\u001b[1;26HZ\u001b[?2026l']);
  });

  it('lays later lines over earlier ones and leaves no half of a wide character', async () => {
    const { writer, emulator } = createBench(12, 1);
    writer.draw([
      [
        { x: 0, text: '币安币安币安' },
        { x: 3, text: '[xx]' },
      ],
    ]);
    await new Promise<void>((resolve) => emulator.write('', resolve));
    expect(emulator.buffer.active.getLine(0)!.translateToString()).toBe('币 [xx] 币安');
  });

  it('drops frames while the terminal does not take them and then draws only the newest', async () => {
    const { writer, emulator, written, terminal } = createBench(10, 1);
    const draw = (text: string): void => writer.draw([[{ x: 0, text }]]);
    draw('one');
    terminal.isBlocked = true;
    draw('two');
    draw('three');
    expect(written).toHaveLength(1);
    writer.flush();
    expect(written).toHaveLength(1);
    terminal.isBlocked = false;
    writer.flush();
    expect(written).toHaveLength(2);
    expect(written[1]).not.toContain('two');
    await new Promise<void>((resolve) => emulator.write('', resolve));
    expect(emulator.buffer.active.getLine(0)!.translateToString(true)).toBe('three');
    writer.flush();
    expect(written).toHaveLength(2);
  });

  it('writes no control character that a line might hold', () => {
    const { writer, written } = createBench(20, 1);
    writer.draw([[{ x: 0, text: 'a\u001b[2Jb\u001b]0;title\u0007c' }]]);
    expect(written.join('')).not.toMatch(/\u001b\[2J|\u001b\]|\u0007/);
  });

  it('gives back a terminal as it found it', async () => {
    const emulator = new xterm.Terminal({ cols: 20, rows: 2, allowProposedApi: true });
    emulator.write(`$ fundmon${ENTER_SCREEN}\u001b[31mscreen${LEAVE_SCREEN}`);
    await new Promise<void>((resolve) => emulator.write('', resolve));
    expect(emulator.buffer.active.type).toBe('normal');
    expect(emulator.buffer.active.getLine(0)!.translateToString(true)).toBe('$ fundmon');
    expect(emulator.modes).toMatchObject({ bracketedPasteMode: false, wraparoundMode: true });
  });
});
