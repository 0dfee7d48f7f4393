// A model's opinion as lines of text, for the overlay and for the command line: who says it first, then what, then from what.
import type { Analysis, AssetFeatures, Opinion } from '../domain/opinion.js';
import { printable } from '../domain/text.js';
import { padded } from './cells.js';
import { type EvidenceLine, fact, heading, NAME_CELLS } from './evidence/facts.js';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatHours,
  formatMoment,
  formatPercent,
  formatRate8h,
  formatSigned,
  formatSpan,
  formatUsd,
} from './format.js';
import { span } from './line.js';
import type { Style } from './theme.js';
import { utc, type Zone } from './zone.js';

const HOUR_MS = 3_600_000;
export const OPINION_MARK = "A language model's opinion, no advice";

const directionStyles: Readonly<Record<Analysis['direction'], Style>> = { up: 'positive', down: 'negative', neutral: 'text' };
const directionGlyphs: Readonly<Record<Analysis['direction'], string>> = { up: '▲', down: '▼', neutral: '–' };

/** Whose opinion it is, of when, and what it cost: it stands over whatever the model said. */
export function opinionHead({ model, time, latencyMs, usage }: Opinion, zone: Zone = utc): readonly EvidenceLine[] {
  const tokens = `${formatCount(usage.promptTokens + usage.completionTokens)} tokens`;
  const cost = usage.costUsd === undefined ? 'cost not told' : formatCost(usage.costUsd);
  return [
    [span(OPINION_MARK, 'strong')],
    fact('by', printable(model), `${formatMoment(time, zone(time))}, ${formatDuration(latencyMs)}, ${tokens}, ${cost}`),
  ];
}

export function analysisLines({ divergence, squeeze, pattern, direction, confidence, risks }: Analysis): readonly EvidenceLine[] {
  const squeezed = squeeze.side === 'none' ? 'none' : `of ${squeeze.side}s`;
  return [
    fact(
      'direction',
      `${directionGlyphs[direction]} ${direction}`,
      `confidence ${confidence.toFixed(2)}`,
      directionStyles[direction],
    ),
    fact('divergence', divergence.level, printable(divergence.sentence)),
    fact('squeeze', squeezed, squeeze.side === 'none' ? '' : squeeze.level),
    fact('pattern', printable(pattern)),
    ...named('risks', risks.length === 0 ? ['none named'] : risks),
  ];
}

/** What the model had to go by. */
export function featureLines(features: AssetFeatures): readonly EvidenceLine[] {
  return [heading('What it was given'), ...rates(features), ...costs(features), ...positions(features)];
}

/** The first line carries the name. */
function named(name: string, texts: readonly string[]): readonly EvidenceLine[] {
  return texts.map((text, at) => [span(padded(at === 0 ? name : '', NAME_CELLS), 'dim'), span(printable(text))]);
}

function rates({ perpetuals, comparedCount, leftOutCount, median8h }: AssetFeatures): readonly EvidenceLine[] {
  const exchanges = new Set(perpetuals.map(({ exchange }) => exchange)).size;
  const smaller = leftOutCount === undefined ? '' : `, ${leftOutCount} smaller left out`;
  const pasts = perpetuals.flatMap(({ past }) => (past === undefined ? [] : [past]));
  const scores = pasts.flatMap(({ zScore }) => (zScore === undefined ? [] : [zScore]));
  const per8h = perpetuals.flatMap(({ rate8h }) => (rate8h === undefined ? [] : [rate8h]));
  return [
    fact(
      'perpetuals',
      `${perpetuals.length} on ${exchanges} ${exchanges === 1 ? 'exchange' : 'exchanges'}`,
      `${comparedCount} comparable${smaller}`,
    ),
    ...(median8h === undefined
      ? []
      : [fact('rates per 8h', range(per8h.map((rate) => [rate, formatRate8h(rate)])), `median ${formatRate8h(median8h)}`)]),
    ...(pasts.length === 0
      ? [fact('payments', 'none known')]
      : [
          fact(
            'payments',
            `${range(pasts.map(({ count }) => [count, String(count)]))} of ${pasts.length} perpetuals`,
            scores.length === 0 ? '' : `rate now ${range(scores.map((score) => [score, formatSigned(score)]))} deviations off`,
          ),
        ]),
  ];
}

function costs({ pair }: AssetFeatures): readonly EvidenceLine[] {
  if (pair === undefined) return [];
  const net = pair.netApr === undefined ? '' : `, net ${formatPercent(pair.netApr, 1)} a year`;
  const even = pair.breakEvenHours === undefined ? '' : `, break-even ${formatHours(pair.breakEvenHours)}`;
  return [fact('pair', `long ${pair.long}, short ${pair.short}`, `${formatRate8h(pair.spread8h)} per 8h${even}${net}`)];
}

function positions({ openInterestUsd, moves = [], liquidations, correlation }: AssetFeatures): readonly EvidenceLine[] {
  const move = moves.at(-1);
  const changes = [
    move?.markPrice === undefined ? [] : [`price ${formatPercent(move.markPrice, 2)}`],
    move?.openInterest === undefined ? [] : [`open interest ${formatPercent(move.openInterest, 2)}`],
  ].flat();
  const least = liquidations?.isLowerBound ? '≥' : '';
  return [
    ...(openInterestUsd === undefined
      ? []
      : [fact('open interest', formatUsd(openInterestUsd), move && `in ${move.minutes} min: ${changes.join(', ')}`)]),
    ...(liquidations === undefined
      ? [fact('liquidations', 'none seen')]
      : [
          fact(
            'liquidations',
            `longs ${least}${formatUsd(liquidations.day.longUsd)}, shorts ${least}${formatUsd(liquidations.day.shortUsd)}`,
            `in ${formatSpan(HOUR_MS * liquidations.day.hours)}`,
          ),
        ]),
    ...(correlation === undefined
      ? []
      : [fact('correlation', formatSigned(correlation.coefficient), `of ${correlation.sampleCount} quarter hours`)]),
  ];
}

/** `least … most`, or the one there is. */
function range(values: readonly (readonly [value: number, text: string])[]): string {
  const sorted = values.toSorted(([a], [b]) => a - b);
  const [least, most] = [sorted[0]?.[1] ?? '', sorted.at(-1)?.[1] ?? ''];
  return least === most ? least : `${least} … ${most}`;
}
