// Keeps one plan supplied. Two connections overlap while one replaces the other: the successor has data before the old
// one goes, so nothing is missed; what both carry is sifted by id.

import type { Clock } from '../domain/clock.js';
import type { ConnectionReport } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { ConnectionPlan, ParsedFrame } from '../exchanges/adapter.js';
import type { Condition } from './connection.js';
import { createConnectionLog } from './connection-log.js';
import { type Arrival, createLink, type Link, type LinkEvents } from './link.js';
import type { Socket, SocketEvents } from './socket.js';
import type { Turnstile } from './turnstile.js';

/** A successor of a quiet plan may have nothing to show; then this has to do after it subscribed. */
const SUCCESSION_MS = 15_000;
/** Between replacements, whatever an exchange announces. */
const REPLACEMENT_GAP_MS = 30_000;
/** A planned replacement comes up to so much of its time earlier, so that connections do not turn over together. */
const ROTATION_JITTER = 0.05;
/** A refused topic is asked for again on a later connection: it may have been listed since. */
const REFUSAL_MS = 3_600_000;

export interface SupervisorOptions {
  readonly plan: ConnectionPlan;
  readonly clock: Clock;
  readonly turnstile: Turnstile;
  readonly open: (url: string, events: SocketEvents) => Socket;
  readonly read: LinkEvents['read'];
  readonly deliver: LinkEvents['deliver'];
  readonly failure: LinkEvents['failure'];
  readonly changed: () => void;
}

export interface Supervisor {
  readonly update: (plan: ConnectionPlan) => void;
  readonly stop: () => void;
  readonly condition: () => Condition;
  readonly report: () => ConnectionReport;
}

type Why = 'planned' | 'closing' | 'starved';

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { clock } = options;
  let plan = options.plan;
  let lastDataTime: number | undefined;
  let lastReplacement = Number.NEGATIVE_INFINITY;
  let successor: { readonly link: Link; readonly why: Why } | undefined;
  let isStopped = false;
  /** Topic → until when it is not asked for. */
  const refusals = new Map<string, number>();
  const rotation = createAlarm(clock);
  const succession = createAlarm(clock);
  const log = createConnectionLog(clock.now());
  let primary = link();
  primary.start();

  function isRefused(topic: string): boolean {
    return (refusals.get(topic) ?? 0) > clock.now();
  }

  function link(): Link {
    const self: Link = createLink({
      plan,
      clock,
      open: options.open,
      turnstile: options.turnstile,
      isRefused,
      lastDataTime: () => lastDataTime,
      events: {
        read: (frame, receivedAt) => {
          log.heard(receivedAt);
          return options.read(frame, receivedAt);
        },
        failure: options.failure,
        deliver: (parsed, arrival) => deliver(self, parsed, arrival),
        refused: (topics) => {
          for (const topic of topics) refusals.set(topic, clock.now() + REFUSAL_MS);
        },
        changed: () => changed(self),
        subscribed: () => subscribed(self),
        wantsReplacement: (why) => {
          if (self === primary) replace(why);
        },
      },
    });
    return self;
  }

  function deliver(from: Link, parsed: ParsedFrame, arrival: Arrival): void {
    options.deliver(parsed, arrival);
    if (parsed.kind !== 'records' && parsed.kind !== 'ignored') return;
    lastDataTime = arrival.receivedAt;
    if (from === successor?.link && from.isComplete()) promote();
  }

  function changed(from: Link): void {
    if (isStopped) return;
    const { state } = primary.condition();
    // Cut before its successor was ready: the successor is all there is.
    if (from === primary && successor !== undefined && (state === 'reconnecting' || state === 'blocked')) promote();
    if (from === primary) tell();
  }

  function tell(): void {
    log.isNow(primary.condition().state, clock.now());
    options.changed();
  }

  function subscribed(from: Link): void {
    if (from === primary) scheduleRotation();
    else if (from === successor?.link) succession.set(SUCCESSION_MS, concludeSuccession);
  }

  function scheduleRotation(): void {
    if (plan.rotateAfterMs === undefined) return;
    rotation.set(plan.rotateAfterMs * (1 - ROTATION_JITTER * clock.random()), () => replace('planned'));
  }

  function replace(why: Why): void {
    const { state } = primary.condition();
    if (successor !== undefined || isStopped || (state !== 'live' && state !== 'stale')) return;
    const waitMs = lastReplacement + REPLACEMENT_GAP_MS - clock.now();
    if (waitMs > 0) {
      rotation.set(waitMs, () => replace(why));
      return;
    }
    lastReplacement = clock.now();
    rotation.clear();
    successor = { link: link(), why };
    successor.link.start();
  }

  /** Without data after its time: as good as a quiet line that has to go anyway, no better than a starved one. */
  function concludeSuccession(): void {
    if (successor === undefined) return;
    if (successor.why !== 'starved') {
      promote();
      return;
    }
    abandon();
    scheduleRotation();
  }

  function abandon(): void {
    const abandoned = successor;
    successor = undefined;
    succession.clear();
    abandoned?.link.stop();
  }

  function promote(): void {
    if (successor === undefined) return;
    const old = primary;
    primary = successor.link;
    successor = undefined;
    succession.clear();
    old.stop();
    scheduleRotation();
    tell();
  }

  return {
    update: (next) => {
      const hasMoved = next.url !== plan.url;
      plan = next;
      if (hasMoved) {
        const old = primary;
        abandon();
        primary = link();
        primary.start();
        old.stop();
        tell();
        return;
      }
      successor?.link.update(next);
      primary.update(next);
    },
    stop: () => {
      isStopped = true;
      rotation.clear();
      abandon();
      primary.stop();
    },
    condition: () => primary.condition(),
    report: () => {
      const { reason, ...condition } = primary.condition();
      return {
        name: plan.name,
        host: new URL(plan.url).host,
        ...condition,
        ...(reason === undefined ? {} : { reason: printable(reason) }),
        topicCount: plan.topics.filter((topic) => !isRefused(topic)).length,
        ...log.figures(),
      };
    },
  };
}

/** One timer, set anew or cleared. */
function createAlarm(clock: Clock): { readonly set: (ms: number, callback: () => void) => void; readonly clear: () => void } {
  let cancel: (() => void) | undefined;
  const clear = (): void => {
    cancel?.();
    cancel = undefined;
  };
  return {
    clear,
    set: (ms, callback) => {
      clear();
      cancel = clock.after(ms, callback);
    },
  };
}
