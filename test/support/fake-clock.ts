import type { Clock } from '../../src/domain/clock.js';

export interface FakeClock extends Clock {
  /** Runs every callback that falls due on the way, each at its own time, in order. */
  readonly advance: (ms: number) => void;
  /** As `advance`, and lets promises settle before, between and after the callbacks. */
  readonly advanceAsync: (ms: number) => Promise<void>;
  /** Sets the wall clock, as an administrator does; timers and `monotonic` do not notice. */
  readonly jump: (ms: number) => void;
  /** Timers set and neither fired nor cancelled. */
  readonly pending: () => number;
}

export interface FakeClockOptions {
  readonly now?: number;
  readonly random?: () => number;
}

/** Lets everything run that waits for nothing but promises and the immediate queue. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function createFakeClock({ now: start = 1_700_000_000_000, random = () => 0.5 }: FakeClockOptions = {}): FakeClock {
  let now = start;
  let jumped = 0;
  let lastId = 0;
  const timers = new Map<number, { readonly due: number; readonly callback: () => void }>();

  function fireNext(until: number): boolean {
    let next: { id: number; due: number; callback: () => void } | undefined;
    for (const [id, timer] of timers) {
      if (timer.due <= until && (next === undefined || timer.due < next.due)) next = { id, ...timer };
    }
    if (next === undefined) return false;
    timers.delete(next.id);
    now = Math.max(now, next.due);
    next.callback();
    return true;
  }

  return {
    now: () => now + jumped,
    monotonic: () => now - start,
    random,
    after: (ms, callback) => {
      lastId += 1;
      const id = lastId;
      timers.set(id, { due: now + Math.max(0, ms), callback });
      return () => void timers.delete(id);
    },
    advance: (ms) => {
      const until = now + ms;
      while (fireNext(until));
      now = until;
    },
    advanceAsync: async (ms) => {
      const until = now + ms;
      await settle();
      while (fireNext(until)) await settle();
      now = until;
      await settle();
    },
    jump: (ms) => {
      jumped += ms;
    },
    pending: () => timers.size,
  };
}
