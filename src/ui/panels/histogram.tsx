import { memo, type ReactNode } from 'react';
import { tiers } from '../../domain/severity.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { formatCount, formatUsd } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { gapCounts, type HistogramBar, histogramSpans } from '../histogram.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { tierGlyphs } from '../theme.js';
import type { CoverageTable } from './bursts.js';

export interface HistogramPanelProps extends PanelProps {
  readonly rows: readonly LiquidationRow[];
  /** What is left out, in words; empty for nothing. */
  readonly filter: string;
  readonly coverage: CoverageTable;
  readonly time: number;
}

const WINDOW_MS = 300_000;
const GAP_SECONDS = [1, 2, 5, 15, 60];
const gapLabels = ['< 1 s', '1–2 s', '2–5 s', '5–15 s', '15–60 s', '> 1 min'] as const;
/** Between the two halves. */
const MIDDLE = 3;

function tierBars(rows: readonly LiquidationRow[], coverage: CoverageTable): readonly HistogramBar[] {
  return [...tiers].reverse().map((tier) => {
    const ofTier = rows.filter((row) => row.tier === tier);
    const value = ofTier.reduce((sum, { liquidation }) => sum + liquidation.notionalUsd, 0);
    const isLeast = ofTier.some(({ liquidation }) => coverage[liquidation.exchange].liquidations === 'sampled');
    const text = `${isLeast ? '≥' : ''}${formatCount(ofTier.length)} ${formatUsd(value)}`;
    return { label: `${tierGlyphs[tier]} ${tier}`, value, text, style: `tier.${tier}` };
  });
}

function gapBars(rows: readonly LiquidationRow[]): readonly HistogramBar[] {
  const counts = gapCounts(
    rows.map(({ liquidation }) => liquidation.time),
    GAP_SECONDS,
  );
  return gapLabels.map((label, index) => {
    const value = counts[index] ?? 0;
    return { label, value, text: formatCount(value), style: 'spark' };
  });
}

export function histogramLines({
  theme,
  rows,
  filter,
  coverage,
  time,
  width,
  height,
  isFocused,
}: HistogramPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const recent = rows.filter(({ liquidation }) => time - liquidation.time < WINDOW_MS);
  const info = filter === '' ? 'last 5 min' : `${filter} · last 5 min`;
  const frame = { title: 'Notional by tier · seconds between events', info, width, height, isFocused };
  const left = Math.floor((inner - MIDDLE) / 2);
  const right = inner - MIDDLE - left;
  const byTier = histogramSpans(tierBars(recent, coverage), left);
  const byGap = histogramSpans(gapBars(recent), right);
  const lines = byGap.map((gap, index): readonly Span[] => [
    ...(byTier[index] ?? [span(' '.repeat(left))]),
    span(' '.repeat(MIDDLE)),
    ...gap,
  ]);
  return framed(
    theme,
    frame,
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const HistogramPanel = memo(function HistogramPanel(props: HistogramPanelProps): ReactNode {
  return <Lines lines={histogramLines(props)} />;
});
