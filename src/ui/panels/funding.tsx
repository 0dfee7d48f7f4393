import { memo, type ReactNode } from 'react';
import type { ExchangeId } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import { exchangeTime } from '../../market/exchange-clock.js';
import { lastPaid } from '../../market/last-paid.js';
import type { FeedRow, FundingRow } from '../../market/snapshot.js';
import { formatInterval, formatPrice } from '../format.js';
import { type FundingContext, fundingColumns, trendSourceOf } from '../funding-columns.js';
import type { Pasts } from '../funding-past.js';
import { flipNews, healthSpan, intervalNews, nearLimit, newestNews } from '../funding-words.js';
import { type Span, span } from '../line.js';
import type { ListCursor } from '../list-cursor.js';
import type { Sort } from '../list-order.js';
import { listPanelLines, type PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import { comparableUnit, formatFrom8h, formatPaid, type RateUnit, unitWords } from '../unit.js';

export interface FundingPanelProps extends PanelProps {
  readonly asset: string;
  readonly rows: readonly FundingRow[];
  readonly pasts: Pasts;
  readonly feeds: readonly Pick<FeedRow, 'exchange' | 'lagMs'>[];
  /** Of the best pair, per 8 h. */
  readonly spread8h: number | undefined;
  readonly unit: RateUnit;
  readonly sort?: Sort | undefined;
  readonly cursor: ListCursor;
  readonly time: number;
}

function extremes(rows: readonly FundingRow[]): Pick<FundingContext, 'highest' | 'lowest'> {
  const fresh = rows.filter((row) => row.rate8h !== undefined && !row.isStale);
  const sorted = [...fresh].sort((a, b) => (b.rate8h ?? 0) - (a.rate8h ?? 0));
  const highest = sorted[0];
  const lowest = sorted.at(-1);
  if (highest === undefined || lowest === undefined || highest.rate8h === lowest.rate8h) return {};
  return { highest, lowest };
}

interface Detail {
  readonly pasts: Pasts;
  readonly unit: RateUnit;
  readonly time: number;
}

/** What changed first, then what is paid, then what is left out of the row. */
function detail(row: FundingRow, { pasts, unit, time }: Detail): readonly Span[] {
  const past = pasts.get(row.key);
  const { features } = past ?? {};
  const hours = row.fundingIntervalHours;
  const paid = lastPaid(row, past);
  const limit = nearLimit(row);
  const rateOf = (rate: number | undefined, of = hours): Span | undefined =>
    rate === undefined ? undefined : span(formatPaid(unit, rate, of));
  const words = (text: string | undefined): Span | undefined => (text === undefined ? undefined : span(text, 'accent'));
  const mean = (mean8h: number | undefined): Span | undefined =>
    mean8h === undefined ? undefined : span(formatFrom8h(unit, mean8h) + (unit === 'raw' ? ' per 8h' : ''));
  const facts: readonly (readonly [name: string, value: Span | undefined])[] = [
    ['', words(intervalNews(row, time))],
    ['', words(flipNews(row, time))],
    ['', limit === undefined ? undefined : span(`! near its ${limit}`, 'feed.stale')],
    ['predicted ', rateOf(row.predictedFundingRate)],
    ['last paid ', rateOf(paid?.fundingRate, paid?.fundingIntervalHours)],
    ['this moment ', rateOf(row.instantFundingRate, hours)],
    ['24h ', mean(features?.realised24h?.mean8h)],
    ['7d ', mean(features?.realised7d?.mean8h)],
    ['', features?.health && healthSpan(features.health)],
    ['index ', row.indexPrice === undefined ? undefined : span(formatPrice(row.indexPrice))],
    ['last ', row.lastPrice === undefined ? undefined : span(formatPrice(row.lastPrice))],
  ];
  const told = facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  if (told.length === 0) {
    return [
      span(
        hours === undefined ? `interval ${formatInterval(hours)}: not ranked` : `${row.exchange} tells nothing more of it`,
        'dim',
      ),
    ];
  }
  return told.flatMap(({ name, value }, index) => [span(`${index === 0 ? '' : ' · '}${name}`, 'dim'), value]);
}

export function fundingLines({
  asset,
  rows,
  pasts,
  feeds,
  spread8h,
  unit,
  time,
  ...props
}: FundingPanelProps): readonly string[] {
  const timeOn = (exchange: ExchangeId): number => exchangeTime(time, feeds.find((feed) => feed.exchange === exchange)?.lagMs);
  const best = spread8h === undefined ? '' : `best spread ${formatFrom8h(unit, spread8h)} ${unitWords[comparableUnit(unit)]}`;
  return listPanelLines({
    ...props,
    title: `Funding ${printable(asset)}`,
    info: [newestNews(rows, time), best].filter((part) => part !== '').join(' · '),
    columns: fundingColumns(unit, trendSourceOf(rows, pasts)),
    rows,
    idOf: (row) => row.key,
    context: { time, timeOn, pasts, ...extremes(rows) },
    empty: 'waiting for the first rates',
    isDim: (row) => row.isStale,
    detail: (row) => detail(row, { pasts, unit, time }),
  });
}

export const FundingPanel = memo(function FundingPanel(props: FundingPanelProps): ReactNode {
  return <Lines lines={fundingLines(props)} />;
});
