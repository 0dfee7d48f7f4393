import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createAlertWebhook, webhookName } from '../../src/commands/alert-webhook.js';
import type { Clock } from '../../src/domain/clock.js';
import { createPoster } from '../../src/feed/post.js';
import { alert } from '../support/alerts.js';
import { createFakeClock } from '../support/fake-clock.js';
import { serveHttp } from '../support/loopback.js';

const DEADLINE_MS = 10_000;
const PATH = '/services/T00/B00/s3cret?token=t0ken';
const open: { readonly close: () => unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Where waits are over at once and written down. A deadline never comes, unless `isLate`. */
function hastyClock(isLate: boolean): { readonly clock: Clock; readonly waits: readonly number[] } {
  const waits: number[] = [];
  const after: Clock['after'] = (ms, callback) => {
    if (ms !== DEADLINE_MS) waits.push(ms);
    else if (!isLate) return () => undefined;
    const timer = setImmediate(callback);
    return () => clearImmediate(timer);
  };
  return { clock: { ...createFakeClock(), after }, waits };
}

type Answer = (response: ServerResponse) => void;

/** Answers as told, the last answer again and again. */
async function webhook(answers: readonly Answer[], { tries = 6, isLate = false } = {}) {
  const asked: Asked[] = [];
  const server = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push({ method, url, type: headers['content-type'], body });
      answers[Math.min(asked.length, answers.length) - 1]?.(response);
    });
  });
  const poster = createPoster({ userAgent: 'fundmon/test', maxBytes: 1_000 });
  open.push(server, poster);
  const { clock, waits } = hastyClock(isLate);
  const deliver = createAlertWebhook({ url: server.url + PATH, poster, clock, tries, deadlineMs: DEADLINE_MS });
  const send = (signal = new AbortController().signal) => deliver(alert('a'), signal);
  return { asked, server, send, waits };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end(body);

describe('a webhook', () => {
  it('gets the record as JSON', async () => {
    const { send, asked } = await webhook([status(204)]);
    expect(await send()).toEqual({ isDelivered: true });
    expect(asked).toEqual([{ method: 'POST', url: PATH, type: 'application/json', body: JSON.stringify(alert('a')) }]);
  });

  it('is asked again after an answer that may pass', async () => {
    const { send, asked, waits } = await webhook([status(500), status(503), status(200)]);
    expect(await send()).toEqual({ isDelivered: true });
    expect(asked).toHaveLength(3);
    expect(waits).toEqual([500, 1_000]);
  });

  it.each([
    [400, 'HTTP 400 Bad Request'],
    [404, 'HTTP 404 Not Found'],
    [410, 'HTTP 410 Gone'],
  ])('is not asked again after %d', async (code, reason) => {
    const { send, asked } = await webhook([status(code, {}, `no such hook ${PATH}`)]);
    expect(await send()).toEqual({ isDelivered: false, reason });
    expect(asked).toHaveLength(1);
  });

  it('is given up after some tries, with the status and nothing of the address', async () => {
    const { send, asked } = await webhook([status(502, {}, PATH)], { tries: 3 });
    expect(await send()).toEqual({ isDelivered: false, reason: 'HTTP 502 Bad Gateway' });
    expect(asked).toHaveLength(3);
  });

  it('is left alone for as long as it asks', async () => {
    const { send, waits } = await webhook([
      status(429, { 'retry-after': '45' }),
      status(503, { 'retry-after': '99999' }),
      status(200),
    ]);
    expect(await send()).toEqual({ isDelivered: true });
    expect(waits).toEqual([45_000, 600_000]);
  });

  it('that leads elsewhere is not followed', async () => {
    const elsewhere = await webhook([status(200)]);
    const { send } = await webhook([status(307, { location: elsewhere.server.url })]);
    expect(await send()).toEqual({
      isDelivered: false,
      reason: 'HTTP 307 Temporary Redirect: redirects are not followed',
    });
    expect(elsewhere.asked).toEqual([]);
  });

  it('that breaks off is asked again', async () => {
    const { send, asked } = await webhook([(response) => response.destroy(), status(200)]);
    expect(await send()).toEqual({ isDelivered: true });
    expect(asked).toHaveLength(2);
  });

  it('that never answers is given up in time', async () => {
    const { send } = await webhook([() => undefined], { tries: 1, isLate: true });
    expect(await send()).toEqual({ isDelivered: false, reason: 'no answer within 10 s' });
  });

  it('is not waited for when the program ends', async () => {
    const abortion = new AbortController();
    const { send, asked } = await webhook([
      (response) => {
        abortion.abort();
        status(500)(response);
      },
    ]);
    expect((await send(abortion.signal)).isDelivered).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('that is not there is told without its path', async () => {
    const { send, server } = await webhook([status(200)], { tries: 1 });
    await server.close();
    const outcome = await send();
    expect(outcome).toMatchObject({ isDelivered: false, reason: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(outcome)).not.toMatch(/s3cret|t0ken/);
  });

  it('is named by its origin alone', () => {
    expect(webhookName('https://me:pass@hooks.example.com:8443/services/s3cret?x=1#y')).toBe('https://hooks.example.com:8443');
  });
});
