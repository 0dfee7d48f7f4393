// One exchange: its list of instruments, its connections, its polls, and how it is doing. Nothing it throws leaves it.

import type { Clock } from '../domain/clock.js';
import { type InstrumentIndex, indexInstruments } from '../domain/instrument.js';
import { printable } from '../domain/text.js';
import type { ConnectionPlan, ExchangeAdapter, HttpRequest, Selection } from '../exchanges/adapter.js';
import type { Condition } from './connection.js';
import type { Replay } from './conversation.js';
import { moveRestAddress, moveSocketAddress } from './endpoints.js';
import type { FeedSink } from './feed.js';
import { createHistoryFetcher } from './funding-history.js';
import type { SendRequest } from './http.js';
import { createInstrumentList } from './instrument-list.js';
import { createIntake } from './intake.js';
import { createPoller } from './poller.js';
import { reasonOf } from './reason.js';
import { startReporter } from './reporter.js';
import { createRest } from './rest.js';
import type { Socket, SocketEvents } from './socket.js';
import { createSupervisor, type Supervisor } from './supervisor.js';
import { createTurnstile } from './turnstile.js';
import { unlistedAssets } from './unlisted.js';

export interface ExchangeFeedOptions {
  readonly adapter: ExchangeAdapter;
  readonly selection: Selection;
  readonly endpoint: URL | undefined;
  readonly restEndpoint: URL | undefined;
  readonly clock: Clock;
  readonly connectGapMs: number;
  readonly open: (url: string, events: SocketEvents) => Socket;
  readonly send: SendRequest;
  readonly sink: FeedSink;
}

export interface ExchangeFeed {
  readonly select: (selection: Selection) => void;
  /** Nothing reaches the sink after the call; resolves when no request is on its way. */
  readonly stop: () => Promise<void>;
}

const neverReplayed: Replay = { since: Number.NEGATIVE_INFINITY, isReplaying: false };

export function startExchangeFeed(options: ExchangeFeedOptions): ExchangeFeed {
  const { adapter, clock, sink, endpoint, restEndpoint } = options;
  const exchange = adapter.id;
  let selection = options.selection;
  let instruments: InstrumentIndex = indexInstruments([]);
  let unlisted: readonly string[] = [];
  let planFault: string | undefined;
  let reported = '';
  let isStopped = false;
  const supervisors = new Map<string, Supervisor>();
  const turnstile = createTurnstile(clock, options.connectGapMs);
  const rest = createRest({ clock, budget: adapter.restBudget, send: options.send });
  const address = (request: HttpRequest): HttpRequest =>
    restEndpoint === undefined ? request : { ...request, url: moveRestAddress(request.url, restEndpoint) };
  const complain = (failure: string): void => intake.tally(clock.now(), { failures: [`${exchange}: ${failure}`] });

  const intake = createIntake({
    exchange,
    sink,
    instruments: () => instruments,
    onUnknown: () => list.requestRefresh(),
  });

  const list = createInstrumentList({
    source: adapter.instruments,
    rest,
    clock,
    address,
    onAnswer: (failure) => (failure === undefined ? intake.tally(clock.now()) : complain(failure)),
    onList: (listed) => {
      instruments = indexInstruments(listed);
      sink.instruments?.(listed);
      replan();
    },
    changed,
  });

  const poller = createPoller({
    clock,
    rest,
    address,
    onBody: (plan, request, body) => {
      const receivedAt = clock.now();
      const parsed = intake.read(body, receivedAt, (context) => plan.parse(body, context, request));
      if (parsed === undefined) return;
      if (parsed.kind === 'rejected') complain(`${plan.name}: ${parsed.reason}`);
      else intake.deliver(parsed, receivedAt, neverReplayed);
    },
    onFailure: complain,
  });

  const history =
    sink.history &&
    adapter.history &&
    createHistoryFetcher({
      source: adapter.history,
      rest,
      clock,
      address,
      onHistory: sink.history,
      onAnswer: (faults) => intake.tally(clock.now(), { faults: faults.map((fault) => `${exchange}: ${fault}`) }),
      onFailure: complain,
    });

  function replan(): void {
    if (isStopped || list.condition() !== undefined) return;
    history?.follow(instruments.all.filter(({ isTrading, asset }) => isTrading && selection.watch.includes(asset)));
    unlisted = unlistedAssets(selection, instruments);
    try {
      const plans = moved(adapter.connections(instruments.all, selection));
      const polls = adapter.polls(instruments.all, selection);
      planFault = undefined;
      supervise(plans);
      poller.update(polls);
    } catch (error) {
      planFault = `no plan: ${reasonOf(error)}`;
      complain(planFault);
    }
    changed();
  }

  function moved(plans: readonly ConnectionPlan[]): readonly ConnectionPlan[] {
    if (endpoint === undefined) return plans;
    const own = plans.map((plan) => plan.url);
    return plans.map((plan) => ({ ...plan, url: moveSocketAddress(plan.url, endpoint, own) }));
  }

  function supervise(plans: readonly ConnectionPlan[]): void {
    const names = new Set(plans.map((plan) => plan.name));
    for (const [name, supervisor] of supervisors) {
      if (names.has(name)) continue;
      supervisors.delete(name);
      supervisor.stop();
    }
    for (const plan of plans) {
      const known = supervisors.get(plan.name);
      if (known === undefined) supervisors.set(plan.name, supervisorOf(plan));
      else known.update(plan);
    }
  }

  function supervisorOf(plan: ConnectionPlan): Supervisor {
    return createSupervisor({
      plan,
      clock,
      turnstile,
      open: options.open,
      read: (frame, receivedAt) => intake.read(frame, receivedAt, (context) => adapter.parse(frame, context)),
      deliver: (parsed, { receivedAt, replay, refusals }) =>
        intake.deliver(parsed, receivedAt, replay, refusals.length === 0 ? {} : { refusals }),
      failure: complain,
      changed,
    });
  }

  const reporter =
    sink.report &&
    startReporter({
      clock,
      send: sink.report,
      compose: () => ({
        exchange,
        connections: [...supervisors.values()].map((one) => one.report()),
        budget: rest.usage(),
        ...(list.condition() === undefined ? { unlistedAssets: unlisted } : {}),
      }),
    });

  function changed(): void {
    if (isStopped) return;
    tellState();
    reporter?.tell();
  }

  /** The worst of its parts, when that is news. */
  function tellState(): void {
    const { state, reason, attempt, retryTime } = worst(conditions());
    const shown = reason === undefined ? undefined : printable(reason);
    const key = `${state} ${attempt ?? 0} ${shown ?? ''}`;
    if (key === reported) return;
    reported = key;
    const time = clock.now();
    sink.record({
      type: 'feed',
      exchange,
      state,
      time,
      ...(shown === undefined ? {} : { reason: shown }),
      ...(attempt === undefined ? {} : { attempt }),
      ...(retryTime === undefined ? {} : { retryInMs: Math.max(0, Math.round(retryTime - time)) }),
    });
  }

  function conditions(): readonly Condition[] {
    const listing = list.condition();
    if (listing !== undefined) return [listing];
    const all = [...supervisors.values()].map((one) => one.condition());
    return planFault === undefined ? all : [...all, { state: 'reconnecting', reason: planFault, attempt: 1 }];
  }

  changed();
  list.start();

  return {
    select: (next) => {
      selection = next;
      replan();
    },
    stop: () => {
      isStopped = true;
      reporter?.stop();
      intake.close();
      list.stop();
      poller.stop();
      history?.stop();
      for (const one of supervisors.values()) one.stop();
      return rest.stop();
    },
  };
}

const fromBestToWorst = ['live', 'off', 'connecting', 'stale', 'reconnecting', 'blocked'] as const;

/** Without connections (nothing of the selection is listed here) there is nothing to wait for. */
function worst(conditions: readonly Condition[]): Condition {
  const rank = ({ state }: Condition): number => fromBestToWorst.indexOf(state);
  return conditions.reduce<Condition>((found, one) => (rank(one) > rank(found) ? one : found), { state: 'live' });
}
