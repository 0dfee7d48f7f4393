import { FundmonError } from '../domain/errors.js';
import type { ModelAnswer, ModelClient } from '../model/question.js';
import { printQuery } from './print.js';
import type { Query } from './query.js';
import { questionOf } from './question.js';

/** Someone waits for it. */
export const ASK_TIMEOUT_MS = 30_000;

export interface Interpretation extends ModelAnswer<Query> {
  /** In the plain syntax, to be seen and changed. */
  readonly text: string;
}

/** Rejects with `UsageError` (a question that is none), `FundmonError` (no query answers it) or `ModelError`. */
export async function ask(
  client: ModelClient,
  question: string,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Interpretation> {
  const { timeoutMs = ASK_TIMEOUT_MS, signal } = options;
  const answer = await client.ask(questionOf(question), { timeoutMs, ...(signal === undefined ? {} : { signal }) });
  const { value } = answer;
  if (value === undefined) {
    throw new FundmonError(`${answer.model}: no query answers this question`, {
      hint: 'ask about funding, liquidations, spreads, alerts or feeds, as they are now',
    });
  }
  return { ...answer, value, text: printQuery(value) };
}
