import { type ExchangeId, exchangeIds, type Instrument, type InstrumentKey, instrumentKey } from '../domain/instrument.js';
import type { Ticker } from '../domain/record.js';
import type { FundingChange } from './funding-changes.js';
import { createEntry, type FundingEntry, mergeTicker, rate8hOf, rowOf } from './funding-entry.js';
import type { MarketSettings } from './options.js';
import { withGap, withSample } from './rate-history.js';
import type { FundingRow } from './snapshot.js';

/** How often age is looked at: staleness and history move by the clock, not by messages. */
const SWEEP_EVERY_MS = 1_000;

type FundingMap = ReadonlyMap<string, readonly FundingRow[]>;
type BookSettings = Pick<
  MarketSettings,
  'instrumentCapacity' | 'historyCapacity' | 'sampleEveryMs' | 'longestSampleMs' | 'staleAfterMs' | 'forgetAfterMs'
>;

export interface FundingBook {
  readonly apply: (ticker: Ticker) => void;
  /** Takes what the list of an exchange tells besides its tickers: the limits of the rates. */
  readonly list: (instruments: readonly Instrument[]) => void;
  /** Keeps with its row what became known by comparing it with what it was. */
  readonly note: (row: FundingRow, change: FundingChange) => void;
  /** Rows of an exchange that is not live are stale; after an interruption each until its instrument is heard again. */
  readonly setLive: (exchange: ExchangeId, isLive: boolean) => void;
  /** By asset; the same map when nothing changed, the same lists and rows where nothing did. */
  readonly publish: (now: number) => FundingMap;
  /** Tickers of instruments beyond the capacity. */
  readonly droppedCount: () => number;
}

interface Line {
  isLive: boolean;
  /** Counts interruptions. */
  epoch: number;
  readonly bySymbol: Map<string, FundingEntry>;
}

function order(a: FundingEntry, b: FundingEntry): number {
  const byExchange = exchangeIds.indexOf(a.known.exchange) - exchangeIds.indexOf(b.known.exchange);
  if (byExchange !== 0) return byExchange;
  return a.known.symbol < b.known.symbol ? -1 : 1;
}

export function createFundingBook(settings: BookSettings): FundingBook {
  const lines = new Map<ExchangeId, Line>();
  const byAsset = new Map<string, FundingEntry[]>();
  /** Assets with rows to rebuild, and those whose list must be put in order again. */
  const dirty = new Set<string>();
  /** Of instruments with limits, no more than `instrumentCapacity`. */
  const limits = new Map<InstrumentKey, Pick<Instrument, 'fundingRateCap' | 'fundingRateFloor'>>();
  const unordered = new Set<string>();
  let instrumentCount = 0;
  let dropped = 0;
  let lastSweepTime: number | undefined;
  let published: FundingMap = new Map();

  function lineOf(exchange: ExchangeId): Line {
    let line = lines.get(exchange);
    if (!line) {
      line = { isLive: false, epoch: 0, bySymbol: new Map() };
      lines.set(exchange, line);
    }
    return line;
  }

  function admit(line: Line, ticker: Ticker): FundingEntry | undefined {
    if (instrumentCount >= settings.instrumentCapacity) {
      dropped += 1;
      return undefined;
    }
    const entry = createEntry(ticker, settings.sampleEveryMs);
    limit(entry);
    instrumentCount += 1;
    line.bySymbol.set(ticker.symbol, entry);
    const siblings = byAsset.get(ticker.asset);
    if (siblings) siblings.push(entry);
    else byAsset.set(ticker.asset, [entry]);
    unordered.add(ticker.asset);
    return entry;
  }

  function limit({ known, figures }: FundingEntry): void {
    const { fundingRateCap = Number.NaN, fundingRateFloor = Number.NaN } = limits.get(known.key) ?? {};
    figures.fundingRateCap = fundingRateCap;
    figures.fundingRateFloor = fundingRateFloor;
  }

  function list(instruments: readonly Instrument[]): void {
    for (const { exchange, symbol, fundingRateCap, fundingRateFloor } of instruments) {
      const key = instrumentKey(exchange, symbol);
      limits.delete(key);
      const hasLimit = fundingRateCap !== undefined || fundingRateFloor !== undefined;
      if (hasLimit && limits.size < settings.instrumentCapacity) {
        limits.set(key, {
          ...(fundingRateCap === undefined ? {} : { fundingRateCap }),
          ...(fundingRateFloor === undefined ? {} : { fundingRateFloor }),
        });
      }
      const entry = lines.get(exchange)?.bySymbol.get(symbol);
      if (entry === undefined) continue;
      const { fundingRateCap: cap, fundingRateFloor: floor } = entry.figures;
      limit(entry);
      if (!Object.is(cap, entry.figures.fundingRateCap) || !Object.is(floor, entry.figures.fundingRateFloor)) mark(entry);
    }
  }

  /** Its row is to be made anew with the next publication. */
  function mark(entry: FundingEntry): void {
    if (entry.isDirty) return;
    entry.isDirty = true;
    dirty.add(entry.known.asset);
  }

  function forget(line: Line, entry: FundingEntry): void {
    const { symbol, asset } = entry.known;
    instrumentCount -= 1;
    line.bySymbol.delete(symbol);
    const rest = (byAsset.get(asset) ?? []).filter((other) => other !== entry);
    if (rest.length > 0) byAsset.set(asset, rest);
    else byAsset.delete(asset);
    dirty.add(asset);
  }

  function isStale(line: Line, entry: FundingEntry, now: number): boolean {
    // Heard of in the future: our clock was set back, and the age is not known.
    const ageMs = Math.abs(now - entry.known.receivedAt);
    return !line.isLive || entry.epoch !== line.epoch || ageMs > settings.staleAfterMs;
  }

  function isSampleDue(entry: FundingEntry, now: number): boolean {
    const last = entry.lastSampleTime;
    return last === undefined || now - last >= entry.known.historyEveryMs || now < last;
  }

  /** Brings what depends on the clock up to date; true when the row changed by it. */
  function refresh(line: Line, entry: FundingEntry, now: number): boolean {
    const wasStale = entry.known.isStale;
    entry.known.isStale = isStale(line, entry, now);
    let isChanged = wasStale !== entry.known.isStale;
    const sample = entry.known.isStale ? undefined : rate8hOf(entry);
    const { history: samples, historyEveryMs: everyMs } = entry.known;
    if (isSampleDue(entry, now) && (sample !== undefined || samples.length > 0)) {
      // Longer than a step where nobody asked: the machine slept.
      const elapsedMs = now - (entry.lastSampleTime ?? now);
      const history = withSample(withGap({ samples, everyMs }, elapsedMs, settings), sample, settings);
      entry.known.history = history.samples;
      entry.known.historyEveryMs = history.everyMs;
      entry.lastSampleTime = now;
      isChanged = true;
    }
    return isChanged;
  }

  function sweep(now: number): void {
    lastSweepTime = now;
    for (const line of lines.values()) {
      for (const entry of line.bySymbol.values()) {
        if (now - entry.known.receivedAt > settings.forgetAfterMs) {
          forget(line, entry);
        } else if (refresh(line, entry, now)) {
          mark(entry);
        }
      }
    }
  }

  function rebuild(entry: FundingEntry, now: number): FundingRow {
    if (entry.row && !entry.isDirty) return entry.row;
    refresh(lineOf(entry.known.exchange), entry, now);
    entry.isDirty = false;
    entry.row = rowOf(entry);
    return entry.row;
  }

  return {
    apply: (ticker) => {
      const line = lineOf(ticker.exchange);
      const entry = line.bySymbol.get(ticker.symbol) ?? admit(line, ticker);
      if (!entry) return;
      mergeTicker(entry, ticker);
      entry.epoch = line.epoch;
      mark(entry);
    },
    list,
    note: ({ exchange, symbol }, change) => {
      const entry = lines.get(exchange)?.bySymbol.get(symbol);
      if (entry === undefined) return;
      Object.assign(entry.known, change);
      mark(entry);
    },
    setLive: (exchange, isLive) => {
      const line = lineOf(exchange);
      if (line.isLive === isLive) return;
      line.isLive = isLive;
      if (!isLive) line.epoch += 1;
      lastSweepTime = undefined;
    },
    publish: (now) => {
      if (lastSweepTime === undefined || now - lastSweepTime >= SWEEP_EVERY_MS || now < lastSweepTime) sweep(now);
      if (dirty.size === 0) return published;
      const next = new Map(published);
      for (const asset of dirty) {
        const entries = byAsset.get(asset);
        if (!entries) {
          next.delete(asset);
          continue;
        }
        if (unordered.has(asset)) entries.sort(order);
        next.set(
          asset,
          entries.map((entry) => rebuild(entry, now)),
        );
      }
      dirty.clear();
      unordered.clear();
      published = next;
      return published;
    },
    droppedCount: () => dropped,
  };
}
