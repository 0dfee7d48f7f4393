import type { ExchangeId } from '../domain/instrument.js';
import type { Alert, ConnectionState, FeedReport, FeedState, FrameTally, RequestBudget } from '../domain/record.js';
import { printable } from '../domain/text.js';
import { createConnectionRows } from './connection-rows.js';
import { createLag } from './lag.js';
import { createMessageRate } from './message-rate.js';
import type { FeedChange, FeedRow, FeedTrouble } from './snapshot.js';

const SECOND_MS = 1_000;
/** Weeks of a calm line, and the whole of a bad night. */
const CHANGES_KEPT = 40;

export interface FeedHealth {
  readonly tally: (frame: FrameTally) => void;
  /** Of a record with an exchange's clock; one stamped by us says nothing of the way here. */
  readonly sampleLag: (time: number, receivedAt: number) => void;
  readonly setState: (feed: FeedState) => void;
  readonly report: (report: FeedReport) => void;
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
  let reconnectCount = 0;
  const unread = createTroubles();
  const refused = createTroubles();
  const failed = createTroubles();
  let changes: readonly FeedChange[] = [{ state, time: firstTime }];
  const rate = createMessageRate(firstTime);
  const lag = createLag();
  const connections = createConnectionRows();
  let budget: RequestBudget | undefined;
  let unlistedAssets: readonly string[] | undefined;
  /** When it stopped being live, or was first asked to be; `undefined` while it is, or should not be. */
  let downTime: number | undefined = firstTime;
  let raisedId: string | undefined;
  let published: FeedRow | undefined;

  function forget(): void {
    connections.clear();
    budget = undefined;
    unlistedAssets = undefined;
  }

  function alert(alertState: Alert['state'], id: string, time: number, message: string): Alert {
    return { type: 'alert', id, kind: 'feed-down', state: alertState, time, exchange, message: `${exchange}: ${message}` };
  }

  return {
    tally: ({ receivedAt, faults, refusals, failures }) => {
      if (faults !== undefined) unread.add(faults, receivedAt);
      if (refusals !== undefined) refused.add(refusals, receivedAt);
      if (failures !== undefined) {
        failed.add(failures, receivedAt);
        return;
      }
      rate.count(receivedAt);
      messageCount += 1;
      lastMessageTime = receivedAt;
    },
    sampleLag: (time, receivedAt) => {
      if (time !== receivedAt) lag.add(receivedAt - time);
    },
    setState: (feed) => {
      reason = feed.reason === undefined ? undefined : printable(feed.reason);
      if (feed.state !== state) {
        sinceTime = feed.time;
        if (feed.state === 'reconnecting') reconnectCount += 1;
        const change = { state: feed.state, time: feed.time, ...(reason === undefined ? {} : { reason }) };
        changes = [change, ...changes].slice(0, CHANGES_KEPT);
      }
      state = feed.state;
      if (state === 'off') forget();
      retryTime = feed.retryInMs === undefined ? undefined : feed.time + feed.retryInMs;
      attempt = feed.attempt;
      if (state === 'live' || state === 'off') downTime = undefined;
      else downTime ??= feed.time;
    },
    report: (report) => {
      // The last one may come after it was switched off.
      if (state === 'off') return;
      connections.report(report.connections, report.time);
      budget = report.budget;
      unlistedAssets = report.unlistedAssets;
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
      const row: FeedRow = {
        exchange,
        state,
        sinceTime,
        messagesPerSecond: rate.at(now),
        messageCount,
        reconnectCount,
        unreadCount: unread.count(),
        refusedCount: refused.count(),
        failedRequestCount: failed.count(),
        changes,
        connections: connections.publish(now),
        ...lag.figures(),
        ...defined({
          reason,
          retryTime,
          attempt,
          lastMessageTime,
          lastFault: unread.last(),
          lastRefusal: refused.last(),
          lastFailure: failed.last(),
          budget,
          unlistedAssets,
        }),
      };
      if (!published || !isSame(published, row)) published = row;
      return published;
    },
  };
}

interface Troubles {
  readonly add: (sentences: readonly string[], time: number) => void;
  readonly count: () => number;
  readonly last: () => FeedTrouble | undefined;
}

/** How often something went wrong, and what the last time. */
function createTroubles(): Troubles {
  let count = 0;
  let last: FeedTrouble | undefined;
  return {
    add: (sentences, time) => {
      const newest = sentences.at(-1);
      if (newest === undefined) return;
      count += sentences.length;
      last = { text: printable(newest), time };
    },
    count: () => count,
    last: () => last,
  };
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Without the fields that nobody told. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function isSame(a: FeedRow, b: FeedRow): boolean {
  const names = Object.keys(a) as (keyof FeedRow)[];
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
