import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGate, type GateOptions } from '../../src/model/gate.js';
import { ModelError, type ModelErrorKind } from '../../src/model/model-error.js';
import type { ModelQuestion } from '../../src/model/question.js';
import { createFakeClock, settle } from '../support/fake-clock.js';
import { createScriptedModel, type ScriptedCall } from '../support/scripted-model.js';

const anything: ModelQuestion<unknown> = {
  system: 's',
  user: 'u',
  shape: {
    name: 'anything',
    schema: {},
    read: (answer) => {
      if (answer === 'nonsense') throw new Error('not this');
      return answer;
    },
  },
  maxTokens: 100,
};

function gateOn(options: Partial<GateOptions> = {}, react?: (call: ScriptedCall) => void, now?: number) {
  const clock = createFakeClock(now === undefined ? {} : { now });
  const client = createScriptedModel(clock.now, react);
  const gate = createGate({
    client,
    clock,
    provider: 'scripted',
    model: 'scripted-1',
    concurrency: 4,
    requestsPerMinute: 100,
    dailyBudget: { tokens: 1e9, usd: 1e6 },
    ...options,
  });
  /** Resolves to the answer, or to the error. */
  const ask = (signal?: AbortSignal) =>
    gate.ask(anything, { timeoutMs: 1_000, ...(signal ? { signal } : {}) }).catch((error: unknown) => error);
  return { clock, client, gate, ask };
}

const failing = (kind: ModelErrorKind, options: ConstructorParameters<typeof ModelError>[2] = {}) => {
  return (call: ScriptedCall) => call.fail(new ModelError(kind, `it is ${kind}`, options));
};

/** Lets the back-off pass after each, as a caller that heeds `waitMs` does. */
async function askTimes(times: number, { clock, gate, ask }: ReturnType<typeof gateOn>) {
  for (let i = 0; i < times; i += 1) {
    await clock.advanceAsync(gate.waitMs() ?? 0);
    await ask();
  }
}

describe('limits', () => {
  test('no more than the concurrency are in flight; the next may start when one has ended', async () => {
    const { client, gate, ask } = gateOn({ concurrency: 2 });
    void ask();
    void ask();
    expect(gate.waitMs()).toBeUndefined();
    expect(await ask()).toMatchObject({ kind: 'rate-limit', message: 'too many requests at once' });
    expect(client.calls).toHaveLength(2);
    client.calls[0]?.answer('fine');
    await settle();
    expect(gate.waitMs()).toBe(0);
  });

  test('no more than the requests per minute start in any minute', async () => {
    const { client, gate, ask, clock } = gateOn({ requestsPerMinute: 3 }, (call) => call.answer('fine'));
    for (let i = 0; i < 3; i += 1) await ask();
    expect(gate.waitMs()).toBe(60_001);
    expect(await ask()).toMatchObject({ kind: 'rate-limit', retryAfterMs: 60_001 });
    await clock.advanceAsync(60_001);
    expect(await ask()).toMatchObject({ value: 'fine' });
    expect(client.calls).toHaveLength(4);
  });

  test('a question that needs several requests is counted as several, and ends where the minute is full', async () => {
    const { client, gate, ask, clock } = gateOn({ requestsPerMinute: 3 });
    const asked = ask();
    client.calls[0]?.requestAgain();
    client.calls[0]?.requestAgain();
    expect(gate.waitMs()).toBe(60_001);
    expect(gate.status().callsToday).toBe(3);
    client.calls[0]?.requestAgain();
    expect(await asked).toMatchObject({ kind: 'rate-limit', retryAfterMs: 60_001 });
    expect(gate.status()).toMatchObject({ callsToday: 3, failureCount: 0, state: 'ready' });
    await clock.advanceAsync(60_001);
    expect(gate.waitMs()).toBe(0);
  });

  test('a wall clock that is set neither opens nor blocks it', async () => {
    const { gate, ask, clock } = gateOn({ requestsPerMinute: 1 }, (call) => call.answer('fine'));
    await ask();
    clock.jump(3_600_000);
    expect(gate.waitMs()).toBe(60_001);
    clock.jump(-7_200_000);
    expect(gate.waitMs()).toBe(60_001);
  });
});

describe('a 429', () => {
  test.each([
    ['a second', 1_000],
    ['ten minutes', 600_000],
    ['forty days', 40 * 86_400_000],
  ])('pauses everything for its Retry-After, be it %s', async (_, retryAfterMs) => {
    const { gate, ask, clock, client } = gateOn({}, failing('rate-limit', { retryAfterMs }));
    await ask();
    expect(gate.waitMs()).toBe(retryAfterMs);
    expect(gate.status()).toMatchObject({
      state: 'paused',
      reason: 'it is rate-limit',
      untilTime: clock.now() + retryAfterMs,
      failureCount: 1,
    });
    expect(await ask()).toMatchObject({ kind: 'rate-limit', retryAfterMs });
    await clock.advanceAsync(retryAfterMs - 1);
    expect(gate.waitMs()).toBe(1);
    await clock.advanceAsync(1);
    expect(gate.status().state).toBe('ready');
    expect(gate.waitMs()).toBe(0);
    expect(client.calls).toHaveLength(1);
  });

  test('without a Retry-After pauses for ten seconds; a shorter pause does not end a longer one', async () => {
    const { gate, ask, client } = gateOn();
    void ask();
    void ask();
    client.calls[0]?.fail(new ModelError('rate-limit', 'slow down', { retryAfterMs: 30_000 }));
    client.calls[1]?.fail(new ModelError('rate-limit', 'slow down'));
    await settle();
    expect(gate.waitMs()).toBe(30_000);
  });

  test('is no failure of the provider: however many, the breaker stays closed', async () => {
    const scene = gateOn({}, failing('rate-limit', { retryAfterMs: 10 }));
    await askTimes(6, scene);
    expect(scene.gate.status()).toMatchObject({ state: 'paused', failureCount: 6 });
  });
});

describe('provider failures', () => {
  test('three in a row open the breaker for five minutes, then one request may try', async () => {
    const scene = gateOn({}, failing('provider'));
    await askTimes(3, scene);
    const { gate, clock, ask, client } = scene;
    expect(gate.status()).toMatchObject({ state: 'open', reason: 'it is provider', untilTime: clock.now() + 300_000 });
    expect(await ask()).toMatchObject({ kind: 'provider' });
    expect(client.calls).toHaveLength(3);
    await clock.advanceAsync(299_999);
    expect(gate.waitMs()).toBe(1);
    await clock.advanceAsync(1);
    void ask();
    void ask();
    expect(client.calls).toHaveLength(4);
    await settle();
    expect(gate.status()).toMatchObject({ state: 'open', untilTime: clock.now() + 300_000 });
  });

  test('a probe that is answered brings everything back', async () => {
    let isDown = true;
    const scene = gateOn({}, (call) => (isDown ? failing('provider')(call) : call.answer('fine')));
    await askTimes(3, scene);
    isDown = false;
    await scene.clock.advanceAsync(300_000);
    expect(await scene.ask()).toMatchObject({ value: 'fine' });
    expect(scene.gate.status()).toMatchObject({ state: 'ready', failureCount: 3, callsToday: 4 });
    expect(scene.gate.status()).not.toHaveProperty('reason');
    expect(scene.gate.waitMs()).toBe(0);
  });

  test('one alone holds the next back for about a second', async () => {
    const { gate, ask } = gateOn({}, failing('provider'));
    await ask();
    expect(gate.waitMs()).toBe(1_000);
    expect(gate.status().state).toBe('ready');
  });

  test.each(['reply', 'rate-limit'] as const)('a %s in between shows that the provider is there', async (kind) => {
    const kinds: ModelErrorKind[] = ['provider', 'provider', kind, 'provider', 'provider'];
    const scene = gateOn({}, (call) => failing(kinds.shift() ?? 'provider', { retryAfterMs: 10 })(call));
    await askTimes(5, scene);
    expect(scene.gate.status().state).toBe('ready');
    await askTimes(1, scene);
    expect(scene.gate.status().state).toBe('open');
  });

  test('what its asker gave up counts as nothing, a probe too', async () => {
    const scene = gateOn();
    const { gate, clock, client, ask } = scene;
    const giveUp = new AbortController();
    const asked = ask(giveUp.signal);
    giveUp.abort();
    expect(await asked).toMatchObject({ kind: 'aborted' });
    expect(gate.status()).toMatchObject({ state: 'ready', failureCount: 0, callsToday: 1 });
    for (const _ of [1, 2, 3]) void ask();
    for (const call of client.calls) call.fail(new ModelError('provider', 'down'));
    await settle();
    await clock.advanceAsync(300_000);
    const probeGivenUp = new AbortController();
    const probe = ask(probeGivenUp.signal);
    expect(gate.waitMs()).toBeUndefined();
    probeGivenUp.abort();
    await probe;
    expect(gate.waitMs()).toBe(0);
  });
});

describe('refused', () => {
  test('tells what to do about it, where the client knows', async () => {
    const { gate, ask } = gateOn({}, failing('refused', { hint: 'check FUNDMON_LLM_KEY' }));
    await ask();
    expect(gate.status().reason).toBe('it is refused; check FUNDMON_LLM_KEY');
  });

  test('stops it for good, with the reason; nothing is sent again', async () => {
    const { gate, ask, clock, client } = gateOn({}, failing('refused'));
    await ask();
    expect(gate.isStopped()).toBe(true);
    await clock.advanceAsync(3 * 86_400_000);
    expect(gate.waitMs()).toBeUndefined();
    expect(await ask()).toMatchObject({ kind: 'refused', message: 'it is refused' });
    expect(gate.status()).toMatchObject({ state: 'stopped', reason: 'it is refused' });
    expect(client.calls).toHaveLength(1);
  });
});

describe('the budget', () => {
  const NOON = Date.UTC(2026, 10, 21, 12);

  test('once spent nothing is asked until midnight UTC', async () => {
    const { gate, ask, clock, client } = gateOn(
      { dailyBudget: { tokens: 700, usd: 5 } },
      (call) => call.answer('fine', { usage: { costUsd: 0.001 } }),
      NOON,
    );
    await ask();
    await ask();
    expect(gate.status()).toMatchObject({
      state: 'spent',
      tokensToday: 700,
      budgetTokens: 700,
      costUsdToday: 0.002,
      budgetUsd: 5,
    });
    expect(await ask()).toMatchObject({ kind: 'refused', message: 'the budget of the day is used up' });
    expect(gate.waitMs()).toBe(43_200_000);
    await clock.advanceAsync(43_200_000);
    expect(gate.status()).toMatchObject({ state: 'ready', tokensToday: 0, callsToday: 0 });
    await ask();
    expect(client.calls).toHaveLength(3);
  });

  test('failed calls are paid for too', async () => {
    const usage = { promptTokens: 100, completionTokens: 900, costUsd: 0.01 };
    const { gate, ask } = gateOn({}, failing('reply', { usage }));
    await ask();
    expect(gate.status()).toMatchObject({ tokensToday: 1_000, costUsdToday: 0.01, refusalCount: 1, failureCount: 0 });
  });

  test('is never overspent by more than the requests in flight', async () => {
    const end = fc.record({ which: fc.nat(9), tokens: fc.integer({ min: 0, max: 500 }) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(end, { maxLength: 60 }), async (concurrency, ends) => {
        const { gate, ask, client } = gateOn({ concurrency, requestsPerMinute: 10_000, dailyBudget: { tokens: 3_000, usd: 5 } });
        for (const { which, tokens } of ends) {
          while (gate.waitMs() === 0) void ask();
          const open = client.calls.filter((call) => call.isOpen());
          open[which % Math.max(1, open.length)]?.answer('fine', { usage: { promptTokens: tokens, completionTokens: 0 } });
          await Promise.resolve();
          await settle();
        }
        expect(gate.status().tokensToday).toBeLessThan(3_000 + concurrency * 500);
        expect(client.mostInFlight()).toBeLessThanOrEqual(concurrency);
      }),
      { numRuns: 20 },
    );
  });
});

test('whatever the model answers, the limits hold: rate, concurrency, one probe at a time', async () => {
  const kinds = ['fine', 'nonsense', 'rate-limit', 'provider'] as const;
  const step = fc.record({ ms: fc.integer({ min: 0, max: 20_000 }), kind: fc.constantFrom(...kinds), asks: fc.nat(6) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const probes: ScriptedCall[] = [];
      const scene = gateOn({ concurrency: 3, requestsPerMinute: 5 }, (call) => {
        if (scene.gate.status().state === 'open') probes.push(call);
      });
      const { ask, client, clock } = scene;
      for (const { ms, kind, asks } of steps) {
        for (let i = 0; i < asks; i += 1) void ask();
        expect(probes.filter((call) => call.isOpen()).length).toBeLessThanOrEqual(1);
        await clock.advanceAsync(ms);
        const call = client.calls.find((one) => one.isOpen());
        if (kind === 'fine' || kind === 'nonsense') call?.answer(kind);
        else call?.fail(new ModelError(kind, 'no', { retryAfterMs: 3_000 }));
        await settle();
      }
      for (const { time } of client.calls) {
        const together = client.calls.filter((other) => other.time >= time && other.time <= time + 60_000);
        expect(together.length).toBeLessThanOrEqual(5);
      }
      expect(client.mostInFlight()).toBeLessThanOrEqual(3);
    }),
    { numRuns: 30 },
  );
});

describe('a person in line', () => {
  const person = (gate: ReturnType<typeof gateOn>['gate'], timeoutMs = 30_000, signal?: AbortSignal) =>
    gate.askNext(anything, { timeoutMs, ...(signal ? { signal } : {}) }).catch((error: unknown) => error);

  test('gets the next place that comes free, before what asks by itself', async () => {
    const { client, clock, gate, ask } = gateOn({ concurrency: 1 });
    const first = ask();
    const question = person(gate);
    expect(gate.waitMs()).toBeUndefined();
    await clock.advanceAsync(5_000);
    client.calls[0]?.answer('automatic');
    await first;
    await settle();
    expect(client.calls).toHaveLength(2);
    client.calls[1]?.answer('to the person');
    expect(await question).toMatchObject({ value: 'to the person' });
    expect(gate.waitMs()).toBe(0);
  });

  test('people are served in the order they came', async () => {
    const { client, gate, ask } = gateOn({ concurrency: 1 });
    void ask();
    const answers = [person(gate), person(gate)];
    client.calls[0]?.answer('x');
    await settle();
    client.calls[1]?.answer('one');
    await settle();
    client.calls[2]?.answer('two');
    expect(await Promise.all(answers)).toMatchObject([{ value: 'one' }, { value: 'two' }]);
  });

  test('who gives up, or waits too long, leaves the line to the next', async () => {
    const { client, clock, gate, ask } = gateOn({ concurrency: 1 });
    void ask();
    const giving = new AbortController();
    const given = person(gate, 30_000, giving.signal);
    const late = person(gate, 2_000);
    const patient = person(gate);
    giving.abort();
    expect(await given).toMatchObject({ kind: 'aborted' });
    await clock.advanceAsync(2_000);
    expect(await late).toMatchObject({ kind: 'rate-limit', message: 'too many requests at once' });
    client.calls[0]?.answer('x');
    await settle();
    client.calls[1]?.answer('patience');
    expect(await patient).toMatchObject({ value: 'patience' });
  });

  test('is told at once where no place will come', async () => {
    const stopped = gateOn({}, failing('refused'));
    await stopped.ask();
    expect(await person(stopped.gate)).toMatchObject({ kind: 'refused', message: 'it is refused' });
    const paused = gateOn({}, failing('rate-limit', { retryAfterMs: 600_000 }));
    await paused.ask();
    expect(await person(paused.gate)).toMatchObject({ kind: 'rate-limit' });
  });

  test('waits out a full minute when that is soon enough', async () => {
    const { client, clock, gate, ask } = gateOn({ requestsPerMinute: 1 });
    const first = ask();
    client.calls[0]?.answer('x');
    await first;
    await clock.advanceAsync(40_000);
    const question = person(gate);
    await clock.advanceAsync(20_001);
    await settle();
    client.calls[1]?.answer('in time');
    expect(await question).toMatchObject({ value: 'in time' });
    expect(await person(gate, 30_000)).toMatchObject({ kind: 'rate-limit' });
  });
});
