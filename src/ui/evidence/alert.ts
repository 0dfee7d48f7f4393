// An alert: what became of it, what it said when it was raised, and how what it is about stands now.
import { rate8h } from '../../domain/funding.js';
import type { Alert, AlertLeg } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { AlertRow } from '../../market/alert-log.js';
import type { LiquidationRow } from '../../market/snapshot.js';
import { lastedMs } from '../alert-rows.js';
import { padded } from '../cells.js';
import {
  formatAge,
  formatApr,
  formatClock,
  formatCount,
  formatHours,
  formatInterval,
  formatMoment,
  formatPercent,
  formatPrice,
  formatRate,
  formatRate8h,
  formatUsd,
} from '../format.js';
import { span } from '../line.js';
import { ALERT_GLYPH, sideGlyphs } from '../theme.js';
import { arbitrageEvidence } from './arbitrage.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, signStyle } from './facts.js';
import { feedEvidence } from './feed.js';
import { fundingEvidence } from './funding.js';

/** What a cluster, and what a sweep or a burst was counted over. */
const CLUSTER_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** The largest; a cascade has hundreds. */
const LIQUIDATIONS_LISTED = 12;

function became(row: AlertRow, { time, zone }: EvidenceContext): readonly EvidenceLine[] {
  const { alert, cleared, acknowledgedTime, isMuted } = row;
  const lasted = formatAge(lastedMs(row, time));
  const at = (moment: number): string => formatMoment(moment, zone(moment));
  return [
    [span(printable(alert.message), 'strong')],
    cleared === undefined
      ? fact('state', `${ALERT_GLYPH} stands`, `for ${lasted}, since ${at(alert.time)}`, 'alert')
      : fact('state', 'cleared', `after ${lasted}, raised ${at(alert.time)}`),
    ...(cleared === undefined ? [] : [fact('cleared', at(cleared.time), printable(cleared.message))]),
    fact('acknowledged', acknowledgedTime === undefined ? 'no' : at(acknowledgedTime)),
    ...(alert.asset === undefined
      ? []
      : [fact('muted', isMuted ? 'yes' : 'no', isMuted ? `${printable(alert.asset)} calls nobody` : '')]),
    fact('kind', alert.kind),
    fact('id', printable(alert.id)),
  ];
}

function legLine(name: string, { exchange, symbol, fundingRate, fundingIntervalHours }: AlertLeg): EvidenceLine {
  const per8h = formatRate8h(rate8h(fundingRate, fundingIntervalHours));
  return [
    span(padded(name, 16), 'dim'),
    span(padded(exchange, 13), `exchange.${exchange}`),
    span(padded(printable(symbol), 20)),
    span(`${formatRate(fundingRate)} per ${formatInterval(fundingIntervalHours)}, ${per8h} per 8h`),
  ];
}

/** The record's own figures: nobody can look up later what a spread was. */
function spreadLines(title: string, alert: Alert): readonly EvidenceLine[] {
  const { long, short, spread8h, spreadApr, feesRoundTrip, priceGap, breakEvenHours } = alert;
  if (long === undefined || short === undefined || spread8h === undefined) return [];
  const apr = formatApr(spreadApr);
  return [
    heading(title),
    legLine('long: buy', long),
    legLine('short: sell', short),
    fact('spread', formatRate8h(spread8h), `per 8h, ${apr} APR`, signStyle(formatRate8h(spread8h))),
    fact('fees', formatPercent(feesRoundTrip), 'in and out on both legs, slippage included'),
    fact('price gap', formatPercent(priceGap), '(long − short mark) / mean'),
    fact('break-even', formatHours(breakEvenHours), '(fees + gap) / spread per hour', 'strong'),
  ];
}

function spreadEvidence({ alert, cleared }: AlertRow, context: EvidenceContext): readonly EvidenceLine[] {
  const now = context.snapshot.arbitrage.find(({ asset }) => asset === alert.asset);
  return [
    ...spreadLines('When it was raised', alert),
    ...(cleared === undefined ? [] : spreadLines('When it was cleared', cleared)),
    heading('The best pair now'),
    ...(now === undefined ? [[span('none: no two exchanges have a fresh rate', 'dim')]] : arbitrageEvidence(now, context)),
  ];
}

function instrumentEvidence({ alert }: AlertRow, context: EvidenceContext): readonly EvidenceLine[] {
  const rows = alert.asset === undefined ? undefined : context.snapshot.funding.get(alert.asset);
  const row = rows?.find(({ exchange, symbol }) => exchange === alert.exchange && symbol === alert.symbol);
  return [
    heading('The instrument now'),
    ...(row === undefined ? [[span('no longer listed', 'dim')]] : fundingEvidence(row, context)),
  ];
}

function feedLines({ alert }: AlertRow, context: EvidenceContext): readonly EvidenceLine[] {
  const row = context.snapshot.feeds.find(({ exchange }) => exchange === alert.exchange);
  return row === undefined ? [] : [heading('The feed now'), ...feedEvidence(row, context)];
}

function liquidationLine({ liquidation }: LiquidationRow, { zone }: EvidenceContext): EvidenceLine {
  const { time, side, asset, notionalUsd, exchange, price } = liquidation;
  return [
    span(padded(formatClock(time, zone(time)), 13), 'dim'),
    span(padded(`${sideGlyphs[side]} ${side}`, 9), `side.${side}`),
    span(padded(printable(asset), 10), 'strong'),
    span(`${padded(formatUsd(notionalUsd), 7, 'right')}  `),
    span(padded(exchange, 13), `exchange.${exchange}`),
    span(formatPrice(price)),
  ];
}

/** What was closed by force meanwhile, as far as the list of liquidations still has it. */
function liquidationLines({ alert, cleared }: AlertRow, countedMs: number, context: EvidenceContext): readonly EvidenceLine[] {
  const until = cleared?.time ?? context.time;
  const during = context.snapshot.liquidations.filter(({ liquidation: { receivedAt, asset } }) => {
    const isThen = receivedAt > alert.time - countedMs && receivedAt <= until;
    return isThen && (alert.asset === undefined || asset === alert.asset);
  });
  const title = heading('Liquidations that count, and those since');
  if (during.length === 0) return [title, [span('none is in the list any more', 'dim')]];
  const largest = [...during].sort((a, b) => b.liquidation.notionalUsd - a.liquidation.notionalUsd).slice(0, LIQUIDATIONS_LISTED);
  const sums = (['long', 'short'] as const).map((side) => {
    const closed = during.filter(({ liquidation }) => liquidation.side === side);
    const usd = closed.reduce((sum, { liquidation }) => sum + liquidation.notionalUsd, 0);
    return fact(`${sideGlyphs[side]} ${side}s`, formatCount(closed.length), formatUsd(usd), `side.${side}`);
  });
  const rest = during.length - largest.length;
  return [
    title,
    ...sums,
    ...largest.map((row) => liquidationLine(row, context)),
    ...(rest > 0 ? [[span(`and ${formatCount(rest)} smaller ones`, 'dim')]] : []),
  ];
}

function about(row: AlertRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { kind } = row.alert;
  switch (kind) {
    case 'funding-spread':
      return spreadEvidence(row, context);
    case 'funding-flip':
    case 'funding-interval':
      return instrumentEvidence(row, context);
    case 'feed-down':
      return feedLines(row, context);
    case 'liquidation-cluster':
      return liquidationLines(row, CLUSTER_MS, context);
    case 'liquidation-sweep':
    case 'liquidation-burst':
      return liquidationLines(row, MINUTE_MS, context);
    default:
      return kind satisfies never;
  }
}

export function alertEvidence(row: AlertRow, context: EvidenceContext): readonly EvidenceLine[] {
  return [...became(row, context), ...about(row, context)];
}
