// Everything known of one perpetual, each value with its unit and its age.
import { printable } from '../../domain/text.js';
import type { FundingRow } from '../../market/snapshot.js';
import {
  formatAge,
  formatApr,
  formatBasisPoints,
  formatCountdown,
  formatDollars,
  formatInterval,
  formatMoment,
  formatPrice,
  formatRate,
  formatRate8h,
  formatSize,
  formatSpan,
} from '../format.js';
import { trendGlyphs } from '../theme.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, signStyle } from './facts.js';

function rateFact(name: string, text: string, note = ''): EvidenceLine {
  return fact(name, text, note, signStyle(text));
}

function whoPays(rate: number | undefined): string {
  if (rate === undefined || rate === 0) return '';
  return rate > 0 ? ', longs pay shorts' : ', shorts pay longs';
}

function settlement(row: FundingRow, { time, zone }: EvidenceContext): EvidenceLine {
  const next = row.nextFundingTime;
  if (next !== undefined) return fact('next settlement', formatMoment(next, zone(next)), `in ${formatCountdown(next - time)}`);
  if (row.instantFundingRate !== undefined) return fact('next settlement', 'always', 'funding accrues continuously');
  return fact('next settlement', '–');
}

function ago(then: number | undefined, { time, zone }: EvidenceContext): string {
  return then === undefined ? '–' : `${formatAge(time - then)} ago, at ${formatMoment(then, zone(then))}`;
}

function history(row: FundingRow): readonly EvidenceLine[] {
  const { historyEveryMs } = row;
  const samples = row.history.filter((sample) => sample !== undefined);
  if (samples.length < 2) return [fact('8h rate', '–')];
  const first = samples[0];
  return [
    fact('sampled', `${samples.length} times`, `every ${formatSpan(historyEveryMs)}`),
    fact('lowest', formatRate8h(Math.min(...samples)), 'per 8h'),
    fact('highest', formatRate8h(Math.max(...samples)), 'per 8h'),
    fact(
      'from … to',
      `${formatRate8h(first)} … ${formatRate8h(row.rate8h)}`,
      row.trend && `${trendGlyphs[row.trend]} ${row.trend}`,
    ),
  ];
}

export function fundingEvidence(row: FundingRow, context: EvidenceContext): readonly EvidenceLine[] {
  const hours = row.fundingIntervalHours;
  const perInterval = `per ${formatInterval(hours)}`;
  return [
    fact('instrument', `${row.exchange} ${printable(row.symbol)}`, '', `exchange.${row.exchange}`),
    fact('asset', printable(row.asset), `priced in ${printable(row.quote)}`),
    heading('Funding'),
    rateFact('rate', formatRate(row.fundingRate), `${perInterval}${whoPays(row.fundingRate)}`),
    rateFact('per 8h', formatRate8h(row.rate8h), hours === undefined ? '' : `× 8 / ${Number(hours.toFixed(2))}`),
    rateFact('APR', formatApr(row.apr), hours === undefined ? '' : `× 8760 / ${Number(hours.toFixed(2))}, not compounded`),
    fact('interval', hours === undefined ? '–' : formatInterval(hours)),
    settlement(row, context),
    rateFact('predicted', formatRate(row.predictedFundingRate), `${perInterval}, the interval after`),
    rateFact('last paid', formatRate(row.settledFundingRate), perInterval),
    ...(row.instantFundingRate === undefined ? [] : [rateFact('this moment', formatRate(row.instantFundingRate), 'per 8h')]),
    heading('Price'),
    fact('mark', formatPrice(row.markPrice)),
    fact('index', formatPrice(row.indexPrice)),
    rateFact('basis', formatBasisPoints(row.basis), 'bp, (mark − index) / index'),
    fact('last trade', formatPrice(row.lastPrice)),
    heading('Size'),
    fact(
      'open interest',
      formatDollars(row.openInterestUsd),
      row.openInterest === undefined ? '' : `${formatSize(row.openInterest)} ${printable(row.asset)}`,
    ),
    fact('volume 24h', formatDollars(row.volume24hUsd)),
    heading('8h rate over time'),
    ...history(row),
    heading('Age'),
    fact(
      'last message',
      ago(row.receivedAt, context),
      row.isStale ? 'stale: not compared' : '',
      row.isStale ? 'feed.stale' : 'text',
    ),
    fact('last rate', ago(row.fundingReceivedAt, context)),
  ];
}
