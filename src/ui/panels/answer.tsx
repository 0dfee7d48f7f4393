import { memo, type ReactNode, useMemo } from 'react';
import type { QueryCell, QueryTable } from '../../domain/query-table.js';
import { printable } from '../../domain/text.js';
import type { Answer } from '../answer.js';
import { answerCount, answerSpan } from '../answer-words.js';
import { cellWidth } from '../cells.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import { alignOf, formatQueryCell } from '../query-cell.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import type { Theme } from '../theme.js';
import type { Zone } from '../zone.js';

export interface AnswerPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly answer: Answer;
  readonly zone: Zone;
  /** The key that changes the expression; absent where the settings give it none. */
  readonly editKey: string | undefined;
  /** The first row shown. */
  readonly offset: number;
}

export const ANSWER_WIDTH = 150;
/** A column is as wide as its cells, and of its name at least this much is seen. */
const LEAST_HEADER_CELLS = 8;
/** Sentences are cut where others need the room. */
const LEAST_TEXT_CELLS = 24;

type Row = readonly QueryCell[];
type AnswerColumn = Column<Row, Zone>;

/** Lines above and below the rows. */
interface Around {
  readonly above: readonly (readonly Span[])[];
  readonly below: readonly (readonly Span[])[];
}

function around(answer: Answer, editKey: string | undefined): Around {
  const question = answer.question === undefined ? [] : [[span(printable(answer.question, Number.POSITIVE_INFINITY), 'dim')]];
  const change = editKey === undefined ? '' : `  ${editKey} changes it`;
  switch (answer.kind) {
    case 'waiting':
      return { above: [...question, [span(`asking ${printable(answer.model)} …  Esc gives up`, 'accent')]], below: [] };
    case 'refused': {
      const expression = [
        span(`:query ${printable(answer.expression, Number.POSITIVE_INFINITY)}`, 'strong'),
        span(change, 'dim'),
      ];
      return { above: [...question, ...answer.reasons.map((reason) => [span(printable(reason))]), [], expression], below: [] };
    }
    case 'table': {
      const expression = [span(`:query ${answer.table.query}`, 'strong'), span(change, 'dim')];
      const notes = answer.table.notes.map((note) => [span(printable(note), 'dim')]);
      return { above: [...question, expression, []], below: notes.length === 0 ? [] : [[], ...notes] };
    }
    default:
      return answer satisfies never;
  }
}

function rowsOf(answer: Answer): readonly Row[] {
  return answer.kind === 'table' ? answer.table.rows : [];
}

/** Rows, and the lines that stay in sight while they are scrolled. */
export function answerExtent(answer: Answer): { readonly rows: number; readonly fixed: number } {
  const { above, below } = around(answer, undefined);
  const heading = answer.kind === 'table' ? 1 : 0;
  return { rows: rowsOf(answer).length, fixed: above.length + heading + below.length };
}

function columnsOf({ columns, rows }: QueryTable, zone: Zone): readonly AnswerColumn[] {
  return columns.flatMap(({ name, kind, priority }, at): AnswerColumn[] => {
    if (priority === undefined) return [];
    const longest = rows.reduce((most, row) => Math.max(most, cellWidth(formatQueryCell(kind, row[at], zone))), 0);
    const least = kind === 'text' ? Math.min(longest, LEAST_TEXT_CELLS) : longest;
    const width = Math.max(least, Math.min(name.length, LEAST_HEADER_CELLS));
    return [
      {
        id: name,
        header: name,
        width,
        grow: { to: Math.max(longest, name.length), order: priority },
        priority,
        align: alignOf(kind),
        cell: (row, context) =>
          cellSpan(formatQueryCell(kind, row[at], context), kind === 'rate8h' || kind === 'apr' || kind === 'rate'),
      },
    ];
  });
}

function cellSpan(text: string, isSigned: boolean): Span {
  return span(text, isSigned && text.startsWith('+') ? 'positive' : isSigned && text.startsWith('-') ? 'negative' : 'text');
}

const noColumns: readonly AnswerColumn[] = [];

export function answerColumns(answer: Answer, zone: Zone): readonly AnswerColumn[] {
  return answer.kind === 'table' ? columnsOf(answer.table, zone) : noColumns;
}

export function answerLines(props: AnswerPanelProps, columns: readonly AnswerColumn[]): readonly string[] {
  const { theme, width, height, answer, zone, editKey, offset } = props;
  const inner = innerWidth(width);
  const rows = rowsOf(answer);
  const { above, below } = around(answer, editKey);
  const planned = planColumns(columns, inner);
  const heading = answer.kind === 'table' ? [headerSpans(planned)] : [];
  const page = Math.max(1, innerHeight(height) - above.length - heading.length - below.length);
  const first = Math.min(offset, Math.max(0, rows.length - page));
  const shown = rows.slice(first, first + page);
  const where = rows.length > page ? `${first + 1}–${first + shown.length} of ${rows.length}` : undefined;
  const body = [...above, ...heading, ...shown.map((row) => rowSpans(planned, row, zone)), ...below];
  const detail = answer.kind === 'table' ? [span(`${answerCount(answer.table)}, ${answerSpan(answer.table, zone)}`, 'dim')] : [];
  return framed(
    theme,
    { title: 'Answer', width, height, isFocused: true, detail, ...(where === undefined ? {} : { info: where }) },
    body.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const AnswerPanel = memo(function AnswerPanel(props: AnswerPanelProps): ReactNode {
  const { answer, zone } = props;
  const columns = useMemo(() => answerColumns(answer, zone), [answer, zone]);
  return <Lines lines={answerLines(props, columns)} />;
});
