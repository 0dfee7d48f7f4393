// Real servers on 127.0.0.1 for the runs that need a real socket.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Loopback {
  readonly port: number;
  readonly url: string;
  /** Cuts every connection and stops listening. */
  readonly close: () => Promise<void>;
}

/** `port` 0: any free one. */
async function listen(server: Server, port: number, scheme: 'http' | 'ws'): Promise<Loopback> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    port: bound,
    url: `${scheme}://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function serveHttp(answer: (request: IncomingMessage, response: ServerResponse) => void, port = 0): Promise<Loopback> {
  return listen(createServer(answer), port, 'http');
}

/** Every connection is handed to `talk`. */
export function serveSockets(talk: (socket: WebSocket, request: IncomingMessage) => void, port = 0): Promise<Loopback> {
  const server = createServer();
  new WebSocketServer({ server }).on('connection', talk);
  return listen(server, port, 'ws');
}

/** Answers each WebSocket upgrade with an HTTP text, or never (`undefined`). */
export function serveRefusal(answer: string | undefined): Promise<Loopback> {
  const server = createServer();
  server.on('upgrade', (_request, socket) => {
    if (answer !== undefined) socket.end(answer);
  });
  return listen(server, 0, 'ws');
}
