// A table whose columns are data. When the width does not hold them all, the least important go first.
import { type Align, cellWidth, padded } from './cells.js';
import { type Span, span } from './line.js';
import type { Sort } from './list-order.js';

const GAP_WIDTH = 1;

export interface Column<Row, Context> {
  readonly id: string;
  readonly header: string;
  /** Where the width does not hold `header`. */
  readonly shortHeader?: string;
  /** The least it is worth showing with. */
  readonly width: number;
  /** What it becomes when there is room, in the order of `order`; `whole`: that or nothing, because its text has two lengths. */
  readonly grow?: { readonly to: number; readonly order: number; readonly whole?: boolean };
  /** Left out of a narrower table, whatever room there is: the others grow first. */
  readonly fromWidth?: number;
  /** 1 is kept longest. */
  readonly priority: number;
  readonly align: Align;
  /** The figure the table is read for: its heading stands out. */
  readonly isMain?: boolean;
  readonly cell: (row: Row, context: Context, width: number) => Span;
}

export interface PlannedColumn<Row, Context> {
  readonly column: Column<Row, Context>;
  readonly width: number;
}

export function planColumns<Row, Context>(
  columns: readonly Column<Row, Context>[],
  width: number,
): readonly PlannedColumn<Row, Context>[] {
  const kept = new Set<Column<Row, Context>>();
  let used = -GAP_WIDTH;
  const candidates = columns.filter(({ fromWidth = 0 }) => width >= fromWidth);
  for (const column of candidates.sort((a, b) => a.priority - b.priority)) {
    if (used + GAP_WIDTH + column.width > width) break;
    kept.add(column);
    used += GAP_WIDTH + column.width;
  }
  const extras = new Map<Column<Row, Context>, number>();
  let room = width - used;
  for (const column of [...kept].sort((a, b) => (a.grow?.order ?? 0) - (b.grow?.order ?? 0))) {
    if (column.grow === undefined) continue;
    const wanted = column.grow.to - column.width;
    const extra = column.grow.whole && room < wanted ? 0 : Math.min(room, wanted);
    extras.set(column, extra);
    room -= extra;
  }
  return columns
    .filter((column) => kept.has(column))
    .map((column) => ({ column, width: column.width + (extras.get(column) ?? 0) }));
}

const gap = span(' '.repeat(GAP_WIDTH));

function joined(cells: readonly Span[]): readonly Span[] {
  return cells.flatMap((cell, index) => (index === 0 ? [cell] : [gap, cell]));
}

/** The heading of the sorted column carries the arrow: down for the largest first. */
function withArrow(text: string, width: number, align: Align, isReversed: boolean): string {
  return padded(text.slice(0, width - 1) + (isReversed ? '↑' : '↓'), width, align);
}

export function headerSpans<Row, Context>(planned: readonly PlannedColumn<Row, Context>[], sort?: Sort): readonly Span[] {
  return joined(
    planned.map(({ column: { id, header, shortHeader = header, align, isMain }, width }) => {
      const text = cellWidth(header) > width ? shortHeader : header;
      if (sort?.column === id) return span(withArrow(text, width, align, sort.isReversed), 'accent');
      return span(padded(text, width, align), isMain ? 'strong' : 'header');
    }),
  );
}

export function rowSpans<Row, Context>(
  planned: readonly PlannedColumn<Row, Context>[],
  row: Row,
  context: Context,
): readonly Span[] {
  return joined(
    planned.map(({ column, width }) => {
      const { text, style } = column.cell(row, context, width);
      return span(cellWidth(text) === width ? text : padded(text, width, column.align), style);
    }),
  );
}
