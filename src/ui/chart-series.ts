// What the chart draws: a line an exchange, over this session or over the 30 days that were paid.
import { settlementHour } from '../domain/funding-payments.js';
import type { ExchangeId } from '../domain/instrument.js';
import type { FundingRow } from '../market/snapshot.js';
import { type Pasts, pastRates8h } from './funding-past.js';

export const chartSpans = ['session', '30d'] as const;
export type ChartSpan = (typeof chartSpans)[number];

export interface ChartSeries {
  readonly exchange: ExchangeId;
  /** Now, per 8 h. */
  readonly rate8h: number | undefined;
  /** Per 8 h, evenly over the whole length; `undefined`: not known then. Ends in what is true now, where that is known. */
  readonly values: readonly (number | undefined)[];
}

export interface ChartData {
  readonly series: readonly ChartSeries[];
  /** From the first value to the last. */
  readonly lengthMs: number;
}

const HOUR_MS = 3_600_000;

/** One instrument an exchange, the one traded most; the exchanges traded most first. */
function leading(rows: readonly FundingRow[]): readonly FundingRow[] {
  const best = new Map<ExchangeId, FundingRow>();
  for (const row of rows) {
    const other = best.get(row.exchange);
    if (other === undefined || (row.volume24hUsd ?? 0) > (other.volume24hUsd ?? 0)) best.set(row.exchange, row);
  }
  return [...best.values()].sort((a, b) => (b.volume24hUsd ?? 0) - (a.volume24hUsd ?? 0));
}

function isLine(values: readonly (number | undefined)[]): boolean {
  const known = values.filter((value) => value !== undefined);
  return known.length >= 2 && known.every(Number.isFinite);
}

const nowOf = ({ rate8h, isStale }: FundingRow): number | undefined => (isStale ? undefined : rate8h);
const spanMs = ({ history, historyEveryMs }: FundingRow): number => history.length * historyEveryMs;

/** As far back as all of them go; one that began much later than the others is left out. */
export function sessionSeries(rows: readonly FundingRow[], count: number): ChartData {
  const lines = leading(rows.filter(({ history }) => isLine(history)));
  const longest = Math.max(0, ...lines.map(spanMs));
  const chosen = lines.filter((row) => spanMs(row) * 2 >= longest).slice(0, count);
  const lengthMs = Math.min(...chosen.map(spanMs));
  return {
    lengthMs,
    series: chosen.map((row) => ({
      exchange: row.exchange,
      rate8h: row.rate8h,
      values: [...row.history.slice(-Math.round(lengthMs / row.historyEveryMs)), nowOf(row)],
    })),
  };
}

/**
 * Hour by hour as it was paid, since the first of them is known to have paid. The hours after the last payment are those that the rate
 * of now will be paid for; where a payment is missing, nothing is known of them.
 */
export function pastSeries(rows: readonly FundingRow[], pasts: Pasts, count: number, time: number): ChartData {
  const endHour = Math.floor(time / HOUR_MS);
  const lines = leading(rows.filter(({ key }) => pasts.has(key))).flatMap((row) => {
    const past = pasts.get(row.key);
    if (past === undefined) return [];
    const unpaidHours = Math.max(0, endHour - settlementHour(past.settled.time));
    const unpaid = new Array<number | undefined>(unpaidHours).fill(past.isBehind ? undefined : nowOf(row));
    const values = [...pastRates8h(past), ...unpaid, nowOf(row)];
    return isLine(values) ? [{ exchange: row.exchange, rate8h: row.rate8h, values }] : [];
  });
  const chosen = lines.slice(0, count);
  const longest = Math.max(0, ...chosen.map(({ values }) => values.length));
  return {
    lengthMs: longest * HOUR_MS,
    series: chosen.map((line) => ({
      ...line,
      values: [...new Array<undefined>(longest - line.values.length).fill(undefined), ...line.values],
    })),
  };
}
