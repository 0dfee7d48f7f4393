// What is to be said of an instrument's funding in words and marks: its health, its limits, what changed.
import type { FundingFeatures } from '../market/funding-features.js';
import type { FundingRow } from '../market/snapshot.js';
import { formatInterval, formatSpan } from './format.js';
import { type Span, span } from './line.js';
import type { Style } from './theme.js';

type Health = NonNullable<FundingFeatures['health']>;

const healthGlyphs: Readonly<Record<Health, string>> = { healthy: '●', caution: '◆', warning: '✖' };
const healthStyles: Readonly<Record<Health, Style>> = { healthy: 'feed.live', caution: 'feed.stale', warning: 'feed.blocked' };

export function healthSpan(health: Health): Span {
  return span(`${healthGlyphs[health]} ${health}`, healthStyles[health]);
}

/** A rate that has used up nine tenths of what its cap or its floor allows. */
const NEAR_SHARE = 0.1;

export function nearLimit(row: FundingRow): 'cap' | 'floor' | undefined {
  const { fundingRate, fundingRateCap, fundingRateFloor } = row;
  if (fundingRate === undefined) return undefined;
  const isNear = (limit: number, distance: number): boolean => distance <= NEAR_SHARE * Math.abs(limit);
  if (fundingRateCap !== undefined && isNear(fundingRateCap, fundingRateCap - fundingRate)) return 'cap';
  if (fundingRateFloor !== undefined && isNear(fundingRateFloor, fundingRate - fundingRateFloor)) return 'floor';
  return undefined;
}

/** A change is news for so long; after that it is how things are. */
const NEWS_MS = 3_600_000;

/** `8h→1h 12 min ago` */
export function intervalNews(row: FundingRow, time: number): string | undefined {
  const { intervalChange, fundingIntervalHours } = row;
  if (intervalChange === undefined) return undefined;
  const change = `${formatInterval(intervalChange.fromHours)}→${formatInterval(fundingIntervalHours)}`;
  return `${change} ${formatSpan(Math.max(0, time - intervalChange.time))} ago`;
}

/** `turned negative 40 s ago` */
export function flipNews({ flipTime, fundingRate }: FundingRow, time: number): string | undefined {
  if (flipTime === undefined || fundingRate === undefined) return undefined;
  const sign = fundingRate > 0 ? 'positive' : fundingRate < 0 ? 'negative' : 'zero';
  return `turned ${sign} ${formatSpan(Math.max(0, time - flipTime))} ago`;
}

/** The newest change among the instruments of an asset: `bybit 8h→1h 12 min ago`. Empty where there is none to speak of. */
export function newestNews(rows: readonly FundingRow[], time: number): string {
  let newest = time - NEWS_MS;
  let text = '';
  for (const row of rows) {
    const told = [
      { at: row.flipTime, words: flipNews(row, time) },
      { at: row.intervalChange?.time, words: intervalNews(row, time) },
    ];
    for (const { at, words } of told) {
      if (at === undefined || words === undefined || at <= newest) continue;
      newest = at;
      text = `${row.exchange} ${words}`;
    }
  }
  return text;
}
