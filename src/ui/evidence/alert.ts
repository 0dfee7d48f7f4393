// A standing spread: its legs, what it pays, what it costs, and the arithmetic from one to the other.
import { rate8h } from '../../domain/funding.js';
import type { AlertLeg } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { ArbitrageRow, FundingRow } from '../../market/snapshot.js';
import {
  formatAge,
  formatApr,
  formatDollars,
  formatHours,
  formatInterval,
  formatMoment,
  formatPercent,
  formatPrice,
  formatRate,
  formatRate8h,
} from '../format.js';
import { span } from '../line.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, signStyle } from './facts.js';

/** What the costs are shown for: readers scale it in their heads. */
const EXAMPLE_USD = 10_000;
const COST_DECIMALS = 4;
const cost = (fraction: number | undefined): string => formatPercent(fraction, COST_DECIMALS);

function instrument({ exchange, symbol }: AlertLeg, asset: string | undefined, context: EvidenceContext): FundingRow | undefined {
  const rows = asset === undefined ? undefined : context.snapshot.funding.get(asset);
  return rows?.find((row) => row.exchange === exchange && row.symbol === symbol);
}

function legLines(
  side: 'long' | 'short',
  leg: AlertLeg | undefined,
  row: ArbitrageRow,
  context: EvidenceContext,
): readonly EvidenceLine[] {
  if (leg === undefined) return [];
  const listed = instrument(leg, row.alert.asset, context);
  const rate = formatRate(leg.fundingRate);
  const comparable = formatRate8h(rate8h(leg.fundingRate, leg.fundingIntervalHours));
  return [
    heading(side === 'long' ? 'Long leg: buy' : 'Short leg: sell'),
    fact('instrument', `${leg.exchange} ${printable(leg.symbol)}`, '', `exchange.${leg.exchange}`),
    fact(
      'rate',
      rate,
      leg.fundingIntervalHours === 8 ? 'per 8h' : `per ${formatInterval(leg.fundingIntervalHours)}, ${comparable} per 8h`,
      signStyle(rate),
    ),
    fact('mark', formatPrice(listed?.markPrice)),
    fact('open interest', formatDollars(listed?.openInterestUsd)),
  ];
}

function spreadLines({ alert }: ArbitrageRow): readonly EvidenceLine[] {
  const { long, short, spread8h } = alert;
  const legs =
    long && short
      ? `${formatRate8h(rate8h(short.fundingRate, short.fundingIntervalHours))} − ${formatRate8h(rate8h(long.fundingRate, long.fundingIntervalHours))}, short − long`
      : '';
  return [
    heading('What it pays'),
    fact('per 8h', formatRate8h(spread8h), legs, 'positive'),
    fact('APR', formatApr(alert.spreadApr), '× 1095, not compounded', 'positive'),
    ...(spread8h === undefined
      ? []
      : [fact('on $10,000', formatDollars(spread8h * EXAMPLE_USD), 'per 8h, in each leg that much')]),
  ];
}

function costLines({ alert }: ArbitrageRow): readonly EvidenceLine[] {
  const { feesRoundTrip, priceGap, spread8h, breakEvenHours } = alert;
  const lines: EvidenceLine[] = [
    heading('What it costs'),
    fact('fees', cost(feesRoundTrip), 'taker, in and out on both legs'),
    fact(
      'price gap',
      cost(priceGap),
      priceGap === undefined ? '' : priceGap < 0 ? 'a credit: the long leg is cheaper' : '(long − short mark) / mean',
    ),
  ];
  if (feesRoundTrip === undefined || priceGap === undefined || spread8h === undefined || spread8h <= 0) {
    return [...lines, fact('break-even', '–'), [span('the cost of entering needs both marks', 'dim')]];
  }
  const total = feesRoundTrip + priceGap;
  return [
    ...lines,
    fact(
      'together',
      cost(total),
      `${cost(feesRoundTrip)} ${priceGap < 0 ? '−' : '+'} ${cost(Math.abs(priceGap)).replace('+', '')}`,
    ),
    fact('per hour', formatRate(spread8h / 8), `${formatRate8h(spread8h)} / 8, what the spread pays`),
    fact('break-even', formatHours(breakEvenHours), `${cost(total)} / ${formatRate(spread8h / 8)} per hour`, 'strong'),
  ];
}

export function alertEvidence(row: ArbitrageRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { alert, raisedTime } = row;
  return [
    [span(printable(alert.message), 'strong')],
    fact('standing for', formatAge(context.time - raisedTime), `since ${formatMoment(raisedTime, context.zone(raisedTime))}`),
    fact('id', printable(alert.id)),
    ...legLines('long', alert.long, row, context),
    ...legLines('short', alert.short, row, context),
    ...spreadLines(row),
    ...costLines(row),
  ];
}
