// A cell of an answer as people read it: for the screen and for `fundmon query`.
import type { CellKind, QueryCell } from '../domain/query-table.js';
import { printable } from '../domain/text.js';
import type { Align } from './cells.js';
import {
  ABSENT,
  formatApr,
  formatBasisPoints,
  formatCoins,
  formatDuration,
  formatHours,
  formatInterval,
  formatMoment,
  formatPercent,
  formatPerSecond,
  formatPrice,
  formatRate,
  formatRate8h,
  formatUsd,
} from './format.js';
import { utc, type Zone } from './zone.js';

const words: readonly CellKind[] = ['word', 'text', 'yes-no'];

export function alignOf(kind: CellKind): Align {
  return words.includes(kind) ? 'left' : 'right';
}

export function formatQueryCell(kind: CellKind, cell: QueryCell, zone: Zone = utc): string {
  if (cell === undefined) return kind === 'interval-hours' ? formatInterval(undefined) : ABSENT;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'string' ? printable(cell) : formatNumber(kind, cell, zone);
}

function formatNumber(kind: CellKind, value: number, zone: Zone): string {
  switch (kind) {
    case 'rate':
      return formatRate(value);
    case 'rate8h':
      return formatRate8h(value);
    case 'apr':
      return formatApr(value);
    case 'fraction':
      return formatPercent(value);
    case 'basis':
      return `${formatBasisPoints(value)} bp`;
    case 'usd':
      return formatUsd(value);
    case 'price':
      return formatPrice(value);
    case 'coins':
      return formatCoins(value);
    case 'per-second':
      return formatPerSecond(value);
    case 'interval-hours':
      return formatInterval(value);
    case 'hours':
      return formatHours(value);
    case 'time':
      return formatMoment(value, zone(value));
    case 'ms':
      return formatDuration(value);
    case 'count':
    case 'word':
    case 'text':
    case 'yes-no':
      return String(value);
    default:
      return kind satisfies never;
  }
}
