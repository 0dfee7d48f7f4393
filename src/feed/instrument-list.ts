// What an exchange lists: asked for until it answers, then again and again, because intervals and listings change.

import type { Clock } from '../domain/clock.js';
import { WireError } from '../domain/errors.js';
import type { Instrument } from '../domain/instrument.js';
import type { HttpRequest, InstrumentSource } from '../exchanges/adapter.js';
import { backOffMs, isBlocking } from './back-off.js';
import type { Condition } from './connection.js';
import { HttpError } from './http-answer.js';
import { reasonOf } from './reason.js';
import type { Rest } from './rest.js';

const HOUR_MS = 3_600_000;
/** Of one request; a cursor that never ends is a fault of theirs. */
const MAX_PAGES = 50;
/** Refreshes asked for from outside, at most one in so long. */
const REFRESH_GAP_MS = 60_000;
/** Binance's answer to an address that went on after 429: nothing gets through for minutes to days. */
const BANNED = 418;
/** So that not everyone asks in the same moment after the hour. */
const HOUR_JITTER_MS = 5000;

export interface InstrumentListOptions {
  readonly source: InstrumentSource;
  readonly rest: Rest;
  readonly clock: Clock;
  /** The address a request really goes to. */
  readonly address: (request: HttpRequest) => HttpRequest;
  readonly onList: (instruments: readonly Instrument[]) => void;
  readonly onAnswer: (fault?: string) => void;
  readonly changed: () => void;
}

export interface InstrumentList {
  readonly start: () => void;
  /** Something was seen that is not on the list. */
  readonly requestRefresh: () => void;
  /** `undefined` once there is a list: an old one is better than none. */
  readonly condition: () => Condition | undefined;
  readonly stop: () => void;
}

export function createInstrumentList(options: InstrumentListOptions): InstrumentList {
  const { source, rest, clock, onAnswer } = options;
  let condition: Condition | undefined = { state: 'connecting' };
  let attempt = 0;
  let isLoading = false;
  let isStopped = false;
  let lastLoadTime = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;

  async function load(): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    cancel?.();
    lastLoadTime = clock.now();
    const outcome = await fetchAll().then(
      (instruments) => () => loaded(instruments),
      (error: unknown) => () => failed(error),
    );
    isLoading = false;
    if (!isStopped) outcome();
  }

  function loaded(instruments: readonly Instrument[]): void {
    attempt = 0;
    condition = undefined;
    schedule(nextRefreshMs());
    onAnswer();
    options.onList(instruments);
  }

  async function fetchAll(): Promise<readonly Instrument[]> {
    const bodies: string[] = [];
    for (const first of source.requests) {
      let request: HttpRequest | undefined = first;
      for (let page = 0; request !== undefined && page < MAX_PAGES; page += 1) {
        const body: string = await rest.get(options.address(request));
        bodies.push(body);
        request = source.nextPage?.(request, body);
      }
    }
    const instruments = source.parse(bodies);
    if (instruments.length === 0) throw new WireError('the list is empty');
    return withFacts(bodies, instruments);
  }

  async function withFacts(bodies: readonly string[], instruments: readonly Instrument[]): Promise<readonly Instrument[]> {
    const { optionalRequests = [] } = source;
    if (optionalRequests.length === 0) return instruments;
    try {
      const facts: string[] = [];
      for (const request of optionalRequests) facts.push(await rest.get(options.address(request)));
      return source.parse([...bodies, ...facts]);
    } catch (error) {
      if (!isStopped) onAnswer(`instruments: ${reasonOf(error)}`);
      return instruments;
    }
  }

  function failed(error: unknown): void {
    attempt += 1;
    const reason = `instruments: ${reasonOf(error)}`;
    const retryMs = Math.max(backOffMs(attempt, clock.random()), rest.quietUntil() - clock.now());
    const status = error instanceof HttpError ? error.refusal?.status : undefined;
    const isBlocked = status !== undefined && (isBlocking(status) || status === BANNED);
    const state = isBlocked ? 'blocked' : 'reconnecting';
    if (condition !== undefined) condition = { state, reason, attempt, retryTime: clock.now() + retryMs };
    schedule(retryMs);
    onAnswer(reason);
    options.changed();
  }

  function schedule(ms: number): void {
    cancel?.();
    cancel = clock.after(ms, () => void load());
  }

  function nextRefreshMs(): number {
    const now = clock.now();
    const sinceHour = now % HOUR_MS;
    const afterHour = (source.refreshAfterHourMs ?? []).map((offset) => {
      const ms = offset > sinceHour ? offset - sinceHour : offset + HOUR_MS - sinceHour;
      return ms + clock.random() * HOUR_JITTER_MS;
    });
    return Math.min(source.refreshMs, ...afterHour);
  }

  return {
    start: () => void load(),
    requestRefresh: () => {
      if (isLoading || isStopped || attempt > 0) return;
      schedule(Math.max(0, lastLoadTime + REFRESH_GAP_MS - clock.now()));
    },
    condition: () => condition,
    stop: () => {
      isStopped = true;
      cancel?.();
    },
  };
}
