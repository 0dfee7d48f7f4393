import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { AssetSummary, MarketSnapshot } from '../../market/snapshot.js';
import { rate8hOfAsset } from '../asset-rate.js';
import { padded } from '../cells.js';
import { formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, signedSpan, span, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import { type Theme, WATCHED_GLYPH } from '../theme.js';
import { comparableUnit, formatFrom8h, type RateUnit, unitHeadings } from '../unit.js';

export interface FinderPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly query: string;
  readonly matches: readonly AssetSummary[];
  readonly assetCount: number;
  readonly funding: MarketSnapshot['funding'];
  readonly watch: readonly string[];
  readonly unit: RateUnit;
  readonly index: number;
}

export const FINDER_WIDTH = 60;
export const FINDER_HEIGHT = 18;
/** The mark of a watched asset and a blank. */
const MARK_CELLS = 2;
const RATE_CELLS = 10;
const SPREAD_CELLS = 12;
const VOLUME_CELLS = 8;
const LEAST_NAME_CELLS = 10;
const CARET = '▏';

/** A narrow finder keeps the name and the rate. */
interface Columns {
  readonly name: number;
  readonly spread: number;
  readonly volume: number;
}

function columnsIn(width: number): Columns {
  const room = width - MARK_CELLS - RATE_CELLS - LEAST_NAME_CELLS;
  const spread = room >= SPREAD_CELLS ? SPREAD_CELLS : 0;
  const volume = room >= SPREAD_CELLS + VOLUME_CELLS ? VOLUME_CELLS : 0;
  return { name: Math.max(1, width - MARK_CELLS - RATE_CELLS - spread - volume), spread, volume };
}

function line(
  { name, spread, volume }: Columns,
  mark: Span,
  [asset, rate, best, traded]: readonly [Span, Span, Span, Span],
): readonly Span[] {
  const cell = ({ text, style }: Span, cells: number): Span => span(cells === 0 ? '' : padded(text, cells, 'right'), style);
  return [
    span(padded(mark.text, MARK_CELLS), mark.style),
    span(padded(asset.text, name), asset.style),
    cell(rate, RATE_CELLS),
    cell(best, spread),
    cell(traded, volume),
  ];
}

/** Matches in sight in a finder of that height: the rest is the query and the heading. */
export function finderRows(height: number): number {
  return Math.max(0, innerHeight(height) - 2);
}

export function finderLines(props: FinderPanelProps): readonly string[] {
  const { theme, width, height, query, matches, assetCount, funding, watch, unit, index } = props;
  const inner = innerWidth(width);
  const columns = columnsIn(inner);
  const compared = comparableUnit(unit);
  const rows = finderRows(height);
  const first = Math.max(0, Math.min(index - Math.floor(rows / 2), matches.length - rows));
  const header = (text: string): Span => span(text, 'header');
  const heading = line(columns, span(''), [header('ASSET'), header(unitHeadings[compared]), header('SPREAD'), header('VOL 24H')]);
  const body = [
    styledLine(theme, [span('/ ', 'key'), span(printable(query), 'strong'), span(CARET, 'accent')], inner),
    styledLine(theme, heading, inner),
    ...matches.slice(first, first + rows).map(({ asset, spread8h, volume24hUsd }, at) => {
      const mark = watch.includes(asset) ? span(WATCHED_GLYPH, 'accent') : span('');
      const cells = line(columns, mark, [
        span(printable(asset), 'strong'),
        signedSpan(formatFrom8h(compared, rate8hOfAsset(funding.get(asset)))),
        span(formatFrom8h(compared, spread8h), 'positive'),
        span(formatUsd(volume24hUsd)),
      ]);
      return styledLine(theme, cells, inner, first + at === index);
    }),
  ];
  if (matches.length === 0) body.push(styledLine(theme, [span('no asset has these letters in this order', 'dim')], inner));
  const detail = [span(WATCHED_GLYPH, 'accent'), span(' watched: detailed, fast tickers', 'dim')];
  const info = `${matches.length} of ${assetCount}`;
  return framed(theme, { title: 'Find an asset', info, detail, width, height, isFocused: true }, body);
}

export const FinderPanel = memo(function FinderPanel(props: FinderPanelProps): ReactNode {
  return <Lines lines={finderLines(props)} />;
});
