import { memo, type ReactNode } from 'react';
import { type ExchangeId, exchangeIds } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { padded, wrapped } from '../cells.js';
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
  /** The key that switches; absent where the settings give it none. */
  readonly toggleKey: string | undefined;
  readonly time: number;
}

export const EXCHANGES_WIDTH = 96;
/** About the selected one: what is wrong with it, what flows, and what it withholds over as many lines as that takes. */
const ABOUT_LINES = 5;
/** A line an exchange, a rule, and those, in their border: the smallest screen holds them. */
export const EXCHANGES_HEIGHT = exchangeIds.length + ABOUT_LINES + 3;
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
  const { theme, width, height, feeds, chosen, coverage, index, toggleKey, time } = props;
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
  const trouble = feed === undefined || feed.state === 'live' ? '' : feedSentence(feed, time);
  const about: readonly Span[] = [
    span(trouble, 'feed.stale'),
    span(feed?.lastFault === undefined ? '' : `unread: ${printable(feed.lastFault.text)}`, 'feed.stale'),
    span(feed === undefined ? '' : flow(feed, time), 'dim'),
    ...wrapped(printable(coverage[selected].note), inner).map((line) => span(line, 'dim')),
  ];
  const told = about.filter(({ text }) => text !== '').map((line) => styledLine(theme, [line], inner));
  const info = toggleKey === undefined ? {} : { info: `${toggleKey} switches` };
  const rule = theme.paint('border', '─'.repeat(inner));
  return framed(theme, { title: 'Exchanges', ...info, width, height, isFocused: true }, [...rows, rule, ...told]);
}

export const ExchangesPanel = memo(function ExchangesPanel(props: ExchangesPanelProps): ReactNode {
  return <Lines lines={exchangesLines(props)} />;
});
