// Posts JSON to one service whose refusals are worth reading: the answer comes back whatever its status.
import { type HttpAnswer, readAnswer } from './http-answer.js';
import { createKeepAlive } from './keep-alive.js';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Poster {
  /** Rejects with `HttpError` when no whole answer came. The deadline is the caller's: `signal` ends a slow drip as well. */
  readonly post: (request: PostRequest, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Lets go of the connections kept alive. */
  readonly close: () => void;
}

export interface PosterOptions {
  readonly userAgent: string;
  readonly maxBytes: number;
}

export function createPoster({ userAgent, maxBytes }: PosterOptions): Poster {
  const connections = createKeepAlive();
  return {
    post: ({ url, headers, body }, signal) => {
      const all = {
        'user-agent': userAgent,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...headers,
      };
      const request = connections.request(url, { method: 'POST', headers: all, signal });
      return readAnswer(request.end(body), maxBytes).answer;
    },
    close: connections.close,
  };
}
