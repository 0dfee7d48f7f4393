import { ModelError } from '../../src/model/model-error.js';
import type { ModelAnswer, ModelClient, ModelQuestion, ModelUsage } from '../../src/model/question.js';

/** One call as it arrived; whoever scripts answers it, now or later. */
export interface ScriptedCall {
  readonly time: number;
  readonly question: Pick<ModelQuestion<unknown>, 'system' | 'user' | 'maxTokens'>;
  /** What the prompt says of each event. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly timeoutMs: number;
  /** As a client does: what `shape.read` refuses is a `reply` error. */
  readonly answer: (value: unknown, extra?: { readonly usage?: Partial<ModelUsage>; readonly latencyMs?: number }) => void;
  readonly fail: (error: ModelError) => void;
  /** Another HTTP request for the same question; ends the call when it may not be made. */
  readonly requestAgain: () => void;
  readonly isOpen: () => boolean;
}

export interface ScriptedModel extends ModelClient {
  readonly calls: ScriptedCall[];
  readonly inFlight: () => number;
  /** The most that were in flight together. */
  readonly mostInFlight: () => number;
}

/** A client whose every call waits for its script; `react` may answer at once. Aborts as a client does. */
export function createScriptedModel(now: () => number, react: (call: ScriptedCall) => void = () => undefined): ScriptedModel {
  const calls: ScriptedCall[] = [];
  let inFlight = 0;
  let most = 0;

  function ask<T>(
    question: ModelQuestion<T>,
    { timeoutMs, signal, onRequest }: Parameters<ModelClient['ask']>[1],
  ): Promise<ModelAnswer<T>> {
    return new Promise((resolve, reject) => {
      let isOpen = true;
      const end = (then: () => void): void => {
        if (!isOpen) return;
        isOpen = false;
        inFlight -= 1;
        then();
      };
      inFlight += 1;
      most = Math.max(most, inFlight);
      signal?.addEventListener('abort', () => end(() => reject(new ModelError('aborted', 'given up'))));
      const call: ScriptedCall = {
        time: now(),
        question,
        events: eventsOf(question.user),
        timeoutMs,
        answer: (value, { usage = {}, latencyMs = 400 } = {}) =>
          end(() => {
            const spent = { promptTokens: 300, completionTokens: 50, ...usage };
            try {
              resolve({ value: question.shape.read(value), model: 'scripted-1', latencyMs, usage: spent });
            } catch (cause) {
              reject(new ModelError('reply', 'no valid answer', { cause, usage: spent }));
            }
          }),
        fail: (error) => end(() => reject(error)),
        requestAgain: () => {
          try {
            onRequest?.();
          } catch (error) {
            end(() => reject(error));
          }
        },
        isOpen: () => isOpen,
      };
      calls.push(call);
      onRequest?.();
      react(call);
    });
  }

  return { ask, calls, inFlight: () => inFlight, mostInFlight: () => most };
}

function eventsOf(user: string): ScriptedCall['events'] {
  const asked: unknown = user.startsWith('{') ? JSON.parse(user) : {};
  return (asked as { readonly events?: ScriptedCall['events'] }).events ?? [];
}

/** Every event of a call keeps the tier it came with. */
export function agree({ events }: ScriptedCall): unknown {
  return { verdicts: events.map(({ event, rule }) => ({ event, tier: rule, reason: 'as the rules say' })) };
}
