// Ways to answer a chat completion: well in each format, badly in each way.
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Asked, Behaviour } from './server.js';

const USAGE = { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 };

export interface Manners {
  /** `null` leaves it out. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  readonly model?: string;
  readonly finishReason?: string;
}

function complete(response: ServerResponse, asked: Asked, message: Readonly<Record<string, unknown>>, manners: Manners): void {
  const { usage = USAGE, model = asked.body.model, finishReason = 'stop' } = manners;
  const body = {
    id: 'chatcmpl-local',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason: finishReason }],
    ...(usage === null ? {} : { usage }),
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** The value, in the format that was asked for; as text it comes with sentences around it. */
export function answer(value: unknown | ((asked: Asked) => unknown), manners: Manners = {}): Behaviour {
  return (response, asked) => {
    const text = JSON.stringify(typeof value === 'function' ? value(asked) : value);
    if (asked.format === 'text') {
      return complete(response, asked, { content: `Here it is:\n\n\`\`\`json\n${text}\n\`\`\`\nAnything else?` }, manners);
    }
    if (asked.format !== 'tool_call') return complete(response, asked, { content: text }, manners);
    const name = asked.body.tools?.[0]?.function['name'];
    const call = { id: 'call_1', type: 'function', function: { name, arguments: text } };
    return complete(response, asked, { tool_calls: [call] }, { finishReason: 'tool_calls', ...manners });
  };
}

/** These words, whatever was asked for. */
export function say(content: string, manners: Manners = {}): Behaviour {
  return (response, asked) => complete(response, asked, { content }, manners);
}

/** A message of that form: parts, a refusal, arguments as an object. */
export function message(fields: Readonly<Record<string, unknown>>, manners: Manners = {}): Behaviour {
  return (response, asked) => complete(response, asked, fields, manners);
}

export function refuse(status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** As the echo of a careless gateway: the key it was sent stands in what it says. */
export function refuseQuotingKey(status: number): Behaviour {
  return (response, asked) => {
    const key = asked.headers.authorization ?? '';
    const words = `Bad request with headers {"authorization":"${key}"}: ${key.slice(7, 19)}…`;
    return refuse(status, { error: { message: words } })(response, asked);
  };
}

/** No answer, ever. */
export const hang: Behaviour = () => undefined;

/** The connection ends in the middle of the body. */
export const cut: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"id":"chatcmpl-local","choices":[{"mess');
  setImmediate(() => response.destroy());
};

/** A byte at a time, so that no pause is long and the end never comes. */
export function drip(everyMs: number): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
    const timer = setInterval(() => response.write(' '), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** A body of that size, for as long as the client takes it. */
export function flood(bytes: number): Behaviour {
  return (response) => {
    const chunk = 'x'.repeat(16 * 1024);
    let left = bytes;
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
}

/** Small on the wire, `bytes` once unzipped. */
export function bomb(bytes: number): Behaviour {
  const zipped = gzipSync(Buffer.alloc(bytes, ' '));
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(zipped);
  };
}

/** What `then` does, after that long. */
export function after(ms: number, then: Behaviour): Behaviour {
  return async (response, asked) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await then(response, asked);
  };
}
