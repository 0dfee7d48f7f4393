import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { printable } from '../domain/text.js';
import { type Refusal, readRefusal } from './http-status.js';
import { reasonOf } from './reason.js';

/** The largest real frame is about 300 kB; a garbage frame of 5 MB is still read, named and survived. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
/** Of the body that comes with a refused upgrade. */
const BODY_BYTES = 4096;

export interface SocketEvents {
  readonly opened: () => void;
  readonly message: (text: string) => void;
  /** A WebSocket ping or pong. */
  readonly life: () => void;
  /** An HTTP answer instead of a WebSocket; the last event. */
  readonly refused: (refusal: Refusal) => void;
  /** Whoever closed it, or why it failed; the last event. */
  readonly closed: (reason: string) => void;
}

export interface Socket {
  readonly send: (frame: string) => void;
  readonly ping: () => void;
  /** At once, without a closing handshake; no event follows. */
  readonly hangUp: () => void;
  /** Resolves when the operating system has it back. */
  readonly gone: Promise<void>;
}

export interface SocketOptions {
  readonly userAgent: string;
  readonly now: () => number;
}

export type OpenSocket = (url: string, events: SocketEvents, options: SocketOptions) => Socket;

export const openWebSocket: OpenSocket = (url, events, { userAgent, now }) => {
  // No `handshakeTimeout`: it does not fire behind a silent proxy, so the connection holds its own deadline.
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    followRedirects: false,
    headers: { 'user-agent': userAgent },
  });
  let isOver = false;
  /** Set when the upgrade was refused: a body that breaks off does not make that unsaid. */
  let refuse: ((body: string) => void) | undefined;
  const end = (last: () => void): void => {
    if (isOver) return;
    isOver = true;
    last();
    socket.terminate();
  };
  const gone = new Promise<void>((resolve) => {
    socket.on('error', (error) => end(() => (refuse === undefined ? events.closed(printable(reasonOf(error))) : refuse(''))));
    socket.on('close', (code, reason) => {
      end(() => events.closed(closeReason(code, reason.toString())));
      resolve();
    });
  });
  const unlessOver = (event: () => void): void => {
    if (!isOver) event();
  };
  socket.on('open', () => unlessOver(events.opened));
  socket.on('message', (data) => unlessOver(() => events.message(data.toString())));
  socket.on('ping', () => unlessOver(events.life));
  socket.on('pong', () => unlessOver(events.life));
  socket.on('unexpected-response', (_request, response) => {
    const { statusCode: status = 0, headers } = response;
    const refused = (body: string): void => events.refused(readRefusal(status, body, headers['retry-after'], now()));
    refuse = refused;
    readHead(response, (body) => end(() => refused(body)));
  });
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    hangUp: () => end(() => undefined),
    gone,
  };
};

function closeReason(code: number, reason: string): string {
  const said = reason === '' ? '' : `: ${printable(reason, 120)}`;
  return code === 1006 ? 'connection lost' : `closed by the exchange (${code})${said}`;
}

/** The first part of a body, as much as comes at once: the rest is never waited for. */
function readHead(response: IncomingMessage, callback: (body: string) => void): void {
  let isDone = false;
  const done = (chunk?: Buffer): void => {
    if (isDone) return;
    isDone = true;
    callback(chunk?.subarray(0, BODY_BYTES).toString() ?? '');
    response.destroy();
  };
  response.once('data', done);
  response.once('end', () => done());
  response.once('error', () => done());
  response.once('close', () => done());
}
