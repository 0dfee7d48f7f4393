// An exchange's connections as they were last reported, and how much flows on each.
import type { ConnectionReport } from '../domain/record.js';
import type { ConnectionRow } from './snapshot.js';

const SECOND_MS = 1000;
/** The rate is a mean over about so long. */
const WINDOW_MS = 5000;
/** Reports come every second while anything flows: without one for so long, nothing does. */
const SILENT_MS = 2500;

interface Sample {
  readonly time: number;
  readonly messageCount: number;
}

export interface ConnectionRows {
  readonly report: (connections: readonly ConnectionReport[], time: number) => void;
  /** The same list while nothing changes. */
  readonly publish: (now: number) => readonly ConnectionRow[];
  readonly clear: () => void;
}

const none: readonly ConnectionRow[] = [];

export function createConnectionRows(): ConnectionRows {
  /** By name, oldest first. */
  let samples = new Map<string, readonly Sample[]>();
  let rows = none;
  let reportTime = Number.NEGATIVE_INFINITY;

  /** Messages a second since the oldest sample; `undefined` until there is one a second old. */
  function rateOf({ messageCount }: ConnectionReport, before: readonly Sample[], time: number): number | undefined {
    const [oldest] = before;
    if (oldest === undefined || time - oldest.time < SECOND_MS) return undefined;
    return ((messageCount - oldest.messageCount) * SECOND_MS) / (time - oldest.time);
  }

  return {
    report: (connections, time) => {
      const next = new Map<string, readonly Sample[]>();
      rows = connections.map((connection) => {
        const { name, messageCount } = connection;
        const heard = samples.get(name) ?? [];
        const latest = heard.at(-1);
        // One that counts anew is another connection of that name; a sample of the future is of a clock that was set back.
        const isOver = latest !== undefined && (latest.messageCount > messageCount || latest.time > time);
        const known = isOver ? [] : heard;
        // The newest of those that are old enough stays, so that the window is never shorter than it could be.
        const first = known.findLastIndex((sample) => time - sample.time >= WINDOW_MS);
        const before = known.slice(Math.max(0, first));
        const messagesPerSecond = rateOf(connection, before, time);
        const last = before.at(-1);
        const isNew = last === undefined || time - last.time >= SECOND_MS / 2;
        next.set(name, isNew ? [...before, { time, messageCount }] : before);
        return { ...connection, ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }) };
      });
      samples = next;
      reportTime = time;
    },
    publish: (now) => {
      const isSilent = now - reportTime > SILENT_MS;
      if (isSilent && rows.some(({ messagesPerSecond = 0 }) => messagesPerSecond > 0)) {
        rows = rows.map((row) => ({ ...row, messagesPerSecond: 0 }));
      }
      return rows;
    },
    clear: () => {
      samples = new Map();
      rows = none;
    },
  };
}
