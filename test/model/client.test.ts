import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ModelError } from '../../src/model/model-error.js';
import { after, answer, message, say } from '../local-model/answers.js';
import { endpointOf, KEY, type LocalClient, openClient, weatherQuestion, weatherShape } from '../local-model/client.js';
import { objections, openAiReasoning, openRouterWithout, picky, textOnly } from '../local-model/endpoints.js';
import { type LocalModel, startLocalModel } from '../local-model/server.js';
import { matches } from '../support/json-schema.js';

const OSLO = { place: 'Oslo', degrees: 7 };
const soon = { timeoutMs: 5000 };

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

describe('a question', () => {
  test('is posted with the key, a schema and a limit, and answered in the shape', async () => {
    const { value, model: named, usage, latencyMs } = await client.ask(weatherQuestion, soon);
    expect({ value, named, usage }).toEqual({
      value: OSLO,
      named: 'local-model',
      usage: { promptTokens: 120, completionTokens: 30 },
    });
    expect(latencyMs).toBeGreaterThan(0);
    const [{ method, path, headers, body } = expect.fail('nothing was asked')] = model.asked;
    expect({ method, path, authorization: headers.authorization, agent: headers['user-agent'] }).toEqual({
      method: 'POST',
      path: '/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
      agent: 'fundmon/1.2.3',
    });
    expect(body).toEqual({
      model: 'local-model',
      messages: [
        { role: 'system', content: 'You tell the weather.' },
        { role: 'user', content: 'How is it in Oslo?' },
      ],
      max_tokens: 100,
      temperature: 0,
      response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: weatherShape.schema } },
    });
  });

  test('keeps every letter of every script on its way', async () => {
    const user = 'Wie ist es in Ålesund, 東京, 🌧?\u0000"\\';
    await client.ask({ ...weatherQuestion, user }, soon);
    expect(model.asked[0]?.user).toBe(user);
  });

  test('goes without authorization where there is no key', async () => {
    const { key: _, ...keyless } = endpointOf(model);
    const open = openClient(keyless);
    await open.ask(weatherQuestion, soon);
    open.close();
    expect(model.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  test('does not wait for a slow one before it', async () => {
    const order: string[] = [];
    model.script(after(200, answer({ ...OSLO, place: 'slow' })));
    const slow = client.ask(weatherQuestion, soon).then(({ value }) => order.push(value.place));
    await expect.poll(() => model.asked.length).toBe(1);
    await client.ask(weatherQuestion, soon).then(({ value }) => order.push(value.place));
    await slow;
    expect(order).toEqual(['Oslo', 'slow']);
  });

  test('uses one connection for many questions', async () => {
    for (let count = 0; count < 5; count += 1) await client.ask(weatherQuestion, soon);
    expect({ questions: model.asked.length, connections: model.connectionCount() }).toEqual({ questions: 5, connections: 1 });
  });

  test('carries what a provider wants beside it', async () => {
    const openRouter = openClient({
      ...endpointOf(model),
      extra: { provider: { require_parameters: true } },
      tuning: { reasoning_effort: 'low' },
    });
    await openRouter.ask(weatherQuestion, soon);
    openRouter.close();
    expect(model.asked[0]?.body).toMatchObject({
      provider: { require_parameters: true },
      reasoning_effort: 'low',
      temperature: 0,
    });
  });
});

describe('an endpoint that objects', () => {
  test.each([
    ['DeepSeek', objections.deepseek, ['json_schema', 'json_object']],
    ['DeepSeek, with 422', objections.deepseek422, ['json_schema', 'json_object']],
    ['Groq', objections.groq, ['json_schema', 'json_object']],
    ['llama.cpp', objections.llamaCpp, ['json_schema', 'json_object', 'tool_call']],
    ['xAI', objections.xai, ['json_schema', 'json_object', 'tool_call']],
    ['llama.cpp without tools', textOnly, ['json_schema', 'json_object', 'tool_call', 'text']],
    ['LM Studio', objections.lmStudio, ['json_schema']],
  ] as const)('as %s does is asked in a form it takes, from then on', async (_name, objects, formats) => {
    model.always(picky(objects, answer(OSLO)));
    let requestCount = 0;
    const onRequest = (): void => {
      requestCount += 1;
    };
    expect((await client.ask(weatherQuestion, { ...soon, onRequest })).value).toEqual(OSLO);
    expect(model.asked.map(({ format }) => format)).toEqual(formats);
    expect(requestCount).toBe(formats.length);
    await client.ask(weatherQuestion, soon);
    expect(model.asked.slice(formats.length).map(({ format }) => format)).toEqual(formats.slice(-1));
  });

  test('to nothing else gets the schema in words, with the word JSON', async () => {
    model.always(picky(objections.deepseek, answer(OSLO)));
    await client.ask(weatherQuestion, soon);
    const { body, system } = model.asked[1] ?? expect.fail('asked once only');
    expect(body.response_format).toEqual({ type: 'json_object' });
    expect(system).toMatch(/^You tell the weather\.\n\n.*JSON/);
    expect(system).toContain(JSON.stringify(weatherShape.schema));
  });

  test('to response_format gets a forced tool call', async () => {
    model.always(picky(objections.xai, answer(OSLO)));
    await client.ask(weatherQuestion, soon);
    expect(model.asked[2]?.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'weather', parameters: weatherShape.schema } }],
      tool_choice: { type: 'function', function: { name: 'weather' } },
    });
  });

  test('to the names of parameters, as newer OpenAI models do, gets the ones it wants, from then on', async () => {
    model.always(picky(openAiReasoning, answer(OSLO)));
    await client.ask(weatherQuestion, soon);
    await client.ask(weatherQuestion, soon);
    expect(model.asked).toHaveLength(4);
    for (const { body } of model.asked.slice(2)) {
      expect(body).toMatchObject({ max_completion_tokens: 100 });
      expect(body).not.toHaveProperty('max_tokens');
      expect(body).not.toHaveProperty('temperature');
      expect(body.response_format?.type).toBe('json_schema');
    }
  });

  test.each([
    [['temperature'], ['json_schema', 'json_schema']],
    [['response_format'], ['json_schema', 'json_schema', 'json_object', 'tool_call']],
  ])('as OpenRouter without hosts for %j is asked with less', async (parameters, formats) => {
    model.always(picky(openRouterWithout(...parameters), answer(OSLO)));
    expect((await client.ask(weatherQuestion, soon)).value).toEqual(OSLO);
    expect(model.asked.map(({ format }) => format)).toEqual(formats);
  });

  test('to several questions at once is not asked below what it takes', async () => {
    model.always(picky(objections.deepseek, answer(OSLO)));
    await Promise.all([1, 2, 3, 4].map(() => client.ask(weatherQuestion, soon)));
    expect(model.asked.map(({ format }) => format).sort()).toEqual([
      ...Array(4).fill('json_object'),
      ...Array(4).fill('json_schema'),
    ]);
    await client.ask(weatherQuestion, soon);
    expect(model.asked.at(-1)?.format).toBe('json_object');
  });

  test('to everything fails with its last words', async () => {
    model.always(picky(() => ({ status: 400, body: { error: { message: 'tools are not for you' } } }), answer(OSLO)));
    const { kind, message } = await failure(client.ask(weatherQuestion, soon));
    expect({ kind, message }).toEqual({ kind: 'provider', message: `${model.origin}: HTTP 400: tools are not for you` });
    expect(model.asked).toHaveLength(4);
  });

  test('that takes a schema and forgets it gets it in words the next time', async () => {
    model.script(say('{"weather":"fine"}'));
    expect((await failure(client.ask(weatherQuestion, soon))).kind).toBe('reply');
    await client.ask(weatherQuestion, soon);
    expect(model.asked.map(({ format }) => format)).toEqual(['json_schema', 'json_object']);
  });
});

describe('an answer', () => {
  test.each([
    ['in a code fence', '```json\n{"place":"Oslo","degrees":7}\n```'],
    ['after its thoughts', '<think>{"place":"Rome","degrees":20}? No.</think>\n{"place":"Oslo","degrees":7}'],
    ['after thoughts that were never opened', 'so {it} must be Oslo</think>{"place":"Oslo","degrees":7}'],
    ['after an example', 'Such as {"place":"x","degrees":1}: {"place":"Oslo","degrees":7}. Done {really.'],
    ['with braces in its strings', 'Sure: {"place":"Oslo","degrees":7}  // "}"'],
  ])('%s is found', async (_how, text) => {
    model.script(say(text));
    expect((await client.ask(weatherQuestion, soon)).value).toEqual(OSLO);
  });

  test.each([
    [
      'in parts',
      {
        content: [
          { type: 'text', text: '{"place":"Oslo",' },
          { type: 'text', text: '"degrees":7}' },
        ],
      },
    ],
    ['as an object for the tool', { tool_calls: [{ function: { name: 'weather', arguments: OSLO } }] }],
    ['in words, where a tool was to be called', { content: 'It is {"place":"Oslo","degrees":7}', tool_calls: [] }],
  ])('%s is read', async (_how, fields) => {
    model.script(message(fields));
    expect((await client.ask(weatherQuestion, soon)).value).toEqual(OSLO);
  });

  test('is harmless for a terminal wherever it has text', async () => {
    const place = 'Os\u001b[31mlo\u202e\n\u0007';
    model.script(answer({ ...OSLO, place }, { model: 'evil\u001b]0;x\u0007' }));
    const { value, model: named } = await client.ask(weatherQuestion, soon);
    expect({ place: value.place, named }).toEqual({ place: 'Os·[31mlo· ·', named: 'evil·]0;x·' });
  });

  test('is cut where a text of it is longer than any sentence', async () => {
    model.script(answer({ ...OSLO, place: 'x'.repeat(30_000) }));
    expect((await client.ask(weatherQuestion, soon)).value.place).toHaveLength(2001);
  });

  test.each([
    ['empty', say(''), 'the answer was empty'],
    ['empty for want of tokens', say('', { finishReason: 'length' }), 'the answer was cut off after 100 tokens'],
    ['nothing but thoughts', say('<think>Oslo, Oslo…', { finishReason: 'length' }), 'the answer was cut off after 100 tokens'],
    ['held back', say('', { finishReason: 'content_filter' }), "the provider's filter held the answer back"],
    ['no JSON', say('It is fine in Oslo.'), 'the answer held no JSON object'],
    ['broken JSON', say('{"place":"Oslo","degrees":'), 'the answer held no JSON object'],
    ['a list', say('[1,2]'), 'the answer held no JSON object'],
    ['a refusal', message({ refusal: 'I can\u2019t \u001b[2J' }), 'the model refused: I can’t ·[2J'],
    [
      'of another shape',
      answer({ ...OSLO, degrees: 'mild' }),
      'the answer does not fit: Invalid type: Expected number but received "mild"',
    ],
    [
      'nested beyond sense',
      say(`{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`),
      'the answer does not fit: nested more than 24 deep',
    ],
  ])('that is %s is a bad reply, and what it cost is told', async (_what, behaviour, why) => {
    model.script(behaviour);
    const { kind, message: told, usage } = await failure(client.ask(weatherQuestion, soon));
    expect({ kind, told, usage }).toEqual({
      kind: 'reply',
      told: `${model.origin}: ${why}`,
      usage: { promptTokens: 120, completionTokens: 30 },
    });
    expect(model.asked).toHaveLength(1);
  });
});

test.each([
  OSLO,
  { degrees: -7.5, place: '' },
  { place: 'Oslo' },
  { ...OSLO, sky: 'clear' },
  { ...OSLO, place: null },
  { ...OSLO, degrees: '7' },
  { ...OSLO, degrees: [7] },
  [OSLO],
  'Oslo',
  null,
])('the schema that is sent and the judge of answers agree on %j', async (sample) => {
  const isAccepted = await Promise.resolve(sample)
    .then(weatherShape.read)
    .then(
      () => true,
      () => false,
    );
  expect(isAccepted).toBe(matches(weatherShape.schema, sample));
});

describe('what an answer costs', () => {
  const price = { inputUsd: 0.5, outputUsd: 2 };
  test.each([
    ['as OpenRouter says', { prompt_tokens: 100, completion_tokens: 20, cost: 0.0123 }, undefined, [100, 20, 0.0123]],
    ['as HolySheep says', { prompt_tokens: 100, completion_tokens: 20, cost_usd: 0.004 }, price, [100, 20, 0.004]],
    ['by the price table', { prompt_tokens: 1_000_000, completion_tokens: 100_000 }, price, [1_000_000, 100_000, 0.7]],
    ['unknown', { prompt_tokens: 100, completion_tokens: 20 }, undefined, [100, 20, undefined]],
    ['not what makes no sense', { prompt_tokens: 100, completion_tokens: 20, cost: -1 }, undefined, [100, 20, undefined]],
  ])('is %s', async (_how, usage, priced, [promptTokens, completionTokens, costUsd]) => {
    const one = openClient({ ...endpointOf(model), ...(priced === undefined ? {} : { price: priced }) });
    model.script(answer(OSLO, { usage }));
    expect((await one.ask(weatherQuestion, soon)).usage).toEqual({
      promptTokens,
      completionTokens,
      ...(costUsd === undefined ? {} : { costUsd }),
    });
    one.close();
  });

  test.each([null, { prompt_tokens: 'many', completion_tokens: -3 }, { prompt_tokens: 1e300 }])(
    'is estimated where %j is told: a budget must hold',
    async (usage) => {
      model.script(answer(OSLO, { usage }));
      const found = (await client.ask(weatherQuestion, soon)).usage;
      expect(found.promptTokens).toBeGreaterThan(50);
      expect(found.promptTokens).toBeLessThan(200);
      expect(found.completionTokens).toBe(Math.ceil(JSON.stringify(OSLO).length / 4));
    },
  );
});
