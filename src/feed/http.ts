// REST over node:http(s): `fetch` would cost a slow first call, memory, and the proxy agents.

import type { ClientRequest } from 'node:http';
import type { Clock } from '../domain/clock.js';
import type { HttpRequest } from '../exchanges/adapter.js';
import { HttpError, readAnswer } from './http-answer.js';
import { isHtml, readRefusal } from './http-status.js';
import { createKeepAlive } from './keep-alive.js';

const DEADLINE_MS = 15_000;
const STOPPED = 'the request was stopped';
/** Real answers stay below 3 MB (Binance `exchangeInfo`). */
const MAX_BYTES = 32 * 1024 * 1024;

/** The body of a 2xx answer; rejects with `HttpError`. */
export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<string>;

export interface HttpClient {
  readonly send: SendRequest;
  /** Lets go of the connections kept alive. */
  readonly close: () => void;
}

export interface HttpClientOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly deadlineMs?: number;
  readonly maxBytes?: number;
}

export function createHttpClient({
  clock,
  userAgent,
  deadlineMs = DEADLINE_MS,
  maxBytes = MAX_BYTES,
}: HttpClientOptions): HttpClient {
  const connections = createKeepAlive();

  function open({ url, method = 'GET', body }: HttpRequest): ClientRequest {
    const headers = {
      'user-agent': userAgent,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    return connections.request(url, { method, headers }).end(body);
  }

  const send: SendRequest = async (asked, signal) => {
    if (signal.aborted) throw new HttpError(STOPPED);
    const pending = readAnswer(open(asked), maxBytes);
    const cancelDeadline = clock.after(deadlineMs, () => pending.giveUp(`no answer within ${deadlineMs / 1000} s`));
    // Node's own `signal` watches the request as a stream as well, which costs a tenth of the request.
    const stop = (): void => pending.giveUp(STOPPED);
    signal.addEventListener('abort', stop);
    try {
      const { status, headers, body } = await pending.answer;
      const isData = status >= 200 && status < 300 && !isHtml(body);
      if (isData) return body;
      const refusal = readRefusal(status, body, headers['retry-after'], clock.now());
      throw new HttpError(refusal.reason, { refusal });
    } finally {
      cancelDeadline();
      signal.removeEventListener('abort', stop);
    }
  };

  return { send, close: connections.close };
}
