import { memo, type ReactNode } from 'react';
import type { FeedRow } from '../../market/snapshot.js';
import { unlistedSentence } from '../../market/unlisted.js';
import { cut } from '../cells.js';
import { feedSentence, troubledFeeds } from '../feed-words.js';
import { type FooterMoment, footerHints } from '../key-words.js';
import type { Binding } from '../keymap.js';
import { type Span, span, spansWidth, spread } from '../line.js';
import { Lines } from '../surface.js';
import { feedGlyphs, type Theme } from '../theme.js';
import type { Mode } from '../view-state.js';

export interface FooterProps {
  readonly theme: Theme;
  readonly width: number;
  readonly mode: Mode;
  /** As the settings have it. */
  readonly bindings: readonly Binding[];
  /** What can be done now. */
  readonly moment: FooterMoment;
  readonly version: string;
  /** About the last key. */
  readonly notice: string | undefined;
  /** Where the status has one line only, the worst trouble is told here, or what no exchange lists. */
  readonly troubles: readonly FeedRow[];
  readonly time: number;
}

/** Kept when the width does not hold all hints: a reader who can see these finds the rest. */
const KEPT_HINTS = 2;
const TROUBLE_SHARE = 0.6;

function hints(mode: Mode, table: readonly Binding[], moment: FooterMoment, room: number): readonly Span[] {
  const all = footerHints(mode, table, moment);
  const kept = [...all];
  const spansOf = (list: typeof all): Span[] =>
    list.flatMap(({ keys, word }) => [span(` ${keys}`, 'key'), span(` ${word} `, 'dim')]);
  while (kept.length > KEPT_HINTS && spansWidth(spansOf(kept)) > room) kept.splice(kept.length - KEPT_HINTS - 1, 1);
  // A long notice has the line for itself: half a hint helps nobody.
  return spansWidth(spansOf(kept)) > room ? [] : spansOf(kept);
}

export function footerLines({
  theme,
  width,
  mode,
  bindings,
  moment,
  version,
  notice,
  troubles,
  time,
}: FooterProps): readonly string[] {
  const worst = troubledFeeds(troubles)[0];
  const unlisted = unlistedSentence(troubles);
  const most = Math.floor(width * TROUBLE_SHARE);
  const right =
    notice !== undefined
      ? [span(` ${notice} `, 'accent')]
      : worst === undefined
        ? [unlisted === '' ? span(version, 'dim') : span(cut(unlisted, most), 'feed.stale'), span(' ')]
        : [span(cut(`${feedGlyphs[worst.state]} ${feedSentence(worst, time)}`, most), `feed.${worst.state}`), span(' ')];
  return [spread(theme, hints(mode, bindings, moment, width - spansWidth(right)), right, width)];
}

export const Footer = memo(function Footer(props: FooterProps): ReactNode {
  return <Lines lines={footerLines(props)} />;
});
