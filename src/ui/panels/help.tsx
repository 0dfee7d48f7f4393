import { memo, type ReactNode } from 'react';
import { padded } from '../cells.js';
import { commands } from '../commands.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { keyHelp } from '../key-words.js';
import { type Binding, bindings } from '../keymap.js';
import { type Span, span, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import { feedGlyphs, type Style, sideGlyphs, type Theme, tierGlyphs } from '../theme.js';

export interface HelpPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** As the settings have it. */
  readonly bindings: readonly Binding[];
  /** The first line shown. */
  readonly offset: number;
}

const KEY_CELLS = 16;

function glyphs(entries: readonly (readonly [string, string, Style])[]): readonly Span[] {
  return entries.flatMap(([glyph, word, style]) => [span(`${glyph} `, style), span(`${word}  `)]);
}

function helpRows(table: readonly Binding[]): readonly (readonly Span[])[] {
  const keys = keyHelp(table).map(({ keys, help }) => [span(padded(keys, KEY_CELLS), 'key'), span(help)]);
  const { live, connecting, stale, reconnecting, blocked, off } = feedGlyphs;
  return [
    ...keys,
    [],
    ...commands.map(({ name, argument, help }) => [
      span(padded(`:${name}`, KEY_CELLS), 'key'),
      span(help),
      span(argument === '' ? '' : `  ${argument}`, 'dim'),
    ]),
    [],
    glyphs([
      [live, 'live', 'feed.live'],
      [connecting, 'connecting', 'feed.connecting'],
      [stale, 'stale', 'feed.stale'],
      [reconnecting, 'reconnecting', 'feed.reconnecting'],
      [blocked, 'blocked', 'feed.blocked'],
      [off, 'off', 'feed.off'],
    ]),
    glyphs([
      [tierGlyphs.LOW, 'low', 'tier.LOW'],
      [tierGlyphs.MEDIUM, 'medium', 'tier.MEDIUM'],
      [tierGlyphs.HIGH, 'high', 'tier.HIGH'],
      [tierGlyphs.CRITICAL, 'critical', 'tier.CRITICAL'],
    ]),
    glyphs([
      [sideGlyphs.long, 'a long was closed', 'side.long'],
      [sideGlyphs.short, 'a short was closed', 'side.short'],
    ]),
    [span('▲ highest and ▼ lowest 8h rate of the asset; a positive rate: longs pay shorts', 'dim')],
    [span('≥ the exchange publishes a sample; ┄ not connected then', 'dim')],
  ];
}

export const HELP_WIDTH = 88;
export const HELP_ROWS = helpRows(bindings).length;

export function helpLines({ theme, width, height, bindings: table, offset }: HelpPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const shown = innerHeight(height);
  const first = Math.min(offset, Math.max(0, HELP_ROWS - shown));
  const rows = helpRows(table).slice(first, first + shown);
  const info = HELP_ROWS > shown ? `${first + 1}–${first + rows.length} of ${HELP_ROWS}` : undefined;
  return framed(
    theme,
    { title: 'Keys', width, height, isFocused: true, ...(info === undefined ? {} : { info }) },
    rows.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const HelpPanel = memo(function HelpPanel(props: HelpPanelProps): ReactNode {
  return <Lines lines={helpLines(props)} />;
});
