import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/exchanges/adapter.js';
import { HttpError } from '../../src/feed/http-answer.js';
import { readRefusal } from '../../src/feed/http-status.js';
import { createRest } from '../../src/feed/rest.js';
import { createFakeClock } from '../support/fake-clock.js';

const ask = (url: string, weight = 1): HttpRequest => ({ url, weight });

/** A queue whose answers take a second each, with what was sent and when. */
function start(budget: { weight: number; perMs: number }, answer?: (url: string) => Promise<string>) {
  const clock = createFakeClock({ random: () => 0 });
  const startTime = clock.now();
  const sent: [url: string, atMs: number][] = [];
  const rest = createRest({
    clock,
    budget,
    send: ({ url }) => {
      sent.push([url, clock.now() - startTime]);
      return answer?.(url) ?? new Promise((resolve) => clock.after(1000, () => resolve(url)));
    },
  });
  return { clock, rest, sent };
}

describe('a background request', () => {
  test('goes when nobody else waits, whoever came first', async () => {
    const { clock, rest, sent } = start({ weight: 100, perMs: 60_000 });
    void rest.get(ask('running'));
    void rest.get(ask('past'), 'background');
    void rest.get(ask('first'));
    void rest.get(ask('second'));
    await clock.advanceAsync(5000);
    expect(sent.map(([url]) => url)).toEqual(['running', 'first', 'second', 'past']);
  });

  test('waits until four fifths of the budget have room for it, and holds up nobody meanwhile', async () => {
    const { clock, rest, sent } = start({ weight: 10, perMs: 60_000 });
    void rest.get(ask('dear', 7));
    void rest.get(ask('past', 2), 'background');
    await clock.advanceAsync(10_000);
    void rest.get(ask('late', 3));
    await clock.advanceAsync(60_000);
    expect(sent).toEqual([
      ['dear', 0],
      ['late', 10_000],
      ['past', 60_000],
    ]);
  });

  test('dearer than the budget goes when nothing else counts', async () => {
    const { clock, rest, sent } = start({ weight: 1, perMs: 1000 });
    void rest.get(ask('list'));
    void rest.get(ask('past', 3), 'background');
    await clock.advanceAsync(2000);
    expect(sent).toEqual([
      ['list', 0],
      ['past', 1000],
    ]);
  });

  test('is not sent while the exchange wants to be left alone', async () => {
    const refusal = readRefusal(429, '', '30', 0);
    const { clock, rest, sent } = start({ weight: 10, perMs: 60_000 }, (url) =>
      url === 'refused' ? Promise.reject(new HttpError('HTTP 429', { refusal })) : Promise.resolve(''),
    );
    const refused = rest.get(ask('refused'));
    void rest.get(ask('past'), 'background');
    await expect(refused).rejects.toThrow('HTTP 429');
    await clock.advanceAsync(60_000);
    expect(sent.map(([, atMs]) => atMs)).toEqual([0, 30_000]);
  });

  test('is dropped with the others on stopping', async () => {
    const { clock, rest, sent } = start({ weight: 1, perMs: 60_000 }, () => Promise.resolve(''));
    await rest.get(ask('spent'));
    const past = rest.get(ask('past'), 'background');
    const stopped = expect(past).rejects.toThrow('stopped');
    await rest.stop();
    await stopped;
    expect([sent.length, clock.pending()]).toEqual([1, 0]);
  });
});
