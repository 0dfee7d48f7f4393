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

const AMOUNT_EXPECTED = 'an amount in USD, 0 or more';
const AMOUNT = v.pipe(v.number(AMOUNT_EXPECTED), v.finite(AMOUNT_EXPECTED), v.minValue(0, AMOUNT_EXPECTED));
const OF_ASSET_EXPECTED = 'an amount in USD for each asset once, such as PEPE=100000,BTC=2e6';
const OF_ASSETS = v.pipe(
  v.array(
    v.pipe(
      v.string(OF_ASSET_EXPECTED),
      v.check((text) => amountOfAsset(text) !== undefined, OF_ASSET_EXPECTED),
    ),
    OF_ASSET_EXPECTED,
  ),
  v.transform((list): readonly string[] => list.map((text) => amountOfAsset(text)?.join('=') ?? text)),
  v.check((list) => new Set(list.map((text) => text.split('=')[0])).size === list.length, OF_ASSET_EXPECTED),
);

/** `pepe = 1e5` → `['PEPE', 100000]`; `undefined` for what is none. */
export function amountOfAsset(text: string): readonly [asset: string, usd: number] | undefined {
  const [, asset = '', usd = ''] = /^([^\s,=\p{Cc}\p{Cf}]{1,64})\s*=\s*(\d+(?:\.\d+)?(?:e\d{1,2})?)$/iu.exec(text.trim()) ?? [];
  return asset === '' ? undefined : [asset.toUpperCase(), Number(usd)];
}

function wholeNumber(most: number) {
  const expected = `a whole number from 1 to ${most}`;
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(1, expected), v.maxValue(most, expected));
}

const TOKENS_EXPECTED = 'a whole number of tokens, 0 or more';

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
  'llm.pricePerMillion.input': AMOUNT,
  'llm.pricePerMillion.output': AMOUNT,
  'llm.minNotionalUsd': AMOUNT,
  'llm.assetMinNotionalUsd': OF_ASSETS,
  'llm.concurrency': wholeNumber(32),
  'llm.requestsPerMinute': wholeNumber(10_000),
  'llm.dailyBudgetUsd': AMOUNT,
  'llm.dailyBudgetTokens': v.pipe(v.number(TOKENS_EXPECTED), v.safeInteger(TOKENS_EXPECTED), v.minValue(0, TOKENS_EXPECTED)),
} as const;

export const modelDefaults = {
  'llm.provider': 'off',
  'llm.model': '',
  'llm.baseUrl': '',
  'llm.key': '',
  'llm.pricePerMillion.input': 0,
  'llm.pricePerMillion.output': 0,
  'llm.minNotionalUsd': 500_000,
  'llm.assetMinNotionalUsd': [],
  'llm.concurrency': 4,
  'llm.requestsPerMinute': 100,
  'llm.dailyBudgetUsd': 1,
  'llm.dailyBudgetTokens': 1_000_000,
} as const;

export const modelHelp = {
  'llm.provider': `the language model's provider: ${PROVIDERS.join(', ')}`,
  'llm.model': "the model's name; empty: the provider's cheap one",
  'llm.baseUrl': "the endpoint's address up to /v1; empty: the provider's own",
  'llm.key': 'the key for that address; fundmon config set llm.key asks for it unseen; FUNDMON_LLM_KEY goes before it',
  'llm.pricePerMillion.input': 'USD per million tokens asked, where the provider does not tell the cost; 0: not known',
  'llm.pricePerMillion.output': 'USD per million tokens answered',
  'llm.minNotionalUsd': 'the model judges liquidations of this many USD on; --min-notional goes before it',
  'llm.assetMinNotionalUsd': 'the same for single assets, such as PEPE=100000,BTC=2e6',
  'llm.concurrency': 'requests to the model at the same time, at most',
  'llm.requestsPerMinute': 'requests to the model in any minute, at most',
  'llm.dailyBudgetUsd': 'USD a day (UTC) for the model, where the cost is known; 0: it is not asked',
  'llm.dailyBudgetTokens': 'tokens a day (UTC) for the model; 0: it is not asked',
} as const;
