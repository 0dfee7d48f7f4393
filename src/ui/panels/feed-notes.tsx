import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { FeedRow } from '../../market/snapshot.js';
import { unlistedSentence } from '../../market/unlisted.js';
import { padded } from '../cells.js';
import { feedSentence, mishapWords, recentMishaps, troubledFeeds } from '../feed-words.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { feedGlyphs } from '../theme.js';
import { type CoverageTable, coverageWords } from './bursts.js';

export interface FeedNotesPanelProps extends PanelProps {
  readonly feeds: readonly FeedRow[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

const NAME_CELLS = 12;

/** What is wrong comes first: it is left when there is no room for the rest. */
export function feedNoteLines({
  theme,
  feeds,
  coverage,
  time,
  width,
  height,
  isFocused,
}: FeedNotesPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const troubles = troubledFeeds(feeds).map((feed): readonly Span[] => [
    span(`${feedGlyphs[feed.state]} ${feedSentence(feed, time)}`, `feed.${feed.state}`),
  ]);
  const mishaps = feeds
    .flatMap((feed) => recentMishaps(feed, time))
    .sort((a, b) => b.time - a.time)
    .map((mishap): readonly Span[] => [span(`${mishapWords(mishap, time)}: `, 'feed.stale'), span(mishap.sentence)]);
  const unlisted = unlistedSentence(feeds);
  const notes = feeds.map(({ exchange }): readonly Span[] => [
    span(padded(exchange, NAME_CELLS), `exchange.${exchange}`),
    span(`${coverageWords[coverage[exchange].liquidations]}: `),
    span(printable(coverage[exchange].note), 'dim'),
  ]);
  const wrong = [...troubles, ...(unlisted === '' ? [] : [[span(unlisted, 'feed.stale')]]), ...mishaps];
  const rows = [...(wrong.length === 0 ? [[span('every feed is as it should be', 'dim')]] : wrong), [], ...notes];
  const shown = rows.slice(0, innerHeight(height));
  return framed(
    theme,
    { title: 'What they say', width, height, isFocused },
    shown.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const FeedNotesPanel = memo(function FeedNotesPanel(props: FeedNotesPanelProps): ReactNode {
  return <Lines lines={feedNoteLines(props)} />;
});
