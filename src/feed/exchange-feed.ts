// One exchange: its list of instruments, its connections, its polls; what they say as records. Nothing it throws leaves it.
import { FrameError } from '../domain/errors.js';
import { type Instrument, type InstrumentIndex, indexInstruments } from '../domain/instrument.js';
import type { FeedState, Liquidation } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { ConnectionPlan, ExchangeAdapter, HttpRequest, ParsedFrame, PollPlan, Selection } from '../exchanges/adapter.js';
import type { Clock } from './clock.js';
import type { Condition } from './connection.js';
import type { Replay } from './conversation.js';
import { moveRestAddress, moveSocketAddress } from './endpoints.js';
import type { FeedSink } from './feed.js';
import type { SendRequest } from './http.js';
import { createInstrumentList } from './instrument-list.js';
import { createLiquidationSieve } from './liquidation-sieve.js';
import { createPoller } from './poller.js';
import { createRest } from './rest.js';
import type { Socket, SocketEvents } from './socket.js';
import { createSupervisor, type Supervisor } from './supervisor.js';
import { createTurnstile } from './turnstile.js';

/** Ids remembered: hours of a calm market, minutes of the worst cascade. */
const LIQUIDATION_IDS = 20_000;
const FRAME_SHOWN = 80;
/** Complaints about unlisted instruments already acted upon. */
const UNKNOWN_REMEMBERED = 1000;

const neverReplayed: Replay = { since: Number.NEGATIVE_INFINITY, isReplaying: false };

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

export function startExchangeFeed(options: ExchangeFeedOptions): ExchangeFeed {
  const { adapter, clock, sink } = options;
  const exchange = adapter.id;
  let selection = options.selection;
  let instruments: InstrumentIndex = indexInstruments([]);
  let planFault: string | undefined;
  let reported = '';
  let isStopped = false;
  const supervisors = new Map<string, Supervisor>();
  const unknownSeen = new Set<string>();
  const sieve = createLiquidationSieve(LIQUIDATION_IDS);
  const turnstile = createTurnstile(clock, options.connectGapMs);
  const rest = createRest({ clock, budget: adapter.restBudget, send: options.send });

  const address = (request: HttpRequest): HttpRequest =>
    options.restEndpoint === undefined ? request : { ...request, url: moveRestAddress(request.url, options.restEndpoint) };

  function tally(faults: readonly string[] = [], receivedAt = clock.now()): void {
    if (isStopped) return;
    const shown = faults.map((fault) => printable(fault, 300));
    sink.frame({ exchange, receivedAt, ...(shown.length === 0 ? {} : { faults: shown }) });
  }

  /** The one catch per frame. */
  function read(
    frame: string,
    receivedAt: number,
    parse: (context: Parameters<ExchangeAdapter['parse']>[1]) => ParsedFrame,
  ): ParsedFrame | undefined {
    try {
      return parse({ receivedAt, instruments });
    } catch (cause) {
      const error = new FrameError(exchange, frame, { cause });
      const size = frame.length > FRAME_SHOWN ? ` (${frame.length} characters)` : '';
      tally([`${error.message}: ${error.frame.slice(0, FRAME_SHOWN)}${size}`], receivedAt);
      return undefined;
    }
  }

  function deliver(parsed: ParsedFrame, receivedAt: number, replay: Replay, told: readonly string[]): void {
    if (isStopped) return;
    if (parsed.kind !== 'records') {
      tally(told, receivedAt);
      return;
    }
    for (const past of inOrder(parsed.backfill)) if (sieve.accept(past, replay.since)) sink.record(past);
    for (const record of parsed.records) {
      const isNews = record.type === 'ticker' || sieve.accept(record, replay.isReplaying ? replay.since : undefined);
      if (isNews) sink.record(record);
    }
    const faults = parsed.faults ?? [];
    tally([...told, ...faults.map((fault) => fault.message)], receivedAt);
    for (const fault of faults) if (fault.kind === 'unknown-instrument') noteUnknown(fault.message);
  }

  /** Each unlisted instrument is worth one look at a new list: one that stays unlisted must not cost a list a minute. */
  function noteUnknown(message: string): void {
    if (unknownSeen.has(message)) return;
    if (unknownSeen.size >= UNKNOWN_REMEMBERED) unknownSeen.clear();
    unknownSeen.add(message);
    list.requestRefresh();
  }

  function replan(): void {
    if (isStopped || list.condition() !== undefined) return;
    try {
      const plans = moved(adapter.connections(instruments.all, selection));
      const polls = adapter.polls(instruments.all, selection);
      planFault = undefined;
      supervise(plans);
      poller.update(polls);
    } catch (error) {
      planFault = `no plan: ${error instanceof Error ? error.message : String(error)}`;
      tally([`${exchange}: ${planFault}`]);
    }
    report();
  }

  function moved(plans: readonly ConnectionPlan[]): readonly ConnectionPlan[] {
    const { endpoint } = options;
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
      if (known === undefined) supervisors.set(plan.name, supervisor(plan));
      else known.update(plan);
    }
  }

  function supervisor(plan: ConnectionPlan): Supervisor {
    return createSupervisor({
      plan,
      clock,
      turnstile,
      open: options.open,
      read: (frame, receivedAt) => read(frame, receivedAt, (context) => adapter.parse(frame, context)),
      deliver: (parsed, { receivedAt, replay, faults }) => deliver(parsed, receivedAt, replay, faults),
      fault: (message) => tally([`${exchange}: ${message}`]),
      changed: report,
    });
  }

  function report(): void {
    if (isStopped) return;
    const { state, reason, attempt, retryTime } = worst(conditions());
    const shown = reason === undefined ? undefined : printable(reason);
    const key = `${state} ${attempt ?? 0} ${shown ?? ''}`;
    if (key === reported) return;
    reported = key;
    const time = clock.now();
    const record: FeedState = {
      type: 'feed',
      exchange,
      state,
      time,
      ...(shown === undefined ? {} : { reason: shown }),
      ...(attempt === undefined ? {} : { attempt }),
      ...(retryTime === undefined ? {} : { retryInMs: Math.max(0, Math.round(retryTime - time)) }),
    };
    sink.record(record);
  }

  function conditions(): readonly Condition[] {
    const listing = list.condition();
    if (listing !== undefined) return [listing];
    const all = [...supervisors.values()].map((one) => one.condition());
    return planFault === undefined ? all : [...all, { state: 'reconnecting', reason: planFault, attempt: 1 }];
  }

  const poller = createPoller({
    clock,
    rest,
    address,
    onBody: (plan: PollPlan, request, body) => {
      const receivedAt = clock.now();
      const parsed = read(body, receivedAt, (context) => plan.parse(body, context, request));
      if (parsed === undefined) return;
      const told = parsed.kind === 'rejected' ? [`${exchange}: ${plan.name}: ${parsed.reason}`] : [];
      deliver(parsed, receivedAt, neverReplayed, told);
    },
    onFailure: (fault) => tally([`${exchange}: ${fault}`]),
  });

  const list = createInstrumentList({
    source: adapter.instruments,
    rest,
    clock,
    address,
    onAnswer: (fault) => tally(fault === undefined ? [] : [`${exchange}: ${fault}`]),
    onList: (listed: readonly Instrument[]) => {
      instruments = indexInstruments(listed);
      replan();
    },
    changed: report,
  });
  report();
  list.start();

  return {
    select: (next) => {
      selection = next;
      replan();
    },
    stop: () => {
      isStopped = true;
      list.stop();
      poller.stop();
      for (const one of supervisors.values()) one.stop();
      return rest.stop();
    },
  };
}

const severity = ['live', 'off', 'connecting', 'stale', 'reconnecting', 'blocked'] as const;

/** Without connections (nothing of the selection is listed here) there is nothing to wait for. */
function worst(conditions: readonly Condition[]): Condition {
  return conditions.reduce<Condition>(
    (found, one) => (severity.indexOf(one.state) > severity.indexOf(found.state) ? one : found),
    { state: 'live' },
  );
}

function inOrder(past: readonly Liquidation[] = []): readonly Liquidation[] {
  return past.toSorted((a, b) => a.time - b.time);
}
