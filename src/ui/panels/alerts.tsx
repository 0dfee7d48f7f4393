import { memo, type ReactNode } from 'react';
import type { AlertKind } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { AlertRow } from '../../market/alert-log.js';
import { alertId, isOpen, lastedMs } from '../alert-rows.js';
import { ABSENT, formatAge, formatClock, formatCount } from '../format.js';
import { innerWidth } from '../frame.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { ALERT_GLYPH } from '../theme.js';
import type { Zone } from '../zone.js';

export interface AlertsPanelProps extends PanelProps {
  readonly rows: readonly AlertRow[];
  /** Only of this kind; absent: of all. */
  readonly kind: AlertKind | undefined;
  /** The key that goes through the kinds. */
  readonly kindKey: string | undefined;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly zone: Zone;
  readonly time: number;
}

type AlertContext = Pick<AlertsPanelProps, 'zone' | 'time'>;
type AlertColumn = Column<AlertRow, AlertContext>;

/** Where the full names of the settings have no room. */
const shortKinds: Readonly<Record<AlertKind, string>> = {
  'funding-spread': 'spread',
  'feed-down': 'down',
  'liquidation-cluster': 'cluster',
  'liquidation-sweep': 'sweep',
  'liquidation-burst': 'burst',
  'funding-flip': 'flip',
  'funding-interval': 'interval',
};
/** `liquidation-cluster`. */
const KIND_CELLS = 19;
/** From here on kinds are told in full: in a narrower panel the message has more to say. */
const FULL_KINDS_FROM = 96;

function markText({ acknowledgedTime, isMuted }: AlertRow, width: number): string {
  const words = [...(isMuted ? ['muted'] : []), ...(acknowledgedTime === undefined ? [] : ['seen'])];
  const all = words.join(' ');
  return all.length <= width ? all : (words[0] ?? '');
}

/** A zone matters more than the seconds. */
function clockIn(width: number, time: number, offsetMinutes: number | undefined): string {
  const clock = formatClock(time, offsetMinutes);
  return clock.length <= width ? clock : formatClock(time, offsetMinutes, false);
}

const columnsWith = (hasFullKinds: boolean): readonly AlertColumn[] => [
  {
    id: 'time',
    header: 'TIME',
    width: 9,
    priority: 3,
    align: 'left',
    cell: ({ alert: { time } }, { zone }, width) => span(clockIn(width, time, zone(time)), 'dim'),
  },
  {
    id: 'kind',
    header: 'KIND',
    width: hasFullKinds ? KIND_CELLS : 8,
    priority: 2,
    align: 'left',
    cell: ({ alert: { kind } }) => span(hasFullKinds ? kind : shortKinds[kind]),
  },
  {
    id: 'asset',
    header: 'ASSET',
    width: 8,
    grow: { to: 11, order: 1 },
    priority: 2,
    align: 'left',
    cell: ({ alert: { asset, exchange } }) =>
      asset === undefined && exchange !== undefined
        ? span(exchange, `exchange.${exchange}`)
        : span(printable(asset ?? ABSENT), 'strong'),
  },
  {
    id: 'state',
    header: 'STATE',
    width: 12,
    priority: 1,
    align: 'left',
    isMain: true,
    cell: (row, { time }) => {
      const age = formatAge(lastedMs(row, time));
      if (row.cleared !== undefined) return span(`  lasted ${age}`);
      return isOpen(row) ? span(`${ALERT_GLYPH} stands ${age}`, 'alert') : span(`  stands ${age}`);
    },
  },
  {
    id: 'mark',
    header: 'SEEN',
    width: hasFullKinds ? 10 : 5,
    priority: 4,
    align: 'left',
    cell: (row, _, width) => span(markText(row, width), 'dim'),
  },
  {
    id: 'message',
    header: 'MESSAGE',
    width: 10,
    grow: { to: 200, order: 2 },
    priority: 5,
    align: 'left',
    cell: ({ alert }) => span(withoutAsset(alert.message, alert.asset)),
  },
];

const withShortKinds = columnsWith(false);
const withFullKinds = columnsWith(true);

/** `width`: of the panel. */
export function alertColumns(width: number): readonly AlertColumn[] {
  return innerWidth(width) < FULL_KINDS_FROM ? withShortKinds : withFullKinds;
}

/** The asset has a column of its own. */
function withoutAsset(message: string, asset: string | undefined): string {
  const start = `${asset}: `;
  return printable(asset !== undefined && message.startsWith(start) ? message.slice(start.length) : message);
}

function detail({ alert, cleared }: AlertRow): readonly Span[] {
  return [span(printable(alert.message)), ...(cleared === undefined ? [] : [span(` · ${printable(cleared.message)}`, 'dim')])];
}

export function alertsLines({ rows, kind, kindKey, zone, time, ...props }: AlertsPanelProps): readonly string[] {
  const open = rows.filter(isOpen).length;
  const info = [...(kind === undefined ? [] : [kind]), ...(open === 0 ? [] : [`${formatCount(open)} to be seen`])];
  const others = kindKey === undefined ? '' : `; ${kindKey} goes on to other kinds`;
  return listPanelLines({
    ...props,
    title: 'Alerts',
    ...(info.length === 0 ? {} : { info: info.join(' · ') }),
    columns: alertColumns(props.width),
    rows,
    idOf: alertId,
    context: { zone, time },
    empty: kind === undefined ? 'nothing was raised yet' : `no ${kind} was raised yet${others}`,
    isDim: ({ cleared, isMuted }) => cleared !== undefined || isMuted,
    detail,
  });
}

export const AlertsPanel = memo(function AlertsPanel(props: AlertsPanelProps): ReactNode {
  return <Lines lines={alertsLines(props)} />;
});
