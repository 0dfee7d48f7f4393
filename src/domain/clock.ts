/** Time, handed in: the real one in the program, a fake one in tests, a virtual one in replay. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls back once after `ms`; returns how to cancel. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** 0 (included) to 1 (excluded): jitter. */
  readonly random: () => number;
}
