// What is said on one open socket: opening frames, pings, subscriptions within the pace, and answers to what comes back.

import type { Clock } from '../domain/clock.js';
import type { ConnectionPlan, ParsedFrame, SubscribeFrame } from '../exchanges/adapter.js';
import { createPacer } from './pacer.js';
import { type Answer, createSubscriptions } from './subscriptions.js';

/** So long after the last subscription the exchange may be sending its past. */
const REPLAY_MS = 5000;
/** Clocks differ, and an event is known a moment after it happened. */
const LEEWAY_MS = 5000;
const ACKNOWLEDGE_MS = 10_000;
const TOPICS_NAMED = 5;

export interface Replay {
  /** Replayed events older than this are history. */
  readonly since: number;
  /** False once the subscriptions have settled: from then on only backfill is replayed. */
  readonly isReplaying: boolean;
}

export interface ConversationOptions {
  readonly clock: Clock;
  readonly plan: ConnectionPlan;
  readonly send: (frame: string) => void;
  /** Topics known to be bad, not worth asking for. */
  readonly isRefused: (topic: string) => boolean;
  /** When data was last seen before this socket; `undefined` if never. */
  readonly lastDataTime: number | undefined;
  readonly onRefused: (topics: readonly string[]) => void;
  /** Something failed that no frame told. */
  readonly onFailure: (message: string) => void;
}

export interface Conversation {
  /** The socket is open. */
  readonly open: () => void;
  /** The exchange is ready for subscriptions. */
  readonly subscribe: () => void;
  /** The difference is asked for, once subscribing has begun. */
  readonly update: (plan: ConnectionPlan) => void;
  /** Sends what the frame calls for; returns what the exchange turned down in it, to be counted with it. */
  readonly answer: (parsed: ParsedFrame) => readonly string[];
  readonly replay: (receivedAt: number) => Replay;
  /** Everything was asked for and, where that can be told, answered. */
  readonly isComplete: () => boolean;
  readonly close: () => void;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { clock } = options;
  let plan = options.plan;
  let isSubscribing = false;
  let isSettled = false;
  let lastAskTime = clock.now();
  let since = (options.lastDataTime ?? clock.now()) - LEEWAY_MS;
  const timers = new Set<() => void>();
  const subscriptions = createSubscriptions(options.isRefused);
  const pacer = createPacer({
    pace: plan.pace,
    clock,
    send: (frame, urgency) => {
      if (urgency === undefined) lastAskTime = clock.now();
      options.send(frame);
    },
  });

  function after(ms: number, callback: () => void): void {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel);
      callback();
    });
    timers.add(cancel);
  }

  function ping(): void {
    if (plan.ping === undefined) return;
    after(plan.ping.everyMs, () => {
      if (plan.ping !== undefined) pacer.push(plan.ping.frame, 'urgent');
      ping();
    });
  }

  function push(frames: readonly SubscribeFrame[]): void {
    for (const frame of frames) pacer.push(frame.text);
  }

  function checkAcknowledged(): void {
    if (pacer.waiting() > 0) {
      after(ACKNOWLEDGE_MS, checkAcknowledged);
      return;
    }
    const topics = subscriptions.unanswered();
    if (topics.length > 0)
      options.onFailure(`${plan.name}: no acknowledgement within ${ACKNOWLEDGE_MS / 1000} s of ${named(topics)}`);
  }

  function settle({ send, refused, later }: Answer): void {
    push(send);
    if (later !== undefined) after(later.afterMs, () => push(later.send()));
    if (refused.length > 0) options.onRefused(refused);
  }

  return {
    open: () => {
      for (const frame of plan.opening ?? []) pacer.push(frame);
      ping();
    },
    subscribe: () => {
      isSubscribing = true;
      push(subscriptions.update(plan));
      after(ACKNOWLEDGE_MS, checkAcknowledged);
    },
    update: (next) => {
      plan = next;
      if (!isSubscribing) return;
      // What a topic replays that is added later is older than anyone's interest in it.
      if (isSettled) since = clock.now() - LEEWAY_MS;
      push(subscriptions.update(plan));
    },
    answer: (parsed) => {
      if (parsed.kind === 'reply') pacer.push(parsed.frame, 'urgent');
      if (parsed.kind !== 'ack' && parsed.kind !== 'rejected') return [];
      const answer = parsed.kind === 'ack' ? subscriptions.acknowledged(parsed) : subscriptions.rejected(parsed);
      settle(answer);
      const reason = parsed.kind === 'ack' ? 'not among the accepted' : parsed.reason;
      if (answer.refused.length > 0) return [`${plan.name}: refused ${named(answer.refused)}: ${reason}`];
      return parsed.kind === 'ack' ? [] : [`${plan.name}: ${reason}`];
    },
    replay: (receivedAt) => {
      isSettled ||= isSubscribing && pacer.waiting() === 0 && receivedAt >= lastAskTime + REPLAY_MS;
      return { since, isReplaying: !isSettled };
    },
    isComplete: () => isSubscribing && pacer.waiting() === 0 && subscriptions.unanswered().length === 0,
    close: () => {
      pacer.close();
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

function named(topics: readonly string[]): string {
  const more = topics.length - TOPICS_NAMED;
  return `${topics.slice(0, TOPICS_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
