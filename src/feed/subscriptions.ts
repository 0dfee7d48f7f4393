// What one socket was asked for, and what became of it.
import type { ConnectionPlan, ParsedFrame, SubscribeFrame } from '../exchanges/adapter.js';

/** A refused request is asked again without its bad topics so often; each round finds one more, or halves the rest. */
const ROUNDS = 20;
const RETRY_CAP_MS = 60_000;
/** Requests remembered per socket: Hyperliquid takes one topic each, and lists a few hundred coins. */
const REQUESTS = 4096;

type Acknowledgement = Extract<ParsedFrame, { kind: 'ack' }>;
type Rejection = Extract<ParsedFrame, { kind: 'rejected' }>;

interface Request {
  readonly topics: readonly string[];
  readonly isSubscribe: boolean;
  /** How many refusals led to it. */
  readonly round: number;
  readonly retries: number;
  isAnswered: boolean;
}

export interface Answer {
  readonly send: readonly SubscribeFrame[];
  /** Topics given up, each by a printable name. */
  readonly refused: readonly string[];
  readonly later?: { readonly afterMs: number; readonly send: () => readonly SubscribeFrame[] };
}

export interface Subscriptions {
  /** The frames that take the socket from what it was asked for to `plan`, topics in `refused` left out. */
  readonly update: (plan: ConnectionPlan) => readonly SubscribeFrame[];
  readonly acknowledged: (ack: Acknowledgement) => Answer;
  readonly rejected: (rejection: Rejection) => Answer;
  /** Topics of requests that carry an id and were not answered. */
  readonly unanswered: () => readonly string[];
}

/** `isRefused`: topics known to be bad, not worth asking for again. */
export function createSubscriptions(isRefused: (topic: string) => boolean): Subscriptions {
  let plan: ConnectionPlan | undefined;
  let sequence = 0;
  /** The latest requests of this socket, oldest first; by id where they have one. */
  const requests: Request[] = [];
  const byId = new Map<string, Request>();
  let asked = new Set<string>();
  const nothing: Answer = { send: [], refused: [] };

  function ask(topics: readonly string[], { isSubscribe = true, round = 0, retries = 0 } = {}): readonly SubscribeFrame[] {
    if (plan === undefined || topics.length === 0) return [];
    const frames = (isSubscribe ? plan.subscribe : plan.unsubscribe)(topics, sequence);
    sequence += frames.length;
    for (const frame of frames) {
      const request = { topics: frame.topics, isSubscribe, round, retries, isAnswered: false };
      requests.push(request);
      if (requests.length > REQUESTS) requests.shift();
      if (frame.requestId === undefined) continue;
      byId.set(frame.requestId, request);
      if (byId.size > REQUESTS) byId.delete(byId.keys().next().value ?? '');
    }
    return frames;
  }

  /** Without an id: the request that holds the named topics, else the oldest of those that await an answer by id. */
  function requestOf({ requestId, topics: bad = [], standing = [] }: Rejection): Request | undefined {
    if (requestId !== undefined && byId.has(requestId)) return byId.get(requestId);
    const topics = [...bad, ...standing];
    const holding =
      topics.length === 0 ? undefined : requests.findLast((one) => topics.some((topic) => one.topics.includes(topic)));
    return holding ?? [...byId.values()].find((one) => !one.isAnswered);
  }

  function stillWanted(topics: readonly string[]): readonly string[] {
    return topics.filter((topic) => asked.has(topic));
  }

  function later(topics: readonly string[], afterMs: number, { round, retries }: Request): Answer {
    const again = (): readonly SubscribeFrame[] => ask(stillWanted(topics), { round, retries: retries + 1 });
    return {
      ...nothing,
      later: { afterMs: Math.min(Math.max(RETRY_CAP_MS, afterMs), afterMs * 2 ** Math.min(retries, 16)), send: again },
    };
  }

  function rejectedFrame(request: Request, { topics: named = [], standing = [], retryAfterMs }: Rejection): Answer {
    if (retryAfterMs !== undefined) return later(request.topics, retryAfterMs, request);
    const round = request.round + 1;
    const open = request.topics.filter((topic) => !standing.includes(topic));
    const bad = open.filter((topic) => named.includes(topic));
    const rest = stillWanted(open.filter((topic) => !named.includes(topic)));
    if (round > ROUNDS || (open.length === 1 && standing.length === 0)) return { ...nothing, refused: open };
    if (bad.length > 0 || standing.length > 0) return { refused: bad, send: ask(rest, { round }) };
    const middle = Math.ceil(rest.length / 2);
    return { refused: [], send: [...ask(rest.slice(0, middle), { round }), ...ask(rest.slice(middle), { round })] };
  }

  function dropped(answer: Answer): Answer {
    for (const topic of answer.refused) asked.delete(topic);
    return answer;
  }

  return {
    update: (next) => {
      plan = next;
      const wanted = new Set(next.topics.filter((topic) => !isRefused(topic)));
      const gone = [...asked].filter((topic) => !wanted.has(topic));
      const added = [...wanted].filter((topic) => !asked.has(topic));
      asked = wanted;
      return [...ask(gone, { isSubscribe: false }), ...ask(added)];
    },
    acknowledged: ({ requestId, accepted }) => {
      const request = requestId === undefined ? undefined : byId.get(requestId);
      if (request === undefined) return nothing;
      request.isAnswered = true;
      if (accepted === undefined || !request.isSubscribe) return nothing;
      return dropped({ send: [], refused: request.topics.filter((topic) => !accepted.includes(topic)) });
    },
    rejected: (rejection) => {
      const request = requestOf(rejection);
      if (request !== undefined) request.isAnswered = true;
      const { topics, scope, retryAfterMs } = rejection;
      if (request?.isSubscribe !== true) return nothing;
      if (scope === 'frame') return dropped(rejectedFrame(request, rejection));
      const failed = topics ?? request.topics;
      return retryAfterMs === undefined
        ? dropped({ send: [], refused: stillWanted(failed) })
        : later(failed, retryAfterMs, request);
    },
    unanswered: () => [...byId.values()].filter((request) => !request.isAnswered).flatMap((request) => request.topics),
  };
}
