// Past payments of what is watched: fetched in the background one request at a time, behind everything else the exchange is asked
// for; brought up to date after each settlement.

import type { Clock } from '../domain/clock.js';
import { settlementHour } from '../domain/funding-payments.js';
import type { Instrument } from '../domain/instrument.js';
import type { FundingHistory } from '../domain/record.js';
import type { FundingHistorySource, FundingPage, HttpRequest, TimeRange } from '../exchanges/adapter.js';
import { createHistoryPages, type HistoryPages } from './history-pages.js';
import { reasonOf } from './reason.js';
import type { Rest } from './rest.js';

const HOUR_MS = 3_600_000;
const WINDOW_MS = 30 * 24 * HOUR_MS;
/** The screen fills first. */
const START_MS = 2000;
/** Between two requests: at most 300 in the 5 minutes in which Binance allows 500. */
const GAP_MS = 1000;
/** Exchanges list a payment within a minute of its settlement; and not everybody asks in the same moment. */
const SETTLE_MS = 60_000;
const SETTLE_JITTER_MS = 60_000;
/** After a failure, or a payment that is late: doubled each time, up to an hour. */
const RETRY_MS = 30_000;
const MAX_RETRY_MS = HOUR_MS;
/** Instruments of one exchange; a longer watch list has the first of them only. */
const CAPACITY = 400;

export interface HistoryFetcherOptions {
  readonly source: FundingHistorySource;
  readonly rest: Pick<Rest, 'get'>;
  readonly clock: Clock;
  /** The address a request really goes to. */
  readonly address: (request: HttpRequest) => HttpRequest;
  readonly onHistory: (history: FundingHistory) => void;
  /** Once per answer: rows in it that could not be read. */
  readonly onAnswer: (faults: readonly string[]) => void;
  readonly onFailure: (reason: string) => void;
}

export interface HistoryFetcher {
  /** From now on these: new ones are fetched, those left out are given up. */
  readonly follow: (instruments: readonly Instrument[]) => void;
  readonly stop: () => void;
}

interface Task {
  instrument: Instrument;
  /** What is being fetched; nothing while up to date. */
  pages: HistoryPages | undefined;
  /** When it is to be asked for again. */
  dueTime: number;
  /** Failures, or answers without the payment that is due, in a row. */
  misses: number;
  newestTime: number | undefined;
  /** Between the two newest payments: what the next one is expected by. */
  spacingHours: number | undefined;
}

export function createHistoryFetcher(options: HistoryFetcherOptions): HistoryFetcher {
  const { source, rest, clock } = options;
  const tasks = new Map<string, Task>();
  let cancel: (() => void) | undefined;
  let isAsking = false;
  let isStopped = false;
  let earliestTime = Number.NEGATIVE_INFINITY;

  /** Up to half as much again, so that many programs do not ask in step. */
  const jittered = (ms: number): number => Math.round(ms * (1 + clock.random() / 2));

  function schedule(): void {
    cancel?.();
    cancel = undefined;
    if (isStopped || isAsking || tasks.size === 0) return;
    const next = [...tasks.values()].reduce((first, task) => (task.dueTime < first.dueTime ? task : first));
    const ms = Math.max(0, Math.max(next.dueTime, earliestTime) - clock.now());
    cancel = clock.after(ms, () => void ask(next));
  }

  async function ask(task: Task): Promise<void> {
    isAsking = true;
    const now = clock.now();
    earliestTime = now + jittered(GAP_MS);
    task.pages ??= createHistoryPages(missing(task, now), source.maxRangeMs);
    const range = task.pages.next();
    const outcome =
      range === undefined
        ? () => completed(task)
        : await rest.get(options.address(source.request(task.instrument, range)), 'background').then(
            (body) => () => answered(task, range, body),
            (error: unknown) => () => failed(task, error),
          );
    isAsking = false;
    // Given up meanwhile: its answer is nobody's business any more.
    if (!isStopped && tasks.get(task.instrument.symbol) === task) outcome();
    schedule();
  }

  function missing({ newestTime }: Task, now: number): TimeRange {
    return { fromTime: Math.max(now - WINDOW_MS, newestTime === undefined ? 0 : newestTime + 1), toTime: now };
  }

  function answered(task: Task, range: TimeRange, body: string): void {
    let page: FundingPage;
    try {
      page = source.parse(body, task.instrument);
    } catch (error) {
      failed(task, error);
      return;
    }
    const { exchange, symbol, asset } = task.instrument;
    const payments = page.payments
      .filter(({ time }) => time >= range.fromTime && time <= range.toTime)
      .sort((one, other) => one.time - other.time);
    options.onAnswer(page.faults);
    if (payments.length > 0) options.onHistory({ exchange, symbol, asset, receivedAt: clock.now(), payments });
    task.pages?.took(range, page.rows, intervalOf(task));
    learn(
      task,
      payments.map(({ time }) => time),
    );
    if (task.pages?.next() === undefined) completed(task);
    // The newest page of everything first.
    else task.dueTime = earliestTime;
  }

  function learn(task: Task, times: readonly number[]): void {
    const [before, newest] = [times.at(-2) ?? task.newestTime, times.at(-1)];
    if (newest === undefined || (task.newestTime !== undefined && newest <= task.newestTime)) return;
    const spacing = before === undefined ? 0 : settlementHour(newest) - settlementHour(before);
    if (spacing > 0) task.spacingHours = spacing;
    task.newestTime = newest;
  }

  function completed(task: Task): void {
    task.pages = undefined;
    const now = clock.now();
    const expected = nextSettlement(task);
    // It must have been paid, and is not listed yet.
    if (expected !== undefined && expected + SETTLE_MS <= now) {
      task.misses += 1;
      task.dueTime = now + retryMs(task.misses);
    } else {
      task.misses = 0;
      task.dueTime = refreshTime(task, now);
    }
  }

  /** After the next settlement; every hour while nobody states the interval, which may have become shorter than it was. */
  function refreshTime(task: Task, now: number): number {
    const nextHour = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
    const expected = nextSettlement(task) ?? nextHour;
    const settlement = intervalOf(task) === undefined ? Math.min(expected, nextHour) : expected;
    return Math.round(settlement + SETTLE_MS + clock.random() * SETTLE_JITTER_MS);
  }

  function intervalOf({ instrument }: Task): number | undefined {
    return source.rowHours ?? instrument.fundingIntervalHours;
  }

  function nextSettlement(task: Task): number | undefined {
    const hours = intervalOf(task) ?? task.spacingHours;
    if (task.newestTime === undefined || hours === undefined) return undefined;
    return (settlementHour(task.newestTime) + hours) * HOUR_MS;
  }

  function failed(task: Task, error: unknown): void {
    task.misses += 1;
    task.dueTime = clock.now() + retryMs(task.misses);
    options.onFailure(`history ${task.instrument.symbol}: ${reasonOf(error)}`);
  }

  function retryMs(misses: number): number {
    return jittered(Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(misses - 1, 10)));
  }

  return {
    follow: (instruments) => {
      const now = clock.now();
      const startTime = now + jittered(START_MS);
      const wanted = new Map(instruments.slice(0, CAPACITY).map((instrument) => [String(instrument.symbol), instrument]));
      for (const symbol of tasks.keys()) if (!wanted.has(symbol)) tasks.delete(symbol);
      for (const [symbol, instrument] of wanted) {
        const task = tasks.get(symbol);
        if (task === undefined) tasks.set(symbol, createTask(instrument, startTime));
        else if (task.instrument.fundingIntervalHours === instrument.fundingIntervalHours) task.instrument = instrument;
        else {
          task.instrument = instrument;
          // Settled sooner than was thought, perhaps an hour ago.
          if (task.newestTime !== undefined) task.dueTime = Math.min(task.dueTime, Math.max(now, refreshTime(task, now)));
        }
      }
      schedule();
    },
    stop: () => {
      isStopped = true;
      cancel?.();
      tasks.clear();
    },
  };
}

function createTask(instrument: Instrument, dueTime: number): Task {
  return { instrument, pages: undefined, dueTime, misses: 0, newestTime: undefined, spacingHours: undefined };
}
