import type { ExchangeId } from '../domain/instrument.js';
import type { Alert, ConnectionState, FeedState, FrameTally } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { FeedRow } from './snapshot.js';

const SECOND_MS = 1_000;
/** Messages a second are a mean over so many full seconds. */
const RATE_SECONDS = 5;
/** Newest lags the median is taken of. */
const LAG_CAPACITY = 64;
/** And the slowest hundredth of: enough that one odd message is not it. */
const LAG_TAIL_CAPACITY = 1024;
const TAIL_SHARE = 0.99;

export interface FeedHealth {
  readonly tally: (frame: FrameTally) => void;
  /** Of a record with an exchange's clock; one stamped by us says nothing of the way here. */
  readonly sampleLag: (time: number, receivedAt: number) => void;
  readonly setState: (feed: FeedState) => void;
  /** Raises `feed-down` when the feed has not been live for too long; clears it when it is live or switched off. */
  readonly evaluate: (now: number) => Alert | undefined;
  readonly publish: (now: number) => FeedRow;
}

export function createFeedHealth(exchange: ExchangeId, firstTime: number, downAfterMs: number): FeedHealth {
  let state: ConnectionState = 'connecting';
  let sinceTime = firstTime;
  let reason: string | undefined;
  let retryTime: number | undefined;
  let attempt: number | undefined;
  let lastMessageTime: number | undefined;
  let messageCount = 0;
  let unreadCount = 0;
  let reconnectCount = 0;
  let lastFault: string | undefined;
  /** When it stopped being live, or was first asked to be; `undefined` while it is, or should not be. */
  let downTime: number | undefined = firstTime;
  let raisedId: string | undefined;

  // Ring over seconds: the running one and the full ones before it.
  const perSecond = new Float64Array(RATE_SECONDS + 1);
  let head = Math.floor(firstTime / SECOND_MS);
  const firstSecond = head;
  /** Ring: lag `n` sits at `n % LAG_TAIL_CAPACITY`. */
  const lags = new Float64Array(LAG_TAIL_CAPACITY);
  let lagCount = 0;
  let lag: Pick<FeedRow, 'lagMs' | 'lagP99Ms'> = {};
  let isLagDirty = false;
  let published: FeedRow | undefined;

  const slotOf = (second: number) => ((second % perSecond.length) + perSecond.length) % perSecond.length;

  function advance(second: number): void {
    for (let s = Math.max(head + 1, second - RATE_SECONDS); s <= second; s += 1) perSecond[slotOf(s)] = 0;
    if (second > head) head = second;
  }

  function messagesPerSecond(): number {
    const seconds = Math.min(RATE_SECONDS, head - firstSecond);
    let total = 0;
    for (let s = head - seconds; s < head; s += 1) total += perSecond[slotOf(s)] ?? 0;
    // Nothing but the running second yet: it is the best there is.
    return seconds === 0 ? (perSecond[slotOf(head)] ?? 0) : total / seconds;
  }

  function newestLags(count: number): Float64Array {
    const taken = new Float64Array(Math.min(count, lagCount));
    for (let i = 0; i < taken.length; i += 1) taken[i] = lags[(lagCount - 1 - i) % LAG_TAIL_CAPACITY] ?? 0;
    return taken.sort();
  }

  function lagFigures(): Pick<FeedRow, 'lagMs' | 'lagP99Ms'> {
    if (!isLagDirty) return lag;
    isLagDirty = false;
    const newest = newestLags(LAG_CAPACITY);
    const tail = newestLags(LAG_TAIL_CAPACITY);
    const lagMs = newest[(newest.length - 1) >>> 1];
    const lagP99Ms = tail[Math.ceil(tail.length * TAIL_SHARE) - 1];
    lag = { ...(lagMs === undefined ? {} : { lagMs }), ...(lagP99Ms === undefined ? {} : { lagP99Ms }) };
    return lag;
  }

  function alert(alertState: Alert['state'], id: string, time: number, message: string): Alert {
    return { type: 'alert', id, kind: 'feed-down', state: alertState, time, exchange, message: `${exchange}: ${message}` };
  }

  return {
    tally: (frame) => {
      const second = Math.floor(frame.receivedAt / SECOND_MS);
      if (second > head) advance(second);
      const slot = slotOf(second);
      if (second >= head - RATE_SECONDS) perSecond[slot] = (perSecond[slot] ?? 0) + 1;
      messageCount += 1;
      lastMessageTime = frame.receivedAt;
      const fault = frame.faults?.at(-1);
      if (frame.faults && fault !== undefined) {
        unreadCount += frame.faults.length;
        lastFault = printable(fault);
      }
    },
    sampleLag: (time, receivedAt) => {
      if (time === receivedAt) return;
      lags[lagCount % LAG_TAIL_CAPACITY] = receivedAt - time;
      lagCount += 1;
      isLagDirty = true;
    },
    setState: (feed) => {
      if (feed.state !== state) {
        sinceTime = feed.time;
        if (feed.state === 'reconnecting') reconnectCount += 1;
      }
      state = feed.state;
      reason = feed.reason === undefined ? undefined : printable(feed.reason);
      retryTime = feed.retryInMs === undefined ? undefined : feed.time + feed.retryInMs;
      attempt = feed.attempt;
      if (state === 'live' || state === 'off') downTime = undefined;
      else downTime ??= feed.time;
    },
    evaluate: (now) => {
      if (downTime !== undefined && raisedId === undefined && now - downTime > downAfterMs) {
        raisedId = `feed-down:${exchange}:${downTime}`;
        const seconds = Math.round((now - downTime) / SECOND_MS);
        const because = reason === undefined ? state : `${state}, ${reason}`;
        return alert('raised', raisedId, now, `not live for ${seconds} s (${because})`);
      }
      if (downTime === undefined && raisedId !== undefined) {
        const id = raisedId;
        raisedId = undefined;
        return alert('cleared', id, now, state === 'live' ? 'live again' : 'switched off');
      }
      return undefined;
    },
    publish: (now) => {
      advance(Math.floor(now / SECOND_MS));
      const row: FeedRow = {
        exchange,
        state,
        sinceTime,
        messagesPerSecond: messagesPerSecond(),
        messageCount,
        unreadCount,
        reconnectCount,
        ...lagFigures(),
        ...(reason === undefined ? {} : { reason }),
        ...(retryTime === undefined ? {} : { retryTime }),
        ...(attempt === undefined ? {} : { attempt }),
        ...(lastMessageTime === undefined ? {} : { lastMessageTime }),
        ...(lastFault === undefined ? {} : { lastFault }),
      };
      if (!published || !isSame(published, row)) published = row;
      return published;
    },
  };
}

function isSame(a: FeedRow, b: FeedRow): boolean {
  return (
    a.state === b.state &&
    a.sinceTime === b.sinceTime &&
    a.reason === b.reason &&
    a.retryTime === b.retryTime &&
    a.attempt === b.attempt &&
    a.messageCount === b.messageCount &&
    a.messagesPerSecond === b.messagesPerSecond &&
    a.lastMessageTime === b.lastMessageTime &&
    a.lagMs === b.lagMs &&
    a.lagP99Ms === b.lagP99Ms &&
    a.reconnectCount === b.reconnectCount &&
    a.unreadCount === b.unreadCount &&
    a.lastFault === b.lastFault
  );
}
