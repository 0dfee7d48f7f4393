// One loopback port that plays an OpenAI-compatible endpoint: chat completions as scripted, and a log of what was asked.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type AskedFormat = 'json_schema' | 'json_object' | 'tool_call' | 'text';

/** One request as it came. */
export interface Asked {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: ChatBody;
  readonly format: AskedFormat;
  readonly system: string;
  readonly user: string;
}

export interface ChatBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string; readonly json_schema?: Readonly<Record<string, unknown>> };
  readonly tools?: readonly { readonly type: string; readonly function: Readonly<Record<string, unknown>> }[];
  readonly tool_choice?: unknown;
  readonly [parameter: string]: unknown;
}

/** How one request is answered. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void | Promise<void>;

export interface LocalModel {
  /** What `--llm-url` takes. */
  readonly url: string;
  readonly origin: string;
  readonly asked: readonly Asked[];
  /** The next requests get these, in order; those after get what `always` said. */
  readonly script: (...behaviours: readonly Behaviour[]) => void;
  readonly always: (behaviour: Behaviour) => void;
  /** Connections opened so far. */
  readonly connectionCount: () => number;
  /** Cuts every connection and stops listening. */
  readonly stop: () => Promise<void>;
}

export interface LocalModelOptions {
  readonly port?: number;
  /** What requests get that no script is left for. */
  readonly behaviour?: Behaviour;
}

function formatOf({ response_format: format, tools }: ChatBody): AskedFormat {
  if (format?.type === 'json_schema' || format?.type === 'json_object') return format.type;
  return tools === undefined ? 'text' : 'tool_call';
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const body: ChatBody = text === '' ? {} : JSON.parse(text);
  const said = (role: string): string => body.messages?.find((message) => message.role === role)?.content ?? '';
  return {
    at: Date.now(),
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    text,
    body,
    format: formatOf(body),
    system: said('system'),
    user: said('user'),
  };
}

const unscripted: Behaviour = (response) => {
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end('{"error":{"message":"nothing is scripted for this request"}}');
};

/** Starts it on a free port (or `options.port`); resolves when it listens. */
export async function startLocalModel({ port = 0, behaviour = unscripted }: LocalModelOptions = {}): Promise<LocalModel> {
  const sockets = new Set<Socket>();
  const asked: Asked[] = [];
  const scripted: Behaviour[] = [];
  let usual = behaviour;
  let connections = 0;

  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const one = await read(request);
      asked.push(one);
      await (scripted.shift() ?? usual)(response, one);
    };
    answer().catch((error: Error) => response.destroy(error));
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}/v1`,
    origin,
    asked,
    script: (...behaviours) => void scripted.push(...behaviours),
    always: (next) => {
      usual = next;
    },
    connectionCount: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
