// One exchange of the demo: connects, writes raw frames, has them read by the exchange's own adapter, fails now and then.

import type { Clock } from '../../domain/clock.js';
import { FrameError } from '../../domain/errors.js';
import { type InstrumentIndex, indexInstruments } from '../../domain/instrument.js';
import type { FeedState } from '../../domain/record.js';
import type { ExchangeAdapter } from '../../exchanges/adapter.js';
import type { FeedSink } from '../feed.js';
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import type { Moment, Pen, Writer } from './writer.js';

export interface DemoLineOptions {
  readonly adapter: ExchangeAdapter;
  readonly pen: Pen;
  readonly listings: readonly Listing[];
  readonly clock: Clock;
  readonly sink: FeedSink;
  readonly quote: (listing: Listing, now: number) => Quote;
  /** How long it takes to connect, and how far the exchange's clock is behind ours. */
  readonly connectMs: number;
  readonly lagMs: number;
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
  /** Silently: nothing reaches the sink from here on. */
  readonly stop: () => void;
}

interface Session {
  readonly writer: Writer;
  readonly instruments: InstrumentIndex;
}

export function createDemoLine({ adapter, pen, listings, clock, sink, quote, connectMs, lagMs }: DemoLineOptions): DemoLine {
  const exchange = adapter.id;
  let isOn = false;
  let session: Session | undefined;
  let cancelTimer: (() => void) | undefined;

  function tell(state: FeedState['state'], more: Pick<FeedState, 'reason' | 'attempt' | 'retryInMs'> = {}): void {
    sink.record({ type: 'feed', exchange, state, time: clock.now(), ...more });
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
    session = { writer: pen.createWriter(), instruments: indexInstruments(adapter.instruments.parse(answers)) };
    tell('live');
    deliver(session.writer.snapshot(quotes(), momentAt(0, 0)), session);
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
    stop: hangUp,
  };
}
