import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { ConnectionRow, FeedRow } from '../../market/snapshot.js';
import { type FeedLine, feedLineId, feedLines } from '../feed-lines.js';
import { feedSentence, mishapWords, reasonWords, recentMishaps } from '../feed-words.js';
import { ABSENT, formatAge, formatCount, formatDuration, formatPerSecond } from '../format.js';
import { type Span, span } from '../line.js';
import { type ListCursor, windowOf } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listArea, listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { feedId } from '../shown.js';
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

type FeedContext = Pick<FeedsPanelProps, 'time' | 'coverage'>;
type FeedColumn = Column<FeedLine, FeedContext>;

const STATE_CELLS = 14;
/** From here on a budget is nearly used up. */
const TIGHT_SHARE = 0.9;

const nothing = span('');
const lag = (ms: number | undefined): Span => span(ms === undefined ? ABSENT : formatDuration(ms));
/** Worth a look only when there is something. */
const counted = (count: number): Span => span(formatCount(count), count > 0 ? 'feed.stale' : 'dim');
const age = (then: number | undefined, time: number): Span =>
  then === undefined || then === 0 ? span(ABSENT, 'dim') : span(formatAge(time - then));

/** What the line is about. */
const told = ({ feed, connection }: FeedLine): FeedRow | ConnectionRow => connection ?? feed;

/** A column that only an exchange as a whole has something for. */
function ofExchange(cell: (feed: FeedRow, context: FeedContext, width: number) => Span): FeedColumn['cell'] {
  return ({ feed, connection }, context, width) => (connection === undefined ? cell(feed, context, width) : nothing);
}

/** `401/1680`, where that has no room its share in percent; and how many requests wait. */
function budgetSpan({ budget }: FeedRow, width: number): Span {
  if (budget === undefined) return span(ABSENT, 'dim');
  const { used, weight, waitingCount } = budget;
  const waiting = waitingCount === 0 ? '' : ` +${formatCount(waitingCount)}`;
  const share = used / weight;
  const forms = [`${used}/${weight}${waiting}`, `${used}/${weight}`];
  const text = forms.find((form) => form.length <= width) ?? `${Math.round(share * 100)} %`;
  return span(text, share >= TIGHT_SHARE ? 'feed.stale' : 'dim');
}

function connectionCount({ connections }: FeedRow): Span {
  if (connections.length === 0) return span(ABSENT, 'dim');
  const live = connections.filter(({ state }) => state === 'live').length;
  return span(`${live}/${connections.length}`, live < connections.length ? 'feed.stale' : 'dim');
}

function topicCount({ feed, connection }: FeedLine): Span {
  const counts = connection === undefined ? feed.connections : [connection];
  return counts.length === 0 ? span(ABSENT, 'dim') : span(String(counts.reduce((sum, one) => sum + one.topicCount, 0)), 'dim');
}

/** Why it is not live, and what went wrong lately. */
function note(line: FeedLine, time: number): Span {
  const { feed, connection } = line;
  const { state } = told(line);
  const reason = state === 'live' ? '' : reasonWords(told(line), time);
  const [mishap] = connection === undefined ? recentMishaps(feed, time) : [];
  const lately = mishap === undefined ? '' : `${mishapWords(mishap, time)}: ${mishap.text}`;
  const words = [reason, lately].filter((part) => part !== '').join(' · ');
  return span(words, state === 'live' ? 'feed.stale' : `feed.${state}`);
}

export const feedColumns: readonly FeedColumn[] = [
  {
    id: 'exchange',
    header: 'EXCHANGE',
    width: 11,
    priority: 1,
    align: 'left',
    cell: ({ feed, connection, isLast }, _, width) =>
      connection === undefined
        ? span(shortened(feed.exchange, width), `exchange.${feed.exchange}`)
        : span(`${isLast === true ? '└' : '├'} ${printable(connection.name)}`, 'dim'),
  },
  {
    id: 'state',
    header: 'STATE',
    width: STATE_CELLS,
    priority: 1,
    align: 'left',
    cell: (line) => {
      const state = told(line).state;
      return span(`${feedGlyphs[state]} ${state}`, `feed.${state}`);
    },
  },
  {
    id: 'since',
    header: 'FOR',
    width: 4,
    priority: 5,
    align: 'right',
    cell: (line, { time }) => age(told(line).sinceTime, time),
  },
  {
    id: 'age',
    header: 'AGE',
    width: 3,
    grow: { to: 4, order: 4 },
    priority: 2,
    align: 'right',
    cell: (line, { time }) => age(told(line).lastMessageTime, time),
  },
  {
    id: 'rate',
    header: 'MSG/S',
    width: 6,
    priority: 2,
    align: 'right',
    isMain: true,
    cell: (line) => {
      const rate = told(line).messagesPerSecond;
      return rate === undefined ? span(ABSENT, 'dim') : span(formatPerSecond(rate));
    },
  },
  {
    id: 'lag',
    header: 'LAG P50',
    shortHeader: 'LAG',
    width: 6,
    grow: { to: 7, order: 3, whole: true },
    priority: 3,
    align: 'right',
    cell: ofExchange(({ lagMs }) => lag(lagMs)),
  },
  { id: 'lagP99', header: 'P99', width: 6, priority: 4, align: 'right', cell: ofExchange(({ lagP99Ms }) => lag(lagP99Ms)) },
  {
    id: 'messages',
    header: 'MSGS',
    width: 5,
    priority: 8,
    align: 'right',
    cell: (line) => span(formatCount(told(line).messageCount), 'dim'),
  },
  {
    id: 'unread',
    header: 'UNREAD',
    shortHeader: 'UNR',
    width: 4,
    grow: { to: 6, order: 1, whole: true },
    priority: 5,
    align: 'right',
    cell: ofExchange(({ unreadCount }) => counted(unreadCount)),
  },
  {
    id: 'reconnects',
    header: 'RECONNECTS',
    shortHeader: 'REC',
    width: 4,
    grow: { to: 10, order: 6, whole: true },
    priority: 6,
    align: 'right',
    cell: (line) => counted(told(line).reconnectCount),
  },
  {
    id: 'budget',
    header: 'BUDGET',
    width: 9,
    grow: { to: 14, order: 5, whole: true },
    priority: 7,
    align: 'right',
    cell: ofExchange((feed, _, width) => budgetSpan(feed, width)),
  },
  { id: 'connections', header: 'CONNS', width: 5, priority: 9, align: 'right', cell: ofExchange(connectionCount) },
  { id: 'topics', header: 'TOPICS', width: 6, priority: 10, align: 'right', cell: topicCount },
  {
    id: 'note',
    header: 'NOTE',
    width: 16,
    grow: { to: 120, order: 7 },
    priority: 11,
    align: 'left',
    cell: (line, { time }) => note(line, time),
  },
  {
    id: 'liquidations',
    header: 'LIQUIDATIONS',
    width: 24,
    priority: 12,
    align: 'left',
    cell: ofExchange(({ exchange }, { coverage }) => span(coverageWords[coverage[exchange].liquidations], 'dim')),
  },
];

function detail({ feed }: FeedLine, { time, coverage }: FeedContext): readonly Span[] {
  if (feed.state !== 'live') return [span(feedSentence(feed, time), `feed.${feed.state}`)];
  const [mishap] = recentMishaps(feed, time);
  if (mishap !== undefined) return [span(`${mishapWords(mishap, time)}: ${mishap.sentence}`, 'feed.stale')];
  return [span(`${feed.exchange}: `, 'dim'), span(printable(coverage[feed.exchange].note), 'dim')];
}

export function feedsLines({ rows, coverage, time, ...props }: FeedsPanelProps): readonly string[] {
  const context = { time, coverage };
  const area = listArea(props.height);
  const selected = rows[windowOf(props.cursor, rows.map(feedId), area.rows).selected];
  const live = rows.filter(({ state }) => state === 'live').length;
  const count = rows.reduce((sum, { connections }) => sum + connections.length, 0);
  return listPanelLines({
    ...props,
    title: 'Feeds',
    info: `${live} live${count === 0 ? '' : ` · ${count} connections`}`,
    columns: feedColumns,
    rows: feedLines(rows, area.rows, selected?.exchange),
    hasPosition: false,
    idOf: feedLineId,
    context,
    empty: 'no exchange is known',
    detail: (line) => detail(line, context),
  });
}

export const FeedsPanel = memo(function FeedsPanel(props: FeedsPanelProps): ReactNode {
  return <Lines lines={feedsLines(props)} />;
});
