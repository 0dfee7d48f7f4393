// `:query` and `:ask` of the screen: the market's answers, and the alerts they may be about.

import type { ModelStatus } from '../domain/model-status.js';
import type { Alert } from '../domain/record.js';
import type { ModelClient } from '../model/question.js';
import { ask } from '../query/ask.js';
import { completeQuery } from '../query/complete.js';
import { parseQuery } from '../query/parse.js';
import { runQuery } from '../query/run.js';
import type { Questions } from '../ui/answer.js';
import { EXAMPLE_QUERY, sampledExchanges } from './query.js';

/** Newest first: a day of a market that stands still, an hour of one that does not. */
const ALERTS_KEPT = 1000;

export interface AnsweredQuestions extends Questions {
  /** Raised and cleared since the last time. */
  readonly note: (alerts: readonly Alert[]) => void;
}

export interface QuestionsOptions {
  /** Absent: there is no model to ask. */
  readonly client: ModelClient | undefined;
  /** Its name, or why there is none. */
  readonly model: string;
  readonly startTime: number;
  readonly minNotionalUsd: number;
}

export function createQuestions({ client, model, ...about }: QuestionsOptions): AnsweredQuestions {
  let alerts: readonly Alert[] = [];
  return {
    note: (newest) => {
      if (newest.length > 0) alerts = [...newest, ...alerts].slice(0, ALERTS_KEPT);
    },
    query: (expression, snapshot) => runQuery(parseQuery(expression), { snapshot, alerts, sampledExchanges, ...about }),
    complete: completeQuery,
    ...(client === undefined ? {} : { ask: async (question, signal) => (await ask(client, question, { signal })).text }),
    model,
    example: EXAMPLE_QUERY,
  };
}

/** The model's name, or why there is none to ask. */
export function modelWords(status: ModelStatus | undefined, isDemo: boolean): string {
  if (status !== undefined) return status.state === 'stopped' && status.reason !== undefined ? status.reason : status.model;
  return isDemo
    ? 'the demo asks no language model, unless --llm-url or --llm-model names one'
    : 'no language model is set up: fundmon config set llm.provider and llm.key';
}
