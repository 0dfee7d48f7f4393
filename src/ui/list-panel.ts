// What the three scrolling panels have in common: header, window, selection, and a word about the selected row.
import { padded } from './cells.js';
import { framed, innerHeight, innerWidth } from './frame.js';
import { type Span, span, styledLine } from './line.js';
import { type ListCursor, windowOf } from './list-cursor.js';
import type { Sort } from './list-order.js';
import { type Column, headerSpans, type PlannedColumn, planColumns, rowSpans } from './table.js';
import type { Theme } from './theme.js';

/** What every panel is given. */
export interface PanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
}

export interface ListPanel<Row, Context> extends PanelProps {
  readonly title: string;
  readonly info?: string;
  readonly columns: readonly Column<Row, Context>[];
  readonly rows: readonly Row[];
  /** The column the rows are sorted by; absent: as the market lists them. */
  readonly sort?: Sort | undefined;
  readonly idOf: (row: Row) => string;
  readonly cursor: ListCursor;
  readonly context: Context;
  /** Stands there when there are no rows. */
  readonly empty: string;
  readonly isDim?: (row: Row) => boolean;
  /** False where the rows are not all of a kind, and their number says nothing. */
  readonly hasPosition?: boolean;
  /** About the selected row, while the panel has the focus. */
  readonly detail?: (row: Row) => readonly Span[];
}

const HEADER_FROM_ROWS = 4;

interface ListArea {
  readonly hasHeader: boolean;
  readonly rows: number;
}

/** How the inside of a list panel is used: the same with the focus and without, so that nothing jumps. */
export function listArea(height: number): ListArea {
  const inner = innerHeight(height);
  const hasHeader = inner >= HEADER_FROM_ROWS;
  return { hasHeader, rows: Math.max(1, inner - Number(hasHeader)) };
}

/** `9–16 of 214` where not all is in sight. */
function position(offset: number, shown: number, count: number): string {
  if (count === 0) return '';
  return count <= shown && offset === 0 ? String(count) : `${offset + 1}–${Math.min(count, offset + shown)} of ${count}`;
}

/** Where the column the rows are sorted by has no room, or its heading none. */
function unseenSort<Row, Context>(
  { sort, columns, height }: ListPanel<Row, Context>,
  planned: readonly PlannedColumn<Row, Context>[],
): string {
  if (sort === undefined) return '';
  const isSeen = listArea(height).hasHeader && planned.some(({ column: { id } }) => id === sort.column);
  const header = columns.find(({ id }) => id === sort.column)?.header.trim() ?? sort.column;
  return isSeen ? '' : `by ${header}${sort.isReversed ? '↑' : '↓'}`;
}

export function listPanelLines<Row, Context>(panel: ListPanel<Row, Context>): readonly string[] {
  const { theme, width, height, isFocused, rows, idOf, context } = panel;
  const inner = innerWidth(width);
  const area = listArea(height);
  const { offset, selected } = windowOf(panel.cursor, rows.map(idOf), area.rows);
  const where = panel.hasPosition === false ? '' : position(offset, area.rows, rows.length);
  const columns = planColumns(panel.columns, inner);
  const info = [panel.info ?? '', unseenSort(panel, columns), where].filter((part) => part !== '').join(' · ');
  const frame = { title: panel.title, width, height, isFocused, ...(info === '' ? {} : { info }) };
  if (rows.length === 0) return framed(theme, frame, [theme.paint('dim', padded(panel.empty, inner))]);

  const body: string[] = [];
  if (area.hasHeader) body.push(styledLine(theme, headerSpans(columns, panel.sort), inner));
  for (let line = 0; line < area.rows; line += 1) {
    const row = rows[offset + line];
    if (row === undefined) {
      body.push(' '.repeat(inner));
      continue;
    }
    const spans = rowSpans(columns, row, context);
    const shown = panel.isDim?.(row) ? spans.map(({ text }) => span(text, 'dim')) : spans;
    body.push(styledLine(theme, shown, inner, isFocused && offset + line === selected));
  }
  const selectedRow = rows[selected];
  const hasDetail = isFocused && panel.detail !== undefined && selectedRow !== undefined;
  return framed(theme, hasDetail ? { ...frame, detail: panel.detail(selectedRow) } : frame, body);
}
