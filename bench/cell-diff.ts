// The yardstick for the screen's own writer: every cell that differs and no other, the cursor moved only where it is not there
// yet, the look set only where it is another, and the two marks that make terminals show it at once.
import { type Look, plainLook } from '../src/ui/sgr.js';

const ESC = '\u001b';

export interface Cell {
  readonly glyph: string;
  readonly look: Look;
}

export type Cells = readonly (readonly Cell[])[];

export function createCellDiff(): (cells: Cells) => string {
  let shown: Cells = [];
  return (cells) => {
    let text = '';
    let look = plainLook;
    cells.forEach((row, y) => {
      let cursor = -1;
      row.forEach((cell, x) => {
        const before = shown[y]?.[x];
        if (before?.glyph === cell.glyph && before.look === cell.look) return;
        if (cursor !== x) text += `${ESC}[${y + 1};${x + 1}H`;
        if (cell.look !== look)
          text += `${ESC}[${look === plainLook || cell.look === plainLook ? '' : '0;'}${cell.look.parameters}m`;
        look = cell.look;
        text += cell.glyph;
        cursor = x + 1;
      });
    });
    shown = cells;
    if (look !== plainLook) text += `${ESC}[m`;
    return text === '' ? '' : `${ESC}[?2026h${text}${ESC}[?2026l`;
  };
}
