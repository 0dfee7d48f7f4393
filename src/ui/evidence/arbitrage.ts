// A pair in full: whether an alert stands, its legs, what it pays, what it costs, the arithmetic from one to the other, and how it
// stands among the asset's other pairs.
import { printable } from '../../domain/text.js';
import { pairSentence } from '../../market/arbitrage-book.js';
import type { ArbitrageOptions } from '../../market/options.js';
import { type Leg, paymentsIn24h } from '../../market/pair-economics.js';
import type { ArbitrageRow, FundingRow } from '../../market/snapshot.js';
import { formatHold } from '../arbitrage-columns.js';
import {
  formatAge,
  formatApr,
  formatCountdown,
  formatDollars,
  formatHours,
  formatInterval,
  formatMoment,
  formatPercent,
  formatPrice,
  formatRate,
  formatRate8h,
  formatThreshold,
} from '../format.js';
import { span } from '../line.js';
import { ALERT_GLYPH } from '../theme.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, signStyle } from './facts.js';
import { leftOutLines, pairLines } from './pairs.js';

/** What figures are shown for: readers scale it in their heads. */
const EXAMPLE_USD = 10_000;
const COST_DECIMALS = 4;
const cost = (fraction: number | undefined): string => formatPercent(fraction, COST_DECIMALS);
const bare = (fraction: number): string => cost(Math.abs(fraction)).replace('+', '');

function alertLine({ raisedTime }: ArbitrageRow, terms: ArbitrageOptions, { time, zone }: EvidenceContext): EvidenceLine {
  if (raisedTime === undefined) {
    const least = formatThreshold(terms.thresholdSpread8h);
    return fact(
      'alert',
      'none',
      `it takes more than ${least} per 8h and break-even within ${formatHours(terms.maxBreakEvenHours)}`,
    );
  }
  const since = `for ${formatAge(time - raisedTime)}, since ${formatMoment(raisedTime, zone(raisedTime))}`;
  return fact('alert', `${ALERT_GLYPH} stands`, since, 'alert');
}

/** The row keeps its legs while nothing that is shown of them changes; open interest and volume do all the time. */
function listed(leg: Leg, { snapshot }: EvidenceContext): FundingRow {
  return snapshot.funding.get(leg.asset)?.find(({ key }) => key === leg.key) ?? leg;
}

function nextPayment(leg: Leg, { time, zone }: EvidenceContext): EvidenceLine {
  const next = leg.nextFundingTime;
  if (next !== undefined) return fact('next payment', formatMoment(next, zone(next)), `in ${formatCountdown(next - time)}`);
  if (leg.instantFundingRate !== undefined) return fact('next payment', 'always', 'funding accrues continuously');
  return fact('next payment', '–');
}

function legLines(side: 'long' | 'short', leg: Leg, terms: ArbitrageOptions, context: EvidenceContext): readonly EvidenceLine[] {
  const rate = formatRate(leg.fundingRate);
  const hours = leg.fundingIntervalHours;
  const now = listed(leg, context);
  const fee = terms.takerFees[leg.exchange];
  return [
    heading(side === 'long' ? 'Long leg: buy' : 'Short leg: sell'),
    fact(
      'instrument',
      `${leg.exchange} ${printable(leg.symbol)}`,
      `priced in ${printable(leg.quote)}`,
      `exchange.${leg.exchange}`,
    ),
    fact(
      'rate',
      rate,
      hours === 8 ? 'per 8h' : `per ${formatInterval(hours)}, ${formatRate8h(leg.rate8h)} per 8h`,
      signStyle(rate),
    ),
    nextPayment(leg, context),
    fact('mark', formatPrice(leg.markPrice)),
    fact('taker fee', fee === undefined ? '–' : bare(fee), `arbitrage.takerFees.${leg.exchange}`),
    fact('open interest', formatDollars(now.openInterestUsd)),
    fact('volume 24h', formatDollars(now.volume24hUsd)),
  ];
}

/** `3 × +0.01800% − 24 × -0.00040%`: the short leg gets its rate, the long leg pays its own. */
function cashWords({ long, short }: ArbitrageRow, now: number): string {
  const [paid, got] = [paymentsIn24h(long, now), paymentsIn24h(short, now)];
  if (paid === undefined || got === undefined) return '';
  return `${got} × ${formatRate(short.fundingRate)} − ${paid} × ${formatRate(long.fundingRate)}, each at its own times`;
}

function payLines(row: ArbitrageRow, { time }: EvidenceContext): readonly EvidenceLine[] {
  const { spread8h, spreadApr, cashFlow24h } = row.economics;
  const cash = formatRate8h(cashFlow24h);
  return [
    heading('What it pays'),
    fact(
      'per 8h',
      formatRate8h(spread8h),
      `${formatRate8h(row.short.rate8h)} − ${formatRate8h(row.long.rate8h)}, short − long`,
      'positive',
    ),
    fact('APR', formatApr(spreadApr), '× 1095, not compounded', 'positive'),
    fact('on $10,000', formatDollars(spread8h * EXAMPLE_USD), 'per 8h, in each leg that much'),
    fact('next 24h', cash, cashWords(row, time), signStyle(cash)),
  ];
}

function feeWords({ long, short }: ArbitrageRow, { takerFees, slippage }: ArbitrageOptions): string {
  const [a, b] = [takerFees[long.exchange], takerFees[short.exchange]];
  if (a === undefined || b === undefined) return '';
  const slipped = slippage === 0 ? '' : `, and slippage 4 × ${bare(slippage)}`;
  return `taker, in and out: 2 × (${bare(a)} + ${bare(b)})${slipped}`;
}

function costLines(row: ArbitrageRow, terms: ArbitrageOptions): readonly EvidenceLine[] {
  const { feesRoundTrip, priceGap, spread8h, spreadApr, breakEvenHours, netApr } = row.economics;
  const gapWords = priceGap === undefined || priceGap >= 0 ? '(long − short mark) / mean' : 'a credit: the long leg is cheaper';
  const lines: EvidenceLine[] = [
    heading('What it costs, once'),
    fact('fees', cost(feesRoundTrip), feeWords(row, terms)),
    fact('price gap', cost(priceGap), gapWords),
  ];
  if (feesRoundTrip === undefined || priceGap === undefined) {
    const missing = priceGap === undefined ? 'the cost of entering needs both marks' : 'a taker fee is not set';
    return [...lines, fact('break-even', '–'), fact('net APR', '–'), [span(missing, 'dim')]];
  }
  const total = feesRoundTrip + priceGap;
  const perHour = formatRate(spread8h / 8);
  const net = formatApr(netApr);
  return [
    ...lines,
    fact('together', cost(total), `${cost(feesRoundTrip)} ${priceGap < 0 ? '−' : '+'} ${bare(priceGap)}`),
    heading('What is left'),
    fact('per hour', perHour, `${formatRate8h(spread8h)} / 8, what the spread pays`),
    fact('break-even', formatHours(breakEvenHours), `${cost(total)} / ${perHour} per hour`, 'strong'),
    fact(
      'net APR',
      net,
      `held ${formatHold(terms.holdHours)}: ${formatApr(spreadApr)} − ${cost(total)} × 8760 / ${terms.holdHours}`,
      signStyle(net),
    ),
  ];
}

export function arbitrageEvidence(row: ArbitrageRow, context: EvidenceContext): readonly EvidenceLine[] {
  const terms = context.snapshot.arbitrageTerms;
  return [
    [span(printable(pairSentence(row)), 'strong')],
    alertLine(row, terms, context),
    ...legLines('long', row.long, terms, context),
    ...legLines('short', row.short, terms, context),
    ...payLines(row, context),
    ...costLines(row, terms),
    ...pairLines(row, context),
    ...leftOutLines(row.asset, context),
  ];
}
