import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBreaker, type Trial } from '../../src/model/breaker.js';

const OPTIONS = { failures: 3, openMs: 300_000 };

function opened() {
  const breaker = createBreaker(OPTIONS);
  for (const now of [0, 1, 2]) breaker.begin().failed(now);
  return breaker;
}

describe('closed', () => {
  test('three failures in a row open it for five minutes', () => {
    const breaker = createBreaker(OPTIONS);
    breaker.begin().failed(0);
    breaker.begin().failed(10);
    expect(breaker.waitMs(10)).toBe(0);
    breaker.begin().failed(20);
    expect(breaker.isClosed()).toBe(false);
    expect(breaker.waitMs(20)).toBe(300_000);
    expect(breaker.waitMs(300_019)).toBe(1);
    expect(breaker.waitMs(300_020)).toBe(0);
  });

  test('an answer in between begins the count anew, a request given up does not', () => {
    const breaker = createBreaker(OPTIONS);
    for (const end of ['failed', 'failed', 'answered', 'failed', 'failed', 'abandoned'] as const) breaker.begin()[end](0);
    expect(breaker.isClosed()).toBe(true);
    breaker.begin().failed(0);
    expect(breaker.isClosed()).toBe(false);
  });
});

describe('half-open', () => {
  test('lets one request through, and no second one while it runs', () => {
    const breaker = opened();
    expect(breaker.waitMs(300_002)).toBe(0);
    breaker.begin();
    expect(breaker.waitMs(300_003)).toBeUndefined();
    expect(breaker.waitMs(9_000_000)).toBeUndefined();
  });

  test('an answered probe closes it, a failed one opens it for five more minutes', () => {
    const healed = opened();
    healed.begin().answered();
    expect(healed.isClosed()).toBe(true);
    const still = opened();
    still.begin().failed(300_100);
    expect(still.waitMs(300_100)).toBe(300_000);
  });

  test('a probe that was given up makes room for another', () => {
    const breaker = opened();
    breaker.begin().abandoned();
    expect(breaker.waitMs(300_002)).toBe(0);
    expect(breaker.isClosed()).toBe(false);
  });

  test('what began before it opened says nothing: neither an answer nor a failure counts', () => {
    const breaker = createBreaker(OPTIONS);
    const [late, later, latest] = [breaker.begin(), breaker.begin(), breaker.begin()];
    for (const now of [0, 1, 2]) breaker.begin().failed(now);
    late.answered();
    expect(breaker.isClosed()).toBe(false);
    later.failed(200_000);
    expect(breaker.waitMs(200_000)).toBe(100_002);
    breaker.begin();
    latest.abandoned();
    expect(breaker.waitMs(300_100)).toBeUndefined();
  });
});

test('whatever happens, never more than one request runs that began while it was not closed', () => {
  const step = fc.record({
    ms: fc.integer({ min: 0, max: 200_000 }),
    end: fc.constantFrom('answered', 'failed', 'abandoned'),
    which: fc.nat(5),
    isStart: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const breaker = createBreaker(OPTIONS);
      const running: { readonly trial: Trial; readonly isProbe: boolean }[] = [];
      let now = 0;
      for (const { ms, end, which, isStart } of steps) {
        now += ms;
        if (isStart && breaker.waitMs(now) === 0) {
          const isProbe = !breaker.isClosed();
          running.push({ trial: breaker.begin(), isProbe });
        } else {
          const [ended] = running.splice(which % Math.max(1, running.length), 1);
          ended?.trial[end](now);
        }
        expect(running.filter((one) => one.isProbe).length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});
