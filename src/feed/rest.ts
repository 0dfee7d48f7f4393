// One exchange's REST: one request at a time, within the adapter's share of the budget, silent after a refusal.

import type { Clock } from '../domain/clock.js';
import type { RequestBudget } from '../domain/record.js';
import type { HttpRequest, RestBudget } from '../exchanges/adapter.js';
import { isBlocking, isLimiting, refusalMs } from './back-off.js';
import type { SendRequest } from './http.js';
import { HttpError } from './http-answer.js';

/** Background requests leave this share of the budget to the others, who always go first. */
const BACKGROUND_SHARE = 0.8;

export interface Rest {
  /**
   * The body; rejects with `HttpError`. Waits its turn, and for the exchange to want to hear from us again; `background`: until
   * nobody else waits.
   */
  readonly get: (request: HttpRequest, priority?: 'background') => Promise<string>;
  /** After a refusal nothing is sent before this time. */
  readonly quietUntil: () => number;
  readonly usage: () => RequestBudget;
  /** Ends what is on its way; resolves when nothing is. */
  readonly stop: () => Promise<void>;
}

export interface RestOptions {
  readonly clock: Clock;
  readonly budget: RestBudget;
  readonly send: SendRequest;
}

interface Job {
  readonly request: HttpRequest;
  readonly resolve: (body: string) => void;
  readonly reject: (error: unknown) => void;
}

export function createRest({ clock, budget, send }: RestOptions): Rest {
  const queue: Job[] = [];
  const background: Job[] = [];
  const spent: { readonly time: number; readonly weight: number }[] = [];
  const abort = new AbortController();
  let quietUntil = Number.NEGATIVE_INFINITY;
  let refusals = 0;
  let running: Promise<void> | undefined;
  let cancelWait: (() => void) | undefined;

  /** Drops what no longer counts against the budget. */
  function forget(now: number): void {
    while (spent[0] !== undefined && spent[0].time <= now - budget.perMs) spent.shift();
  }

  /** Ms until `weight` more fits into `limit`. A request dearer than that goes when nothing else counts. */
  function waitMs(weight: number, limit: number): number {
    const now = clock.now();
    forget(now);
    let total = spent.reduce((sum, one) => sum + one.weight, weight);
    let until = Math.max(now, quietUntil);
    for (const one of spent) {
      if (total <= limit) break;
      total -= one.weight;
      until = Math.max(until, one.time + budget.perMs);
    }
    return until - now;
  }

  function next(): void {
    const from = queue.length > 0 ? queue : background;
    const [job] = from;
    if (job === undefined || running !== undefined || cancelWait !== undefined || abort.signal.aborted) return;
    const ms = waitMs(job.request.weight, from === queue ? budget.weight : budget.weight * BACKGROUND_SHARE);
    if (ms > 0) {
      cancelWait = clock.after(ms, () => {
        cancelWait = undefined;
        next();
      });
      return;
    }
    from.shift();
    spent.push({ time: clock.now(), weight: job.request.weight });
    running = run(job).then(() => {
      running = undefined;
      next();
    });
  }

  async function run({ request, resolve, reject }: Job): Promise<void> {
    try {
      const body = await send(request, abort.signal);
      refusals = 0;
      resolve(body);
    } catch (error) {
      if (error instanceof HttpError && error.refusal !== undefined) keepQuiet(error.refusal);
      reject(error);
    }
  }

  /** Only a refusal that concerns every request: a missing page or a fault of theirs is the caller's business. */
  function keepQuiet({ status, retryAfterMs }: { readonly status: number; readonly retryAfterMs?: number }): void {
    if (!isBlocking(status) && !isLimiting(status)) return;
    refusals += 1;
    quietUntil = clock.now() + refusalMs(status, retryAfterMs, refusals, clock.random());
  }

  return {
    get: (request, priority) =>
      new Promise((resolve, reject) => {
        const isFirst = priority === undefined && queue.length === 0;
        (priority === undefined ? queue : background).push({ request, resolve, reject });
        // What is waited for may be the background's turn, which is later than this one's.
        if (isFirst) {
          cancelWait?.();
          cancelWait = undefined;
        }
        next();
      }),
    quietUntil: () => quietUntil,
    usage: () => {
      forget(clock.now());
      const used = spent.reduce((sum, { weight }) => sum + weight, 0);
      return { used, weight: budget.weight, perMs: budget.perMs, waitingCount: queue.length + background.length };
    },
    stop: async () => {
      cancelWait?.();
      abort.abort();
      for (const job of [...queue.splice(0), ...background.splice(0)]) job.reject(new HttpError('stopped'));
      await running;
    },
  };
}
