// One small question to the language model that is set up.
import { printable } from '../../domain/text.js';
import { ModelError } from '../../model/model-error.js';
import type { ModelClient, ModelQuestion } from '../../model/question.js';
import type { NoModel, OpenModel } from '../model.js';
import type { Finding } from './finding.js';

const about = 'language model';

const greeting: ModelQuestion<true> = {
  system: 'You check a connection. Answer in JSON.',
  user: 'Set "isReady" to true.',
  maxTokens: 200,
  shape: {
    name: 'readiness',
    schema: {
      type: 'object',
      properties: { isReady: { type: 'boolean' } },
      required: ['isReady'],
      additionalProperties: false,
    },
    read: (answer) => {
      if (typeof answer === 'object' && answer !== null && 'isReady' in answer && typeof answer.isReady === 'boolean')
        return true;
      throw new Error('no isReady in the answer');
    },
  },
};

export async function checkModel(model: OpenModel | NoModel, timeoutMs: number): Promise<Finding> {
  if (model.client === undefined) {
    return { about, state: model.isWanted ? 'broken' : 'skipped', found: printable(model.reason), advice: printable(model.hint) };
  }
  try {
    return await asked(model.client, model, timeoutMs);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { about, state: 'broken', found: error.message, advice: error.hint ?? 'severity goes on by rules meanwhile' };
  }
}

async function asked(client: ModelClient, { provider, origin }: OpenModel, timeoutMs: number): Promise<Finding> {
  const { model, latencyMs, usage } = await client.ask(greeting, { timeoutMs });
  const tokens = usage.promptTokens + usage.completionTokens;
  return {
    about,
    state: 'ok',
    found: printable(`${model} at ${origin} (${provider}) answered in ${Math.round(latencyMs)} ms, ${tokens} tokens`),
  };
}
