// REST polls where no stream carries the data: each plan's requests in turn.

import type { Clock } from '../domain/clock.js';
import type { HttpRequest, PollPlan } from '../exchanges/adapter.js';
import { reasonOf } from './reason.js';
import type { Rest } from './rest.js';

/** A failing poll is asked less and less often, down to a sixteenth. */
const SLOWEST = 16;
/** What is due within so long is asked one after the other: waking up for each costs a third more. */
const TOGETHER_MS = 1000;

export interface PollerOptions {
  readonly clock: Clock;
  readonly rest: Pick<Rest, 'get'>;
  /** The address a request really goes to. */
  readonly address: (request: HttpRequest) => HttpRequest;
  readonly onBody: (plan: PollPlan, request: HttpRequest, body: string) => void;
  readonly onFailure: (fault: string) => void;
}

export interface Poller {
  /** New plans start at once, plans of a known name go on where they were, the others end. */
  readonly update: (plans: readonly PollPlan[]) => void;
  readonly stop: () => void;
}

interface Turn {
  plan: PollPlan;
  at: number;
  failures: number;
  isStopped: boolean;
  cancel: () => void;
}

export function createPoller({ clock, rest, address, onBody, onFailure }: PollerOptions): Poller {
  const turns = new Map<string, Turn>();

  async function ask(turn: Turn): Promise<void> {
    const { plan } = turn;
    const request = plan.requests[turn.at % plan.requests.length];
    if (request === undefined) return;
    turn.at += 1;
    const outcome = await rest.get(address(request)).then(
      (body) => () => {
        turn.failures = 0;
        onBody(plan, request, body);
      },
      (error: unknown) => () => {
        turn.failures += 1;
        onFailure(`${plan.name}: ${reasonOf(error)}`);
      },
    );
    if (!turn.isStopped) outcome();
  }

  async function poll(turn: Turn): Promise<void> {
    const startTime = clock.now();
    const most = Math.max(1, Math.floor(TOGETHER_MS / turn.plan.everyMs));
    let asked = 0;
    do {
      asked += 1;
      await ask(turn);
    } while (asked < most && turn.failures === 0 && !turn.isStopped);
    if (turn.isStopped) return;
    const everyMs = turn.plan.everyMs * asked * Math.min(SLOWEST, 2 ** turn.failures);
    turn.cancel = clock.after(Math.max(0, startTime + everyMs - clock.now()), () => void poll(turn));
  }

  function end(name: string, turn: Turn): void {
    turn.isStopped = true;
    turn.cancel();
    turns.delete(name);
  }

  return {
    update: (plans) => {
      const kept = new Map(plans.filter((plan) => plan.requests.length > 0).map((plan) => [plan.name, plan]));
      for (const [name, turn] of turns) if (!kept.has(name)) end(name, turn);
      for (const [name, plan] of kept) {
        const known = turns.get(name);
        if (known !== undefined) {
          known.plan = plan;
          continue;
        }
        const turn: Turn = { plan, at: 0, failures: 0, isStopped: false, cancel: () => undefined };
        turns.set(name, turn);
        void poll(turn);
      }
    },
    stop: () => {
      for (const [name, turn] of turns) end(name, turn);
    },
  };
}
