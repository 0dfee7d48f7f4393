import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import type { Cluster } from '../../market/clusters.js';
import type { FundingCorrelation } from '../../market/funding-correlation.js';
import type { LiquidationStatistics } from '../../market/liquidation-statistics.js';
import type { Sweep, SweepOutcome } from '../../market/sweeps.js';
import { formatAge, formatCount, formatPrice, formatShare, formatSigned, formatUsd } from '../format.js';
import { framed, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { sideGlyphs } from '../theme.js';

export interface ClustersPanelProps extends PanelProps {
  readonly statistics: LiquidationStatistics | undefined;
  /** Whose funding is compared with who is liquidated. */
  readonly asset: string;
  /** A sample has part in the sums. */
  readonly isSampled: boolean;
  readonly time: number;
}

/** What it was called when it was over, and why. */
const outcomes: Readonly<Record<SweepOutcome, readonly [name: string, why: string]>> = {
  cascade: ['cascade', 'the price went on and open interest fell'],
  sweep: ['sweep', 'the price came back'],
  open: ['sweep ?', 'undecided'],
};
const LABEL_CELLS = 8;

/** `cluster for 3m`, standing; `cluster 1h ago`, over. */
function labelSpans(name: string, { startTime, endTime }: Lasting, time: number): readonly Span[] {
  const isStanding = endTime === undefined;
  const when = isStanding ? `for ${formatAge(time - startTime)}` : `${formatAge(time - endTime)} ago`;
  return [
    span(name.padEnd(LABEL_CELLS), isStanding ? 'strong' : 'dim'),
    span(`${when} `, isStanding ? 'flag' : 'dim'),
    span(' '),
  ];
}

interface Lasting {
  readonly startTime: number;
  readonly endTime?: number;
}

/** The side of which more was closed: `▼ 93 %`. */
function sideSpan(longShare: number): Span {
  const side = longShare >= 0.5 ? 'long' : 'short';
  return span(` ${sideGlyphs[side]} ${formatShare(side === 'long' ? longShare : 1 - longShare)}`, `side.${side}`);
}

function sweepSpans(sweep: Sweep, prefix: string, time: number): readonly Span[] {
  const { notionalUsd, intensity, longShare, asset, outcome, endTime } = sweep;
  const [name, why] = endTime === undefined ? ['sweep', ''] : outcomes[outcome];
  return [
    ...labelSpans(name, sweep, time),
    span(`${prefix}${formatUsd(notionalUsd)} a minute`, 'strong'),
    span(` ${intensity.toFixed(1)}× the line`),
    sideSpan(longShare),
    span(asset === undefined ? '' : ` ${printable(asset)}`),
    span(why === '' ? '' : `, ${why}`),
  ];
}

function clusterSpans(cluster: Cluster, prefix: string, time: number): readonly Span[] {
  const { asset, notionalUsd, count, longShare, usualUsd } = cluster;
  return [
    ...labelSpans('cluster', cluster, time),
    span(`${printable(asset)} `, 'strong'),
    span(`${prefix}${formatUsd(notionalUsd)} in 5 min (${formatCount(count)})`),
    sideSpan(longShare),
    span(`, usual ${formatUsd(usualUsd)}`),
  ];
}

function largestSpans({ largest }: LiquidationStatistics, time: number): readonly Span[] {
  if (largest === undefined) return [span('largest '), span('none in the last 24 h', 'dim')];
  const { side, asset, exchange, notionalUsd, price, receivedAt } = largest;
  return [
    ...labelSpans('largest', { startTime: receivedAt, endTime: receivedAt }, time),
    span(`${formatUsd(notionalUsd)} `, 'strong'),
    span(`${sideGlyphs[side]} ${side} `, `side.${side}`),
    span(`${printable(asset)} ${exchange} at ${formatPrice(price)}`),
  ];
}

/** Pearson's r of the 8 h rate and the share of longs in what is liquidated. */
function correlationSpans(asset: string, found: FundingCorrelation | undefined): readonly Span[] {
  const words = `${printable(asset)} rate / long share: `;
  if (found === undefined) return [span('funding ', 'dim'), span(`${words}–`, 'dim'), span(' too few quarter hours', 'dim')];
  const { coefficient, sampleCount } = found;
  return [
    span('funding ', 'dim'),
    span(words),
    span(`r ${formatSigned(coefficient)}`, 'strong'),
    span(` (${sampleCount} × 15 min)`, 'dim'),
  ];
}

/** Those that stand first, then what is over, newest first. */
export function clusterLines(props: ClustersPanelProps): readonly string[] {
  const { theme, statistics, asset, isSampled, time, width, height, isFocused } = props;
  const inner = innerWidth(width);
  const frame = { title: 'Clusters and sweeps', width, height, isFocused };
  if (statistics === undefined) return framed(theme, frame, [styledLine(theme, [span('nothing counted yet', 'dim')], inner)]);
  const prefix = isSampled ? '≥' : '';
  const { sweeps, clusters } = statistics;
  const isStanding = ({ endTime }: { readonly endTime?: number }): boolean => endTime === undefined;
  const standing = [
    ...sweeps.filter(isStanding).map((one) => sweepSpans(one, prefix, time)),
    ...clusters.filter(isStanding).map((one) => clusterSpans(one, prefix, time)),
  ];
  const over = [
    ...sweeps.filter((one) => !isStanding(one)).map((one) => ({ end: one.endTime ?? 0, spans: sweepSpans(one, prefix, time) })),
    ...clusters
      .filter((one) => !isStanding(one))
      .map((one) => ({ end: one.endTime ?? 0, spans: clusterSpans(one, prefix, time) })),
  ].sort((a, b) => b.end - a.end);
  const none = standing.length + over.length === 0 ? [[span('no cluster and no sweep yet', 'dim')]] : [];
  const lines: readonly (readonly Span[])[] = [
    largestSpans(statistics, time),
    correlationSpans(asset, statistics.correlations.get(asset)),
    ...standing,
    ...over.map(({ spans }) => spans),
    ...none,
  ];
  const info = standing.length === 0 ? 'none standing' : `${standing.length} standing`;
  return framed(
    theme,
    { ...frame, info },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const ClustersPanel = memo(function ClustersPanel(props: ClustersPanelProps): ReactNode {
  return <Lines lines={clusterLines(props)} />;
});
