// Everything known of one perpetual, each value with its unit and its age.
import { printable } from '../../domain/text.js';
import { exchangeTime } from '../../market/exchange-clock.js';
import { lastPaid } from '../../market/last-paid.js';
import type { FundingPast, FundingRow } from '../../market/snapshot.js';
import {
  formatAge,
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
import { flipNews, intervalNews, nearLimit } from '../funding-words.js';
import { trendGlyphs } from '../theme.js';
import { formatPaid } from '../unit.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, signStyle } from './facts.js';
import { pastEvidence } from './funding-past.js';

function rateFact(name: string, text: string, note = ''): EvidenceLine {
  return fact(name, text, note, signStyle(text));
}

function whoPays(rate: number | undefined): string {
  if (rate === undefined || rate === 0) return '';
  return rate > 0 ? ', longs pay shorts' : ', shorts pay longs';
}

function settlement(row: FundingRow, { time, zone, snapshot }: EvidenceContext): EvidenceLine {
  const next = row.nextFundingTime;
  if (next !== undefined) {
    const { lagMs } = snapshot.feeds.find(({ exchange }) => exchange === row.exchange) ?? {};
    const left = next - exchangeTime(time, lagMs);
    const isOurs = exchangeTime(time, lagMs) === time;
    const by = isOurs ? '' : ", by the exchange's clock: ours is wrong";
    return fact('next settlement', formatMoment(next, zone(next)), `${left > 0 ? 'in ' : ''}${formatCountdown(left)}${by}`);
  }
  if (row.instantFundingRate !== undefined) return fact('next settlement', 'always', 'funding accrues continuously');
  return fact('next settlement', '–');
}

/** Of the rate, per interval; nothing where the exchange publishes none. */
function limits(row: FundingRow, perInterval: string): readonly EvidenceLine[] {
  const { fundingRateCap, fundingRateFloor, limitDistance } = row;
  if (fundingRateCap === undefined && fundingRateFloor === undefined) return [];
  const near = nearLimit(row);
  const left = formatRate(limitDistance).replace('+', '');
  return [
    fact('cap', formatRate(fundingRateCap), perInterval),
    fact('floor', formatRate(fundingRateFloor), perInterval),
    near === undefined
      ? fact('left to it', left, 'to the nearer of the two')
      : fact('left to it', left, `! within a tenth of its ${near}`, 'feed.stale'),
  ];
}

function interval(row: FundingRow, { time }: EvidenceContext): EvidenceLine {
  const { fundingIntervalHours: hours } = row;
  const note = hours === undefined ? 'not told: its rate is neither compared nor ranked' : intervalNews(row, time);
  return fact('interval', formatInterval(hours), note);
}

function flipLine(row: FundingRow, { time }: EvidenceContext): readonly EvidenceLine[] {
  const news = flipNews(row, time);
  return news === undefined ? [] : [fact('sign', news)];
}

function lastPaidLine(row: FundingRow, past: FundingPast | undefined, { zone }: EvidenceContext): EvidenceLine {
  const paid = lastPaid(row, past);
  const at =
    past !== undefined && paid === past.settled ? `, at ${formatMoment(past.settled.time, zone(past.settled.time))}` : '';
  return rateFact('last paid', formatRate(paid?.fundingRate), `per ${formatInterval(paid?.fundingIntervalHours)}${at}`);
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
  const past = context.snapshot.history.get(row.key);
  return [
    fact('instrument', `${row.exchange} ${printable(row.symbol)}`, '', `exchange.${row.exchange}`),
    fact('asset', printable(row.asset), `priced in ${printable(row.quote)}`),
    heading('Funding'),
    rateFact('rate', formatRate(row.fundingRate), `${perInterval}${whoPays(row.fundingRate)}`),
    rateFact('per 1h', formatPaid('1h', row.fundingRate, hours), hours === undefined ? '' : `/ ${Number(hours.toFixed(2))}`),
    rateFact('per 8h', formatPaid('8h', row.fundingRate, hours), hours === undefined ? '' : `× 8 / ${Number(hours.toFixed(2))}`),
    rateFact(
      'APR',
      formatPaid('apr', row.fundingRate, hours),
      hours === undefined ? '' : `× 8760 / ${Number(hours.toFixed(2))}, not compounded`,
    ),
    interval(row, context),
    ...flipLine(row, context),
    settlement(row, context),
    rateFact('predicted', formatRate(row.predictedFundingRate), `${perInterval}, the interval after`),
    lastPaidLine(row, past, context),
    ...(row.instantFundingRate === undefined ? [] : [rateFact('this moment', formatRate(row.instantFundingRate), 'per 8h')]),
    ...limits(row, perInterval),
    ...pastEvidence(past, context),
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
    heading('8h rate in this session'),
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
