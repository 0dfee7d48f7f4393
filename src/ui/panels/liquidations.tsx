import { memo, type ReactNode } from 'react';
import type { Tier } from '../../domain/severity.js';
import { printable } from '../../domain/text.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { formatAge, formatClock, formatCoins, formatPrice, formatUsd } from '../format.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { shortened } from '../short-name.js';
import { Lines } from '../surface.js';
import type { Column } from '../table.js';
import { sideGlyphs, tierGlyphs } from '../theme.js';
import type { Zone } from '../zone.js';

export interface LiquidationsPanelProps extends PanelProps {
  readonly rows: readonly LiquidationRow[];
  /** What is left out, in words; empty for nothing. */
  readonly filter: string;
  /** The key that takes the filter away; absent where the settings give it none. */
  readonly unfilterKey: string | undefined;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  /** The reader's; absent: UTC. */
  readonly zone?: Zone;
  readonly time: number;
}

interface LiquidationContext {
  readonly time: number;
  readonly zone: Zone | undefined;
}

/** From here on a row has the panel's width for more than who and how much. */
const WIDE_CELLS = 100;
const TIER_CELLS = 11;
const shortTiers: Readonly<Record<Tier, string>> = { LOW: 'LOW', MEDIUM: 'MED', HIGH: 'HIGH', CRITICAL: 'CRIT' };
const SIDE_CELLS = 7;
/** As wide as its heading; `hyperliquid`, the one longer name, publishes no liquidations. */
const EXCHANGE_CELLS = 8;

/** A star: a model decided. */
function tierCell({ tier, by }: LiquidationRow, width: number): Span {
  if (tier === undefined) return span('…', 'dim');
  return span(`${tierGlyphs[tier]} ${width < TIER_CELLS ? shortTiers[tier] : tier}${by === 'llm' ? '*' : ''}`, `tier.${tier}`);
}

function sideCell({ liquidation: { side } }: LiquidationRow, width: number): Span {
  return span(`${sideGlyphs[side]} ${width < SIDE_CELLS ? side.slice(0, 1).toUpperCase() : side}`, `side.${side}`);
}

export const liquidationColumns: readonly Column<LiquidationRow, LiquidationContext>[] = [
  {
    id: 'age',
    header: 'AGE',
    width: 3,
    priority: 3,
    align: 'right',
    cell: ({ liquidation }, { time }) => span(formatAge(time - liquidation.time), 'dim'),
  },
  {
    id: 'tier',
    header: 'TIER',
    width: 7,
    grow: { to: TIER_CELLS, order: 3, whole: true },
    priority: 1,
    align: 'left',
    cell: (row, _, width) => tierCell(row, width),
  },
  {
    id: 'side',
    header: 'SIDE',
    width: 4,
    grow: { to: SIDE_CELLS, order: 1, whole: true },
    priority: 4,
    align: 'left',
    cell: (row, _, width) => sideCell(row, width),
  },
  {
    id: 'asset',
    header: 'ASSET',
    width: 6,
    grow: { to: 10, order: 2 },
    priority: 1,
    align: 'left',
    cell: ({ liquidation }) => span(printable(liquidation.asset), 'strong'),
  },
  {
    id: 'notional',
    header: 'USD',
    width: 6,
    priority: 2,
    align: 'right',
    cell: ({ liquidation, tier }) =>
      span(formatUsd(liquidation.notionalUsd), tier === 'HIGH' || tier === 'CRITICAL' ? `tier.${tier}` : 'text'),
  },
  {
    id: 'exchange',
    header: 'EXCHANGE',
    shortHeader: 'EX',
    width: 3,
    grow: { to: EXCHANGE_CELLS, order: 0, whole: true },
    priority: 5,
    align: 'left',
    cell: ({ liquidation }, _, width) => span(shortened(liquidation.exchange, width), `exchange.${liquidation.exchange}`),
  },
  {
    id: 'price',
    header: 'PRICE',
    width: 10,
    grow: { to: 12, order: 4 },
    priority: 6,
    align: 'right',
    cell: ({ liquidation }, _, width) => span(formatPrice(liquidation.price, width)),
  },
  {
    id: 'symbol',
    header: 'SYMBOL',
    width: 14,
    grow: { to: 24, order: 5 },
    priority: 7,
    align: 'left',
    cell: ({ liquidation }) => span(printable(liquidation.symbol), 'dim'),
  },
  {
    id: 'clock',
    header: 'TIME',
    width: 9,
    fromWidth: WIDE_CELLS,
    grow: { to: 14, order: 6 },
    priority: 8,
    align: 'left',
    cell: ({ liquidation }, { zone }) => span(formatClock(liquidation.time, zone?.(liquidation.time)), 'dim'),
  },
  {
    id: 'size',
    header: 'SIZE',
    width: 9,
    fromWidth: WIDE_CELLS,
    priority: 9,
    align: 'right',
    cell: ({ liquidation }) => span(formatCoins(liquidation.size), 'dim'),
  },
  {
    id: 'why',
    header: 'WHY',
    width: 24,
    fromWidth: WIDE_CELLS,
    grow: { to: 120, order: 7 },
    priority: 10,
    align: 'left',
    cell: ({ reason }) => span(printable(reason ?? ''), 'dim'),
  },
];

function detail({ by, model, reason }: LiquidationRow): readonly Span[] {
  if (reason === undefined) return [span('not judged yet', 'dim')];
  return [span(by === 'llm' ? `* ${printable(model ?? 'model')}: ` : 'rule: ', 'dim'), span(printable(reason))];
}

export function liquidationLines({ rows, filter, unfilterKey, time, zone, ...props }: LiquidationsPanelProps): readonly string[] {
  return listPanelLines({
    ...props,
    title: filter === '' ? 'Liquidations' : `Liquidations · ${filter}`,
    columns: liquidationColumns,
    rows,
    idOf: ({ liquidation }) => liquidation.id,
    context: { time, zone },
    empty:
      filter === ''
        ? 'none seen yet'
        : `none seen that pass the filter${unfilterKey === undefined ? '' : `: ${unfilterKey} shows all`}`,
    detail,
  });
}

export const LiquidationsPanel = memo(function LiquidationsPanel(props: LiquidationsPanelProps): ReactNode {
  return <Lines lines={liquidationLines(props)} />;
});
