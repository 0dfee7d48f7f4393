// The unit rates are read in. A spread between two intervals has no raw unit: it is then shown per 8 h.
import { clean } from '../domain/decimal.js';
import { aprOf8h, rate8h } from '../domain/funding.js';
import type { FundingRow } from '../market/snapshot.js';
import { formatApr, formatRate, formatRate8h } from './format.js';

export const rateUnits = ['raw', '1h', '8h', 'apr'] as const;
/** `raw`: per funding interval, as the exchange states it. */
export type RateUnit = (typeof rateUnits)[number];

const HOURS_COMPARED = 8;
const UNKNOWN = '?';

export function nextUnit(unit: RateUnit): RateUnit {
  return rateUnits[(rateUnits.indexOf(unit) + 1) % rateUnits.length] ?? unit;
}

export type ComparableUnit = Exclude<RateUnit, 'raw'>;

/** The unit in which two exchanges can be compared. */
export function comparableUnit(unit: RateUnit): ComparableUnit {
  return unit === 'raw' ? '8h' : unit;
}

/** As it stands in a heading. */
export const unitHeadings: Readonly<Record<RateUnit, string>> = { raw: 'RATE', '1h': '1H RATE', '8h': '8H RATE', apr: 'APR' };

/** In a sentence: `0.02% per 8h`. */
export const unitWords: Readonly<Record<RateUnit, string>> = { raw: 'per interval', '1h': 'per 1h', '8h': 'per 8h', apr: 'APR' };

/** Once the unit was chosen: two of them look alike where exchanges are compared. */
export const unitNotices: Readonly<Record<RateUnit, string>> = {
  raw: 'rates per interval; compared per 8h',
  '1h': 'rates per 1h',
  '8h': 'rates per 8h',
  apr: 'rates per year (APR)',
};

/** A rate of an instrument in that unit, as a fraction. */
export function rateIn(unit: RateUnit, row: Pick<FundingRow, 'fundingRate' | 'rate8h' | 'apr'>): number | undefined {
  return { raw: row.fundingRate, '1h': from8h('1h', row.rate8h), '8h': row.rate8h, apr: row.apr }[unit];
}

/** A fraction that is in `unit` already. */
export function formatInUnit(unit: RateUnit, fraction: number | undefined): string {
  return { raw: formatRate, '1h': formatRate, '8h': formatRate8h, apr: formatApr }[unit](fraction);
}

/** A rate per 8 h in a unit of that kind. */
export function from8h(unit: ComparableUnit, per8h: number): number;
export function from8h(unit: ComparableUnit, per8h: number | undefined): number | undefined;
export function from8h(unit: ComparableUnit, per8h: number | undefined): number | undefined {
  if (per8h === undefined) return undefined;
  return { '1h': per8h / HOURS_COMPARED, '8h': per8h, apr: aprOf8h(per8h) }[unit];
}

/** A rate of an interval of that many hours; `?` where it cannot be told in that unit, because the interval is not known. */
export function formatPaid(unit: RateUnit, fundingRate: number | undefined, hours: number | undefined): string {
  if (unit === 'raw' || fundingRate === undefined) return formatInUnit(unit, fundingRate);
  if (hours === undefined || hours <= 0) return UNKNOWN;
  return formatInUnit(unit, from8h(unit, clean(rate8h(fundingRate, hours))));
}

/** What is known per 8 h: spreads and histories. */
export function formatFrom8h(unit: RateUnit, per8h: number | undefined): string {
  const compared = comparableUnit(unit);
  return formatInUnit(compared, from8h(compared, per8h));
}
