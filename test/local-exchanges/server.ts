// One loopback port that plays an exchange: HTTP and WebSocket, a log of what the client did, and ways to misbehave.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type {
  ClientFrame,
  CommonOptions,
  Delivery,
  HttpAnswer,
  LocalExchange,
  Misbehaviour,
  Peer,
  Refusal,
  RestLogEntry,
  Session,
  Venue,
} from './exchange.js';

interface Connection {
  readonly peer: Peer;
  readonly session: Session;
  readonly webSocket: WebSocket;
  readonly socket: Duplex;
  readonly timers: NodeJS.Timeout[];
}

const html =
  '<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>Sorry, you have been blocked</body></html>';
const plainText: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  418: "I'm a teapot",
  429: 'Too Many Requests',
  451: '{"code":0,"msg":"Service unavailable from a restricted location according to \'b. Eligibility\'"}',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function misbehaved(how: number | 'html' | 'garbage'): HttpAnswer {
  if (how === 'html') return { status: 200, body: html, headers: { 'content-type': 'text/html' } };
  if (how === 'garbage') return { status: 200, body: '{"result":{"list":[{"sym\u001b[31m' };
  const headers = how === 429 || how === 418 ? { 'retry-after': '1' } : {};
  return { status: how, body: plainText[how] ?? '', headers: { 'content-type': 'text/plain', ...headers } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** Starts it on a free port (or `options.port`); resolves when it listens. */
export async function startExchange(venue: Venue, options: CommonOptions = {}): Promise<LocalExchange> {
  const connections = new Set<Connection>();
  const received: ClientFrame[] = [];
  const refusals: Refusal[] = [];
  const requests: RestLogEntry[] = [];
  let opened = 0;
  let port = options.port ?? 0;
  let server: Server | undefined;
  let how: Misbehaviour = {};

  const refuse = (words: string, connection?: number): void => {
    refusals.push({ at: Date.now(), words, ...(connection === undefined ? {} : { connection }) });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (how.http === 'hang') return;
    const url = new URL(request.url ?? '/', 'http://local');
    const method = request.method ?? 'GET';
    const result =
      how.http === undefined
        ? venue.rest({ method, path: decodeURIComponent(url.pathname), query: url.searchParams, headers: request.headers, body })
        : misbehaved(how.http);
    requests.push({ at: Date.now(), method, url: request.url ?? '/', body, status: result.status });
    if (result.refusal !== undefined) refuse(result.refusal);
    response.writeHead(result.status, { 'content-type': 'application/json', ...result.headers });
    response.end(result.body);
  };

  const open = (webSocket: WebSocket, socket: Duplex, url: URL): void => {
    opened += 1;
    const timers: NodeJS.Timeout[] = [];
    const send = (text: string): void => {
      if (!how.deaf && webSocket.readyState === webSocket.OPEN) webSocket.send(text);
    };
    const peer: Peer = {
      id: opened,
      path: url.pathname,
      query: url.searchParams,
      topics: new Set(),
      send,
      push: (text) => {
        if (!how.muteData) send(text);
      },
      close: (code, reason) => webSocket.close(code, reason),
      refuse: (words) => refuse(words, peer.id),
    };
    const session = venue.open(peer);
    const connection: Connection = { peer, session, webSocket, socket, timers };
    connections.add(connection);
    webSocket.on('message', (data) => {
      const text = String(data);
      received.push({ at: Date.now(), connection: peer.id, text });
      if (!how.deaf) session.receive(text);
    });
    webSocket.on('ping', (data) => {
      session.pinged?.();
      if (!how.deaf) webSocket.pong(data);
    });
    webSocket.on('close', () => {
      for (const timer of timers) clearTimeout(timer);
      session.closed?.();
      connections.delete(connection);
    });
    // A frame that breaks the protocol: ws closes the connection itself, with the fitting code.
    webSocket.on('error', (error) => peer.refuse(`(${error.message})`));
    const { heartbeat } = venue;
    if (heartbeat) {
      let deadline: NodeJS.Timeout | undefined;
      webSocket.on('pong', () => clearTimeout(deadline));
      const beat = setInterval(() => {
        if (how.deaf || webSocket.readyState !== webSocket.OPEN) return;
        webSocket.ping();
        clearTimeout(deadline);
        deadline = setTimeout(() => {
          peer.refuse(`(close ${heartbeat.code} ${heartbeat.reason})`);
          peer.close(heartbeat.code, heartbeat.reason);
        }, heartbeat.pongWithinMs);
        timers.push(deadline);
      }, heartbeat.everyMs);
      timers.push(beat);
    }
    if (venue.maxLifeMs !== undefined) timers.push(setTimeout(() => peer.close(1001, ''), venue.maxLifeMs));
  };

  const webSockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: 64 * 1024 * 1024,
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    if (how.handshake === 'hang') return;
    const url = new URL(request.url ?? '/', 'ws://local');
    const refused = how.handshake === undefined ? venue.admit(url.pathname, connections.size) : misbehaved(how.handshake);
    if (refused) {
      if (refused.refusal !== undefined) refuse(refused.refusal);
      socket.end(
        `HTTP/1.1 ${refused.status} ${plainText[refused.status]?.slice(0, 20) ?? 'Refused'}\r\nconnection: close\r\n` +
          `content-length: ${Buffer.byteLength(refused.body)}\r\n\r\n${refused.body}`,
      );
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, url));
  };

  const listen = async (): Promise<void> => {
    const created = createServer((request, response) => {
      answer(request, response).catch((error: Error) => response.destroy(error));
    });
    created.on('upgrade', upgrade);
    await new Promise<void>((resolve, reject) => {
      created.once('error', reject);
      created.listen(port, '127.0.0.1', resolve);
    });
    port = (created.address() as AddressInfo).port;
    server = created;
  };

  const deliver = (deliveries: readonly Delivery[]): number => {
    if (how.muteData) return 0;
    const reached = new Set<Connection>();
    for (const delivery of deliveries) {
      for (const connection of connections) {
        if (!connection.peer.topics.has(delivery.topic) || connection.webSocket.readyState !== connection.webSocket.OPEN)
          continue;
        reached.add(connection);
        if (connection.session.deliver) connection.session.deliver(delivery);
        else connection.peer.push(delivery.text);
      }
    }
    return reached.size;
  };

  // An empty frame's callback runs when everything before it has been handed to the kernel.
  const flushed = ({ webSocket }: Connection): Promise<void> =>
    new Promise((resolve) => {
      if (webSocket.readyState === webSocket.OPEN) webSocket.pong('', false, () => resolve());
      else resolve();
    });

  const killConnections = async (): Promise<void> => {
    await Promise.all(
      [...connections].map(async (connection) => {
        await flushed(connection);
        await new Promise<void>((resolve) => {
          connection.webSocket.once('close', () => resolve());
          // A plain end of stream: no close frame, and no reset that could take away what is still unread.
          connection.socket.end();
          setTimeout(() => connection.socket.destroy(), 100);
        });
      }),
    );
  };

  const goDown = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    await killConnections();
    closing?.closeAllConnections();
    await closed;
  };

  let ticking: NodeJS.Timeout | undefined;
  const startTicking = (): void => {
    if (!options.tickMs) return;
    ticking = setInterval(() => {
      const wanted = new Set<string>();
      for (const { peer } of connections) for (const topic of peer.topics) wanted.add(topic);
      if (wanted.size > 0) deliver(venue.tick((topic) => wanted.has(topic)));
    }, options.tickMs);
  };

  await listen();
  startTicking();

  return {
    exchange: venue.exchange,
    wsUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
    publish: (text) => deliver(venue.route(text)),
    broadcast: (text) => {
      for (const { peer } of connections) peer.send(text);
      return connections.size;
    },
    liquidate: (event) => deliver(venue.liquidation(event)),
    connections: () => [...connections].filter(({ webSocket }) => webSocket.readyState === webSocket.OPEN).length,
    topics: () => [...new Set([...connections].flatMap(({ peer }) => [...peer.topics]))],
    opened: () => opened,
    received,
    refusals,
    requests,
    misbehave: (more) => {
      how = { ...how, ...more };
    },
    behave: () => {
      how = {};
    },
    killConnections,
    closeConnections: (code, reason) => {
      for (const { peer } of connections) peer.close(code, reason);
    },
    goDown,
    comeBack: listen,
    stop: async () => {
      clearInterval(ticking);
      await goDown();
      webSockets.close();
    },
  };
}
