// A bare WebSocket client for the tests of the local exchanges.
import { WebSocket } from 'ws';

export interface Client {
  readonly frames: readonly string[];
  readonly send: (frame: string | object) => void;
  /** The first frame, already here or still to come, that contains all of `parts`. */
  readonly frame: (...parts: readonly string[]) => Promise<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly close: () => void;
}

export interface ClientOptions {
  /** False: leaves the server's ping frames unanswered. */
  readonly autoPong?: boolean;
}

/** Rejects with the HTTP status when the handshake is refused. */
export async function connect(url: string, options: ClientOptions = {}): Promise<Client> {
  const socket = new WebSocket(url, { autoPong: options.autoPong ?? true, perMessageDeflate: false });
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(String(data));
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.on('error', reject);
  });
  return {
    frames,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    frame: (...parts) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find((frame) => parts.every((part) => frame.includes(part)));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    closed,
    close: () => socket.close(),
  };
}

/** A round trip: whatever the server sent before its answer has arrived. */
export async function get(url: string, init?: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}
