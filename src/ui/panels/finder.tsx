import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { AssetSummary } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { formatRate8h, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { span, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import type { Theme } from '../theme.js';

export interface FinderPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly query: string;
  readonly matches: readonly AssetSummary[];
  readonly assetCount: number;
  readonly index: number;
}

export const FINDER_WIDTH = 48;
export const FINDER_HEIGHT = 18;
const SPREAD_CELLS = 12;
const VOLUME_CELLS = 9;
const CARET = '▏';

export function finderLines({ theme, width, height, query, matches, assetCount, index }: FinderPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const nameCells = Math.max(1, inner - SPREAD_CELLS - VOLUME_CELLS);
  const rows = Math.max(0, innerHeight(height) - 2);
  const first = Math.max(0, Math.min(index - Math.floor(rows / 2), matches.length - rows));
  const body = [
    styledLine(theme, [span('/ ', 'key'), span(printable(query), 'strong'), span(CARET, 'accent')], inner),
    styledLine(
      theme,
      [
        span(padded('ASSET', nameCells), 'header'),
        span(padded('BEST 8H', SPREAD_CELLS, 'right'), 'header'),
        span(padded('VOL 24H', VOLUME_CELLS, 'right'), 'header'),
      ],
      inner,
    ),
    ...matches
      .slice(first, first + rows)
      .map(({ asset, spread8h, volume24hUsd }, line) =>
        styledLine(
          theme,
          [
            span(padded(printable(asset), nameCells), 'strong'),
            span(padded(formatRate8h(spread8h), SPREAD_CELLS, 'right'), 'positive'),
            span(padded(formatUsd(volume24hUsd), VOLUME_CELLS, 'right')),
          ],
          inner,
          first + line === index,
        ),
      ),
  ];
  if (matches.length === 0) body.push(styledLine(theme, [span('no asset has these letters in this order', 'dim')], inner));
  return framed(
    theme,
    { title: 'Find an asset', info: `${matches.length} of ${assetCount}`, width, height, isFocused: true },
    body,
  );
}

export const FinderPanel = memo(function FinderPanel(props: FinderPanelProps): ReactNode {
  return <Lines lines={finderLines(props)} />;
});
