import type { Clock } from '../domain/clock.js';

export interface Pacer {
  /** `urgent`: before everything that waits (pings and replies, without which the exchange hangs up). */
  readonly push: (frame: string, urgency?: 'urgent') => void;
  readonly waiting: () => number;
  readonly close: () => void;
}

export interface PacerOptions {
  readonly pace: { readonly frames: number; readonly perMs: number };
  readonly clock: Clock;
  readonly send: (frame: string, urgency?: 'urgent') => void;
}

/** Lets at most `frames` out in any `perMs`; the rest waits in order. */
export function createPacer({ pace, clock, send }: PacerOptions): Pacer {
  const urgent: string[] = [];
  const queue: string[] = [];
  /** Send times of the last `pace.frames` frames, oldest first. */
  const sent: number[] = [];
  let cancel: (() => void) | undefined;
  let isClosed = false;

  function waitMs(): number {
    const oldest = sent.length < pace.frames ? undefined : sent[0];
    return oldest === undefined ? 0 : Math.max(0, oldest + pace.perMs - clock.now());
  }

  function drain(): void {
    cancel = undefined;
    while (!isClosed && urgent.length + queue.length > 0) {
      const ms = waitMs();
      if (ms > 0) {
        cancel = clock.after(ms, drain);
        return;
      }
      sent.push(clock.now());
      if (sent.length > pace.frames) sent.shift();
      const first = urgent.shift();
      const frame = first ?? queue.shift();
      if (frame !== undefined) send(frame, first === undefined ? undefined : 'urgent');
    }
  }

  return {
    push: (frame, urgency) => {
      if (isClosed) return;
      (urgency === undefined ? queue : urgent).push(frame);
      if (cancel === undefined) drain();
    },
    waiting: () => urgent.length + queue.length,
    close: () => {
      isClosed = true;
      cancel?.();
    },
  };
}
