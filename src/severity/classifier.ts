// Asks a language model about the liquidations that are large enough. Each has its rule tier already and is on the screen: what
// comes from here comes later, or never.
import type { Clock } from '../domain/clock.js';
import type { ModelStatus } from '../domain/model-status.js';
import type { Liquidation, Severity } from '../domain/record.js';
import type { SeverityContext, Surroundings, Tier } from '../domain/severity.js';
import type { Gate } from '../model/gate.js';
import { ModelError } from '../model/model-error.js';
import type { ModelAnswer } from '../model/question.js';
import { type SeverityCase, severityQuestion } from './prompt.js';
import { createSizeQueue, type Waiting } from './queue.js';
import { readReply, type SeverityReply } from './reply.js';

const QUEUE_CAPACITY = 256;
/** A tier that comes later than this after the event is no help. */
const DEADLINE_MS = 60_000;
/** Events in one request. */
export const BATCH_SIZE = 8;
/** What comes within this belongs to one burst, and to one request. */
const GATHER_MS = 200;
/** Its own clock or ours may be wrong by minutes; an event older than this was fetched from the past. */
const LATE_EVENT_MS = 300_000;
/** Others may hold the gate's places and do not tell when they leave. */
const LOOK_AGAIN_MS = 1_000;
/** Of one call; beyond it the provider has failed. */
export const CALL_TIMEOUT_MS = 30_000;

export interface ClassifierOptions {
  readonly gate: Gate;
  readonly clock: Clock;
  /** Smaller liquidations of the asset stay with their rule tier. */
  readonly minNotionalUsd: (asset: string) => number;
}

export interface Classifier {
  readonly start: (onSeverity: (severity: Severity) => void) => void;
  /** Returns at once, whatever the model does. `surroundings` is called only for those that are large enough. */
  readonly offer: (liquidation: Liquidation, ruleTier: Tier, context: SeverityContext, surroundings: () => Surroundings) => void;
  /** Gives up what waits and what is asked; nothing is answered after the call. */
  readonly stop: () => void;
  /** The same object while nothing changed. */
  readonly getSnapshot: () => ModelStatus;
}

interface Item extends Waiting {
  readonly one: SeverityCase;
}

export function createClassifier({ gate, clock, minNotionalUsd }: ClassifierOptions): Classifier {
  const queue = createSizeQueue<Item>(QUEUE_CAPACITY);
  const inFlight = new Set<AbortController>();
  /** Ids in flight. */
  const asked = new Set<string>();
  let emit: ((severity: Severity) => void) | undefined;
  let cancelTimer: (() => void) | undefined;
  let snapshot: ModelStatus | undefined;

  // By either clock: the monotonic one stands still while the machine sleeps, the other one may be set.
  function isOver({ since, one }: Item): boolean {
    return clock.monotonic() - since >= DEADLINE_MS || clock.now() - one.liquidation.receivedAt >= DEADLINE_MS;
  }

  function expire(): void {
    const gone = queue.remove(isOver).length;
    if (gone > 0) gate.count('expired', gone);
  }

  function enqueue(item: Item): void {
    if (queue.add(item)) gate.count('dropped');
  }

  /** Runs `pump` when the gate may open or something expires, whichever is first; never later than asked for before. */
  function schedule(ms: number): void {
    cancelTimer?.();
    cancelTimer = clock.after(ms, () => {
      cancelTimer = undefined;
      pump();
    });
  }

  function pump(): void {
    if (!emit) return;
    expire();
    if (gate.isStopped()) queue.remove(() => true);
    while (queue.size() > 0 && gate.waitMs() === 0) void askAbout(queue.take(BATCH_SIZE), emit);
    cancelTimer?.();
    cancelTimer = undefined;
    const oldest = queue.oldest();
    if (oldest === undefined) return;
    const expiryMs = Math.max(1, oldest + DEADLINE_MS - clock.monotonic());
    schedule(Math.min(expiryMs, gate.waitMs() ?? LOOK_AGAIN_MS));
  }

  async function askAbout(items: readonly Item[], answerTo: (severity: Severity) => void): Promise<void> {
    const giveUp = new AbortController();
    inFlight.add(giveUp);
    for (const { id } of items) asked.add(id);
    // Given up when the last of them has expired: that is no failure of the provider.
    const newest = Math.max(...items.map((item) => item.since));
    const cancelDeadline = clock.after(newest + DEADLINE_MS - clock.monotonic(), () => giveUp.abort());
    try {
      const question = severityQuestion(items.map((item) => item.one));
      const answer = await gate.ask(question, { timeoutMs: CALL_TIMEOUT_MS, signal: giveUp.signal });
      if (emit) settle(items, answer, answerTo);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      // An answer that is none would be none again; what did not get one waits on, until its deadline.
      if (emit && error.kind !== 'reply') for (const item of items) enqueue(item);
    } finally {
      cancelDeadline();
      inFlight.delete(giveUp);
      for (const { id } of items) asked.delete(id);
      pump();
    }
  }

  function settle(
    items: readonly Item[],
    { value, model, latencyMs }: ModelAnswer<SeverityReply>,
    answerTo: (severity: Severity) => void,
  ): void {
    const { verdicts, refusedCount } = readReply(
      value,
      items.map((item) => item.one.ruleTier),
    );
    if (refusedCount > 0) gate.count('refusal', refusedCount);
    for (const [index, item] of items.entries()) {
      const verdict = verdicts[index];
      if (!verdict) continue;
      if (isOver(item)) {
        gate.count('expired');
        continue;
      }
      answerTo({
        type: 'severity',
        liquidationId: item.id,
        tier: verdict.tier,
        by: 'llm',
        model,
        reason: verdict.reason,
        latencyMs: Math.round(latencyMs),
        time: clock.now(),
      });
    }
  }

  return {
    start: (onSeverity) => {
      emit = onSeverity;
    },
    offer: (liquidation, ruleTier, context, surroundings) => {
      const { id, asset, notionalUsd, time, receivedAt } = liquidation;
      if (!emit || gate.isStopped() || notionalUsd < minNotionalUsd(asset)) return;
      // What an exchange or a recording tells of the past is past judging.
      if (clock.now() - receivedAt >= DEADLINE_MS || clock.now() - time >= LATE_EVENT_MS) return;
      if (queue.has(id) || asked.has(id)) return;
      const one = { liquidation, ruleTier, context, surroundings: surroundings() };
      enqueue({ id, notionalUsd, since: clock.monotonic(), one });
      if (!cancelTimer) schedule(GATHER_MS);
    },
    stop: () => {
      emit = undefined;
      cancelTimer?.();
      cancelTimer = undefined;
      queue.remove(() => true);
      for (const one of inFlight) one.abort();
    },
    getSnapshot: () => {
      const next: ModelStatus = { ...gate.status(), queuedCount: queue.size() };
      if (!snapshot || !isSame(snapshot, next)) snapshot = next;
      return snapshot;
    },
  };
}

function isSame(a: ModelStatus, b: ModelStatus): boolean {
  const keys = Object.keys(b) as (keyof ModelStatus)[];
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
