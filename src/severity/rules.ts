// How bad is a liquidation? Its notional against two yardsticks: lines fixed by the size of the asset's market, and what
// has been usual for that asset. A line is the higher of the two, so history can only ask for more than the table does.
import type { Liquidation } from '../domain/record.js';
import { type SeverityContext, type SeverityJudge, type Tier, tierRank, tiers } from '../domain/severity.js';
import { printable } from '../domain/text.js';
import { usdText } from '../domain/usd-text.js';

/** The least notional of each tier above LOW, in USD. */
interface Lines {
  readonly MEDIUM: number;
  readonly HIGH: number;
  readonly CRITICAL: number;
}

interface MarketClass {
  readonly name: string;
  /** Either is enough; of the largest single exchange. */
  readonly minOpenInterestUsd: number;
  readonly minVolume24hUsd: number;
  readonly lines: Lines;
}

/**
 * MEDIUM starts at $10k and HIGH at $50k everywhere: 18 % and 4 % of BTC liquidations in a busy week (Binance, 2024-12-04 to
 * 06), 2 to 4 % and below 1 % of those of all coins together. CRITICAL is where a market of that size feels a single order:
 * a million is one in a thousand on BTC; in a small market a quarter of a million is a visible share of an hour's volume.
 */
const classes: readonly MarketClass[] = [
  {
    name: 'a major market', // BTC, ETH, at times SOL and XRP
    minOpenInterestUsd: 1_000_000_000,
    minVolume24hUsd: 5_000_000_000,
    lines: { MEDIUM: 10_000, HIGH: 50_000, CRITICAL: 1_000_000 },
  },
  {
    name: 'a large market', // the next thirty or so
    minOpenInterestUsd: 200_000_000,
    minVolume24hUsd: 1_000_000_000,
    lines: { MEDIUM: 10_000, HIGH: 50_000, CRITICAL: 500_000 },
  },
  {
    name: 'a small market',
    minOpenInterestUsd: 0,
    minVolume24hUsd: 0,
    lines: { MEDIUM: 10_000, HIGH: 50_000, CRITICAL: 250_000 },
  },
];

/** Nobody has told the market's size: the middle class neither shouts nor hides. */
const unknownClass: MarketClass = {
  name: 'a market of unknown size',
  minOpenInterestUsd: 0,
  minVolume24hUsd: 0,
  lines: { MEDIUM: 10_000, HIGH: 50_000, CRITICAL: 500_000 },
};

/** With fewer earlier liquidations the p95 is the largest one seen. */
const MIN_COUNT = 20;
/** p99 / p95 of recorded notionals is 2 to 7, mostly 3 to 4: four times the p95 is about one in a hundred. */
const CRITICAL_TIMES_P95 = 4;

/** Whatever was usual, this much is at least that: a market used to millions must not hide one. */
const always: Lines = { MEDIUM: 250_000, HIGH: 1_000_000, CRITICAL: 10_000_000 };
/** Whatever runs before it, less than this is not that. */
const never: Lines = { MEDIUM: 10_000, HIGH: 25_000, CRITICAL: 250_000 };

/** The fifth of a run on one side, and the run worth something: dust comes in fives on any busy day. */
const BURST_COUNT = 4;
const BURST_USD = 50_000;

function classOf({ openInterestUsd, volume24hUsd }: SeverityContext): MarketClass {
  if (openInterestUsd === undefined && volume24hUsd === undefined) return unknownClass;
  const found = classes.find(
    (one) => (openInterestUsd ?? -1) >= one.minOpenInterestUsd || (volume24hUsd ?? -1) >= one.minVolume24hUsd,
  );
  return found ?? unknownClass;
}

/**
 * Sizes are about lognormal, so the geometric mean of median and p95 lies near the p80 (recorded: p79 on BTC): the lines
 * leave about 80 % LOW, 15 % MEDIUM, 4 % HIGH and 1 % CRITICAL of a market whose usual sizes exceed the table.
 */
function linesFor(context: SeverityContext): Lines {
  const table = classOf(context).lines;
  const { count, medianUsd, p95Usd } = context.usual;
  if (count < MIN_COUNT || medianUsd === undefined || p95Usd === undefined) return table;
  return {
    MEDIUM: Math.max(table.MEDIUM, Math.sqrt(medianUsd * p95Usd)),
    HIGH: Math.max(table.HIGH, p95Usd),
    CRITICAL: Math.max(table.CRITICAL, CRITICAL_TIMES_P95 * p95Usd),
  };
}

function highest(notionalUsd: number, lines: Lines): Tier {
  if (notionalUsd >= lines.CRITICAL) return 'CRITICAL';
  if (notionalUsd >= lines.HIGH) return 'HIGH';
  return notionalUsd >= lines.MEDIUM ? 'MEDIUM' : 'LOW';
}

function isBurst({ recent }: SeverityContext): boolean {
  return recent.count >= BURST_COUNT && recent.notionalUsd >= BURST_USD;
}

function worse(a: Tier, b: Tier): Tier {
  return tierRank(a) >= tierRank(b) ? a : b;
}

function milder(a: Tier, b: Tier): Tier {
  return tierRank(a) <= tierRank(b) ? a : b;
}

function tierOf(notionalUsd: number, context: SeverityContext): Tier {
  const bySize = worse(highest(notionalUsd, linesFor(context)), highest(notionalUsd, always));
  const raised = isBurst(context) ? (tiers[tierRank(bySize) + 1] ?? bySize) : bySize;
  return milder(raised, highest(notionalUsd, never));
}

function times(ratio: number): string {
  return ratio >= 10 ? `${Math.round(ratio)}×` : `${Number(ratio.toPrecision(2))}×`;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(teens ? undefined : ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}

/** `$612k long, 14× the usual $43k of PEPE, 5th long in 60 s`. */
function evidence(liquidation: Liquidation, context: SeverityContext): string {
  const { side, notionalUsd } = liquidation;
  const asset = printable(liquidation.asset, 16);
  const { count, medianUsd } = context.usual;
  const { recent } = context;
  const against =
    count >= MIN_COUNT && medianUsd !== undefined && medianUsd > 0
      ? `${times(notionalUsd / medianUsd)} the usual ${usdText(medianUsd)} of ${asset}`
      : `${asset} is ${classOf(context).name}`;
  const run = recent.count > 0 ? `, ${ordinal(recent.count + 1)} ${side} in ${Math.round(recent.windowMs / 1000)} s` : '';
  return `${usdText(notionalUsd)} ${side}, ${against}${run}`;
}

export const judgeByRules: SeverityJudge = (liquidation, context) => ({
  tier: tierOf(liquidation.notionalUsd, context),
  reason: evidence(liquidation, context),
});
