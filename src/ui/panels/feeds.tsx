import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { feedSentence } from '../feed-words.js';
import { ABSENT, formatAge, formatCount, formatDuration, formatPerSecond } from '../format.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { feedGlyphs } from '../theme.js';
import { type CoverageTable, coverageWords } from './bursts.js';

export interface FeedsPanelProps extends PanelProps {
  readonly rows: readonly FeedRow[];
  readonly coverage: CoverageTable;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly time: number;
}

type FeedColumn = Column<FeedRow, Pick<FeedsPanelProps, 'time' | 'coverage'>>;

const STATE_CELLS = 14;

const lag = (ms: number | undefined): Span => span(ms === undefined ? ABSENT : formatDuration(ms));
/** Worth a look only when there is something. */
const counted = (count: number): Span => span(formatCount(count), count > 0 ? 'feed.stale' : 'dim');

export const feedColumns: readonly FeedColumn[] = [
  {
    id: 'exchange',
    header: 'EXCHANGE',
    width: 11,
    priority: 1,
    align: 'left',
    cell: ({ exchange }, _, width) => span(shortened(exchange, width), `exchange.${exchange}`),
  },
  {
    id: 'state',
    header: 'STATE',
    width: STATE_CELLS,
    priority: 1,
    align: 'left',
    cell: ({ state }) => span(`${feedGlyphs[state]} ${state}`, `feed.${state}`),
  },
  {
    id: 'since',
    header: 'FOR',
    width: 4,
    priority: 5,
    align: 'right',
    cell: ({ sinceTime }, { time }) => (sinceTime === 0 ? span(ABSENT, 'dim') : span(formatAge(time - sinceTime))),
  },
  {
    id: 'age',
    header: 'AGE',
    width: 4,
    priority: 2,
    align: 'right',
    cell: ({ lastMessageTime }, { time }) =>
      lastMessageTime === undefined ? span(ABSENT, 'dim') : span(formatAge(time - lastMessageTime)),
  },
  {
    id: 'rate',
    header: 'MSG/S',
    width: 6,
    priority: 2,
    align: 'right',
    isMain: true,
    cell: ({ messagesPerSecond }) => span(formatPerSecond(messagesPerSecond)),
  },
  { id: 'lag', header: 'LAG P50', width: 7, priority: 3, align: 'right', cell: ({ lagMs }) => lag(lagMs) },
  { id: 'lagP99', header: 'P99', width: 7, priority: 4, align: 'right', cell: ({ lagP99Ms }) => lag(lagP99Ms) },
  {
    id: 'messages',
    header: 'MSGS',
    width: 5,
    priority: 7,
    align: 'right',
    cell: ({ messageCount }) => span(formatCount(messageCount), 'dim'),
  },
  {
    id: 'unread',
    header: 'UNREAD',
    shortHeader: 'UNR',
    width: 4,
    grow: { to: 6, order: 2, whole: true },
    priority: 5,
    align: 'right',
    cell: ({ unreadCount }) => counted(unreadCount),
  },
  {
    id: 'reconnects',
    header: 'RECONNECTS',
    shortHeader: 'REC',
    width: 4,
    grow: { to: 10, order: 1, whole: true },
    priority: 6,
    align: 'right',
    cell: ({ reconnectCount }) => counted(reconnectCount),
  },
  {
    id: 'liquidations',
    header: 'LIQUIDATIONS',
    width: 24,
    priority: 8,
    align: 'left',
    cell: ({ exchange }, { coverage }) => span(coverageWords[coverage[exchange].liquidations], 'dim'),
  },
  {
    id: 'fault',
    header: 'LAST FAULT',
    width: 20,
    grow: { to: 120, order: 3 },
    priority: 9,
    align: 'left',
    cell: ({ lastFault }) => span(lastFault === undefined ? '' : printable(lastFault), 'feed.stale'),
  },
];

function detail(feed: FeedRow, { time, coverage }: Pick<FeedsPanelProps, 'time' | 'coverage'>): readonly Span[] {
  if (feed.state === 'live') return [span(`${feed.exchange}: `, 'dim'), span(printable(coverage[feed.exchange].note), 'dim')];
  return [span(feedSentence(feed, time), `feed.${feed.state}`)];
}

export function feedsLines({ rows, coverage, time, ...props }: FeedsPanelProps): readonly string[] {
  const context = { time, coverage };
  const live = rows.filter(({ state }) => state === 'live').length;
  return listPanelLines({
    ...props,
    title: 'Feeds',
    info: `${live} live`,
    columns: feedColumns,
    rows,
    idOf: ({ exchange }) => exchange,
    context,
    empty: 'no exchange is known',
    detail: (feed) => detail(feed, context),
  });
}

export const FeedsPanel = memo(function FeedsPanel(props: FeedsPanelProps): ReactNode {
  return <Lines lines={feedsLines(props)} />;
});
