/** How the language model is doing today, for a screen. Days are UTC. */
export interface ModelStatus {
  readonly provider: string;
  readonly model: string;
  /**
   * `ready`; `paused` by the provider's Retry-After; `open`: the breaker is open after failures in a row; `spent`: the day's budget
   * is used up; `stopped`: it will not be asked again (a refused key, an unknown model).
   */
  readonly state: 'ready' | 'paused' | 'open' | 'spent' | 'stopped';
  /** Printable: why not `ready`, or the newest failure. */
  readonly reason?: string;
  /** When `paused` or `open` ends. */
  readonly untilTime?: number;
  readonly callsToday: number;
  readonly tokensToday: number;
  readonly budgetTokens?: number;
  /** Absent where neither the provider nor the settings tell a price. */
  readonly costUsdToday?: number;
  readonly budgetUsd?: number;
  readonly latencyP50Ms?: number;
  readonly latencyP95Ms?: number;
  /** Answers that were no valid answer: wrong shape, an unknown tier, a step of two. */
  readonly refusalCount: number;
  /** Calls that failed: network, timeout, 429, 5xx. */
  readonly failureCount: number;
  readonly queuedCount: number;
  /** Liquidations that stayed with their rule tier: crowded out of the queue, or past their deadline. */
  readonly droppedCount: number;
  readonly expiredCount: number;
}
