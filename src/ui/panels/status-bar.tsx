import { memo, type ReactNode } from 'react';
import type { ConnectionState } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { cellWidth, cut, padded } from '../cells.js';
import { feedSentence, troubledFeeds } from '../feed-words.js';
import { ABSENT, formatAge, formatClock, formatCount, formatDuration, formatPerSecond } from '../format.js';
import { type Span, span, spansWidth, spread } from '../line.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import { feedGlyphs, type Theme } from '../theme.js';

export interface StatusBarProps {
  readonly theme: Theme;
  readonly width: number;
  /** 1 or 2 lines. */
  readonly height: number;
  readonly asset: string;
  readonly feeds: readonly FeedRow[];
  readonly time: number;
  readonly isDemo: boolean;
  readonly isPaused: boolean;
  /** Liquidations that came while paused. */
  readonly waiting: string;
}

const RATE_CELLS = 5;
/** A narrower line leaves the name out: the lamps tell more. */
const BRAND_FROM = 70;
const AGE_CELLS = 3;
/** Permissionless listings have names as long as the line. */
const ASSET_CELLS = 16;

const lampDetails = ['age', 'rate', 'name', 'short', 'tight'] as const;
type LampDetail = (typeof lampDetails)[number];

/** In at most five letters. */
const shortStates: Readonly<Record<ConnectionState, string>> = {
  live: 'live',
  connecting: 'conn',
  stale: 'stale',
  reconnecting: 'retry',
  blocked: 'block',
  off: 'off',
};

function dataAge(feed: FeedRow, time: number): string {
  return feed.lastMessageTime === undefined ? ABSENT : formatAge(time - feed.lastMessageTime);
}

/** A lamp: glyph and name, and beside a live one what flows, beside another its state. Widths do not move with the numbers. */
function lamp(feed: FeedRow, time: number, detail: LampDetail): readonly Span[] {
  const style = `feed.${feed.state}` as const;
  if (detail === 'tight') return [span(feedGlyphs[feed.state], style), span(shortened(feed.exchange, 0))];
  const glyph = span(`${feedGlyphs[feed.state]} `, style);
  if (detail === 'short') return [glyph, span(shortened(feed.exchange, 0))];
  const name = span(feed.exchange, feed.state === 'off' ? 'dim' : 'text');
  if (detail === 'name') return [glyph, name];
  const cells = 1 + RATE_CELLS + (detail === 'age' ? 1 + AGE_CELLS : 0);
  if (feed.state !== 'live')
    return [glyph, name, span(padded(` ${cellWidth(feed.state) < cells ? feed.state : shortStates[feed.state]}`, cells), style)];
  const rate = padded(formatPerSecond(feed.messagesPerSecond), RATE_CELLS, 'right');
  return [glyph, name, span(` ${rate}${detail === 'age' ? ` ${padded(dataAge(feed, time), AGE_CELLS, 'right')}` : ''}`, 'dim')];
}

function lamps(feeds: readonly FeedRow[], time: number, room: number): readonly Span[] {
  let spans: readonly Span[] = [];
  for (const detail of lampDetails) {
    spans = feeds.flatMap((feed) => [span(detail === 'age' || detail === 'name' ? '  ' : ' '), ...lamp(feed, time, detail)]);
    if (spansWidth(spans) <= room) break;
  }
  return spans;
}

/** Every reason there is room for, or what flows when all is well. */
function news({ feeds, time }: StatusBarProps): readonly Span[] {
  const troubled = troubledFeeds(feeds);
  if (troubled.length > 0) {
    return troubled.flatMap((feed, index) => [
      span(index === 0 ? ` ${feedGlyphs[feed.state]} ` : `   ${feedGlyphs[feed.state]} `, `feed.${feed.state}`),
      span(feedSentence(feed, time)),
    ]);
  }
  const live = feeds.filter((feed) => feed.state === 'live');
  if (live.length === 0) return [span(' every exchange is off: press e to switch one on', 'dim')];
  const rate = live.reduce((sum, feed) => sum + feed.messagesPerSecond, 0);
  const lags = live.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]));
  const times = live.flatMap(({ lastMessageTime }) => (lastMessageTime === undefined ? [] : [lastMessageTime]));
  const age = times.length === 0 ? ABSENT : formatAge(time - Math.min(...times));
  const lag = lags.length === 0 ? '' : ` · slowest lag ${formatDuration(Math.max(...lags))}`;
  return [span(` ${live.length} live · ${formatPerSecond(rate)} messages · oldest data ${age}${lag}`, 'dim')];
}

/** A fault cut shorter than this says nothing. */
const WORTHWHILE_FAULT_CELLS = 24;

/** How many frames could not be read and what was wrong with the last, as far as there is room for it. */
function unread(feeds: readonly FeedRow[], room: number): readonly Span[] {
  const faulty = feeds.filter(({ unreadCount }) => unreadCount > 0);
  if (faulty.length === 0) return [];
  const count = `${formatCount(faulty.reduce((sum, { unreadCount }) => sum + unreadCount, 0))} unread`;
  const named = faulty.find(({ lastFault }) => lastFault !== undefined);
  const whole = named?.lastFault === undefined ? count : `${count}: ${named.exchange} ${printable(named.lastFault)}`;
  return [span(` ${room < WORTHWHILE_FAULT_CELLS ? count : cut(whole, room)} `, 'feed.stale')];
}

export function statusLines(props: StatusBarProps): readonly string[] {
  const { theme, width, height, feeds, time } = props;
  const left: Span[] = [span(width < BRAND_FROM ? ' ' : ' fundmon ', 'brand')];
  if (props.isDemo) left.push(span('DEMO', 'flag'), span(' '));
  left.push(span(cut(printable(props.asset), ASSET_CELLS), 'accent'));
  const right: Span[] = [span(' ')];
  if (props.isPaused) right.push(span(` PAUSED${props.waiting === '' ? '' : ` +${props.waiting}`} `, 'flag'), span(' '));
  if (height === 1) right.push(...unread(feeds, 0));
  right.push(span(`${formatClock(time)} `));
  const room = width - spansWidth(left) - spansWidth(right);
  const first = spread(theme, [...left, ...lamps(feeds, time, room)], right, width);
  if (height === 1) return [first];
  const told = news(props);
  return [first, spread(theme, told, unread(feeds, width - spansWidth(told) - 2), width)];
}

export const StatusBar = memo(function StatusBar(props: StatusBarProps): ReactNode {
  return <Lines lines={statusLines(props)} />;
});
