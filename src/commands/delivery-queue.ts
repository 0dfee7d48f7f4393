// Alerts on their way out of the program: a few at once, a bounded number waiting, and nobody is ever held up by them.
import type { Clock } from '../domain/clock.js';
import type { Alert } from '../domain/record.js';

/** What became of one; `reason` is one printable sentence without anything secret. */
export type Outcome = { readonly isDelivered: true } | { readonly isDelivered: false; readonly reason: string };

/** Brings one to its receiver; never rejects. After `signal` it is to end soon. */
export type Deliver = (alert: Alert, signal: AbortSignal) => Promise<Outcome>;

export interface DeliveryCounts {
  readonly deliveredCount: number;
  readonly failureCount: number;
  /** Had to make room before they were tried. */
  readonly droppedCount: number;
  readonly lastFailure?: { readonly reason: string; readonly time: number };
}

export interface DeliveryQueue {
  readonly offer: (alert: Alert) => void;
  /** The same object while nothing changed. */
  readonly counts: () => DeliveryCounts;
  /** Takes nothing more; resolves when all is delivered, or after `graceMs` given up. */
  readonly close: (graceMs: number) => Promise<void>;
  /** Gives up what is under way, at once. */
  readonly abort: () => void;
}

export interface DeliveryQueueOptions {
  readonly deliver: Deliver;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** At once. */
  readonly concurrency: number;
  /** Waiting, at most: of more the oldest goes, which is the stalest news. */
  readonly capacity: number;
}

export function createDeliveryQueue({ deliver, clock, concurrency, capacity }: DeliveryQueueOptions): DeliveryQueue {
  const abortion = new AbortController();
  let waiting: Alert[] = [];
  let underWay = 0;
  let isClosed = false;
  let counts: DeliveryCounts = { deliveredCount: 0, failureCount: 0, droppedCount: 0 };
  let onIdle = (): void => undefined;

  async function run(alert: Alert): Promise<void> {
    underWay += 1;
    const outcome = await deliver(alert, abortion.signal);
    underWay -= 1;
    counts = outcome.isDelivered
      ? { ...counts, deliveredCount: counts.deliveredCount + 1 }
      : {
          ...counts,
          failureCount: counts.failureCount + 1,
          lastFailure: { reason: outcome.reason, time: clock.now() },
        };
    startNext();
  }

  function startNext(): void {
    while (underWay < concurrency && !abortion.signal.aborted) {
      const next = waiting.shift();
      if (next === undefined) break;
      void run(next);
    }
    if (underWay === 0) onIdle();
  }

  return {
    offer: (alert) => {
      if (isClosed) return;
      waiting.push(alert);
      if (waiting.length > capacity) {
        waiting.shift();
        counts = { ...counts, droppedCount: counts.droppedCount + 1 };
      }
      startNext();
    },
    counts: () => counts,
    close: (graceMs) => {
      isClosed = true;
      if (underWay === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = clock.after(graceMs, () => abortion.abort());
        onIdle = () => {
          cancel();
          resolve();
        };
      });
    },
    abort: () => {
      isClosed = true;
      waiting = [];
      abortion.abort();
    },
  };
}
