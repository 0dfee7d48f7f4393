// What one connection has been through, over every socket it has had.
import type { ConnectionReport, ConnectionState } from '../domain/record.js';

export interface ConnectionLog {
  /** A frame came, of whatever kind. */
  readonly heard: (time: number) => void;
  /** Told again and again: only another state than before counts. */
  readonly isNow: (state: ConnectionState, time: number) => void;
  readonly figures: () => Pick<ConnectionReport, 'sinceTime' | 'messageCount' | 'lastMessageTime' | 'reconnectCount'>;
}

export function createConnectionLog(startTime: number): ConnectionLog {
  let state: ConnectionState = 'connecting';
  let sinceTime = startTime;
  let messageCount = 0;
  let lastMessageTime: number | undefined;
  let reconnectCount = 0;
  return {
    heard: (time) => {
      messageCount += 1;
      lastMessageTime = time;
    },
    isNow: (next, time) => {
      if (next === state) return;
      state = next;
      sinceTime = time;
      if (next === 'reconnecting') reconnectCount += 1;
    },
    figures: () => ({ sinceTime, messageCount, reconnectCount, ...(lastMessageTime === undefined ? {} : { lastMessageTime }) }),
  };
}
