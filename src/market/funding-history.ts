// Settled payments in memory: as the exchanges' histories tell them, and as they settle while the program runs.
import { settlementHour, withIntervals } from '../domain/funding-payments.js';
import { type InstrumentKey, instrumentKey } from '../domain/instrument.js';
import type { FundingHistory, FundingPayment, Ticker } from '../domain/record.js';
import { featuresOf, type HealthLines, zScoreOf } from './funding-features.js';
import type { FundingPast, FundingRow } from './snapshot.js';

const HOUR_MS = 3_600_000;
/** 30 days: as many payments at most, because nobody settles more often than hourly. */
const KEPT_HOURS = 720;
/** A payment farther ahead of our clock has not been made. */
const CLOCK_TOLERANCE_MS = HOUR_MS / 2;
/** Nothing watched is left untold for longer: an interval at most, and time to retry. */
const UNTOLD_MS = 26 * HOUR_MS;
/** The longest interval in use, where none is known. */
const LONGEST_HOURS = 24;
/** Exchanges list a payment soon after its settlement; without it for so much longer, the newest is not the last one. */
const BEHIND_AFTER_MS = 2 * HOUR_MS;

export interface FundingHistorySettings {
  /** Instruments whose payments are kept. */
  readonly historyInstrumentCapacity: number;
  readonly health: HealthLines;
}

export type FundingPastMap = ReadonlyMap<InstrumentKey, FundingPast>;

export interface FundingPasts {
  readonly apply: (history: FundingHistory) => void;
  /** Of a ticker that states the settled rate: it is a payment once its settlement has been seen to pass. */
  readonly noteSettled: (ticker: Ticker) => void;
  /** The same map, and the same entries, while nothing changed. `funding`: the rows as published now. */
  readonly publish: (now: number, funding: ReadonlyMap<string, readonly FundingRow[]>) => FundingPastMap;
  /** Histories of instruments beyond the capacity. */
  readonly droppedCount: () => number;
}

interface Entry {
  readonly known: Pick<FundingPast, 'key' | 'exchange' | 'symbol' | 'asset'>;
  /** By settlement hour: no payment is there twice. */
  readonly byHour: Map<number, FundingPayment>;
  newestHour: number;
  /** When its exchange's history was last heard of. */
  toldTime: number;
  /** The settlement to come, and the interval it ends, as last seen. */
  next: { readonly hour: number; readonly intervalHours: number | undefined } | undefined;
  /** A settlement that passed, waiting for its rate; `nextHour`: the one after it. */
  passed: { readonly hour: number; readonly intervalHours: number | undefined; readonly nextHour: number } | undefined;
  /** The settled rate as last stated, and the settlement that was to come when it was. */
  stated: { readonly fundingRate: number; readonly nextHour: number } | undefined;
  isDirty: boolean;
  past: FundingPast | undefined;
}

export function createFundingPasts(settings: FundingHistorySettings): FundingPasts {
  const entries = new Map<InstrumentKey, Entry>();
  let published: FundingPastMap = new Map();
  let dropped = 0;

  /** Makes room by what is no longer watched; false when everything is. */
  function makeRoom(now: number): boolean {
    if (entries.size < settings.historyInstrumentCapacity) return true;
    const oldest = [...entries.values()].reduce<Entry | undefined>(
      (found, entry) => (found === undefined || entry.toldTime < found.toldTime ? entry : found),
      undefined,
    );
    if (oldest === undefined || now - oldest.toldTime <= UNTOLD_MS) return false;
    entries.delete(oldest.known.key);
    const next = new Map(published);
    next.delete(oldest.known.key);
    published = next;
    return true;
  }

  function entryOf({ exchange, symbol, asset, receivedAt }: FundingHistory): Entry | undefined {
    const key = instrumentKey(exchange, symbol);
    const held = entries.get(key);
    if (held !== undefined) return held;
    if (!makeRoom(receivedAt)) {
      dropped += 1;
      return undefined;
    }
    const entry: Entry = {
      known: { key, exchange, symbol, asset },
      byHour: new Map(),
      newestHour: Number.NEGATIVE_INFINITY,
      toldTime: receivedAt,
      next: undefined,
      passed: undefined,
      stated: undefined,
      isDirty: false,
      past: undefined,
    };
    entries.set(key, entry);
    return entry;
  }

  function add(entry: Entry, hour: number, payment: FundingPayment): void {
    if (hour <= entry.newestHour - KEPT_HOURS) return;
    entry.byHour.set(hour, payment);
    entry.isDirty = true;
    if (hour <= entry.newestHour) return;
    entry.newestHour = hour;
    for (const held of entry.byHour.keys()) if (held <= hour - KEPT_HOURS) entry.byHour.delete(held);
  }

  /** Notices that the time of the next settlement moved on, and appends the payment where its rate has been stated. */
  function followSettlement(entry: Entry, row: FundingRow, now: number): void {
    if (row.nextFundingTime === undefined) return;
    const hour = settlementHour(row.nextFundingTime);
    const before = entry.next;
    // Settlements between the two were missed: the rate stated now belongs to another one.
    const isNeighbour = before !== undefined && hour - before.hour === row.fundingIntervalHours;
    if (isNeighbour && before.hour * HOUR_MS <= now + CLOCK_TOLERANCE_MS) entry.passed = { ...before, nextHour: hour };
    entry.next = { hour, intervalHours: row.fundingIntervalHours };
    const { passed, stated } = entry;
    if (passed === undefined || (stated?.nextHour !== passed.nextHour && hour === passed.nextHour)) return;
    entry.passed = undefined;
    if (stated?.nextHour !== passed.nextHour || entry.byHour.has(passed.hour)) return;
    const { intervalHours } = passed;
    const interval = intervalHours === undefined ? {} : { fundingIntervalHours: intervalHours };
    add(entry, passed.hour, { time: passed.hour * HOUR_MS, fundingRate: stated.fundingRate, ...interval });
  }

  function pastOf(entry: Entry, row: FundingRow | undefined, now: number): FundingPast | undefined {
    const payments = entry.isDirty || entry.past === undefined ? sorted(entry, row) : entry.past.payments;
    const settled = payments.at(-1);
    if (settled === undefined) return undefined;
    const features = entry.isDirty || entry.past === undefined ? featuresOf(payments, settings.health) : entry.past.features;
    const intervalMs = (settled.fundingIntervalHours ?? row?.fundingIntervalHours ?? LONGEST_HOURS) * HOUR_MS;
    const isBehind = now - settled.time > intervalMs + BEHIND_AFTER_MS;
    const zScore = row?.rate8h === undefined || row.isStale || !features ? undefined : zScoreOf(row.rate8h, features);
    const { past } = entry;
    if (past !== undefined && !entry.isDirty && past.isBehind === isBehind && past.zScore === zScore) return past;
    entry.isDirty = false;
    return {
      ...entry.known,
      payments,
      settled,
      isBehind,
      ...(features === undefined ? {} : { features }),
      ...(zScore === undefined ? {} : { zScore }),
    };
  }

  return {
    apply: (history) => {
      const entry = entryOf(history);
      if (entry === undefined) return;
      entry.toldTime = history.receivedAt;
      for (const payment of history.payments) {
        if (payment.time <= history.receivedAt + CLOCK_TOLERANCE_MS) add(entry, settlementHour(payment.time), payment);
      }
    },
    noteSettled: ({ exchange, symbol, settledFundingRate, nextFundingTime }) => {
      const entry = entries.get(instrumentKey(exchange, symbol));
      if (entry === undefined || settledFundingRate === undefined || nextFundingTime === undefined) return;
      entry.stated = { fundingRate: settledFundingRate, nextHour: settlementHour(nextFundingTime) };
    },
    publish: (now, funding) => {
      let next: Map<InstrumentKey, FundingPast> | undefined;
      for (const [key, entry] of entries) {
        const row = funding.get(entry.known.asset)?.find((one) => one.key === key);
        if (row !== undefined) followSettlement(entry, row, now);
        const past = pastOf(entry, row, now);
        if (past === entry.past || past === undefined) continue;
        entry.past = past;
        next ??= new Map(published);
        next.set(key, past);
      }
      published = next ?? published;
      return published;
    },
    droppedCount: () => dropped,
  };
}

/** Oldest first, with the intervals that the neighbours tell. */
function sorted(entry: Entry, row: FundingRow | undefined): readonly FundingPayment[] {
  const payments = [...entry.byHour].sort(([one], [other]) => one - other).map(([, payment]) => payment);
  return withIntervals(payments, row?.fundingIntervalHours);
}
