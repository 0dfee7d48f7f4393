// One socket after the other for one plan: dials, listens, and comes back. What to do when is decided in
// `connection.ts`, what to say in `conversation.ts`; here are the socket and the timer.

import type { Clock } from '../domain/clock.js';
import type { ConnectionPlan, ParsedFrame } from '../exchanges/adapter.js';
import {
  type Condition,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionTraits,
  conditionOf,
  initialConnection,
  stepConnection,
  wakeTime,
} from './connection.js';
import { type Conversation, createConversation, type Replay } from './conversation.js';
import { reasonOf } from './reason.js';
import type { Socket, SocketEvents } from './socket.js';
import type { Turnstile } from './turnstile.js';

/** When and how a frame came. */
export interface Arrival {
  readonly receivedAt: number;
  readonly replay: Replay;
  /** What the exchange turned down in it. */
  readonly refusals: readonly string[];
}

export interface LinkEvents {
  /** `undefined` when nobody could read it, which is counted there. */
  readonly read: (frame: string, receivedAt: number) => ParsedFrame | undefined;
  readonly deliver: (parsed: ParsedFrame, arrival: Arrival) => void;
  /** Something failed that no frame told. */
  readonly failure: (message: string) => void;
  readonly refused: (topics: readonly string[]) => void;
  readonly changed: () => void;
  readonly subscribed: () => void;
  /** The exchange will close it, or sends no data. */
  readonly wantsReplacement: (why: 'closing' | 'starved') => void;
}

export interface LinkOptions {
  readonly plan: ConnectionPlan;
  readonly clock: Clock;
  readonly open: (url: string, events: SocketEvents) => Socket;
  readonly turnstile: Turnstile;
  readonly isRefused: (topic: string) => boolean;
  /** When this plan last had data; `undefined` if it never had. */
  readonly lastDataTime: () => number | undefined;
  readonly events: LinkEvents;
}

export interface Link {
  readonly start: () => void;
  readonly stop: () => void;
  /** Another plan for the same address: the difference is asked for on the open socket. */
  readonly update: (plan: ConnectionPlan) => void;
  readonly condition: () => Condition;
  /** Everything was asked for and, where that can be told, answered. */
  readonly isComplete: () => boolean;
}

export function createLink(options: LinkOptions): Link {
  const { clock, events } = options;
  let plan = options.plan;
  let state = initialConnection;
  let leaveTurnstile: (() => void) | undefined;
  let socket: Socket | undefined;
  let conversation: Conversation | undefined;
  let wake: { readonly time: number; readonly cancel: () => void } | undefined;
  const traits = (): ConnectionTraits => ({
    staleAfterMs: plan.staleAfterMs,
    dataWithinMs: plan.dataWithinMs,
    awaitsGreeting: plan.awaitsGreeting === true,
  });

  function apply(event: ConnectionEvent): void {
    const before = state.kind;
    const { next, effects } = stepConnection(state, event, clock.now(), traits(), clock.random());
    state = next;
    for (const effect of effects) perform(effect);
    if (next.kind !== before) events.changed();
    arm();
  }

  /** The timer may be early: frames move the wake time ahead all the time, and a `tick` before it does nothing. */
  function arm(): void {
    const time = wakeTime(state, traits());
    if (wake !== undefined && wake.time <= time && time !== Number.POSITIVE_INFINITY) return;
    wake?.cancel();
    wake = undefined;
    if (time === Number.POSITIVE_INFINITY) return;
    const fire = (): void => {
      wake = undefined;
      apply({ type: 'tick' });
    };
    wake = { time, cancel: clock.after(Math.max(0, time - clock.now()), fire) };
  }

  function perform(effect: ConnectionEffect): void {
    switch (effect) {
      case 'dial':
        leaveTurnstile = options.turnstile.enter(dial);
        break;
      case 'subscribe':
        events.subscribed();
        planned(() => conversation?.subscribe());
        break;
      case 'probe':
        socket?.ping();
        break;
      case 'replace':
        events.wantsReplacement('starved');
        break;
      case 'hang-up':
        hangUp();
        break;
      default:
        effect satisfies never;
    }
  }

  /** What the adapter's plan throws costs this connection, nothing else. */
  function planned<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      apply({ type: 'lost', reason: reasonOf(error) });
      return undefined;
    }
  }

  function dial(): void {
    apply({ type: 'dialing' });
    planned(() => {
      const opened = options.open(plan.url, socketEvents);
      socket = opened;
      conversation = createConversation({
        clock,
        plan,
        send: opened.send,
        isRefused: options.isRefused,
        lastDataTime: options.lastDataTime(),
        onRefused: events.refused,
        onFailure: events.failure,
      });
    });
  }

  function hangUp(): void {
    leaveTurnstile?.();
    conversation?.close();
    conversation = undefined;
    socket?.hangUp();
    socket = undefined;
  }

  function receive(frame: string): void {
    const receivedAt = clock.now();
    const parsed = events.read(frame, receivedAt);
    const replay = conversation?.replay(receivedAt);
    if (parsed === undefined || replay === undefined) {
      apply({ type: 'life' });
      return;
    }
    const refusals = planned(() => conversation?.answer(parsed)) ?? [];
    apply({ type: parsed.kind === 'records' || parsed.kind === 'ignored' ? 'data' : 'life' });
    events.deliver(parsed, { receivedAt, replay, refusals });
    if (parsed.kind === 'greeting') apply({ type: 'greeted' });
    if (parsed.kind === 'closing') events.wantsReplacement('closing');
  }

  const socketEvents: SocketEvents = {
    opened: () => {
      conversation?.open();
      apply({ type: 'opened' });
    },
    message: receive,
    life: () => apply({ type: 'life' }),
    refused: (refusal) => apply({ type: 'refused', ...refusal }),
    closed: (reason) => apply({ type: 'lost', reason }),
  };

  return {
    start: () => perform('dial'),
    stop: () => apply({ type: 'stop' }),
    update: (next) => {
      plan = next;
      planned(() => conversation?.update(next));
    },
    condition: () => conditionOf(state, traits()),
    isComplete: () => conversation?.isComplete() === true,
  };
}
