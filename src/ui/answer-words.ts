import type { QueryTable } from '../domain/query-table.js';
import { formatMoment, formatSpan } from './format.js';
import { utc, type Zone } from './zone.js';

/** `5 of 9 rows`, `1 row`. */
export function answerCount({ rows, rowCount }: Pick<QueryTable, 'rows' | 'rowCount'>): string {
  const count = rows.length === rowCount ? String(rowCount) : `${rows.length} of ${rowCount}`;
  return `${count} ${rowCount === 1 ? 'row' : 'rows'}`;
}

/** `2023-11-14 22:13:05Z to 22:13:20Z (15 s)`: what the answer covers. */
export function answerSpan({ fromTime, toTime }: Pick<QueryTable, 'fromTime' | 'toTime'>, zone: Zone = utc): string {
  const [from, to] = [formatMoment(fromTime, zone(fromTime)), formatMoment(toTime, zone(toTime))];
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  return `${from} to ${end} (${formatSpan(toTime - fromTime)})`;
}
