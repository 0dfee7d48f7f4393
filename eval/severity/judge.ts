// The set before a language model, in the program's own words, batches and limits; a refused answer leaves the rule's tier.
import type { Clock } from '../../src/domain/clock.js';
import type { Tier } from '../../src/domain/severity.js';
import type { Gate } from '../../src/model/gate.js';
import { ModelError } from '../../src/model/model-error.js';
import { BATCH_SIZE, CALL_TIMEOUT_MS } from '../../src/severity/classifier.js';
import { severityQuestion } from '../../src/severity/prompt.js';
import { readReply } from '../../src/severity/reply.js';
import { judgeByRules } from '../../src/severity/rules.js';
import type { EvalCase } from './cases.js';

/** Of one batch; then its cases stay unasked. */
const ATTEMPTS = 3;
/** What has to end first does not tell when it will; and no timer lasts as long as a provider may ask for. */
const LOOK_AGAIN_MS = { least: 50, most: 3_600_000 };

export interface Judgement {
  readonly one: EvalCase;
  readonly ruleTier: Tier;
  /** What the program would show: the model's tier, or where it was refused the rule's. */
  readonly tier: Tier;
  readonly by: 'rule' | 'llm';
}

export interface Outcome {
  /** In the order of the cases; those that were not answered for are left out. */
  readonly judgements: readonly Judgement[];
  /** As the program counts them: events without a usable verdict, and verdicts without an event. */
  readonly refusedCount: number;
  /** Why it ended before all were asked. */
  readonly endedBy?: string;
}

export interface JudgeOptions {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** After each batch, and when it has to wait for the provider. */
  readonly onProgress: (line: string) => void;
}

export const ruleTierOf = ({ liquidation, context }: EvalCase): Tier => judgeByRules(liquidation, context).tier;

export function judgeAllByRules(cases: readonly EvalCase[]): readonly Judgement[] {
  return cases.map((one) => ({ one, ruleTier: ruleTierOf(one), tier: ruleTierOf(one), by: 'rule' }));
}

interface Batch {
  /** The largest first, as the program's queue hands them out. */
  readonly cases: readonly EvalCase[];
  attempts: number;
}

/** Neighbours share a batch, as events of one burst do. */
function batchesOf(cases: readonly EvalCase[]): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < cases.length; from += BATCH_SIZE) {
    const together = cases.slice(from, from + BATCH_SIZE);
    batches.push({ cases: together.sort((a, b) => b.liquidation.notionalUsd - a.liquidation.notionalUsd), attempts: 0 });
  }
  return batches;
}

export async function judgeByModel(
  cases: readonly EvalCase[],
  { gate, clock, signal, onProgress }: JudgeOptions,
): Promise<Outcome> {
  const waiting = batchesOf(cases);
  const inFlight = new Set<Promise<void>>();
  const judged = new Map<EvalCase, Judgement>();
  let refusedCount = 0;
  let endedBy: string | undefined;
  let givenUpOn: string | undefined;

  function settle(batch: Batch, reply: Parameters<typeof readReply>[0]): void {
    const ruleTiers = batch.cases.map(ruleTierOf);
    const read = readReply(reply, ruleTiers);
    refusedCount += read.refusedCount;
    for (const [index, one] of batch.cases.entries()) {
      const ruleTier = ruleTiers[index] ?? ruleTierOf(one);
      const verdict = read.verdicts[index];
      judged.set(one, { one, ruleTier, tier: verdict?.tier ?? ruleTier, by: verdict ? 'llm' : 'rule' });
    }
  }

  async function ask(batch: Batch): Promise<void> {
    batch.attempts += 1;
    const question = severityQuestion(batch.cases.map((one) => ({ ...one, ruleTier: ruleTierOf(one) })));
    try {
      const { value } = await gate.ask(question, { timeoutMs: CALL_TIMEOUT_MS, signal });
      settle(batch, value);
      onProgress(`${judged.size} of ${cases.length}`);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      // No answer to any of them; asked again it would be none again.
      if (error.kind === 'reply') settle(batch, []);
      else if (error.kind === 'rate-limit' || batch.attempts < ATTEMPTS) waiting.unshift(batch);
      else givenUpOn = error.message;
    }
  }

  while (endedBy === undefined && (waiting.length > 0 || inFlight.size > 0)) {
    const { state, reason = '' } = gate.status();
    if (signal.aborted) endedBy = 'stopped';
    // A breaker that is open stays so for minutes: that is an answer too.
    else if (state === 'stopped' || state === 'spent' || state === 'open') endedBy = reason;
    else if (waiting.length > 0 && gate.waitMs() === 0) {
      const batch = waiting.shift();
      if (!batch) continue;
      const call = ask(batch).finally(() => inFlight.delete(call));
      inFlight.add(call);
    } else {
      if (state === 'paused') onProgress(`waiting for the provider: ${reason}`);
      const wait = pause(clock, lookAgainMs(gate), signal);
      await Promise.race([...inFlight, wait.over]);
      wait.cancel();
    }
  }
  await Promise.all(inFlight);
  const why = endedBy ?? givenUpOn;
  return {
    judgements: cases.flatMap((one) => judged.get(one) ?? []),
    refusedCount,
    ...(why === undefined ? {} : { endedBy: why }),
  };
}

function lookAgainMs(gate: Gate): number {
  return Math.min(LOOK_AGAIN_MS.most, Math.max(LOOK_AGAIN_MS.least, gate.waitMs() ?? 0));
}

/** Ends early when the signal does; once cancelled nothing is left of it. */
function pause(clock: Clock, ms: number, signal: AbortSignal): { readonly over: Promise<void>; readonly cancel: () => void } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const cancelTimer = clock.after(ms, () => end());
    end = () => {
      cancelTimer();
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
  if (signal.aborted) end();
  return { over, cancel: end };
}
