// Whom to ask, from flags over the environment over the settings. A key is sent to the origin it was given for and to no other.
import { UsageError } from '../domain/errors.js';
import { isPrintable } from '../domain/text.js';
import { faultOfBaseUrl } from './base-url.js';
import type { ModelEndpoint } from './endpoint.js';
import { type Preset, type Provider, presets, providers } from './presets.js';
import type { PricePerMillion } from './usage.js';

export interface EndpointWishes {
  readonly flags: { readonly url?: string; readonly model?: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Empty texts are unset. */
  readonly settings: {
    readonly provider: Provider | 'off';
    readonly baseUrl: string;
    readonly model: string;
    readonly key: string;
    readonly price?: PricePerMillion;
  };
}

/** Why there is no model to ask, and what to do about it. */
export interface NoEndpoint {
  readonly reason: string;
  readonly hint: string;
}

const NAMED = providers.filter((name) => name !== 'custom').join(', ');
const CHOOSE = `FUNDMON_LLM_PROVIDER or fundmon config set llm.provider: ${NAMED}; or --llm-url`;
const MODEL_CHARACTERS = 200;

/** Throws `UsageError` on an address, a provider or a model's name that is none. */
export function chooseEndpoint(wishes: EndpointWishes): ModelEndpoint | NoEndpoint {
  const { flags, environment, settings } = wishes;
  const variable = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const named = readProvider(variable('FUNDMON_LLM_PROVIDER'));
  const kept = settings.provider === 'off' ? undefined : settings.provider;
  const provider = named ?? kept;
  // What is kept in the settings belongs together: another provider does not get the base URL of theirs.
  const keptUrl = baseOf(kept, settings.baseUrl);
  const isKept = named === undefined || named === kept;
  const own = isKept ? keptUrl : baseOf(provider, '');
  const base = readUrl('--llm-url', flags.url) ?? readUrl('FUNDMON_LLM_URL', variable('FUNDMON_LLM_URL')) ?? own;
  if (base === undefined) return nobody(provider, variable('FUNDMON_LLM_KEY') !== undefined || settings.key !== '');

  const served = Object.entries(presets).find(([, { baseUrl }]) => new URL(baseUrl).origin === base.origin);
  const [servedName, preset]: [string, Preset | undefined] = served ?? ['custom', undefined];
  const isOwn = base.origin === own?.origin;
  const name = readProvider(servedName) ?? 'custom';
  const shownAs = name === 'custom' && isOwn && provider !== undefined ? provider : name;
  const model = readModel(
    flags.model ?? variable('FUNDMON_LLM_MODEL') ?? (isKept && settings.model !== '' ? settings.model : undefined),
  );
  const asked = model ?? preset?.model ?? (isOwn ? presetOf(provider)?.model : undefined);
  if (asked === undefined) return { reason: `no model is named for ${base.origin}`, hint: '--llm-model NAME or llm.model' };

  const keys: readonly (readonly [where: string, key: string | undefined])[] = [
    ['FUNDMON_LLM_KEY', variable('FUNDMON_LLM_KEY')],
    ...(preset?.keyVariable === undefined ? [] : ([[preset.keyVariable, variable(preset.keyVariable)]] as const)),
    ['llm.key', keptUrl?.origin === base.origin && settings.key !== '' ? settings.key : undefined],
  ];
  const [where, key] = keys.find(([, one]) => one !== undefined) ?? [undefined, undefined];
  if (key === undefined && preset?.keyVariable !== undefined) {
    return { reason: `${name} needs a key`, hint: `set ${preset.keyVariable} or FUNDMON_LLM_KEY, or fundmon config set llm.key` };
  }
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    return { reason: `the key in ${where} holds characters that no key has`, hint: 'copy it again' };
  }
  if (key !== undefined && base.protocol === 'http:' && !isLoopback(base.hostname)) {
    return { reason: `the key would travel unencrypted to ${base.origin}`, hint: 'use https, or leave the key out' };
  }
  return {
    provider: shownAs,
    url: completionsUrl(base),
    origin: base.origin,
    model: asked,
    ...(key === undefined ? {} : { key }),
    keyHint: where === undefined ? noKeyHint(base.origin) : `check ${where}`,
    tuning: preset?.tuning ?? {},
    extra: preset?.extra ?? {},
    ...(settings.price === undefined ? {} : { price: settings.price }),
  };
}

function readUrl(where: string, text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const fault = faultOfBaseUrl(text);
  if (fault === undefined) return new URL(text);
  throw new UsageError(`${where} takes ${fault}`, {
    hint: 'such as https://api.openai.com/v1; the key goes into FUNDMON_LLM_KEY',
  });
}

function readProvider(text: string | undefined): Provider | undefined {
  if (text === undefined) return undefined;
  const found = providers.find((name) => name === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`FUNDMON_LLM_PROVIDER takes a provider`, { hint: `one of ${providers.join(', ')}` });
}

function readModel(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.trim() !== '' && isPrintable(text) && text.length <= MODEL_CHARACTERS) return text.trim();
  throw new UsageError("the model's name is none", { hint: 'such as --llm-model gpt-5.4-mini' });
}

function presetOf(provider: Provider | undefined): Preset | undefined {
  return provider === undefined || provider === 'custom' ? undefined : presets[provider];
}

function baseOf(provider: Provider | undefined, baseUrl: string): URL | undefined {
  const text = baseUrl === '' ? presetOf(provider)?.baseUrl : baseUrl;
  return text === undefined ? undefined : readUrl('llm.baseUrl', text);
}

function nobody(provider: Provider | undefined, hasKey: boolean): NoEndpoint {
  if (provider === 'custom') return { reason: 'the provider custom needs an address', hint: '--llm-url URL or llm.baseUrl' };
  return hasKey
    ? { reason: 'there is a key, but nothing says whose it is', hint: CHOOSE }
    : { reason: 'no language model is set up', hint: CHOOSE };
}

function completionsUrl(base: URL): string {
  const path = base.pathname.replace(/\/+$/, '');
  return `${base.origin}${path.endsWith('/chat/completions') ? path : `${path}/chat/completions`}`;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
  );
}

function noKeyHint(origin: string): string {
  return `no key was sent: FUNDMON_LLM_KEY is the one that goes to ${origin}`;
}
