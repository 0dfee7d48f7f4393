import { memo, type ReactNode } from 'react';
import { type ExchangeId, exchangeIds } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { feedSentence } from '../feed-words.js';
import { formatAge, formatCount, formatDuration, formatPerSecond } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import { feedGlyphs, type Theme } from '../theme.js';
import { type CoverageTable, coverageWords } from './bursts.js';

export interface ExchangesPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly feeds: readonly FeedRow[];
  readonly chosen: readonly ExchangeId[];
  readonly coverage: CoverageTable;
  readonly index: number;
  readonly time: number;
}

export const EXCHANGES_WIDTH = 96;
/** A line an exchange, a rule, and four about the selected one, in their border. */
export const EXCHANGES_HEIGHT = exchangeIds.length + 7;
const NAME_CELLS = 12;
const LAMP_CELLS = 15;

function flow(feed: FeedRow, time: number): string {
  const parts = [formatPerSecond(feed.messagesPerSecond), `${formatCount(feed.messageCount)} messages`];
  if (feed.lastMessageTime !== undefined) parts.push(`last ${formatAge(time - feed.lastMessageTime)} ago`);
  if (feed.lagMs !== undefined) parts.push(`lag ${formatDuration(feed.lagMs)}`);
  if (feed.unreadCount > 0) parts.push(`${formatCount(feed.unreadCount)} unread`);
  return parts.join(' · ');
}

export function exchangesLines(props: ExchangesPanelProps): readonly string[] {
  const { theme, width, height, feeds, chosen, coverage, index, time } = props;
  const inner = innerWidth(width);
  const feedOf = (exchange: ExchangeId): FeedRow | undefined => feeds.find((feed) => feed.exchange === exchange);
  const rows = exchangeIds.map((exchange, line) => {
    const feed = feedOf(exchange);
    const state = feed?.state ?? 'off';
    const spans: readonly Span[] = [
      span(chosen.includes(exchange) ? '[x] ' : '[ ] ', 'key'),
      span(padded(exchange, NAME_CELLS), 'strong'),
      span(padded(`${feedGlyphs[state]} ${state}`, LAMP_CELLS), `feed.${state}`),
      span(coverageWords[coverage[exchange].liquidations]),
    ];
    return styledLine(theme, spans, inner, line === index);
  });
  const selected = exchangeIds[index] ?? exchangeIds[0];
  const feed = feedOf(selected);
  const about = [
    theme.paint('border', '─'.repeat(inner)),
    styledLine(theme, [span(printable(coverage[selected].note), 'dim')], inner),
    styledLine(theme, [span(feed === undefined ? '' : flow(feed, time), 'dim')], inner),
    styledLine(theme, [span(feed === undefined || feed.state === 'live' ? '' : feedSentence(feed, time), 'feed.stale')], inner),
    styledLine(theme, [span(feed?.lastFault === undefined ? '' : `unread: ${printable(feed.lastFault)}`, 'feed.stale')], inner),
  ];
  return framed(theme, { title: 'Exchanges', info: 'Space switches', width, height, isFocused: true }, [...rows, ...about]);
}

export const ExchangesPanel = memo(function ExchangesPanel(props: ExchangesPanelProps): ReactNode {
  return <Lines lines={exchangesLines(props)} />;
});
