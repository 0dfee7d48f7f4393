// What was paid on a perpetual, and what that says of its rate: each figure with the payments it is of.
import type { RealisedFunding } from '../../domain/funding-payments.js';
import type { FundingPayment } from '../../domain/record.js';
import type { FundingFeatures } from '../../market/funding-features.js';
import type { FundingPast } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { formatAge, formatInterval, formatMoment, formatRate, formatSigned } from '../format.js';
import { pastRates8h } from '../funding-past.js';
import { healthSpan } from '../funding-words.js';
import { span } from '../line.js';
import { levelSparkline, resampled } from '../sparkline.js';
import { trendGlyphs } from '../theme.js';
import { comparableUnit, formatFrom8h, formatPaid, unitWords } from '../unit.js';
import { type EvidenceContext, type EvidenceLine, fact, heading, NAME_CELLS, signStyle } from './facts.js';

/** A day of hourly payments, eight days of 8 h. */
const PAYMENTS_LISTED = 24;
const SPARKLINE_CELLS = 60;
/** 0.0005 % per 8 h: as in the table. */
const SPARKLINE_RANGE = 0.000005;

const rateFact = (name: string, text: string, note: string): EvidenceLine => fact(name, text, note, signStyle(text));

function realisedLine(name: string, realised: RealisedFunding | undefined, { unit }: EvidenceContext): EvidenceLine {
  if (realised === undefined) return fact(name, 'not known', 'a payment of them is missing', 'dim');
  const words = unitWords[comparableUnit(unit)];
  return rateFact(name, formatFrom8h(unit, realised.mean8h), `${words} in the mean, ${formatRate(realised.sum)} paid in all`);
}

function endLines({ isBehind, settled }: FundingPast, { time }: EvidenceContext): readonly EvidenceLine[] {
  if (!isBehind) return [];
  const since = `the last known one was ${formatAge(time - settled.time)} ago; what follows ends there`;
  return [fact('behind', 'a later settlement must have passed', since, 'feed.stale')];
}

function judgedLines(features: FundingFeatures, past: FundingPast, context: EvidenceContext): readonly EvidenceLine[] {
  const { unit, zone } = context;
  const { mean8h, deviation8h, min8h, max8h, streak, trend, bias, regime, health, deviation24h } = features;
  const per = unitWords[comparableUnit(unit)];
  const rate = (rate8h: number): string => formatFrom8h(unit, rate8h);
  const size = (rate8h: number): string => rate(rate8h).replace('+', '');
  const lines: EvidenceLine[] = [
    rateFact('mean', rate(mean8h), `${per}, each payment by the hours it was for; deviation ${size(deviation8h)}`),
    rateFact('lowest', rate(min8h), per),
    rateFact('highest', rate(max8h), per),
  ];
  if (past.zScore !== undefined) {
    lines.push(rateFact('z-score', formatSigned(past.zScore), 'the rate of now, in deviations from the mean'));
  }
  if (streak !== undefined) {
    const since = `in a row, since ${formatMoment(streak.sinceTime, zone(streak.sinceTime))}`;
    lines.push(fact('streak', `${streak.count} ${streak.side}`, since, streak.side));
  }
  if (trend !== undefined)
    lines.push(fact('trend', `${trendGlyphs[trend]} ${trend}`, 'the last 24 hours against the six days before'));
  lines.push(fact('who paid', { positive: 'longs', negative: 'shorts', mixed: 'both' }[bias], 'over the last 7 days'));
  lines.push(fact('regime', regime, 'by the mean of the last 24 hours'));
  if (health !== undefined && deviation24h !== undefined) {
    const { text, style = 'text' } = healthSpan(health);
    lines.push(fact('health', text, `deviation over the last 24 hours ${size(deviation24h)} ${per}`, style));
  }
  const drawn = levelSparkline(resampled(pastRates8h(past), SPARKLINE_CELLS), SPARKLINE_RANGE);
  return [...lines, [span(' '.repeat(NAME_CELLS)), span(drawn, 'spark')]];
}

function paymentLine({ time, fundingRate, fundingIntervalHours }: FundingPayment, context: EvidenceContext): EvidenceLine {
  const compared = comparableUnit(context.unit);
  const paid = formatRate(fundingRate);
  return [
    span(`${formatMoment(time, context.zone(time))}  `, 'dim'),
    span(padded(paid, 10, 'right'), signStyle(paid)),
    span(padded(formatInterval(fundingIntervalHours), 5, 'right'), 'dim'),
    span(padded(formatPaid(compared, fundingRate, fundingIntervalHours), 11, 'right')),
    span(` ${unitWords[compared]}`, 'dim'),
  ];
}

/** Rates are read in the unit of choice; where that is per interval, per 8 h. */
export function pastEvidence(past: FundingPast | undefined, context: EvidenceContext): readonly EvidenceLine[] {
  if (past === undefined) {
    return [heading('What was paid'), [span('not known: the exchange is asked for the assets of the watch list', 'dim')]];
  }
  const { payments, features } = past;
  const listed = payments.slice(-PAYMENTS_LISTED).reverse();
  const window = features === undefined ? '' : `: ${features.count} payments over ${features.hours} hours`;
  return [
    heading(`What was paid${window}`),
    ...endLines(past, context),
    realisedLine('last 24 hours', features?.realised24h, context),
    realisedLine('last 7 days', features?.realised7d, context),
    ...(features === undefined ? [] : judgedLines(features, past, context)),
    heading(`The last ${listed.length} of ${payments.length} payments`),
    ...listed.map((payment) => paymentLine(payment, context)),
  ];
}
