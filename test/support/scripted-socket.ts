import { readRefusal } from '../../src/feed/http-status.js';
import type { OpenSocket, SocketEvents } from '../../src/feed/socket.js';

/** A socket whose other end is the test. */
export interface ScriptedSocket {
  readonly url: string;
  /** Frames the program sent, in order. */
  readonly sent: readonly string[];
  readonly pings: () => number;
  readonly isHungUp: () => boolean;
  /** The exchange accepts, speaks, pings, closes, or answers HTTP instead. */
  readonly accept: () => void;
  readonly say: (frame: string) => void;
  readonly ping: () => void;
  readonly close: (reason?: string) => void;
  readonly refuse: (status: number, body?: string, retryAfter?: string) => void;
}

export interface ScriptedSockets {
  readonly open: OpenSocket;
  /** Every socket opened, oldest first. */
  readonly all: readonly ScriptedSocket[];
  readonly last: () => ScriptedSocket;
  /** Those neither closed nor hung up. */
  readonly standing: () => readonly ScriptedSocket[];
}

export interface ScriptedSocketsOptions {
  /** Called with each frame the program sends: what a server would answer at once. */
  readonly onSend?: (socket: ScriptedSocket, frame: string) => void;
}

export function createScriptedSockets({ onSend }: ScriptedSocketsOptions = {}): ScriptedSockets {
  const all: ScriptedSocket[] = [];
  const over = new Set<ScriptedSocket>();

  function make(url: string, events: SocketEvents, now: () => number) {
    const sent: string[] = [];
    let pings = 0;
    let isHungUp = false;
    let free = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      free = resolve;
    });
    const unlessOver = (event: () => void): void => {
      if (!over.has(scripted)) event();
    };
    const end = (last: () => void): void =>
      unlessOver(() => {
        over.add(scripted);
        free();
        last();
      });
    const scripted: ScriptedSocket = {
      url,
      sent,
      pings: () => pings,
      isHungUp: () => isHungUp,
      accept: () => unlessOver(events.opened),
      say: (frame) => unlessOver(() => events.message(frame)),
      ping: () => unlessOver(events.life),
      close: (reason = 'connection lost') => end(() => events.closed(reason)),
      refuse: (status, body = '', retryAfter) => end(() => events.refused(readRefusal(status, body, retryAfter, now()))),
    };
    const socket = {
      send: (frame: string) => {
        sent.push(frame);
        onSend?.(scripted, frame);
      },
      ping: () => {
        pings += 1;
      },
      hangUp: () => {
        isHungUp = true;
        end(() => undefined);
      },
      gone,
    };
    all.push(scripted);
    return socket;
  }

  return {
    open: (url, events, { now }) => make(url, events, now),
    all,
    last: () => {
      const socket = all.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
    standing: () => all.filter((socket) => !over.has(socket)),
  };
}
