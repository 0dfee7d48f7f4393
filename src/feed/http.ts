// REST over node:http(s): `fetch` would cost a slow first call, memory, and the proxy agents.

import http from 'node:http';
import https from 'node:https';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../domain/clock.js';
import { FundmonError } from '../domain/errors.js';
import type { HttpRequest } from '../exchanges/adapter.js';
import { isHtml, type Refusal, readRefusal } from './http-status.js';
import { reasonOf } from './reason.js';

const DEADLINE_MS = 15_000;
/** Real answers stay below 3 MB (Binance `exchangeInfo`). */
const MAX_BYTES = 32 * 1024 * 1024;

/** An answer that is not the data asked for; without `refusal`, there was no answer. */
export class HttpError extends FundmonError {
  readonly refusal: Refusal | undefined;
  constructor(message: string, options: { cause?: unknown; refusal?: Refusal } = {}) {
    super(message, options);
    this.refusal = options.refusal;
  }
}

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
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

  function open({ url, method = 'GET', body }: HttpRequest, signal: AbortSignal): http.ClientRequest {
    const headers = {
      'user-agent': userAgent,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const isPlain = new URL(url).protocol === 'http:';
    const request = isPlain
      ? http.request(url, { method, headers, signal, agent: agents['http:'] })
      : https.request(url, { method, headers, signal, agent: agents['https:'] });
    return request.end(body);
  }

  const send: SendRequest = (asked, signal) =>
    new Promise((resolve, reject) => {
      let cancelDeadline = (): void => undefined;
      const fail = (error: unknown): void => {
        cancelDeadline();
        reject(error instanceof HttpError ? error : new HttpError(reasonOf(error), { cause: error }));
      };
      const request = open(asked, signal);
      const giveUp = (reason: string): void => {
        fail(new HttpError(reason));
        request.destroy();
      };
      cancelDeadline = clock.after(deadlineMs, () => giveUp(`no answer within ${deadlineMs / 1000} s`));
      request.on('error', fail);
      request.on('response', (response) => {
        const isZipped = response.headers['content-encoding'] === 'gzip';
        const source = isZipped ? response.pipe(createGunzip()) : response;
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('error', fail);
        response.on('close', () => {
          if (!response.complete) fail(new HttpError('the answer broke off'));
        });
        source.on('error', fail);
        source.on('data', (chunk: Buffer) => {
          length += chunk.length;
          chunks.push(chunk);
          if (length > maxBytes) giveUp(`the answer is larger than ${maxBytes} bytes`);
        });
        source.on('end', () => {
          cancelDeadline();
          const text = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          const isData = status >= 200 && status < 300 && !isHtml(text);
          if (isData) resolve(text);
          else reject(refused(status, text, response.headers['retry-after'], clock.now()));
        });
      });
    });

  return {
    send,
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function refused(status: number, body: string, retryAfter: string | undefined, now: number): HttpError {
  const refusal = readRefusal(status, body, retryAfter, now);
  return new HttpError(refusal.reason, { refusal });
}
