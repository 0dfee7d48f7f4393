import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ModelError } from '../../src/model/model-error.js';
import { answer, bomb, cut, drip, flood, hang, message, refuse, refuseQuotingKey, say } from '../local-model/answers.js';
import { endpointOf, KEY, type LocalClient, openClient, weatherQuestion } from '../local-model/client.js';
import { type Behaviour, type LocalModel, startLocalModel } from '../local-model/server.js';
import { createFakeClock, settle } from '../support/fake-clock.js';

const OSLO = { place: 'Oslo', degrees: 7 };
const soon = { timeoutMs: 5000 };
/** As short as a test may wait, as long as a busy machine needs for less. */
const impatient = { timeoutMs: 250 };

let model: LocalModel;
let client: LocalClient;
beforeEach(async () => {
  model = await startLocalModel({ behaviour: answer(OSLO) });
  client = openClient(endpointOf(model));
});
afterEach(async () => {
  client.close();
  await model.stop();
});

async function failure(promise: Promise<unknown>): Promise<ModelError> {
  const error = await promise.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof ModelError) return error;
  throw error;
}

/** How it fails, in short; the origin is taken out of the message. */
async function told(asked = client.ask(weatherQuestion, soon)) {
  const { kind, message: whole, hint, retryAfterMs } = await failure(asked);
  expect(whole.startsWith(`${model.origin}: `)).toBe(true);
  return { kind, why: whole.slice(model.origin.length + 2), hint, retryAfterMs };
}

const openAi = (text: string, code: string | null = null) => ({ error: { message: text, type: 'invalid_request_error', code } });

describe('what asking again cannot help', () => {
  test.each([
    [
      401,
      openAi('Incorrect API key provided: sk-loc**********pQr5.'),
      'HTTP 401: the key was refused: Incorrect API key provided: [key].',
    ],
    [402, openAi('Insufficient Balance'), 'HTTP 402: no credit left: Insufficient Balance'],
    [
      403,
      { error: 'Country, region, or territory not supported' },
      'HTTP 403: forbidden: Country, region, or territory not supported',
    ],
    [451, '', 'HTTP 451: blocked in your region'],
    [403, '<!DOCTYPE html><title>Just a moment...</title>', 'HTTP 403: forbidden: an HTML page, “Just a moment...”'],
    [
      400,
      [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.' } }],
      'HTTP 400: API key not valid. Please pass a valid API key.',
    ],
    [
      429,
      openAi('You exceeded your current quota.', 'insufficient_quota'),
      'HTTP 429: too many requests: You exceeded your current quota.',
    ],
  ])('HTTP %i %j is refused, with what to look at', async (status, body, why) => {
    model.script(refuse(status, body));
    expect(await told()).toEqual({
      kind: 'refused',
      why,
      hint: status === 402 ? undefined : 'check FUNDMON_LLM_KEY',
      retryAfterMs: undefined,
    });
    expect(model.asked).toHaveLength(1);
  });

  test.each([
    [404, openAi('The model `local-model` does not exist or you do not have access to it.', 'model_not_found')],
    [404, { error: { message: 'model "local-model" not found, try pulling it first', type: 'api_error' } }],
    [404, { error: { message: 'No endpoints found for local-model.', code: 404 } }],
    [400, openAi('Model Not Exist')],
    [400, { error: { message: 'local-model is not a valid model ID', code: 400 } }],
    [400, openAi('The model `local-model` has been decommissioned and is no longer supported.', 'model_decommissioned')],
  ])('a model that is not served is named: HTTP %i %j', async (status, body) => {
    model.script(refuse(status, body));
    const { kind, hint } = await told();
    expect({ kind, hint }).toEqual({
      kind: 'refused',
      hint: 'local-model is not served there: --llm-model or llm.model names another',
    });
  });

  test('a part of a model that is not found is an objection to the form, not to the model', async () => {
    model.script(refuse(400, openAi('This model does not support tools: chat template not found')));
    await client.ask(weatherQuestion, soon);
    expect(model.asked.map(({ format }) => format)).toEqual(['json_schema', 'json_object']);
  });

  test('a model named after its tools is not taken for an objection to them', async () => {
    const one = openClient({ ...endpointOf(model), model: 'llama-tool-use' });
    model.script(refuse(404, openAi('The model `llama-tool-use` does not exist')));
    expect((await failure(one.ask(weatherQuestion, soon))).kind).toBe('refused');
    expect(model.asked).toHaveLength(1);
    one.close();
  });
});

describe('too many requests', () => {
  test.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after-ms': '1250.5', 'retry-after': '9' }, 1251],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after': 'whenever' }, undefined],
    [{}, undefined],
  ])('with %j come back after %j ms', async (headers, retryAfterMs) => {
    model.script(refuse(429, openAi('Rate limit reached'), headers as Record<string, string>));
    expect(await told()).toEqual({
      kind: 'rate-limit',
      why: 'HTTP 429: too many requests: Rate limit reached',
      hint: undefined,
      retryAfterMs,
    });
    expect(model.asked).toHaveLength(1);
  });

  test('until a date come back at that time', async () => {
    const clock = createFakeClock({ now: Date.parse('2026-11-21T10:00:00Z') });
    const one = openClient(endpointOf(model), clock);
    model.script(refuse(429, '', { 'retry-after': 'Sat, 21 Nov 2026 12:30:00 GMT' }));
    expect((await failure(one.ask(weatherQuestion, soon))).retryAfterMs).toBe(2.5 * 3_600_000);
    one.close();
  });
});

describe('a provider that fails', () => {
  test.each([
    ['an error of its own', refuse(500, openAi('The server had an error')), 'HTTP 500: The server had an error'],
    ['an overloaded gateway', refuse(503, 'upstream connect error'), 'HTTP 503: upstream connect error'],
    [
      'an error that calls itself a success',
      refuse(200, { error: { code: 502, message: 'Provider returned error' } }),
      'HTTP 502: Provider returned error',
    ],
    ['an error without a number', refuse(200, { error: 'out of memory' }), 'HTTP 502: out of memory'],
    ['a web page', refuse(200, '<html><title>Welcome to nginx!</title></html>'), 'HTTP 200: an HTML page, “Welcome to nginx!”'],
    ['no JSON', refuse(200, 'OK'), 'HTTP 200: OK'],
    ['JSON that is no completion', refuse(200, { choices: [] }), 'HTTP 200: {"choices":[]}'],
    ['nothing', refuse(204), 'HTTP 204'],
    ['no such address', refuse(404, '404 page not found'), 'HTTP 404: 404 page not found'],
    [
      'too long a question',
      refuse(400, openAi("This model's maximum context length is 4096 tokens.", 'context_length_exceeded')),
      "HTTP 400: This model's maximum context length is 4096 tokens.",
    ],
    ['a fault in its own words', refuse(422, { detail: [{ loc: ['body'], msg: 'field required' }] }), 'HTTP 422: field required'],
    ['a cut connection', cut, expect.stringMatching(/aborted|broke off|hang up/)],
    ['10 MB', flood(10_000_000), 'the answer is larger than 65536 bytes'],
    ['a small answer that unpacks to 100 MB', bomb(100_000_000), 'the answer is larger than 65536 bytes'],
  ])('with %s is one, and says so in a line', async (_what, behaviour, why) => {
    model.script(behaviour);
    expect(await told()).toMatchObject({ kind: 'provider', why });
    expect(model.asked).toHaveLength(1);
  });

  test('by not being there is one', async () => {
    await model.stop();
    expect(await told()).toMatchObject({ kind: 'provider', why: expect.stringContaining('ECONNREFUSED') });
  });

  test('to make its model answer is a bad reply, not a provider that is down', async () => {
    model.script(refuse(400, openAi('Failed to generate JSON. Please adjust your prompt.', 'json_validate_failed')));
    expect(await told()).toMatchObject({ kind: 'reply', why: 'HTTP 400: Failed to generate JSON. Please adjust your prompt.' });
    await client.ask(weatherQuestion, soon);
    expect(model.asked.map(({ format }) => format)).toEqual(['json_schema', 'json_schema']);
  });

  test.each([
    ['never answers', hang],
    ['drips', drip(10)],
  ])('that %s is given up at the deadline', async (_how, behaviour) => {
    model.script(behaviour);
    expect(await told(client.ask(weatherQuestion, impatient))).toMatchObject({
      kind: 'provider',
      why: 'no answer within 0.25 s',
    });
  });

  test('has one deadline for all its attempts', async () => {
    const clock = createFakeClock();
    const one = openClient(endpointOf(model), clock);
    const late: Behaviour = async (response, asked) => {
      clock.advance(400);
      await refuse(400, openAi('response_format is not for you'))(response, asked);
    };
    model.script(late, late, late);
    const error = failure(one.ask(weatherQuestion, { timeoutMs: 1000 }));
    expect((await error).message).toBe(`${model.origin}: no answer within 1 s`);
    expect(clock.pending()).toBe(0);
    expect(model.asked).toHaveLength(3);
    one.close();
  });
});

describe('a question that is given up', () => {
  test('ends at once, and its connection with it', async () => {
    const abort = new AbortController();
    let isClosed = false;
    model.script((response) => {
      response.on('close', () => {
        isClosed = true;
      });
      abort.abort();
    });
    expect(await told(client.ask(weatherQuestion, { ...soon, signal: abort.signal }))).toMatchObject({
      kind: 'aborted',
      why: 'given up',
    });
    await expect.poll(() => isClosed).toBe(true);
  });

  test('before it is sent is not sent', async () => {
    const asked = client.ask(weatherQuestion, { ...soon, signal: AbortSignal.abort() });
    expect((await failure(asked)).kind).toBe('aborted');
    await settle();
    expect(model.asked).toHaveLength(0);
  });

  test('leaves no timer and no listener behind, nor does one that is answered', async () => {
    const clock = createFakeClock();
    const one = openClient(endpointOf(model), clock);
    await one.ask(weatherQuestion, soon);
    expect(clock.pending()).toBe(0);
    one.close();
  });
});

describe('the key', () => {
  test('does not follow a redirect', async () => {
    const other = await startLocalModel({ behaviour: answer(OSLO) });
    model.script(refuse(307, '', { location: `${other.url}/chat/completions?token=x` }));
    expect(await told()).toMatchObject({
      kind: 'provider',
      why: `HTTP 307: a redirect to ${other.origin}, not followed`,
      hint: 'check the base URL: it usually ends in /v1',
    });
    expect(other.asked).toHaveLength(0);
    await other.stop();
  });

  const quoting: readonly (readonly [string, Behaviour])[] = [
    ...[400, 401, 402, 403, 404, 422, 429, 500, 302].map((status) => [`HTTP ${status}`, refuseQuotingKey(status)] as const),
    ['a part of it', refuse(401, openAi(`Incorrect API key provided: ${KEY.slice(0, 12)}`))],
    ['its end', refuse(401, openAi(`no user for …${KEY.slice(-10)}`))],
    ['capitals', refuse(401, openAi(KEY.toUpperCase()))],
    ['a text that is cut there', refuse(500, `${'x '.repeat(75)}${KEY}`)],
    ['plain text', refuse(500, `header authorization: Bearer ${KEY}`)],
    ['a web page', refuse(403, `<html><title>${KEY}</title></html>`)],
    ['a success', refuse(200, { choices: KEY })],
    ['a refusal to answer', message({ refusal: `I cannot use ${KEY}` })],
    ['another shape', answer({ [KEY]: KEY })],
    ['an address', refuse(302, '', { location: `https://${KEY}.example/${KEY}` })],
  ];
  test.each(quoting)('is in no error, though the provider quotes it back in %s', async (_where, behaviour) => {
    model.always(behaviour);
    const error = await failure(client.ask(weatherQuestion, soon));
    const shown = [error.message, error.hint, error.stack, JSON.stringify(error), String(error.cause)].join('\n').toLowerCase();
    for (let at = 0; at + 8 <= KEY.length; at += 1) expect(shown).not.toContain(KEY.slice(at, at + 8).toLowerCase());
  });

  test('of somebody else is not repeated either', async () => {
    model.script(refuse(401, openAi('no such key: sk-proj-Zz9Yy8Xx7Ww6, gsk_0123456789abcdef')));
    expect((await told()).why).toBe('HTTP 401: the key was refused: no such key: [key], [key]');
  });
});

test.each([
  refuse(500, openAi('\u001b]0;pwned\u0007\u001b[2J\r\nnext\u202eline')),
  refuse(401, '\u001b[31mred\n\n\nlines'),
  refuse(500, 'x'.repeat(50_000)),
  say('\u001b[2J'),
  answer({ '\u001b[2J\n': 1 }),
])('an error is one line of bounded length that a terminal can show (%#)', async (behaviour) => {
  model.script(behaviour);
  const { message: line } = await failure(client.ask(weatherQuestion, soon));
  expect(line).toMatch(/^[^\p{Cc}\p{Cf}]{1,260}$/u);
});
