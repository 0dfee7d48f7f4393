// What the questions took: calls, tokens, cost, time.
import { ModelError } from '../../src/model/model-error.js';
import type { ModelClient, ModelUsage } from '../../src/model/question.js';
import { quantileOf } from './score.js';

export interface Spent {
  /** HTTP requests: until it is known what an endpoint takes, one question may need several. */
  readonly callCount: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Absent where neither the provider nor the settings tell a price. */
  readonly costUsd?: number;
  readonly latencyP50Ms?: number;
  readonly latencyP95Ms?: number;
}

export interface Meter {
  readonly client: ModelClient;
  readonly read: () => Spent;
}

export function createMeter(inner: ModelClient): Meter {
  const usages: ModelUsage[] = [];
  const latencies: number[] = [];
  let callCount = 0;

  return {
    client: {
      ask: async (question, asking) => {
        const onRequest = (): void => {
          callCount += 1;
          asking.onRequest?.();
        };
        try {
          const answer = await inner.ask(question, { ...asking, onRequest });
          usages.push(answer.usage);
          latencies.push(answer.latencyMs);
          return answer;
        } catch (error) {
          if (error instanceof ModelError && error.usage) usages.push(error.usage);
          throw error;
        }
      },
    },
    read: () => {
      const costs = usages.flatMap(({ costUsd }) => costUsd ?? []);
      const [p50, p95] = [quantileOf(latencies, 0.5), quantileOf(latencies, 0.95)];
      return {
        callCount,
        promptTokens: usages.reduce((sum, usage) => sum + usage.promptTokens, 0),
        completionTokens: usages.reduce((sum, usage) => sum + usage.completionTokens, 0),
        ...(costs.length === 0 ? {} : { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }),
        ...(p50 === undefined ? {} : { latencyP50Ms: p50 }),
        ...(p95 === undefined ? {} : { latencyP95Ms: p95 }),
      };
    },
  };
}
