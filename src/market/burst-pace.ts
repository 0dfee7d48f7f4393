// How fast liquidations come, and how fast they usually do: an exponentially weighted mean over the seconds before this minute,
// so that a burst is not measured by itself.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';

const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
/** A pace per second is that of so many: one second says little. */
const SHORT_SECONDS = 10;
/** Nobody looked for longer than this: the machine slept, and what happened meanwhile is not known. */
const LONGEST_SILENCE_SECONDS = 300;
const CENTS = 100;
const SHOWN_DIGITS = 2;
/** Less in a minute is shown as nothing. */
const LEAST_EVENTS = 0.01;
const LEAST_USD = 1;

export interface PaceOptions {
  /** A second so long ago counts half as much as the last one. */
  readonly halfLifeMs: number;
  /** Of live seconds, before what is usual means anything. */
  readonly warmUpMs: number;
}

/** Rounded to the digits that are shown: a mean that moves by less is the same. */
export interface BurstPace {
  /** Means of the last ten seconds. */
  readonly eventsPerSecond: number;
  readonly usdPerSecond: number;
  /** Of the last sixty seconds. */
  readonly eventsPerMinute: number;
  readonly usdPerMinute: number;
  /** The feed was live all that time: otherwise there were at least so many. */
  readonly isWhole: boolean;
  /** Absent while it is learned, and while the feed is down. */
  readonly usual?: { readonly eventsPerMinute: number; readonly usdPerMinute: number };
  /** Of the last minute to the usual one; absent without a usual one, or where that is nothing. */
  readonly eventRatio?: number;
  readonly usdRatio?: number;
}

export interface BurstPaces {
  /** Ratios compare the exchanges that are live and known well enough, whatever the others do. */
  readonly all: BurstPace;
  /** Of those that were live once. */
  readonly byExchange: ReadonlyMap<ExchangeId, BurstPace>;
}

export interface PaceCounter {
  readonly add: (exchange: ExchangeId, receivedAt: number, notionalUsd: number) => void;
  /** Nothing is learned while a feed is down. */
  readonly setLive: (exchange: ExchangeId, isLive: boolean, time: number) => void;
  /** The same object while no shown digit changes. */
  readonly read: (now: number) => BurstPaces;
}

/** In events and cents. */
interface Figures {
  readonly shortEvents: number;
  readonly shortCents: number;
  readonly events: number;
  readonly cents: number;
  readonly isWhole: boolean;
  readonly usual?: { readonly events: number; readonly cents: number };
}

interface Line {
  readonly add: (receivedAt: number, cents: number) => void;
  readonly setLive: (isLive: boolean, time: number) => void;
  readonly read: (now: number) => Figures | undefined;
}

export function createPaceCounter(options: PaceOptions): PaceCounter {
  const lines = new Map<ExchangeId, Line>();
  let published: BurstPaces | undefined;
  /** The second it was read for, unless something came since. */
  let readSecond: number | undefined;

  function lineOf(exchange: ExchangeId): Line {
    let line = lines.get(exchange);
    if (!line) {
      line = createLine(options);
      lines.set(exchange, line);
    }
    return line;
  }

  return {
    add: (exchange, receivedAt, notionalUsd) => {
      readSecond = undefined;
      lineOf(exchange).add(receivedAt, Math.round(notionalUsd * CENTS));
    },
    setLive: (exchange, isLive, time) => {
      readSecond = undefined;
      lineOf(exchange).setLive(isLive, time);
    },
    read: (now) => {
      const second = Math.floor(now / SECOND_MS);
      if (published !== undefined && readSecond === second) return published;
      readSecond = second;
      const figures = new Map<ExchangeId, Figures>();
      for (const exchange of exchangeIds) {
        const found = lines.get(exchange)?.read(now);
        if (found) figures.set(exchange, found);
      }
      const next = { all: together([...figures.values()]), byExchange: mapped(figures) };
      if (published === undefined || !areSame(published, next)) published = next;
      return published;
    },
  };
}

function createLine({ halfLifeMs, warmUpMs }: PaceOptions): Line {
  const decay = 2 ** (-SECOND_MS / halfLifeMs);
  const events = new Float64Array(MINUTE_SECONDS);
  const cents = new Float64Array(MINUTE_SECONDS);
  const known = new Uint8Array(MINUTE_SECONDS);
  let head: number | undefined;
  let isLive = false;
  let wasLive = false;
  let eventLevel = 0;
  let centLevel = 0;
  /** What the levels would be of an unbroken 1: they start from nothing, not from silence. */
  let weight = 0;
  let learnedSeconds = 0;

  /** The second in this slot leaves the last minute. */
  function leave(slot: number, isKnownNext: boolean): void {
    if (known[slot] === 1) {
      eventLevel = eventLevel * decay + (events[slot] ?? 0) * (1 - decay);
      centLevel = centLevel * decay + (cents[slot] ?? 0) * (1 - decay);
      weight = weight * decay + 1 - decay;
      learnedSeconds += 1;
    }
    events[slot] = 0;
    cents[slot] = 0;
    known[slot] = Number(isKnownNext);
  }

  function advance(second: number): void {
    if (head === undefined) {
      head = second;
      known[second % MINUTE_SECONDS] = Number(isLive);
    }
    const isUnseen = second - head > LONGEST_SILENCE_SECONDS;
    if (isUnseen) for (let slot = 0; slot < MINUTE_SECONDS; slot += 1) leave(slot, false);
    for (let next = isUnseen ? second : head + 1; next <= second; next += 1) leave(next % MINUTE_SECONDS, isLive);
    head = Math.max(head, second);
  }

  function sum(of: Float64Array | Uint8Array, seconds: number): number {
    let all = 0;
    for (let back = 0; back < seconds; back += 1) all += of[((head ?? 0) - back + MINUTE_SECONDS) % MINUTE_SECONDS] ?? 0;
    return all;
  }

  return {
    add: (receivedAt, amount) => {
      const second = Math.floor(receivedAt / SECOND_MS);
      advance(second);
      if (second <= (head ?? second) - MINUTE_SECONDS) return;
      const slot = second % MINUTE_SECONDS;
      events[slot] = (events[slot] ?? 0) + 1;
      cents[slot] = (cents[slot] ?? 0) + amount;
    },
    setLive: (live, time) => {
      advance(Math.floor(time / SECOND_MS));
      isLive = live;
      wasLive ||= live;
      // Of a second in which the feed was down nothing is known for sure.
      if (!live && head !== undefined) known[head % MINUTE_SECONDS] = 0;
    },
    read: (now) => {
      advance(Math.floor(now / SECOND_MS));
      if (!wasLive) return undefined;
      const isWhole = sum(known, MINUTE_SECONDS) === MINUTE_SECONDS;
      const isUsualKnown = isLive && learnedSeconds * SECOND_MS >= warmUpMs;
      return {
        shortEvents: sum(events, SHORT_SECONDS),
        shortCents: sum(cents, SHORT_SECONDS),
        events: sum(events, MINUTE_SECONDS),
        cents: sum(cents, MINUTE_SECONDS),
        isWhole,
        ...(isUsualKnown
          ? { usual: { events: (eventLevel / weight) * MINUTE_SECONDS, cents: (centLevel / weight) * MINUTE_SECONDS } }
          : {}),
      };
    },
  };
}

function total(figures: readonly Figures[], value: (of: Figures) => number): number {
  return figures.reduce((sum, of) => sum + value(of), 0);
}

function together(figures: readonly Figures[]): BurstPace {
  const compared = figures.filter(({ isWhole, usual }) => isWhole && usual !== undefined);
  const usual = { events: total(compared, (of) => of.usual?.events ?? 0), cents: total(compared, (of) => of.usual?.cents ?? 0) };
  const pace = shown({
    shortEvents: total(figures, (of) => of.shortEvents),
    shortCents: total(figures, (of) => of.shortCents),
    events: total(figures, (of) => of.events),
    cents: total(figures, (of) => of.cents),
    isWhole: figures.length > 0 && figures.every(({ isWhole }) => isWhole),
  });
  if (compared.length === 0) return pace;
  const now = { events: total(compared, (of) => of.events), cents: total(compared, (of) => of.cents) };
  return { ...pace, ...compare(now, usual) };
}

function mapped(figures: ReadonlyMap<ExchangeId, Figures>): ReadonlyMap<ExchangeId, BurstPace> {
  const paces = new Map<ExchangeId, BurstPace>();
  for (const [exchange, one] of figures) {
    const { usual, isWhole } = one;
    paces.set(exchange, { ...shown(one), ...(usual === undefined || !isWhole ? {} : compare(one, usual)) });
  }
  return paces;
}

function shown({ shortEvents, shortCents, events, cents, isWhole }: Omit<Figures, 'usual'>): BurstPace {
  return {
    eventsPerSecond: shortEvents / SHORT_SECONDS,
    usdPerSecond: shortCents / CENTS / SHORT_SECONDS,
    eventsPerMinute: events,
    usdPerMinute: cents / CENTS,
    isWhole,
  };
}

type Sums = Pick<Figures, 'events' | 'cents'>;

function compare(now: Sums, usual: Sums): Pick<BurstPace, 'usual' | 'eventRatio' | 'usdRatio'> {
  const eventsPerMinute = usual.events < LEAST_EVENTS ? 0 : rounded(usual.events);
  const usdPerMinute = usual.cents < LEAST_USD * CENTS ? 0 : rounded(usual.cents / CENTS);
  return {
    usual: { eventsPerMinute, usdPerMinute },
    ...(eventsPerMinute === 0 ? {} : { eventRatio: rounded(now.events / usual.events) }),
    ...(usdPerMinute === 0 ? {} : { usdRatio: rounded(now.cents / usual.cents) }),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(SHOWN_DIGITS));
}

function areSame(a: BurstPaces, b: BurstPaces): boolean {
  if (!isSame(a.all, b.all) || a.byExchange.size !== b.byExchange.size) return false;
  return [...a.byExchange].every(([exchange, pace]) => isSame(pace, b.byExchange.get(exchange)));
}

function isSame(a: BurstPace, b: BurstPace | undefined): boolean {
  return (
    b !== undefined &&
    a.eventsPerSecond === b.eventsPerSecond &&
    a.usdPerSecond === b.usdPerSecond &&
    a.eventsPerMinute === b.eventsPerMinute &&
    a.usdPerMinute === b.usdPerMinute &&
    a.isWhole === b.isWhole &&
    a.usual?.eventsPerMinute === b.usual?.eventsPerMinute &&
    a.usual?.usdPerMinute === b.usual?.usdPerMinute &&
    a.eventRatio === b.eventRatio &&
    a.usdRatio === b.usdRatio
  );
}
