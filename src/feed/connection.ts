// The life of one connection as data: (state, event, time) → next state and what to do. No socket, no timer, no chance:
// `link.ts` drives it.
import type { ConnectionState } from '../domain/record.js';
import { backOffMs, isBlocking, refusalMs } from './back-off.js';

/** From the start of dialing to the moment subscriptions may be sent. */
const CONNECT_MS = 10_000;
/** How long a WebSocket ping may stay unanswered. */
const PROBE_MS = 10_000;
/** Once data flows, the line must stand for so long before a loss counts as the first again. */
const STEADY_MS = 10_000;
/** Subscribed and alive, but without any data: replaced after so long (Binance's retired paths acknowledge and starve). */
const STARVED_MS = 60_000;

export interface ConnectionTraits {
  readonly staleAfterMs: number;
  readonly dataWithinMs?: number | undefined;
  readonly awaitsGreeting: boolean;
}

/** Consecutive failures, and the last of them: 0 while nothing has failed. */
export interface Trouble {
  readonly attempt: number;
  readonly reason?: string;
  readonly isBlocked?: boolean;
}

export type Connection =
  /** `deadline` is absent while it waits for its turn to dial. */
  | { readonly kind: 'connecting'; readonly trouble: Trouble; readonly deadline?: number; readonly isOpen?: boolean }
  | { readonly kind: 'subscribing'; readonly trouble: Trouble; readonly since: number; readonly lifeTime: number }
  | {
      readonly kind: 'live';
      readonly trouble: Trouble;
      readonly dataSince: number;
      readonly dataTime: number;
      readonly lifeTime: number;
    }
  /** Silent, and probed: `dataSince` and `dataTime` (first and last) are absent when data never came. */
  | {
      readonly kind: 'silent';
      readonly trouble: Trouble;
      readonly since: number;
      readonly dataSince?: number;
      readonly dataTime?: number;
      readonly lifeTime: number;
      readonly deadline: number;
    }
  /** Alive, subscribed since then, and never any data. */
  | { readonly kind: 'starved'; readonly trouble: Trouble; readonly since: number; readonly lifeTime: number }
  | { readonly kind: 'waiting'; readonly trouble: Trouble; readonly until: number }
  | { readonly kind: 'closed' };

export type ConnectionEvent =
  | { readonly type: 'dialing' }
  | { readonly type: 'opened' }
  | { readonly type: 'greeted' }
  /** Any frame, WebSocket pings and pongs included. */
  | { readonly type: 'life' }
  /** A frame that carries what was subscribed. */
  | { readonly type: 'data' }
  | { readonly type: 'lost'; readonly reason: string }
  /** An HTTP status instead of a WebSocket. */
  | { readonly type: 'refused'; readonly status: number; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly type: 'tick' }
  | { readonly type: 'stop' };

export type ConnectionEffect = 'dial' | 'subscribe' | 'probe' | 'replace' | 'hang-up';

export interface Step {
  readonly next: Connection;
  readonly effects: readonly ConnectionEffect[];
}

export const initialConnection: Connection = { kind: 'connecting', trouble: { attempt: 0 } };

const none: readonly ConnectionEffect[] = [];
const stay = (next: Connection): Step => ({ next, effects: none });

/** `random`: 0 to 1, for the jitter of a wait. */
export function stepConnection(
  state: Connection,
  event: ConnectionEvent,
  time: number,
  traits: ConnectionTraits,
  random: number,
): Step {
  if (state.kind === 'closed') return stay(state);
  switch (event.type) {
    case 'stop':
      return { next: { kind: 'closed' }, effects: state.kind === 'waiting' ? none : ['hang-up'] };
    case 'dialing':
      return stay(state.kind === 'connecting' ? { ...state, deadline: time + CONNECT_MS } : state);
    case 'opened':
      if (state.kind !== 'connecting') return stay(state);
      return traits.awaitsGreeting ? stay({ ...state, isOpen: true }) : subscribed(state.trouble, time);
    case 'greeted':
      return state.kind === 'connecting' ? subscribed(state.trouble, time) : stay(state);
    case 'life':
      return stay(alive(state, time, traits));
    case 'data':
      return stay(flowing(state, time));
    case 'lost': {
      if (state.kind === 'waiting') return stay(state);
      const trouble = { attempt: nextAttempt(state), reason: event.reason };
      return { next: { kind: 'waiting', trouble, until: time + backOffMs(trouble.attempt, random) }, effects: ['hang-up'] };
    }
    case 'refused': {
      if (state.kind === 'waiting') return stay(state);
      const trouble = { attempt: nextAttempt(state), reason: event.reason, isBlocked: isBlocking(event.status) };
      const until = time + refusalMs(event.status, event.retryAfterMs, trouble.attempt, random);
      return { next: { kind: 'waiting', trouble, until }, effects: ['hang-up'] };
    }
    case 'tick':
      return ticked(state, time, traits, random);
    default:
      return event satisfies never;
  }
}

function subscribed(trouble: Trouble, time: number): Step {
  return { next: { kind: 'subscribing', trouble, since: time, lifeTime: time }, effects: ['subscribe'] };
}

function alive(state: Connection, time: number, traits: ConnectionTraits): Connection {
  if (state.kind !== 'silent') return 'lifeTime' in state ? { ...state, lifeTime: time } : state;
  const { trouble, since, dataSince, dataTime } = state;
  if (dataSince !== undefined && dataTime !== undefined) return { kind: 'live', trouble, dataSince, dataTime, lifeTime: time };
  return { kind: time >= since + traits.staleAfterMs ? 'starved' : 'subscribing', trouble, since, lifeTime: time };
}

function flowing(state: Connection, time: number): Connection {
  if (!('lifeTime' in state)) return state;
  const dataSince = 'dataSince' in state && state.dataSince !== undefined ? state.dataSince : time;
  return { kind: 'live', trouble: state.trouble, dataSince, dataTime: time, lifeTime: time };
}

/** Data over some time makes the next loss the first again; an open socket alone does not. */
function nextAttempt(state: Connection): number {
  if (state.kind === 'closed') return 1;
  const dataSince = 'dataSince' in state ? state.dataSince : undefined;
  const isSteady = dataSince !== undefined && 'lifeTime' in state && state.lifeTime - dataSince >= STEADY_MS;
  return isSteady ? 1 : state.trouble.attempt + 1;
}

function ticked(state: Connection, time: number, traits: ConnectionTraits, random: number): Step {
  if (time < wakeTime(state, traits)) return stay(state);
  const lose = (reason: string): Step => stepConnection(state, { type: 'lost', reason }, time, traits, random);
  switch (state.kind) {
    case 'connecting':
      return lose(`${state.isOpen ? 'no greeting' : 'no connection'} within ${CONNECT_MS / 1000} s`);
    case 'waiting':
      return { next: { kind: 'connecting', trouble: state.trouble }, effects: ['dial'] };
    case 'silent':
      return lose(silence(traits));
    case 'live':
      if (time >= dataDeadline(state, traits)) return lose(`no data for ${seconds(time - state.dataTime)} s`);
      return { next: { ...state, kind: 'silent', since: state.dataSince, deadline: time + PROBE_MS }, effects: ['probe'] };
    case 'subscribing':
    case 'starved': {
      const { trouble, since, lifeTime } = state;
      if (time >= lifeTime + traits.staleAfterMs) {
        return { next: { kind: 'silent', trouble, since, lifeTime, deadline: time + PROBE_MS }, effects: ['probe'] };
      }
      const isOverdue = time >= since + traits.staleAfterMs + STARVED_MS;
      const next: Connection = { kind: 'starved', trouble, since: isOverdue ? time : since, lifeTime };
      return { next, effects: isOverdue ? ['replace'] : none };
    }
    case 'closed':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function dataDeadline({ dataTime }: { readonly dataTime: number }, { dataWithinMs }: ConnectionTraits): number {
  return dataWithinMs === undefined ? Number.POSITIVE_INFINITY : dataTime + dataWithinMs;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** When the state needs the next `tick`; never, where only an event can move it. */
export function wakeTime(state: Connection, traits: ConnectionTraits): number {
  switch (state.kind) {
    case 'connecting':
      return state.deadline ?? Number.POSITIVE_INFINITY;
    case 'subscribing':
      return Math.min(state.since, state.lifeTime) + traits.staleAfterMs;
    case 'live':
      return Math.min(state.lifeTime + traits.staleAfterMs, dataDeadline(state, traits));
    case 'silent':
      return state.deadline;
    case 'starved':
      return Math.min(state.since + STARVED_MS, state.lifeTime) + traits.staleAfterMs;
    case 'waiting':
      return state.until;
    case 'closed':
      return Number.POSITIVE_INFINITY;
    default:
      return state satisfies never;
  }
}

/** What the user is told of a connection. */
export interface Condition {
  readonly state: ConnectionState;
  readonly reason?: string;
  /** With `reconnecting` and `blocked`: consecutive failures, and when the next attempt is made. */
  readonly attempt?: number;
  readonly retryTime?: number;
}

export function conditionOf(state: Connection, traits: ConnectionTraits): Condition {
  switch (state.kind) {
    case 'live':
      return { state: 'live' };
    case 'silent':
      return { state: 'stale', reason: silence(traits) };
    case 'starved':
      return { state: 'stale', reason: 'subscribed, but no data' };
    case 'connecting':
    case 'subscribing':
      return state.trouble.attempt === 0 ? { state: 'connecting' } : troubled(state.trouble);
    case 'waiting':
      return { ...troubled(state.trouble), retryTime: state.until };
    case 'closed':
      return { state: 'off' };
    default:
      return state satisfies never;
  }
}

function troubled({ attempt, reason, isBlocked }: Trouble): Condition {
  return { state: isBlocked === true ? 'blocked' : 'reconnecting', attempt, ...(reason === undefined ? {} : { reason }) };
}

function silence({ staleAfterMs }: ConnectionTraits): string {
  return `no message for ${seconds(staleAfterMs)} s`;
}
