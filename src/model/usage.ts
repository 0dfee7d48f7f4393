// What an answer cost, in tokens and in USD.
import * as v from 'valibot';
import type { ModelUsage } from './question.js';

export interface PricePerMillion {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

const COUNT = v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined);
const COST = v.fallback(v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))), undefined);

/** What a provider tells in `usage`; `cost` is OpenRouter's name for USD, `cost_usd` HolySheep's. */
export const WIRE_USAGE = v.fallback(
  v.nullish(v.looseObject({ prompt_tokens: COUNT, completion_tokens: COUNT, cost: COST, cost_usd: COST })),
  undefined,
);

/** A token of English or JSON is about four characters; a budget must hold where a server counts none. */
const CHARACTERS_PER_TOKEN = 4;

export interface Sent {
  readonly promptCharacters: number;
  readonly answerCharacters: number;
}

export function readUsage(wire: v.InferOutput<typeof WIRE_USAGE>, sent: Sent, price: PricePerMillion | undefined): ModelUsage {
  const promptTokens = wire?.prompt_tokens ?? Math.ceil(sent.promptCharacters / CHARACTERS_PER_TOKEN);
  const completionTokens = wire?.completion_tokens ?? Math.ceil(sent.answerCharacters / CHARACTERS_PER_TOKEN);
  const costUsd = wire?.cost ?? wire?.cost_usd ?? priced(promptTokens, completionTokens, price);
  return { promptTokens, completionTokens, ...(costUsd === undefined ? {} : { costUsd }) };
}

function priced(promptTokens: number, completionTokens: number, price: PricePerMillion | undefined): number | undefined {
  if (price === undefined) return undefined;
  return (promptTokens * price.inputUsd + completionTokens * price.outputUsd) / 1_000_000;
}
