// Mark prices are nearly all of the traffic: every perpetual, every 3 s, in frames of 150 KB.
import type { Instrument } from '../../domain/instrument.js';
import * as wire from '../wire.js';
import { type Collector, draftTicker, perCoin } from './events.js';

/** Documented intervals, shortest first. */
const INTERVALS_HOURS = [1, 2, 4, 8];
const HOUR_MS = 3_600_000;
/** Clocks of the mark price and of the settlement may differ by so much. */
const SETTLEMENT_SLACK_MS = 5000;

/**
 * The interval to go with a rate settled at `next`. The list of intervals is fetched, so it can be old: a settlement farther
 * away than one interval proves it, and the shortest documented interval that reaches it takes its place.
 */
function intervalOf(instrument: Instrument, next: number | undefined, time: number): number | undefined {
  const listed = instrument.fundingIntervalHours;
  if (listed === undefined || next === undefined) return listed;
  const ahead = next - time - SETTLEMENT_SLACK_MS;
  if (ahead <= listed * HOUR_MS) return listed;
  return INTERVALS_HOURS.find((hours) => hours > listed && ahead <= hours * HOUR_MS) ?? listed;
}

interface MarkPrice {
  readonly time: number;
  readonly mark: number | undefined;
  readonly index: number | undefined;
  /** Absent where none is settled ahead. */
  readonly rate: number | undefined;
  readonly next: number | undefined;
}

function push(instrument: Instrument, { time, mark, index, rate, next }: MarkPrice, found: Collector): void {
  if (mark === undefined && index === undefined && rate === undefined) return;
  const ticker = draftTicker(instrument, time, found.context);
  if (rate !== undefined) {
    ticker.fundingRate = rate;
    const interval = intervalOf(instrument, next, time);
    if (interval !== undefined) ticker.fundingIntervalHours = interval;
    if (next !== undefined) ticker.nextFundingTime = next;
  }
  if (mark !== undefined) ticker.markPrice = perCoin(mark, instrument);
  if (index !== undefined) ticker.indexPrice = perCoin(index, instrument);
  found.records.push(ticker);
}

/** Certainly epoch milliseconds: 2011 to 2096. */
const FIRST_TIME = 1_300_000_000_000;
const LAST_TIME = 4_000_000_000_000;

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < Number.MAX_SAFE_INTEGER;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > FIRST_TIME && value < LAST_TIME;
}

/** Not 0, which has two signs on the wire. */
function isRate(value: unknown): value is number {
  return typeof value === 'number' && value !== 0 && Math.abs(value) < 1;
}

/** `r` is the rate accruing now for `T`. `P` is an estimated settlement price, `ap` an average of the mark: neither is ours. */
export function readMarkPrice(entry: wire.Wire, found: Collector): void {
  const { s, E, p, i, r, T } = entry;
  const instrument = found.instrument(typeof s === 'string' ? s : wire.text(entry, 's'));
  if (!instrument) return;
  // As nearly all are; the readers that tell what is wrong with the others take twice as long.
  if (isTime(E) && isPrice(p) && isPrice(i) && isTime(T) && isRate(r)) {
    push(instrument, { time: E, mark: p, index: i, rate: r, next: T }, found);
    return;
  }
  const time = wire.optionalTime(entry, 'E') ?? found.context.receivedAt;
  const mark = wire.optionalPositive(entry, 'p');
  const index = wire.optionalPositive(entry, 'i');
  const next = wire.optionalTime(entry, 'T');
  const stated = wire.optionalNumber(entry, 'r');
  // No settlement ahead (`T` is 0): the rate is a placeholder.
  const rate = next !== undefined || entry['T'] === undefined ? stated : undefined;
  push(instrument, { time, mark, index, rate, next }, found);
}
