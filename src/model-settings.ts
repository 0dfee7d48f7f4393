// What is kept on disk about the language model; part of the settings.
import * as v from 'valibot';
import { isPrintable } from './domain/text.js';
import { faultOfBaseUrl } from './model/base-url.js';
import { providers } from './model/presets.js';

const PROVIDERS = ['off', ...providers] as const;
const PROVIDER_EXPECTED = `one of ${PROVIDERS.join(', ')}`;
const NAME_EXPECTED = 'the name of a model, such as gpt-5.4-mini';
const URL_EXPECTED = 'an http or https address without user, password and query';
const KEY_EXPECTED = 'a key: no blanks, nothing but ASCII';
const PRICE_EXPECTED = 'an amount in USD, 0 or more';
const PRICE = v.pipe(v.number(PRICE_EXPECTED), v.finite(PRICE_EXPECTED), v.minValue(0, PRICE_EXPECTED));

export const modelSchema = {
  'llm.provider': v.pipe(v.string(PROVIDER_EXPECTED), v.toLowerCase(), v.picklist(PROVIDERS, PROVIDER_EXPECTED)),
  'llm.model': v.pipe(v.string(NAME_EXPECTED), v.trim(), v.maxLength(200, NAME_EXPECTED), v.check(isPrintable, NAME_EXPECTED)),
  'llm.baseUrl': v.pipe(
    v.string(URL_EXPECTED),
    v.trim(),
    v.check((url) => url === '' || faultOfBaseUrl(url) === undefined, URL_EXPECTED),
  ),
  // Asterisks alone are what `fundmon config` shows in its place.
  'llm.key': v.pipe(v.string(KEY_EXPECTED), v.trim(), v.regex(/^(?!\*+$)[\x21-\x7e]*$/, KEY_EXPECTED)),
  'llm.pricePerMillion.input': PRICE,
  'llm.pricePerMillion.output': PRICE,
} as const;

export const modelDefaults = {
  'llm.provider': 'off',
  'llm.model': '',
  'llm.baseUrl': '',
  'llm.key': '',
  'llm.pricePerMillion.input': 0,
  'llm.pricePerMillion.output': 0,
} as const;

export const modelHelp = {
  'llm.provider': `the language model's provider: ${PROVIDERS.join(', ')}`,
  'llm.model': "the model's name; empty: the provider's cheap one",
  'llm.baseUrl': "the endpoint's address up to /v1; empty: the provider's own",
  'llm.key': 'the key for that address; fundmon config set llm.key asks for it unseen; FUNDMON_LLM_KEY goes before it',
  'llm.pricePerMillion.input': 'USD per million tokens asked, where the provider does not tell the cost; 0: not known',
  'llm.pricePerMillion.output': 'USD per million tokens answered',
} as const;
