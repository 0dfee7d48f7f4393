import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/feed/clock.js';
import { createHttpClient } from '../../src/feed/http.js';
import { HttpError } from '../../src/feed/http-answer.js';
import { describeStatus } from '../../src/feed/http-status.js';
import { type Loopback, serveHttp } from '../support/loopback.js';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function serve(answer: Parameters<typeof serveHttp>[0]): Promise<Loopback> {
  const server = await serveHttp(answer);
  open.push(server);
  return server;
}

function client(limits: { deadlineMs?: number; maxBytes?: number } = {}) {
  const made = createHttpClient({ clock: systemClock, userAgent: 'fundmon/1.2.3', ...limits });
  open.push(made);
  return made;
}

const signal = new AbortController().signal;

async function failure(promise: Promise<string>): Promise<HttpError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HttpError) return error;
  throw new Error('expected an HttpError', { cause: error });
}

describe('a REST request', () => {
  test('says who asks, and reads a compressed answer', async () => {
    const { url } = await serve((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(
        gzipSync(
          JSON.stringify([request.method, request.url, request.headers['user-agent'], request.headers['accept-encoding']]),
        ),
      );
    });
    const body = await client().send({ url: `${url}/a?b=1`, weight: 1 }, signal);
    expect(JSON.parse(body)).toEqual(['GET', '/a?b=1', 'fundmon/1.2.3', 'gzip']);
  });

  test('posts its body as JSON', async () => {
    const { url } = await serve((request, response) => {
      request.pipe(response.setHeader('x', request.headers['content-type'] ?? ''));
    });
    expect(await client().send({ url, method: 'POST', body: '{"type":"meta","é":1}', weight: 1 }, signal)).toBe(
      '{"type":"meta","é":1}',
    );
  });

  test.each([
    [429, { 'retry-after': '7' }, '{"code":-1003}', 'HTTP 429: too many requests: {"code":-1003}', 7000],
    [451, {}, '', 'HTTP 451: blocked in your region', undefined],
    [500, {}, `\u001b[31m${'x'.repeat(500)}`, `HTTP 500: ·[31m${'x'.repeat(115)}…`, undefined],
    [200, {}, '<!DOCTYPE html><title> Just a moment... </title>', 'HTTP 200: an HTML page, “Just a moment...”', undefined],
    [301, { location: 'http://127.0.0.1:1/' }, '', 'HTTP 301', undefined],
  ])('answered with HTTP %i fails with what came', async (status, headers, body, message, retryAfterMs) => {
    const { url } = await serve((_request, response) => response.writeHead(status, headers).end(body));
    const error = await failure(client().send({ url, weight: 1 }, signal));
    expect(error.message).toBe(message);
    expect(error.refusal?.status).toBe(status);
    expect(error.refusal?.retryAfterMs).toBe(retryAfterMs);
  });

  test('that is never answered ends at its deadline', async () => {
    const { url } = await serve(() => undefined);
    expect((await failure(client({ deadlineMs: 50 }).send({ url, weight: 1 }, signal))).message).toBe('no answer within 0.05 s');
  });

  test('whose answer never ends, ends at its deadline too', async () => {
    const { url } = await serve((_request, response) => void response.write('['));
    expect((await failure(client({ deadlineMs: 50 }).send({ url, weight: 1 }, signal))).message).toBe('no answer within 0.05 s');
  });

  test('whose answer is cut off fails', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('[1,2');
      setImmediate(() => response.destroy());
    });
    expect((await failure(client().send({ url, weight: 1 }, signal))).message).toMatch(/aborted|broke off|hang up/);
  });

  test('whose answer is larger than anything real fails, also when it is compressed', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(' '.repeat(10_000)));
    });
    expect((await failure(client({ maxBytes: 9999 }).send({ url, weight: 1 }, signal))).message).toBe(
      'the answer is larger than 9999 bytes',
    );
  });

  test('ends when it is aborted', async () => {
    const { url } = await serve(() => undefined);
    const abort = new AbortController();
    const answer = failure(client().send({ url, weight: 1 }, abort.signal));
    abort.abort();
    expect(await answer).toBeInstanceOf(HttpError);
  });

  test('to nobody fails', async () => {
    const server = await serveHttp(() => undefined);
    await server.close();
    expect((await failure(client().send({ url: server.url, weight: 1 }, signal))).message).toMatch(/ECONNREFUSED/);
  });
});

test('a status is told with its meaning', () => {
  expect(describeStatus(418, '')).toBe('HTTP 418: banned for too many requests');
});
