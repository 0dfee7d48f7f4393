import type { Clock } from '../domain/clock.js';

export interface Turnstile {
  /** Calls back once it is this caller's turn, at once if nobody was let in lately; returns how to leave the queue. */
  readonly enter: (callback: () => void) => () => void;
}

/** One at a time, `gapMs` apart: exchanges count how often an address connects (OKX: 3 a second). */
export function createTurnstile(clock: Clock, gapMs: number): Turnstile {
  const queue: (() => void)[] = [];
  let nextTime = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;

  function admit(): void {
    cancel = undefined;
    const callback = queue.shift();
    if (callback === undefined) return;
    nextTime = clock.now() + gapMs;
    callback();
    schedule();
  }

  function schedule(): void {
    if (cancel !== undefined || queue.length === 0) return;
    cancel = clock.after(Math.max(0, nextTime - clock.now()), admit);
  }

  return {
    enter: (callback) => {
      queue.push(callback);
      if (cancel === undefined && clock.now() >= nextTime) admit();
      else schedule();
      return () => {
        const at = queue.indexOf(callback);
        if (at !== -1) queue.splice(at, 1);
        if (queue.length > 0) return;
        cancel?.();
        cancel = undefined;
      };
    },
  };
}
