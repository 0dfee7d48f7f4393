import type { AssetFeatures, Opinion } from '../domain/opinion.js';
import type { ModelClient } from '../model/question.js';
import { analysisQuestion } from './prompt.js';

/** Someone waits for it; a model that thinks takes half a minute. */
export const ANALYSE_TIMEOUT_MS = 60_000;
/** In one request: more, and the model is brief about each. */
export const ASSETS_PER_REQUEST = 5;

/** `time`: of the figures. Rejects with `ModelError`. */
export async function analyse(
  client: ModelClient,
  features: readonly AssetFeatures[],
  { time, timeoutMs = ANALYSE_TIMEOUT_MS, signal }: { time: number; timeoutMs?: number; signal?: AbortSignal },
): Promise<Opinion> {
  const asked = { timeoutMs, ...(signal === undefined ? {} : { signal }) };
  const { value, model, latencyMs, usage } = await client.ask(analysisQuestion(features), asked);
  return { model, time, latencyMs: Math.round(latencyMs), usage, features, analyses: value };
}

/** Of several requests; the cost is that of all of them, or unknown. */
export function joined(first: Opinion, ...rest: readonly Opinion[]): Opinion {
  const all = [first, ...rest];
  const sumOf = (read: (opinion: Opinion) => number): number => all.reduce((sum, one) => sum + read(one), 0);
  return {
    ...first,
    latencyMs: sumOf(({ latencyMs }) => latencyMs),
    usage: {
      promptTokens: sumOf(({ usage }) => usage.promptTokens),
      completionTokens: sumOf(({ usage }) => usage.completionTokens),
      ...(all.every(({ usage }) => usage.costUsd !== undefined) ? { costUsd: sumOf(({ usage }) => usage.costUsd ?? 0) } : {}),
    },
    features: all.flatMap(({ features }) => features),
    analyses: all.flatMap(({ analyses }) => analyses),
  };
}
