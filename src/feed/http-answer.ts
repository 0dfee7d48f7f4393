// What comes back for one HTTP request, whatever its status: whole, within a size, and never followed elsewhere.
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { createGunzip } from 'node:zlib';
import { FundmonError } from '../domain/errors.js';
import type { Refusal } from './http-status.js';
import { reasonOf } from './reason.js';

/** An answer that is not the data asked for; without `refusal`, there was no answer. */
export class HttpError extends FundmonError {
  readonly refusal: Refusal | undefined;
  constructor(message: string, options: { cause?: unknown; refusal?: Refusal } = {}) {
    super(message, options);
    this.refusal = options.refusal;
  }
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PendingAnswer {
  /** Rejects with `HttpError`. */
  readonly answer: Promise<HttpAnswer>;
  /** Ends the request, whatever has come by then. */
  readonly giveUp: (reason: string) => void;
}

/** `maxBytes` counts the body as it is read, unzipped: a small bomb is stopped where it grows. */
export function readAnswer(request: ClientRequest, maxBytes: number): PendingAnswer {
  let giveUp = (_reason: string): void => undefined;
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof HttpError ? error : new HttpError(reasonOf(error), { cause: error }));
    giveUp = (reason) => {
      fail(new HttpError(reason));
      request.destroy();
    };
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
        if (length <= maxBytes) return;
        giveUp(`the answer is larger than ${maxBytes} bytes`);
        // Else what was piped already would go on growing.
        source.destroy();
      });
      source.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
  });
  return { answer, giveUp: (reason) => giveUp(reason) };
}
