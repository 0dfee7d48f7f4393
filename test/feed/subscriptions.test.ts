import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionPlan, SubscribeFrame } from '../../src/exchanges/adapter.js';
import { createSubscriptions } from '../../src/feed/subscriptions.js';

function planOf(topics: readonly string[], perFrame = 100, hasIds = true): ConnectionPlan {
  const frames = (verb: string) => (asked: readonly string[], sequence: number) => {
    const made: SubscribeFrame[] = [];
    for (let at = 0; at < asked.length; at += perFrame) {
      const part = asked.slice(at, at + perFrame);
      const requestId = String(sequence + made.length + 1);
      made.push({ text: `${verb} ${part.join(' ')}`, topics: part, ...(hasIds ? { requestId } : {}) });
    }
    return made;
  };
  return {
    name: 'public',
    url: 'wss://x.test',
    topics,
    subscribe: frames('sub'),
    unsubscribe: frames('unsub'),
    pace: { frames: 1, perMs: 1 },
    staleAfterMs: 1,
  };
}

const texts = (frames: readonly SubscribeFrame[]): readonly string[] => frames.map((frame) => frame.text);
const never = (): boolean => false;

describe('the subscriptions of a socket', () => {
  test('count their requests on, whatever they ask', () => {
    const subscriptions = createSubscriptions(never);
    const first = subscriptions.update(planOf(['a', 'b', 'c'], 2));
    const second = subscriptions.update(planOf(['c', 'd'], 2));
    expect([...first, ...second].map(({ text, requestId }) => [text, requestId])).toEqual([
      ['sub a b', '1'],
      ['sub c', '2'],
      ['unsub a b', '3'],
      ['sub d', '4'],
    ]);
    expect(subscriptions.update(planOf(['d', 'c']))).toEqual([]);
  });

  test('reach any set of topics from any other by what they send', () => {
    const sets = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefgh')), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 4 }), (sets, perFrame) => {
        const subscriptions = createSubscriptions(never);
        const held = new Set<string>();
        for (const topics of sets) {
          for (const { text, topics: named } of subscriptions.update(planOf(topics, perFrame))) {
            for (const topic of named) {
              expect(held.has(topic)).toBe(text.startsWith('unsub'));
              if (text.startsWith('unsub')) held.delete(topic);
              else held.add(topic);
            }
          }
          expect([...held].sort()).toEqual([...topics].sort());
        }
      }),
    );
  });

  test('find the bad topics by halving when the exchange names none, and keep every good one', () => {
    const topics = Array.from({ length: 64 }, (_one, at) => `t${at}`);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...topics), { maxLength: 5 }), (bad) => {
        const subscriptions = createSubscriptions(never);
        const accepted: string[] = [];
        const refused: string[] = [];
        const queue = [...subscriptions.update(planOf(topics))];
        for (let frame = queue.shift(); frame !== undefined; frame = queue.shift()) {
          if (!frame.topics.some((topic) => bad.includes(topic))) {
            accepted.push(...frame.topics);
            continue;
          }
          const rejection = { kind: 'rejected', reason: 'no', scope: 'frame', requestId: frame.requestId ?? '' } as const;
          const answer = subscriptions.rejected(rejection);
          refused.push(...answer.refused);
          queue.push(...answer.send);
        }
        expect(refused.sort()).toEqual([...bad].sort());
        expect([...accepted, ...refused].sort()).toEqual([...topics].sort());
      }),
    );
  });

  test('stop asking after 20 refusals in a row', () => {
    const subscriptions = createSubscriptions(never);
    const topics = Array.from({ length: 100 }, (_one, at) => `t${at}`);
    let [frame] = subscriptions.update(planOf(topics));
    let rounds = 0;
    const refused: string[] = [];
    while (frame !== undefined) {
      const named = frame.topics.slice(0, 1);
      const rejection = {
        kind: 'rejected',
        reason: 'no',
        scope: 'frame',
        requestId: frame.requestId ?? '',
        topics: named,
      } as const;
      const answer = subscriptions.rejected(rejection);
      refused.push(...answer.refused);
      [frame] = answer.send;
      rounds += 1;
    }
    expect(rounds).toBe(21);
    expect(refused).toEqual(topics);
  });

  test('take what an acknowledgement leaves out as refused', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b', 'c']));
    expect(subscriptions.acknowledged({ kind: 'ack', requestId: '1', accepted: ['a', 'c'] }).refused).toEqual(['b']);
    expect(texts(subscriptions.update(planOf(['a', 'c'])))).toEqual([]);
  });

  test('keep a topic that stood before, and ask again for the rest of its request', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b', 'c']));
    const answer = subscriptions.rejected({ kind: 'rejected', reason: 'again', requestId: '1', scope: 'frame', standing: ['b'] });
    expect(answer.refused).toEqual([]);
    expect(texts(answer.send)).toEqual(['sub a c']);
    expect(texts(subscriptions.update(planOf(['a', 'b', 'c'])))).toEqual([]);
  });

  test('ask nothing more when all of a request stood before', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a']));
    expect(
      subscriptions.rejected({ kind: 'rejected', reason: 'again', requestId: '1', scope: 'frame', standing: ['a'] }),
    ).toEqual({
      send: [],
      refused: [],
    });
  });

  test('do not take an unsubscription for a refusal', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b']));
    subscriptions.update(planOf(['a']));
    expect(subscriptions.acknowledged({ kind: 'ack', requestId: '2', accepted: [] }).refused).toEqual([]);
  });

  test('find the refused request by its topics where the refusal carries no id', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b', 'c', 'd'], 2, false));
    const answer = subscriptions.rejected({ kind: 'rejected', reason: 'no', scope: 'frame', topics: ['d'] });
    expect(answer.refused).toEqual(['d']);
    expect(texts(answer.send)).toEqual(['sub c']);
  });

  test('blame nobody for a refusal that names neither request nor topic', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b'], 1, false));
    const answer = subscriptions.rejected({ kind: 'rejected', reason: 'no', scope: 'topic' });
    expect(answer).toEqual({ send: [], refused: [] });
  });

  test('ask later, and less and less often, for what is refused for the moment', () => {
    const subscriptions = createSubscriptions(never);
    let [frame] = subscriptions.update(planOf(['a']));
    const waits: number[] = [];
    for (let retry = 0; retry < 6; retry += 1) {
      const rejection = {
        kind: 'rejected',
        reason: 'busy',
        scope: 'topic',
        requestId: frame?.requestId ?? '',
        retryAfterMs: 5000,
      } as const;
      const { later } = subscriptions.rejected(rejection);
      waits.push(later?.afterMs ?? 0);
      [frame] = later?.send() ?? [];
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('do not ask again for what nobody wants any more', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b']));
    const rejection = { kind: 'rejected', reason: 'busy', scope: 'frame', requestId: '1', retryAfterMs: 5000 } as const;
    const { later } = subscriptions.rejected(rejection);
    subscriptions.update(planOf(['b']));
    expect(texts(later?.send() ?? [])).toEqual(['sub b']);
  });

  test('know which requests were never answered', () => {
    const subscriptions = createSubscriptions(never);
    subscriptions.update(planOf(['a', 'b'], 1));
    subscriptions.acknowledged({ kind: 'ack', requestId: '1' });
    expect(subscriptions.unanswered()).toEqual(['b']);
  });
});
