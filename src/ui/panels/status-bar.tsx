import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { unlistedSentence } from '../../market/unlisted.js';
import { cut } from '../cells.js';
import { feedSentence, type Mishap, recentMishaps, troubledFeeds } from '../feed-words.js';
import { formatClock, formatCount, formatDuration, formatPerSecond } from '../format.js';
import { lampSpans } from '../lamps.js';
import { type Span, span, spansWidth, spread, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import { ALERT_GLYPH, feedGlyphs, type Theme } from '../theme.js';
import { type ViewId, viewNumber } from '../views.js';

export interface StatusBarProps {
  readonly theme: Theme;
  readonly width: number;
  /** 1 or 2 lines. */
  readonly height: number;
  readonly view: ViewId;
  readonly asset: string;
  readonly feeds: readonly FeedRow[];
  /** The key that opens the list of exchanges; absent where the settings give it none. */
  readonly exchangesKey: string | undefined;
  readonly time: number;
  /** The reader's zone; absent: UTC. */
  readonly offsetMinutes: number | undefined;
  readonly isDemo: boolean;
  /** The clock tells no seconds. */
  readonly isQuiet?: boolean;
  /** Alerts that stand and nobody has seen to. */
  readonly alertCount?: number;
  readonly isPaused: boolean;
  /** Liquidations that came while paused. */
  readonly waiting: string;
}

/** A narrower line leaves the name out: the lamps tell more. */
const BRAND_FROM = 70;
/** Permissionless listings have names as long as the line. */
const ASSET_CELLS = 16;
/** ` +5 more`. */
const MORE_CELLS = 8;
/** A sentence cut shorter than this says nothing. */
const WORTHWHILE_CELLS = 24;

/** Every reason there is room for, or what flows when all is well. */
function news({ feeds, exchangesKey, time }: StatusBarProps, room: number): readonly Span[] {
  const troubled = troubledFeeds(feeds);
  const starting = troubled.filter(({ state, reason }) => state === 'connecting' && reason === undefined);
  const spans = troubled
    .filter((feed) => !starting.includes(feed))
    .map((feed) => span(`  ${feedGlyphs[feed.state]} ${feedSentence(feed, time)}`, `feed.${feed.state}`));
  const names = starting.map(({ exchange }) => exchange).join(', ');
  if (names !== '') spans.push(span(`  ${feedGlyphs.connecting} connecting: ${names}`, 'feed.connecting'));
  const sentence = unlistedSentence(feeds);
  const unlisted = sentence === '' ? [] : [span(`  ${sentence}`, 'feed.stale')];
  if (spans.length > 0) return fitting([...spans, ...unlisted], room);
  const live = feeds.filter((feed) => feed.state === 'live');
  if (live.length === 0) return [span(`  every exchange is off: ${exchangesKey ?? 'the settings'} switches one on`, 'dim')];
  const rate = live.reduce((sum, feed) => sum + feed.messagesPerSecond, 0);
  const lags = live.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]));
  const flow = `  ${live.length} live · ${formatPerSecond(rate)} messages`;
  const lag = lags.length === 0 ? '' : ` · slowest lag ${formatDuration(Math.max(...lags))}`;
  const free = room - spansWidth(unlisted);
  const told = [flow + lag, flow].find((text) => text.length <= free);
  if (told !== undefined) return [span(told, 'dim'), ...unlisted];
  return unlisted.length === 0 ? [span(flow, 'dim')] : fitting(unlisted, room);
}

/** The first, cut if it must be, and as many more as there is room for; of the rest how many they are. */
function fitting(sentences: readonly Span[], room: number): readonly Span[] {
  const [first, ...others] = sentences;
  if (first === undefined || spansWidth(sentences) <= room) return sentences;
  const free = room - MORE_CELLS;
  const kept: Span[] = [{ ...first, text: cut(first.text, free) }];
  for (const next of others) {
    if (spansWidth([...kept, next]) > free) break;
    kept.push(next);
  }
  const left = sentences.length - kept.length;
  return left === 0 ? kept : [...kept, span(` +${left} more`, 'dim')];
}

/** What went wrong last, and how often that has been: for some minutes only, and the sentence as far as there is room for it. */
function mishaps(feeds: readonly FeedRow[], time: number, room: number): readonly Span[] {
  const recent = feeds.flatMap((feed) => recentMishaps(feed, time));
  const last = recent.reduce<Mishap | undefined>((newest, one) => (newest && newest.time >= one.time ? newest : one), undefined);
  if (last === undefined) return [];
  const same = recent.filter(({ word }) => word === last.word);
  const count = `${formatCount(same.reduce((sum, one) => sum + one.count, 0))} ${last.word}`;
  return [span(` ${room < WORTHWHILE_CELLS ? count : cut(`${count}: ${last.sentence}`, room)} `, 'feed.stale')];
}

/** `! 3 alerts`; in a narrow line `!3`. */
function alertWords(count: number, width: number): string {
  if (width < BRAND_FROM) return `${ALERT_GLYPH}${formatCount(count)}`;
  return `${ALERT_GLYPH} ${formatCount(count)} ${count === 1 ? 'alert' : 'alerts'}`;
}

export function statusLines(props: StatusBarProps): readonly string[] {
  const { theme, width, height, feeds, time } = props;
  const left: Span[] = [span(width < BRAND_FROM ? ' ' : ' fundmon ', 'brand')];
  if (props.isDemo) left.push(span('DEMO', 'flag'), span(' '));
  left.push(span(`${viewNumber(props.view)} `, 'key'));
  // The dashboard goes without saying; the other views are not about one asset.
  const about = props.view === 'dashboard' ? cut(printable(props.asset), ASSET_CELLS) : props.view;
  left.push(span(about, 'accent'));
  const right: Span[] = [span(' ')];
  if (props.alertCount !== undefined && props.alertCount > 0)
    right.push(span(alertWords(props.alertCount, width), 'alert'), span(' '));
  if (props.isPaused) right.push(span(` PAUSED${props.waiting === '' ? '' : ` +${props.waiting}`} `, 'flag'), span(' '));
  right.push(span(`${formatClock(time, props.offsetMinutes, !props.isQuiet)} `));
  if (height === 1) {
    const ends = [...mishaps(feeds, time, 0), ...right];
    const room = width - spansWidth(left) - spansWidth(ends);
    return [spread(theme, [...left, ...lampSpans(feeds, time, room)], ends, width)];
  }
  const free = width - spansWidth(left) - spansWidth(right);
  const told = [...left, ...news(props, free - spansWidth(mishaps(feeds, time, 0)))];
  const room = width - spansWidth(told) - spansWidth(right) - 2;
  return [
    spread(theme, told, [...mishaps(feeds, time, room), ...right], width),
    styledLine(theme, lampSpans(feeds, time, width), width),
  ];
}

export const StatusBar = memo(function StatusBar(props: StatusBarProps): ReactNode {
  return <Lines lines={statusLines(props)} />;
});
