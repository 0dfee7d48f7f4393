// All pairs of an asset, ranked; and its instruments that are in none.
import { printable } from '../../domain/text.js';
import { comparableLegs, type RankedPair, rankedPairs } from '../../market/asset-pairs.js';
import type { Leg } from '../../market/pair-economics.js';
import type { ArbitrageRow, FundingRow } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { formatApr, formatCount, formatHours, formatPercent, formatRate8h } from '../format.js';
import { signedSpan, span } from '../line.js';
import { quarantineNotes } from '../quarantine-words.js';
import { type EvidenceContext, type EvidenceLine, heading } from './facts.js';

const PAIRS_LISTED = 20;
const LEG_CELLS = 16;

const noRows: readonly FundingRow[] = [];

const legText = ({ exchange, quote }: Leg): string => padded(`${exchange} ${printable(quote)}`, LEG_CELLS);

function headings(): EvidenceLine {
  const figures = ['PER 8H', 'GAP', 'B/E', 'NET APR'].map((text, at) => padded(text, [9, 8, 5, 8][at] ?? 0, 'right'));
  return [span(`  ${padded('LONG', LEG_CELLS)} ${padded('SHORT', LEG_CELLS)}${figures.join('')}`, 'header')];
}

function pairLine({ long, short, economics }: RankedPair, isChosen: boolean): EvidenceLine {
  return [
    span(isChosen ? '▸ ' : '  ', 'accent'),
    span(`${legText(long)} `, `exchange.${long.exchange}`),
    span(legText(short), `exchange.${short.exchange}`),
    span(padded(formatRate8h(economics.spread8h), 9, 'right')),
    span(padded(formatPercent(economics.priceGap, 3), 8, 'right'), 'dim'),
    span(padded(formatHours(economics.breakEvenHours), 5, 'right')),
    signedSpan(padded(formatApr(economics.netApr), 8, 'right')),
  ];
}

export function pairLines(row: ArbitrageRow, { snapshot, time }: EvidenceContext): readonly EvidenceLine[] {
  const { legs } = comparableLegs(snapshot.funding.get(row.asset) ?? noRows);
  const pairs = rankedPairs(legs, snapshot.arbitrageTerms, time);
  const rest = pairs.length - PAIRS_LISTED;
  const title = heading(`All pairs of ${printable(row.asset)}, the best first`);
  if (pairs.length === 0) return [title, [span('none is fresh now', 'dim')]];
  const isChosen = ({ long, short }: RankedPair): boolean => long.key === row.long.key && short.key === row.short.key;
  return [
    title,
    headings(),
    ...pairs.slice(0, PAIRS_LISTED).map((pair) => pairLine(pair, isChosen(pair))),
    ...(rest > 0 ? [[span(`  and ${formatCount(rest)} that net less`, 'dim')]] : []),
  ];
}

function reason(row: FundingRow): string | undefined {
  if (row.isStale) return 'stale';
  if (row.fundingRate === undefined) return 'no rate yet';
  return row.fundingIntervalHours === undefined ? 'interval not told' : undefined;
}

/** Stale, not told, or another coin by its price. */
export function leftOutLines(asset: string, { snapshot }: EvidenceContext): readonly EvidenceLine[] {
  const silent = (snapshot.funding.get(asset) ?? noRows).flatMap((row): EvidenceLine[] => {
    const why = reason(row);
    return why === undefined ? [] : [[span(`${row.exchange} ${printable(row.symbol)}: ${why}`, 'dim')]];
  });
  const apart = quarantineNotes(snapshot.quarantined.filter((one) => one.asset === asset));
  const lines = [...silent, ...apart.map(({ words }): EvidenceLine => [span(`quarantined: ${words}`, 'feed.stale')])];
  return lines.length === 0 ? [] : [heading('In no pair'), ...lines];
}
