// Rows of cells as text: for programs separated by commas, for people in columns.
import stringWidth from 'string-width';

export type Cell = string | number | boolean | undefined;

/** RFC 4180, with a header line; LF line ends. What is absent is empty. */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[head, ...rows].map((cells) => cells.map(csvField).join(',')).join('\n')}\n`;
}

function csvField(value: Cell): string {
  if (value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row a line; widths fit the rows, `isLeft` tells which columns are words. */
export function columnsOf(lines: readonly (readonly string[])[], isLeft: (column: number) => boolean): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    lines.reduce((widest, cells) => Math.max(widest, stringWidth(cells[column] ?? '')), 0),
  );
  const laidOut = lines.map((cells) =>
    cells
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - stringWidth(cell));
        return isLeft(column) ? cell + padding : padding + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${laidOut.join('\n')}\n`;
}
