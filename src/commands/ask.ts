import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import { ModelError } from '../model/model-error.js';
import { ask as askModel, type Interpretation } from '../query/ask.js';
import { diagnose } from './diagnostics.js';
import { openModel } from './model.js';
import { answer, EXAMPLE, mannerOf } from './query.js';
import { openSession, type Session } from './session.js';

/** Exit 0 with the answer; 1 without a model, or without a query from it. `UsageError` (2) on a question that is none. */
export async function ask(flags: Flags, words: readonly string[]): Promise<number> {
  const question = words.join(' ');
  if (question.trim() === '') {
    throw new UsageError('ask takes "QUESTION", found nothing', { hint: 'such as: which exchange pays most on SOL?' });
  }
  const manner = mannerOf(flags);
  const session = await openSession(flags);
  const { text, value, model, latencyMs, usage } = await interpreted(flags, session, question);
  // Before the answer, which may take a while: what is really asked.
  if (manner.format !== 'json') diagnose(false, `${model} asks: ${text}`);
  const cost = usage.costUsd === undefined ? {} : { costUsd: usage.costUsd };
  await answer(session, manner, value, { question, model, latencyMs: Math.round(latencyMs), ...cost });
  return 0;
}

async function interpreted(flags: Flags, { settings }: Session, question: string): Promise<Interpretation> {
  const opened = await openModel(flags, settings);
  if (opened.client === undefined) {
    throw new FundmonError(`ask needs a language model: ${opened.reason}`, {
      hint: `${opened.hint}; or without one: ${EXAMPLE}`,
    });
  }
  try {
    return await askModel(opened.client, question);
  } catch (error) {
    if (!(error instanceof ModelError) || error.hint !== undefined) throw error;
    throw new FundmonError(error.message, { cause: error, hint: `without a model: ${EXAMPLE}` });
  } finally {
    opened.close();
  }
}
