import { memo, type ReactNode } from 'react';
import { tiers } from '../../domain/severity.js';
import { printable } from '../../domain/text.js';
import type { AlertRow } from '../../market/alert-log.js';
import { lastedMs } from '../alert-rows.js';
import type { AwayDigest, RateMove } from '../away.js';
import { padded } from '../cells.js';
import { type EvidenceLine, fact, heading, NAME_CELLS } from '../evidence/facts.js';
import { formatAge, formatClock, formatCount, formatMoment, formatPrice, formatSpan, formatUsd } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { flowed, type Span, span, styledLine } from '../line.js';
import { Lines } from '../surface.js';
import { ALERT_GLYPH, sideGlyphs, type Theme, tierGlyphs } from '../theme.js';
import { comparableUnit, formatFrom8h, type RateUnit, unitWords } from '../unit.js';
import type { Zone } from '../zone.js';

export interface AwayPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly digest: AwayDigest;
  readonly unit: RateUnit;
  readonly zone: Zone;
  /** The first line shown. */
  readonly offset: number;
}

export const AWAY_WIDTH = 96;
/** The newest of those that stand, then of those that are over. */
const ALERTS_LISTED = 8;

function liquidationPart(digest: AwayDigest, zone: Zone): readonly EvidenceLine[] {
  const { liquidationCount, liquidationUsd, isAtLeast, tierCounts, largest } = digest;
  const title = heading('Liquidations');
  if (largest === undefined) return [title, [span('none', 'dim')]];
  const { side, asset, notionalUsd, exchange, price, time } = largest.liquidation;
  const least = isAtLeast ? '≥' : '';
  const tierSpans = [...tiers]
    .reverse()
    .flatMap((tier): Span[] => [
      span(`${tierGlyphs[tier]} ${tier} `, `tier.${tier}`),
      span(`${formatCount(tierCounts[tier])}   `),
    ]);
  return [
    title,
    fact('in all', `${least}${formatCount(liquidationCount)}`, `${least}${formatUsd(liquidationUsd)}`),
    [span(padded('by tier', NAME_CELLS), 'dim'), ...tierSpans],
    [
      span(padded('largest', NAME_CELLS), 'dim'),
      span(`${sideGlyphs[side]} ${side} `, `side.${side}`),
      span(`${printable(asset, 16)} ${formatUsd(notionalUsd)}`, 'strong'),
      span(` on ${exchange} at ${formatPrice(price)}, ${formatClock(time, zone(time))}`),
    ],
    ...(largest.reason === undefined ? [] : [[span(`${' '.repeat(NAME_CELLS)}${printable(largest.reason)}`, 'dim')]]),
  ];
}

function alertLine(row: AlertRow, until: number): EvidenceLine {
  const age = formatAge(lastedMs(row, until));
  const isOver = row.cleared !== undefined;
  return [
    span(padded(isOver ? `lasted ${age}` : `${ALERT_GLYPH} stands ${age}`, NAME_CELLS), isOver ? 'dim' : 'alert'),
    span(printable(row.alert.message), isOver ? 'dim' : 'text'),
  ];
}

/** What stands is told first: it is what there is to do. */
function alertPart({ alerts, until }: AwayDigest): readonly EvidenceLine[] {
  const { raised, isAtLeast, clearedCount, standing } = alerts;
  const least = isAtLeast ? '≥' : '';
  const counts = `${least}${formatCount(raised.length)} raised, ${least}${formatCount(clearedCount)} of them cleared`;
  const listed = [...raised.filter(({ cleared }) => cleared === undefined), ...raised.filter(({ cleared }) => cleared)];
  const rest = listed.length - ALERTS_LISTED;
  return [
    heading(`Alerts: ${counts}; ${formatCount(standing.length)} stand now`),
    ...listed.slice(0, ALERTS_LISTED).map((row) => alertLine(row, until)),
    ...(rest > 0 ? [[span(`${' '.repeat(NAME_CELLS)}and ${formatCount(rest)} more`, 'dim')]] : []),
  ];
}

function moveLine({ before, after, change8h }: RateMove, unit: RateUnit): EvidenceLine {
  const change = formatFrom8h(unit, change8h);
  return [
    span(padded(after.exchange, 12), `exchange.${after.exchange}`),
    span(padded(printable(after.symbol), 20)),
    span(padded(change, 10, 'right'), change.startsWith('-') ? 'negative' : 'positive'),
    span(`  ${formatFrom8h(unit, before.rate8h)} … ${formatFrom8h(unit, after.rate8h)}`, 'dim'),
  ];
}

/** In lines of a frame of that width. */
export function awayIn(width: number, digest: AwayDigest, unit: RateUnit, zone: Zone): readonly EvidenceLine[] {
  return awayContent(digest, unit, zone).flatMap((line) => flowed(line, innerWidth(width), NAME_CELLS));
}

function awayContent(digest: AwayDigest, unit: RateUnit, zone: Zone): readonly EvidenceLine[] {
  const moves = digest.moves.map((move) => moveLine(move, unit));
  return [
    [
      span(formatSpan(digest.until - digest.since), 'strong'),
      span(`: ${formatMoment(digest.since, zone(digest.since))} to ${formatMoment(digest.until, zone(digest.until))}`),
    ],
    ...liquidationPart(digest, zone),
    ...alertPart(digest),
    heading(`Rates that moved most, ${unitWords[comparableUnit(unit)]}`),
    ...(moves.length === 0 ? [[span('none', 'dim')]] : moves),
  ];
}

export function awayLines({ theme, width, height, digest, unit, zone, offset }: AwayPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const shown = innerHeight(height);
  const lines = awayIn(width, digest, unit, zone);
  const first = Math.min(offset, Math.max(0, lines.length - shown));
  const where = lines.length > shown ? `${first + 1}–${first + shown} of ${lines.length}` : undefined;
  return framed(
    theme,
    { title: 'Since your last key', width, height, isFocused: true, ...(where === undefined ? {} : { info: where }) },
    lines.slice(first, first + shown).map((spans) => styledLine(theme, spans, inner)),
  );
}

export const AwayPanel = memo(function AwayPanel(props: AwayPanelProps): ReactNode {
  return <Lines lines={awayLines(props)} />;
});
