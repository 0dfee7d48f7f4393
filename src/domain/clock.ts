/** Time, handed in: the real one in the program, a fake one in tests, a virtual one in replay. */
export interface Clock {
  /** Epoch ms. Jumps when the machine's clock is set: for times that are kept or shown, and for days. */
  readonly now: () => number;
  /** Ms since some moment; only ever grows, and stands still while the machine sleeps: for limits and waits. */
  readonly monotonic: () => number;
  /** Calls back once after `ms`; returns how to cancel. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** 0 (included) to 1 (excluded): jitter. */
  readonly random: () => number;
}
