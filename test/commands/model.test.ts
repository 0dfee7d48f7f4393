import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Flags } from '../../src/args.js';
import { openModel } from '../../src/commands/model.js';
import { defaultSettings, type Settings } from '../../src/settings.js';
import { answer } from '../local-model/answers.js';
import { weatherQuestion } from '../local-model/client.js';
import { type LocalModel, startLocalModel } from '../local-model/server.js';

const OSLO = { place: 'Oslo', degrees: 7 };

beforeEach(() => void vi.stubGlobal('__VERSION__', '1.2.3'));
afterEach(() => void vi.unstubAllGlobals());

function open(flags: Flags, settings: Partial<Settings> = {}, environment: Readonly<Record<string, string>> = {}) {
  return openModel(flags, { ...defaultSettings, ...settings }, environment);
}

describe('no model is asked', () => {
  test.each<[string, Flags, Partial<Settings>, Readonly<Record<string, string>>, string]>([
    ['nothing is set up', {}, {}, {}, 'no language model is set up'],
    ['a key lies about for another program', {}, {}, { OPENAI_API_KEY: 'k' }, 'no language model is set up'],
    [
      'it is switched off',
      { 'no-llm': true, 'llm-url': 'http://127.0.0.1:1/v1' },
      { 'llm.provider': 'ollama' },
      {},
      'switched off by --no-llm',
    ],
    ['its key is missing', {}, { 'llm.provider': 'openai' }, {}, 'openai needs a key'],
  ])('where %s, and the reason is told', async (_where, flags, settings, environment, reason) => {
    expect(await open(flags, settings, environment)).toMatchObject({
      client: undefined,
      reason,
      hint: expect.stringMatching(/./),
    });
  });
});

describe('a model that is set up', () => {
  let local: LocalModel;
  beforeEach(async () => {
    local = await startLocalModel({ behaviour: answer(OSLO) });
  });
  afterEach(() => local.stop());

  test('by flags is asked there, with the key of the environment', async () => {
    const opened = await open({ 'llm-url': local.url, 'llm-model': 'mine' }, {}, { FUNDMON_LLM_KEY: 'own-key' });
    if (opened.client === undefined) return expect.fail(opened.reason);
    const { client, close, ...about } = opened;
    expect(about).toEqual({ provider: 'custom', model: 'mine', origin: local.origin });
    expect((await client.ask(weatherQuestion, { timeoutMs: 5000 })).value).toEqual(OSLO);
    expect(local.asked[0]?.headers).toMatchObject({ authorization: 'Bearer own-key', 'user-agent': 'fundmon/1.2.3' });
    expect(local.asked[0]?.body.model).toBe('mine');
    return close();
  });

  test('by settings is asked there, and priced as they say', async () => {
    const opened = await open(
      {},
      {
        'llm.baseUrl': local.url,
        'llm.model': 'kept',
        'llm.key': 'kept-key',
        'llm.pricePerMillion.input': 1,
        'llm.pricePerMillion.output': 10,
      },
    );
    if (opened.client === undefined) return expect.fail(opened.reason);
    const { usage } = await opened.client.ask(weatherQuestion, { timeoutMs: 5000 });
    expect(usage.costUsd).toBeCloseTo((120 * 1 + 30 * 10) / 1e6, 12);
    expect(local.asked[0]?.headers.authorization).toBe('Bearer kept-key');
    return opened.close();
  });
});
