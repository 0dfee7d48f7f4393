import { memo, type ReactNode } from 'react';
import type { Tier } from '../../domain/severity.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { isSampledBy } from '../coverage.js';
import { framed, innerWidth } from '../frame.js';
import { span, styledLine } from '../line.js';
import { liquidationTotals, type TotalsOf, tierKinds, totalWindows } from '../liquidation-totals.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { type Column, headerSpans, planColumns, rowSpans } from '../table.js';
import { sideGlyphs, tierGlyphs } from '../theme.js';
import type { CoverageTable } from './bursts.js';
import { reach, totalSpan } from './totals.js';

export interface TiersPanelProps extends PanelProps {
  /** Of the log, as far as they pass the filter: nobody else knows their tiers. */
  readonly rows: readonly LiquidationRow[];
  readonly coverage: CoverageTable;
  readonly time: number;
}

type TierColumn = Column<Tier | 'all', TotalsOf>;

const TIER_CELLS = 10;
const TOTAL_CELLS = 12;
const sides = ['long', 'short'] as const;
/** The day is longer than the log. */
const windows = totalWindows.slice(1, 3);

const columns: readonly TierColumn[] = [
  {
    id: 'tier',
    header: 'TIER',
    width: TIER_CELLS,
    priority: 0,
    align: 'left',
    cell: (kind) => (kind === 'all' ? span('all', 'strong') : span(`${tierGlyphs[kind]} ${kind}`, `tier.${kind}`)),
  },
  ...windows.flatMap(({ name }, place) =>
    sides.map(
      (side): TierColumn => ({
        id: `${side}${place}`,
        header: `${name} ${sideGlyphs[side]}`,
        width: TOTAL_CELLS,
        // Those of the hour first.
        priority: 2 - place,
        align: 'right',
        cell: (kind, totals, width) => totalSpan(totals(kind, side, place + 1), width, `side.${side}`),
      }),
    ),
  ),
];

export function tiersLines({ theme, rows, coverage, time, width, height, isFocused }: TiersPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const planned = planColumns(columns, inner);
  const totals = liquidationTotals(rows, time, isSampledBy(coverage));
  const lines = [headerSpans(planned), ...tierKinds.map((kind) => rowSpans(planned, kind, totals))];
  return framed(
    theme,
    { title: 'Tiers', info: reach(rows, time), width, height, isFocused },
    lines.map((spans) => styledLine(theme, spans, inner)),
  );
}

export const TiersPanel = memo(function TiersPanel(props: TiersPanelProps): ReactNode {
  return <Lines lines={tiersLines(props)} />;
});
