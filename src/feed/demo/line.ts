// One exchange of the demo: connects, writes raw frames, has them read by the exchange's own adapter, fails now and then.

import type { Clock } from '../../domain/clock.js';
import { FrameError } from '../../domain/errors.js';
import { type InstrumentIndex, indexInstruments } from '../../domain/instrument.js';
import type { ConnectionReport, FeedState, RequestBudget } from '../../domain/record.js';
import type { ExchangeAdapter, Selection } from '../../exchanges/adapter.js';
import { createConnectionLog } from '../connection-log.js';
import type { FeedSink } from '../feed.js';
import { type Reporter, startReporter } from '../reporter.js';
import { unlistedAssets } from '../unlisted.js';
import type { ForcedClose } from './forced-closes.js';
import { createDemoHistory } from './history.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import type { PastFunding } from './past-funding.js';
import type { Moment, Pen, Writer } from './writer.js';

export interface DemoLineOptions {
  readonly adapter: ExchangeAdapter;
  readonly pen: Pen;
  readonly listings: readonly Listing[];
  readonly clock: Clock;
  readonly sink: FeedSink;
  readonly quote: (listing: Listing, now: number) => Quote;
  readonly past: PastFunding;
  /** How long it takes to connect, and how far the exchange's clock is behind ours. */
  readonly connectMs: number;
  readonly lagMs: number;
  readonly selection: () => Selection;
}

export interface DemoLine {
  readonly isOn: () => boolean;
  readonly isLive: () => boolean;
  readonly connect: () => void;
  /** Loses the connection for so long. */
  readonly cut: (reason: string, retryInMs: number) => void;
  readonly turnOff: () => void;
  /** What the exchange sends in this part of the second; nothing unless live. */
  readonly send: (closes: readonly ForcedClose[], slot: number, second: number) => void;
  /** A frame cut in the middle. */
  readonly sendUnreadable: () => void;
  /** Another selection: what of it is not listed is told at once. */
  readonly select: () => void;
  /** Silently: nothing reaches the sink from here on. */
  readonly stop: () => void;
}

interface Session {
  readonly writer: Writer;
  readonly instruments: InstrumentIndex;
  /** What the exchange itself would be asked for. */
  readonly topicCount: number;
  readonly budget: RequestBudget;
}

const everything: Selection = { assets: 'all', watch: [] };

export function createDemoLine(options: DemoLineOptions): DemoLine {
  const { adapter, pen, listings, clock, sink, quote, connectMs, lagMs } = options;
  const exchange = adapter.id;
  const log = createConnectionLog(clock.now());
  const history = createDemoHistory(options);
  let isOn = false;
  let session: Session | undefined;
  /** The last one: what it learnt outlives a cut. */
  let known: Session | undefined;
  let cancelTimer: (() => void) | undefined;
  let reporter: Reporter | undefined;
  let condition: Pick<ConnectionReport, 'state' | 'reason' | 'attempt' | 'retryTime'> = { state: 'connecting' };

  function tell(state: FeedState['state'], more: Pick<FeedState, 'reason' | 'attempt' | 'retryInMs'> = {}): void {
    const time = clock.now();
    const { retryInMs, ...why } = more;
    condition = { state, ...why, ...(retryInMs === undefined ? {} : { retryTime: time + retryInMs }) };
    log.isNow(state, time);
    sink.record({ type: 'feed', exchange, state, time, ...more });
    reporter?.tell();
  }

  function listen(): void {
    if (sink.report === undefined || reporter !== undefined) return;
    reporter = startReporter({
      clock,
      send: sink.report,
      compose: () => ({
        exchange,
        connections: [{ name: 'demo', host: 'no network', ...condition, ...log.figures(), topicCount: known?.topicCount ?? 0 }],
        ...(known === undefined
          ? {}
          : { budget: known.budget, unlistedAssets: unlistedAssets(options.selection(), known.instruments) }),
      }),
    });
  }

  function openSession(answers: readonly string[]): Session {
    const instruments = indexInstruments(adapter.instruments.parse(answers));
    const plans = adapter.connections(instruments.all, everything);
    const topicCount = plans.reduce((sum, { topics }) => sum + topics.length, 0);
    return { writer: pen.createWriter(), instruments, topicCount, budget: pollBudget(adapter, instruments) };
  }

  function faultsOf(frame: string, receivedAt: number, to: Session): readonly string[] {
    try {
      const parsed = adapter.parse(frame, { receivedAt, instruments: to.instruments });
      if (parsed.kind !== 'records') return [];
      for (const record of parsed.records) if (session === to) sink.record(record);
      return parsed.faults?.map(({ message }) => message) ?? [];
    } catch (cause) {
      return [new FrameError(exchange, frame, { cause }).message];
    }
  }

  function deliver(frames: readonly string[], to: Session): void {
    for (const frame of frames) {
      // Whoever listens may hang up in the middle.
      if (session !== to) return;
      const receivedAt = clock.now();
      log.heard(receivedAt);
      const faults = faultsOf(frame, receivedAt, to);
      if (session === to) sink.frame({ exchange, receivedAt, ...(faults.length > 0 && { faults }) });
    }
  }

  function quotes(): readonly Quote[] {
    const now = clock.now();
    return listings.map((listing) => quote(listing, now));
  }

  function momentAt(slot: number, second: number): Moment {
    return { time: clock.now() - lagMs, slot, second };
  }

  function goLive(): void {
    const now = clock.now();
    const answers = pen.instrumentAnswers(listings, now);
    for (const _ of answers) sink.frame({ exchange, receivedAt: now });
    session = openSession(answers);
    known = session;
    sink.instruments?.(session.instruments.all);
    followHistory();
    tell('live');
    deliver(session.writer.snapshot(quotes(), momentAt(0, 0)), session);
  }

  function followHistory(): void {
    const { watch } = options.selection();
    if (isOn) history?.follow((known?.instruments.all ?? []).filter(({ asset }) => watch.includes(asset)));
  }

  function hangUp(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    session = undefined;
  }

  return {
    isOn: () => isOn,
    isLive: () => session !== undefined,
    connect: () => {
      hangUp();
      isOn = true;
      listen();
      tell('connecting');
      cancelTimer = clock.after(connectMs, goLive);
    },
    cut: (reason, retryInMs) => {
      hangUp();
      tell('reconnecting', { reason, attempt: 1, retryInMs });
      cancelTimer = clock.after(retryInMs + connectMs, goLive);
    },
    turnOff: () => {
      hangUp();
      isOn = false;
      history?.follow([]);
      reporter?.stop();
      reporter = undefined;
      tell('off');
    },
    send: (closes, slot, second) => {
      if (!session) return;
      const moment = momentAt(slot, second);
      deliver(session.writer.update(quotes(), moment), session);
      deliver(session.writer.liquidations(closes, moment), session);
    },
    sendUnreadable: () => {
      if (!session) return;
      const [frame = ''] = session.writer.snapshot(quotes(), momentAt(0, 0));
      deliver([frame.slice(0, frame.length / 2)], session);
    },
    select: () => {
      followHistory();
      reporter?.tell();
    },
    stop: () => {
      hangUp();
      history?.stop();
      reporter?.stop();
    },
  };
}

/** What the exchange's polls would use of its budget, had they run all along. */
function pollBudget({ polls, restBudget }: ExchangeAdapter, { all }: InstrumentIndex): RequestBudget {
  const { weight, perMs } = restBudget;
  const used = polls(all, everything).reduce((sum, { requests, everyMs }) => {
    const mean = requests.reduce((total, request) => total + request.weight, 0) / Math.max(1, requests.length);
    return sum + (mean * perMs) / everyMs;
  }, 0);
  return { used: Math.round(used), weight, perMs, waitingCount: 0 };
}
