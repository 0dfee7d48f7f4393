// What an endpoint says when it does not answer, and what that means for who asked.
import { readRetryAfter } from '../domain/retry-after.js';
import { printable } from '../domain/text.js';
import type { ModelEndpoint } from './endpoint.js';
import { parseJson } from './json.js';
import { ModelError } from './model-error.js';
import { headerOf, type PostAnswer } from './post.js';
import { withoutKey } from './secret.js';

/** Of a body, for what it means and for what is shown. */
const READ_CHARACTERS = 4000;
const SHOWN_CHARACTERS = 160;

const meanings: Readonly<Record<number, string>> = {
  401: 'the key was refused',
  402: 'no credit left',
  403: 'forbidden',
  413: 'the question is too large',
  429: 'too many requests',
  451: 'blocked in your region',
};

/** Asking again with the same key, account or region cannot help. */
const FINAL: ReadonlySet<number> = new Set([401, 402, 403, 451]);
/** llama.cpp answers 500 to tools it was not started for. */
const MAY_OBJECT: ReadonlySet<number> = new Set([400, 404, 422, 500, 501]);

const UNKNOWN_MODEL =
  /model_not_found|model_decommissioned|model not exist|not a valid model|no endpoints found for|(?:unknown|invalid|no such) model\b|model\b[^.]{0,80}?(?:does not exist|doesn't exist|has been deprecated|has been decommissioned)/i;
/** With 400 other things are not found: templates, tools. */
const MODEL_NOT_FOUND = /model\b[^.]{0,80}?not found/i;
/** OpenAI's 429 for an empty account is no matter of rate. */
const OUT_OF_CREDIT = /insufficient_quota|insufficient balance|credit balance/i;
/** Google and xAI refuse a key with 400. */
const BAD_KEY = /api[ _-]?key (?:not valid|is invalid)|(?:incorrect|invalid) api[ _-]?key/i;
/** Groq's 400 for an answer of the model that did not fit: the question was fine. */
const BAD_ANSWER = /json_validate_failed|tool_use_failed/;

export interface Refused {
  readonly status: number;
  /** All it said, without the model's name: some names speak of tools. */
  readonly words: string;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
  readonly namesModel: boolean;
}

export function readRefused(status: number, answer: PostAnswer, endpoint: ModelEndpoint, now: number): Refused {
  const body = answer.body.slice(0, READ_CHARACTERS);
  const shown = printable(withoutKey(shownOf(body), endpoint.key), SHOWN_CHARACTERS).trim();
  const meaning = withoutKey(meaningOf(status, answer), endpoint.key);
  const parts = [`${endpoint.origin}: HTTP ${status}`, meaning, shown];
  return {
    status,
    words: body.replaceAll(endpoint.model, ''),
    message: parts.filter((part) => part !== '').join(': '),
    retryAfterMs: retryAfterMs(answer, now),
    namesModel: body.includes(endpoint.model),
  };
}

/** It may be asked in another form. */
export function isObjection(refused: Refused): boolean {
  const { status, words } = refused;
  return MAY_OBJECT.has(status) && !isUnknownModel(refused) && !BAD_KEY.test(words) && !BAD_ANSWER.test(words);
}

export function refusedError(refused: Refused, endpoint: ModelEndpoint): ModelError {
  const { status, words, message, retryAfterMs, namesModel } = refused;
  if (status === 429 && !OUT_OF_CREDIT.test(words)) {
    return new ModelError('rate-limit', message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  const isClientError = status >= 400 && status < 500;
  if (isClientError && (isUnknownModel(refused) || (status === 404 && namesModel))) {
    return new ModelError('refused', message, {
      hint: `${endpoint.model} is not served there: --llm-model or llm.model names another`,
    });
  }
  if (FINAL.has(status) || status === 429 || (isClientError && BAD_KEY.test(words))) {
    return new ModelError('refused', message, status === 402 ? {} : { hint: endpoint.keyHint });
  }
  if (isClientError && BAD_ANSWER.test(words)) return new ModelError('reply', message);
  const isElsewhere = status === 404 || status === 405 || (status >= 300 && status < 400);
  return new ModelError('provider', message, isElsewhere ? { hint: 'check the base URL: it usually ends in /v1' } : {});
}

function isUnknownModel({ status, words }: Refused): boolean {
  return UNKNOWN_MODEL.test(words) || (status === 404 && MODEL_NOT_FOUND.test(words));
}

function meaningOf(status: number, answer: PostAnswer): string {
  if (status < 300 || status >= 400) return meanings[status] ?? '';
  const location = headerOf(answer, 'location');
  const target = location !== undefined && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return `a redirect${target}, not followed`;
}

function retryAfterMs(answer: PostAnswer, now: number): number | undefined {
  const ms = headerOf(answer, 'retry-after-ms');
  if (ms !== undefined && /^\d{1,13}(?:\.\d{1,9})?$/.test(ms.trim())) return Math.ceil(Number(ms));
  return readRetryAfter(headerOf(answer, 'retry-after'), now);
}

/** The provider's sentence where it gave one, else the head of what it sent. */
function shownOf(body: string): string {
  if (/^\s*<(?:!doctype|html|head|body)/i.test(body)) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
    return title ? `an HTML page, “${title}”` : 'an HTML page';
  }
  return (sentenceIn(parseJson(body)) ?? body.trim()).replace(/\s+/g, ' ');
}

/** `{error: {message}}` mostly; also `{error}`, `{message}`, `{detail: [{msg}]}` and any of them in a list. */
function sentenceIn(said: unknown, depth = 0): string | undefined {
  if (typeof said === 'string') return said;
  if (typeof said !== 'object' || said === null || depth > 4) return undefined;
  if (Array.isArray(said)) return sentenceIn(said[0], depth + 1);
  const found = Object.entries(said).find(
    ([name]) => name === 'error' || name === 'message' || name === 'detail' || name === 'msg',
  );
  return found === undefined ? undefined : sentenceIn(found[1], depth + 1);
}

/** Some send their error as a success: OpenRouter does, once a model has begun. `undefined` where this is none. */
export function statusInBody(wire: unknown): number | undefined {
  if (typeof wire !== 'object' || wire === null || !('error' in wire) || !wire.error) return undefined;
  const { error } = wire;
  const code = typeof error === 'object' && 'code' in error ? Number(error.code) : Number.NaN;
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : 502;
}
