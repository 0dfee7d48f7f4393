// The one way to the language model: within its limits, its budget and its provider's patience. It queues nothing; whoever has
// several questions asks `waitMs` and keeps them until their turn.
import type { Clock } from '../domain/clock.js';
import type { ModelStatus } from '../domain/model-status.js';
import { createBreaker, type Trial } from './breaker.js';
import { type Budget, createDayLedger, type Mishap } from './day-ledger.js';
import { ModelError } from './model-error.js';
import type { ModelAnswer, ModelClient, ModelQuestion } from './question.js';
import { createRateWindow } from './rate-window.js';

const RATE_WINDOW_MS = 60_000;
const BREAKER = { failures: 3, openMs: 300_000 };
/** After a 429 that does not say for how long. */
const DEFAULT_PAUSE_MS = 10_000;
/** After a failure, times the failures in a row, with jitter: a moment's outage is not three failures. */
const BACK_OFF_MS = 1_000;

type Asking = Parameters<ModelClient['ask']>[1];

export interface GateOptions {
  readonly client: ModelClient;
  readonly clock: Clock;
  readonly provider: string;
  readonly model: string;
  /** Requests in flight, at most. */
  readonly concurrency: number;
  readonly requestsPerMinute: number;
  readonly dailyBudget: Budget;
}

export type GateStatus = Omit<ModelStatus, 'queuedCount'>;

export interface Gate {
  /** 0: a question may be asked now; `undefined`: not before a running one has ended, or never (`stopped`). */
  readonly waitMs: () => number | undefined;
  /** Rejects with `ModelError`, at once where a question may not be asked now. */
  readonly ask: ModelClient['ask'];
  /** The same for a person, who waits: the next place that comes free is theirs. One deadline covers waiting and asking. */
  readonly askNext: ModelClient['ask'];
  /** What its askers make of the answers, for the day's count. */
  readonly count: (mishap: Mishap, times?: number) => void;
  /** It will never open again. */
  readonly isStopped: () => boolean;
  readonly status: () => GateStatus;
}

export function createGate(options: GateOptions): Gate {
  const { client, clock, provider, model, concurrency, dailyBudget } = options;
  const rate = createRateWindow(options.requestsPerMinute, RATE_WINDOW_MS);
  const breaker = createBreaker(BREAKER);
  const ledger = createDayLedger(dailyBudget);
  let inFlightCount = 0;
  let failuresInRow = 0;
  /** Monotonic. */
  let pauseEnds = Number.NEGATIVE_INFINITY;
  let backOffEnds = Number.NEGATIVE_INFINITY;
  /** When pause and breaker end, on the clock that is shown. */
  let pausedUntilTime: number | undefined;
  let openUntilTime: number | undefined;
  /** People in line, each of whom looks whether it is their turn. */
  const line: (() => void)[] = [];
  let stoppedBy: string | undefined;
  let newestFailure: string | undefined;

  function turnMs(): number | undefined {
    if (stoppedBy !== undefined || inFlightCount >= concurrency) return undefined;
    const now = clock.monotonic();
    const breakerMs = breaker.waitMs(now);
    if (breakerMs === undefined) return undefined;
    const budgetMs = ledger.isSpent(clock.now()) ? ledger.msToMidnight(clock.now()) : 0;
    return Math.max(0, breakerMs, budgetMs, Math.ceil(pauseEnds - now), Math.ceil(backOffEnds - now), rate.waitMs(now));
  }

  const waitMs = (): number | undefined => (line.length > 0 ? undefined : turnMs());

  /** One request is counted as it starts. */
  function start(): void {
    rate.take(clock.monotonic());
    ledger.addCall(clock.now());
  }

  function closedError(): ModelError {
    const { state, reason } = status();
    const why = reason ?? (state === 'ready' ? 'too many requests at once' : state);
    if (state === 'stopped' || state === 'spent') return new ModelError('refused', why);
    if (state === 'open') return new ModelError('provider', why);
    const wait = turnMs();
    return new ModelError('rate-limit', why, wait === undefined ? {} : { retryAfterMs: wait });
  }

  function pause(retryAfterMs: number): void {
    const ends = clock.monotonic() + retryAfterMs;
    if (ends <= pauseEnds) return;
    pauseEnds = ends;
    pausedUntilTime = clock.now() + retryAfterMs;
  }

  function fail(trial: Trial): void {
    const now = clock.monotonic();
    ledger.count('failure', clock.now());
    failuresInRow += 1;
    backOffEnds = now + BACK_OFF_MS * failuresInRow * (0.5 + clock.random());
    trial.failed(now);
    const openMs = breaker.waitMs(now) ?? 0;
    if (openMs > 0) openUntilTime = clock.now() + openMs;
  }

  function settleError(error: ModelError, trial: Trial): void {
    if (error.usage) ledger.addUsage(error.usage, clock.now());
    if (error.kind !== 'aborted') newestFailure = error.message;
    switch (error.kind) {
      case 'aborted':
        trial.abandoned();
        return;
      case 'provider':
        fail(trial);
        return;
      case 'rate-limit':
        ledger.count('failure', clock.now());
        pause(error.retryAfterMs ?? DEFAULT_PAUSE_MS);
        break;
      case 'reply':
        ledger.count('refusal', clock.now());
        break;
      case 'refused':
        ledger.count('failure', clock.now());
        stoppedBy ??= error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
        break;
      default:
        error.kind satisfies never;
    }
    failuresInRow = 0;
    trial.answered();
  }

  function settleAnswer({ usage, latencyMs }: ModelAnswer<unknown>, trial: Trial): void {
    ledger.addUsage(usage, clock.now());
    ledger.addLatency(latencyMs, clock.now());
    failuresInRow = 0;
    newestFailure = undefined;
    trial.answered();
  }

  function begin(): Trial {
    const trial = breaker.begin();
    start();
    inFlightCount += 1;
    return trial;
  }

  async function run<T>(question: ModelQuestion<T>, asking: Asking, trial: Trial): Promise<ModelAnswer<T>> {
    let isMinuteFull = false;
    let requestCount = 0;
    const onRequest = (): void => {
      requestCount += 1;
      // The first is counted where it begins, whether its client tells of it or not.
      if (requestCount === 1) return;
      const fullMs = rate.waitMs(clock.monotonic());
      isMinuteFull = fullMs > 0;
      if (isMinuteFull) throw new ModelError('rate-limit', 'the requests of this minute are used up', { retryAfterMs: fullMs });
      start();
    };
    try {
      const answer = await client.ask(question, { ...asking, onRequest });
      settleAnswer(answer, trial);
      return answer;
    } catch (error) {
      if (error instanceof ModelError && !isMinuteFull) settleError(error, trial);
      else trial.abandoned();
      throw error;
    } finally {
      inFlightCount -= 1;
      line[0]?.();
    }
  }

  /** Resolves with the place taken; rejects when it will not come in time. */
  function turn(timeoutMs: number, signal: AbortSignal | undefined): Promise<Trial> {
    const ends = clock.monotonic() + timeoutMs;
    return new Promise((resolve, reject) => {
      let cancelLook = (): void => undefined;
      const leave = (): void => {
        line.splice(line.indexOf(look), 1);
        cancelLook();
        cancelDeadline();
        signal?.removeEventListener('abort', giveUp);
      };
      const refuse = (error: ModelError): void => {
        leave();
        reject(error);
        line[0]?.();
      };
      const giveUp = (): void => refuse(new ModelError('aborted', 'given up while waiting'));
      const cancelDeadline = clock.after(timeoutMs, () => refuse(closedError()));
      const look = (): void => {
        cancelLook();
        if (line[0] !== look) return;
        const ms = turnMs();
        const isShut = state(clock.monotonic()) !== 'ready' && ms !== 0;
        if (ms === 0) {
          leave();
          resolve(begin());
        } else if (isShut || (ms !== undefined && clock.monotonic() + ms > ends)) refuse(closedError());
        else if (ms !== undefined) cancelLook = clock.after(ms, look);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      line.push(look);
      if (signal?.aborted) giveUp();
      else look();
    });
  }

  function state(now: number): ModelStatus['state'] {
    if (stoppedBy !== undefined) return 'stopped';
    if (ledger.isSpent(clock.now())) return 'spent';
    if (!breaker.isClosed()) return 'open';
    return pauseEnds > now ? 'paused' : 'ready';
  }

  function status(): GateStatus {
    const { callCount, tokens, costUsd, mishaps, latencyP50Ms, latencyP95Ms } = ledger.today(clock.now());
    const found = state(clock.monotonic());
    const reason = stoppedBy ?? (found === 'spent' ? 'the budget of the day is used up' : newestFailure);
    const untilTime = found === 'paused' ? pausedUntilTime : found === 'open' ? openUntilTime : undefined;
    return {
      provider,
      model,
      state: found,
      ...(reason === undefined ? {} : { reason }),
      ...(untilTime === undefined ? {} : { untilTime }),
      callsToday: callCount,
      tokensToday: tokens,
      budgetTokens: dailyBudget.tokens,
      ...(costUsd === undefined ? {} : { costUsdToday: costUsd }),
      budgetUsd: dailyBudget.usd,
      ...(latencyP50Ms === undefined ? {} : { latencyP50Ms }),
      ...(latencyP95Ms === undefined ? {} : { latencyP95Ms }),
      refusalCount: mishaps.refusal,
      failureCount: mishaps.failure,
      droppedCount: mishaps.dropped,
      expiredCount: mishaps.expired,
    };
  }

  return {
    waitMs,
    ask: async (question, asking) => {
      if (waitMs() !== 0) throw closedError();
      return run(question, asking, begin());
    },
    askNext: async (question, asking) => {
      const started = clock.monotonic();
      const trial = await turn(asking.timeoutMs, asking.signal);
      const timeoutMs = Math.max(1, asking.timeoutMs - (clock.monotonic() - started));
      return run(question, { ...asking, timeoutMs }, trial);
    },
    count: (mishap, times) => ledger.count(mishap, clock.now(), times),
    isStopped: () => stoppedBy !== undefined,
    status,
  };
}
