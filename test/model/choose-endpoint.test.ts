import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/errors.js';
import { chooseEndpoint, type EndpointWishes } from '../../src/model/choose-endpoint.js';
import { presets, providers } from '../../src/model/presets.js';

interface Wishes {
  readonly flags?: EndpointWishes['flags'];
  readonly environment?: EndpointWishes['environment'];
  readonly settings?: Partial<EndpointWishes['settings']>;
}

function choose({ flags = {}, environment = {}, settings = {} }: Wishes) {
  return chooseEndpoint({
    flags,
    environment,
    settings: { provider: 'off', baseUrl: '', model: '', key: '', ...settings },
  });
}

/** What matters of the choice: where to, which model, with whose key. */
function chosen(wishes: Wishes): string {
  const choice = choose(wishes);
  if ('reason' in choice) return `nobody: ${choice.reason}`;
  return `${choice.provider} ${choice.url} ${choice.model} ${choice.key ?? 'no key'}`;
}

const everyKey = {
  OPENAI_API_KEY: 'openai-key',
  DEEPSEEK_API_KEY: 'deepseek-key',
  OPENROUTER_API_KEY: 'openrouter-key',
  GROQ_API_KEY: 'groq-key',
  HOLYSHEEP_API_KEY: 'holysheep-key',
};
const openAi = 'openai https://api.openai.com/v1/chat/completions gpt-5.4-mini';

describe('whom to ask', () => {
  test.each(providers.filter((name) => name !== 'custom'))('%s is known by its name', (provider) => {
    const { baseUrl, model } = presets[provider];
    const key = provider === 'ollama' ? 'no key' : `${provider}-key`;
    const words = `${provider} ${baseUrl}/chat/completions ${model} ${key}`;
    expect(chosen({ settings: { provider }, environment: everyKey })).toBe(words);
    expect(chosen({ environment: { ...everyKey, FUNDMON_LLM_PROVIDER: provider.toUpperCase() } })).toBe(words);
    expect(chosen({ flags: { url: `${baseUrl}/` }, environment: everyKey })).toBe(words);
  });

  test.each<[string, Wishes, string]>([
    ['nothing is said', {}, 'nobody: no language model is set up'],
    ['only keys of providers lie about: answers cost money', { environment: everyKey }, 'nobody: no language model is set up'],
    [
      'there is a key of nobody knows whom',
      { environment: { FUNDMON_LLM_KEY: 'k' } },
      'nobody: there is a key, but nothing says whose it is',
    ],
    ['the settings have a key only', { settings: { key: 'k' } }, 'nobody: there is a key, but nothing says whose it is'],
    ['a provider has no key', { settings: { provider: 'groq' } }, 'nobody: groq needs a key'],
    ['a key is blank', { settings: { provider: 'groq' }, environment: { GROQ_API_KEY: '  ' } }, 'nobody: groq needs a key'],
    ['a custom one has no address', { settings: { provider: 'custom' } }, 'nobody: the provider custom needs an address'],
    [
      'nobody named a model',
      { flags: { url: 'http://127.0.0.1:8080/v1' } },
      'nobody: no model is named for http://127.0.0.1:8080',
    ],
    [
      'a key would travel unencrypted',
      { flags: { url: 'http://10.0.0.7/v1', model: 'm' }, environment: { FUNDMON_LLM_KEY: 'k' } },
      'nobody: the key would travel unencrypted to http://10.0.0.7',
    ],
    [
      'a key cannot be one',
      { settings: { provider: 'openai' }, environment: { OPENAI_API_KEY: 'sk two' } },
      'nobody: the key in OPENAI_API_KEY holds characters that no key has',
    ],
  ])('is nobody where %s', (_where, wishes, words) => {
    expect(chosen(wishes)).toBe(words);
  });

  test.each<[string, Wishes, string]>([
    [
      'flags go before the environment, that before the settings',
      {
        flags: { model: 'of-flag' },
        environment: { FUNDMON_LLM_MODEL: 'of-environment', FUNDMON_LLM_KEY: 'own-key', OPENAI_API_KEY: 'openai-key' },
        settings: { provider: 'openai', model: 'of-settings', key: 'kept-key' },
      },
      'openai https://api.openai.com/v1/chat/completions of-flag own-key',
    ],
    [
      'the settings say the rest',
      { settings: { provider: 'openai', model: 'of-settings', key: 'kept-key' } },
      'openai https://api.openai.com/v1/chat/completions of-settings kept-key',
    ],
    [
      "a provider's own variable goes before the settings",
      { environment: everyKey, settings: { provider: 'openai', key: 'kept-key' } },
      `${openAi} openai-key`,
    ],
    [
      'another provider in the environment does not get the model, address and key kept for the first',
      {
        environment: { FUNDMON_LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'openai-key' },
        settings: { provider: 'custom', baseUrl: 'https://llm.example/v1', model: 'of-settings', key: 'kept-key' },
      },
      `${openAi} openai-key`,
    ],
    [
      'a whole address is taken as it is',
      { flags: { url: 'http://127.0.0.1:8080/api/chat/completions', model: 'm' } },
      'custom http://127.0.0.1:8080/api/chat/completions m no key',
    ],
    [
      'Ollama on another machine needs no key',
      { settings: { provider: 'ollama', baseUrl: 'http://192.168.1.5:11434/v1' } },
      'ollama http://192.168.1.5:11434/v1/chat/completions gemma3:4b no key',
    ],
    [
      'an address in the environment is enough',
      { environment: { FUNDMON_LLM_URL: ' https://llm.example/v1 ', FUNDMON_LLM_MODEL: 'm', FUNDMON_LLM_KEY: 'k\n' } },
      'custom https://llm.example/v1/chat/completions m k',
    ],
  ])('is decided so: %s', (_what, wishes, words) => {
    expect(chosen(wishes)).toBe(words);
  });
});

describe('a key for one origin goes to no other', () => {
  const elsewhere = { url: 'https://mirror.example/v1', model: 'm' };
  const there = 'custom https://mirror.example/v1/chat/completions m';
  test.each<[string, Wishes, string]>([
    [
      "not a provider's variable, by flag",
      { flags: elsewhere, environment: everyKey, settings: { provider: 'openai' } },
      `${there} no key`,
    ],
    [
      'not the one in the settings, by flag',
      { flags: elsewhere, settings: { provider: 'openai', key: 'kept-key' } },
      `${there} no key`,
    ],
    [
      "not a provider's variable, by setting",
      { environment: everyKey, settings: { provider: 'openai', baseUrl: elsewhere.url, model: 'm' } },
      'openai https://mirror.example/v1/chat/completions m no key',
    ],
    [
      'the one in the settings to the address beside it',
      { environment: everyKey, settings: { provider: 'openai', baseUrl: elsewhere.url, model: 'm', key: 'kept-key' } },
      'openai https://mirror.example/v1/chat/completions m kept-key',
    ],
    [
      'FUNDMON_LLM_KEY wherever it is told',
      { flags: elsewhere, environment: { ...everyKey, FUNDMON_LLM_KEY: 'own-key' } },
      `${there} own-key`,
    ],
    [
      'not over another scheme',
      { flags: { url: 'http://api.openai.com/v1', model: 'm' }, environment: everyKey },
      'custom http://api.openai.com/v1/chat/completions m no key',
    ],
    [
      'not to another port',
      { flags: { url: 'https://api.openai.com:8443/v1', model: 'm' }, environment: everyKey },
      'custom https://api.openai.com:8443/v1/chat/completions m no key',
    ],
    [
      'not to a name that only begins like it',
      { flags: { url: 'https://api.openai.com.evil.example/v1', model: 'm' }, environment: everyKey },
      'custom https://api.openai.com.evil.example/v1/chat/completions m no key',
    ],
  ])('%s', (_what, wishes, words) => {
    expect(chosen(wishes)).toBe(words);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', 'llm.localhost', '127.8.9.10'])('unencrypted only to %s and its like', (host) => {
    const wishes = { flags: { url: `http://${host}:8080/v1`, model: 'm' }, environment: { FUNDMON_LLM_KEY: 'own-key' } };
    expect(chosen(wishes)).toBe(`custom http://${host}:8080/v1/chat/completions m own-key`);
  });

  test.each(['127.0.0.1.evil.example', 'localhost.example', '10.0.0.7', '[::2]', '0.0.0.0'])('not unencrypted to %s', (host) => {
    const wishes = { flags: { url: `http://${host}:8080/v1`, model: 'm' }, environment: { FUNDMON_LLM_KEY: 'own-key' } };
    expect(chosen(wishes)).toBe(`nobody: the key would travel unencrypted to http://${host}:8080`);
  });

  test('and the hint says which key to look at', () => {
    const hint = (wishes: Wishes): string => {
      const choice = choose(wishes);
      return 'reason' in choice ? choice.hint : choice.keyHint;
    };
    expect(hint({ settings: { provider: 'openai' }, environment: everyKey })).toBe('check OPENAI_API_KEY');
    expect(hint({ settings: { provider: 'openai', key: 'kept-key' } })).toBe('check llm.key');
    expect(hint({ flags: elsewhere, environment: everyKey })).toContain('no key was sent');
    expect(hint({ settings: { provider: 'openai' } })).toContain('OPENAI_API_KEY');
  });
});

test.each<[Wishes, string]>([
  [{ flags: { url: 'nonsense' } }, '--llm-url takes an http or https address'],
  [{ flags: { url: 'ftp://x/v1' } }, '--llm-url takes an http or https address'],
  [{ flags: { url: 'https://me:hush-hush@x/v1' } }, '--llm-url takes an address without user, password and query'],
  [
    { environment: { FUNDMON_LLM_URL: 'https://x/v1?key=hush-hush' } },
    'FUNDMON_LLM_URL takes an address without user, password and query',
  ],
  [{ environment: { FUNDMON_LLM_PROVIDER: 'hush-hush' } }, 'FUNDMON_LLM_PROVIDER takes a provider'],
  [{ settings: { provider: 'ollama' }, flags: { model: 'a\u001b[2J' } }, "the model's name is none"],
])('%j is wrong usage, told without repeating what may be secret', (wishes, message) => {
  const act = (): unknown => choose(wishes);
  expect(act).toThrow(UsageError);
  expect(act).toThrow(message);
  expect(act).not.toThrow('hush-hush');
});

test.each([
  ['deepseek', { thinking: { type: 'disabled' } }, {}],
  ['groq', { reasoning_effort: 'low' }, {}],
  ['openrouter', {}, { provider: { require_parameters: true } }],
  ['openai', {}, {}],
] as const)('%s is sent what it wants beside the question, at its own address only', (provider, tuning, extra) => {
  expect(choose({ settings: { provider }, environment: everyKey })).toMatchObject({ tuning, extra });
  const mirrored = choose({ settings: { provider, baseUrl: 'https://mirror.example/v1' }, environment: everyKey });
  expect(mirrored).toMatchObject({ tuning: {}, extra: {} });
});

test('every preset is reached over https, but for the local one', () => {
  for (const [name, { baseUrl }] of Object.entries(presets)) {
    expect(baseUrl).toMatch(name === 'ollama' ? /^http:\/\/127\.0\.0\.1:/ : /^https:\/\/.*[^/]$/);
  }
  expect(new Set(Object.values(presets).map(({ baseUrl }) => new URL(baseUrl).origin)).size).toBe(Object.keys(presets).length);
});
