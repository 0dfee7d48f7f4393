// One forced close: its numbers, why it has its tier, and what else was closed of the same asset at the time.
import { printable } from '../../domain/text.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import {
  formatCount,
  formatDollars,
  formatDuration,
  formatMoment,
  formatPrice,
  formatSeconds,
  formatSize,
  formatUsd,
} from '../format.js';
import { span } from '../line.js';
import { sideGlyphs, tierGlyphs } from '../theme.js';
import { type EvidenceContext, type EvidenceLine, fact, heading } from './facts.js';

const NEIGHBOUR_MS = 60_000;
/** The nearest in time; a cascade has hundreds. */
const NEIGHBOURS_LISTED = 24;

export interface Neighbour {
  readonly row: LiquidationRow;
  /** Later than the subject: positive. */
  readonly offsetMs: number;
}

/** Of the same asset within a minute before and after, nearest first. */
export function neighboursOf({ liquidation }: LiquidationRow, rows: readonly LiquidationRow[]): readonly Neighbour[] {
  const near: Neighbour[] = [];
  for (const row of rows) {
    const offsetMs = row.liquidation.time - liquidation.time;
    const isNear = row.liquidation.asset === liquidation.asset && Math.abs(offsetMs) <= NEIGHBOUR_MS;
    if (isNear && row.liquidation.id !== liquidation.id) near.push({ row, offsetMs });
  }
  return near.sort((a, b) => Math.abs(a.offsetMs) - Math.abs(b.offsetMs));
}

function neighbourLine({ row: { liquidation, tier }, offsetMs }: Neighbour): EvidenceLine {
  const { side, exchange, notionalUsd, price } = liquidation;
  return [
    span(`${padded(formatSeconds(offsetMs), 8, 'right')}  `, 'dim'),
    span(padded(`${sideGlyphs[side]} ${side}`, 9), `side.${side}`),
    span(`${padded(formatUsd(notionalUsd), 7, 'right')}  `),
    span(padded(exchange, 13), `exchange.${exchange}`),
    span(`${padded(formatPrice(price, 12), 12, 'right')}  `),
    tier === undefined ? span('…', 'dim') : span(`${tierGlyphs[tier]} ${tier}`, `tier.${tier}`),
  ];
}

function neighbourhood(row: LiquidationRow, context: EvidenceContext): readonly EvidenceLine[] {
  const near = neighboursOf(row, context.snapshot.liquidations);
  const title = heading(`Of ${printable(row.liquidation.asset)} within 60 s before and after`);
  if (near.length === 0) return [title, [span('no other', 'dim')]];
  const sums = (['long', 'short'] as const).map((side) => {
    const closed = near.filter(({ row: { liquidation } }) => liquidation.side === side);
    const usd = closed.reduce((sum, { row: { liquidation } }) => sum + liquidation.notionalUsd, 0);
    return fact(`${sideGlyphs[side]} ${side}s`, formatCount(closed.length), formatUsd(usd), `side.${side}`);
  });
  const listed = near.slice(0, NEIGHBOURS_LISTED).sort((a, b) => b.offsetMs - a.offsetMs);
  const rest = near.length - listed.length;
  return [
    title,
    ...sums,
    ...listed.map(neighbourLine),
    ...(rest > 0 ? [[span(`and ${formatCount(rest)} further away`, 'dim')]] : []),
  ];
}

function decidedBy({ by, model, latencyMs }: LiquidationRow): string {
  if (by !== 'llm') return 'by rule';
  return `by ${printable(model ?? 'a model')}${latencyMs === undefined ? '' : `, after ${formatDuration(latencyMs)}`}`;
}

/** What the rules had said, where a model decided. */
function byRule({ rule }: LiquidationRow): readonly EvidenceLine[] {
  if (rule === undefined) return [];
  const { tier, reason } = rule;
  return [
    fact('by rule', `${tierGlyphs[tier]} ${tier}`, '', `tier.${tier}`),
    ...(reason === undefined ? [] : [fact('because', printable(reason))]),
  ];
}

export function liquidationEvidence(row: LiquidationRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { liquidation, tier, reason } = row;
  const { side, asset, size, price, notionalUsd, time, receivedAt, exchange } = liquidation;
  const delay = receivedAt - time;
  const heard = delay === 0 ? 'when we heard of it' : `heard of ${formatDuration(delay)} later`;
  return [
    fact('instrument', `${exchange} ${printable(liquidation.symbol)}`, '', `exchange.${exchange}`),
    fact('closed', `${sideGlyphs[side]} ${side}`, side === 'long' ? 'a forced sell' : 'a forced buy', `side.${side}`),
    fact('notional', formatDollars(notionalUsd), `${formatSize(size)} ${printable(asset)} at ${formatPrice(price)}`, 'strong'),
    fact('time', formatMoment(time, context.zone(time)), heard),
    fact('id', printable(liquidation.id)),
    heading('Severity'),
    tier === undefined ? fact('tier', '–') : fact('tier', `${tierGlyphs[tier]} ${tier}`, decidedBy(row), `tier.${tier}`),
    fact('because', reason === undefined ? '–' : printable(reason)),
    ...byRule(row),
    ...neighbourhood(row, context),
  ];
}
