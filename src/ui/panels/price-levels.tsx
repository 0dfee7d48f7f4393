import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { PriceLevel } from '../../market/price-levels.js';
import type { FundingRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { formatPrice, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { bar } from '../histogram.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { joinedLevels, placeOf } from '../price-map.js';
import { Lines } from '../surface.js';
import { sideGlyphs } from '../theme.js';

export interface PriceLevelsPanelProps extends PanelProps {
  readonly asset: string;
  /** Of the asset, highest price first. */
  readonly levels: readonly PriceLevel[];
  /** Its instruments. */
  readonly rows: readonly FundingRow[];
  /** A sample has part in it. */
  readonly isSampled: boolean;
}

const PRICE_CELLS = 11;
/** `≥$12.3M` */
const USD_CELLS = 7;
const MARK = '▸';

/** Of the instrument with the most open interest: the others of an asset lie within basis points of it. */
function markOf(rows: readonly FundingRow[]): number | undefined {
  const marked = rows.filter(({ markPrice, isStale }) => markPrice !== undefined && !isStale);
  const [first] = [...marked].sort((a, b) => (b.openInterestUsd ?? 0) - (a.openInterestUsd ?? 0));
  return first?.markPrice;
}

interface Scale {
  readonly cells: number;
  readonly mostUsd: number;
  readonly prefix: string;
}

/** Longs grow to the left of the prices, shorts to the right. */
function levelSpans({ fromPrice, longUsd, shortUsd }: PriceLevel, isMarked: boolean, scale: Scale): readonly Span[] {
  const { cells, mostUsd, prefix } = scale;
  const sum = (usd: number): string => (usd === 0 ? '' : prefix + formatUsd(usd));
  const left = '█'.repeat(longUsd === 0 ? 0 : Math.max(1, Math.round((longUsd / mostUsd) * cells)));
  const price = `${isMarked ? MARK : ' '}${padded(formatPrice(fromPrice, PRICE_CELLS - 1), PRICE_CELLS - 1, 'right')}`;
  return [
    span(padded(sum(longUsd), USD_CELLS, 'right'), 'side.long'),
    span(` ${padded(left, cells, 'right')} `, 'side.long'),
    span(price, isMarked ? 'strong' : 'text'),
    span(` ${padded(bar(mostUsd > 0 ? shortUsd / mostUsd : 0, cells), cells)} `, 'side.short'),
    span(padded(sum(shortUsd), USD_CELLS), 'side.short'),
  ];
}

export function priceLevelLines(props: PriceLevelsPanelProps): readonly string[] {
  const { theme, asset, levels, rows, isSampled, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const frame = { title: `Price levels ${printable(asset)}`, width, height, isFocused };
  if (levels.length === 0) return framed(theme, frame, [styledLine(theme, [span('nothing liquidated of it yet', 'dim')], inner)]);
  const joined = joinedLevels(levels, innerHeight(height) - 1);
  const mark = markOf(rows);
  const place = mark === undefined ? undefined : placeOf(joined, mark);
  const where = typeof place === 'string' ? `, ${place} all` : '';
  const info = mark === undefined ? 'last 24 h' : `${MARK} mark ${formatPrice(mark)}${where} · last 24 h`;
  const cells = Math.max(1, Math.floor((inner - PRICE_CELLS - 2 * USD_CELLS - 4) / 2));
  const mostUsd = Math.max(0, ...joined.flatMap(({ longUsd, shortUsd }) => [longUsd, shortUsd]));
  const scale = { cells, mostUsd, prefix: isSampled ? '≥' : '' };
  const header = [
    span(padded(`${sideGlyphs.long} LONGS`, USD_CELLS + cells + 2), 'header'),
    span(padded('FROM PRICE', PRICE_CELLS, 'right'), 'header'),
    span(padded(`SHORTS ${sideGlyphs.short}`, USD_CELLS + cells + 2, 'right'), 'header'),
  ];
  const body = joined.map((level, at) => levelSpans(level, at === place, scale));
  return framed(
    theme,
    { ...frame, info },
    [header, ...body].map((spans) => styledLine(theme, spans, inner)),
  );
}

export const PriceLevelsPanel = memo(function PriceLevelsPanel(props: PriceLevelsPanelProps): ReactNode {
  return <Lines lines={priceLevelLines(props)} />;
});
