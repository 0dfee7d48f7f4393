// Asks an OpenAI-compatible endpoint for an answer of a shape.
import type { Clock } from '../domain/clock.js';
import { printable } from '../domain/text.js';
import type { ModelEndpoint } from './endpoint.js';
import { parseJson } from './json.js';
import { jsonInText } from './json-in-text.js';
import { askedIn, createLadder } from './ladder.js';
import { ModelError } from './model-error.js';
import type { Post, PostAnswer } from './post.js';
import { printableAnswer } from './printable-answer.js';
import type { ModelAnswer, ModelClient, ModelQuestion, ModelUsage } from './question.js';
import { isObjection, readRefused, refusedError, statusInBody } from './refusal.js';
import { type Completion, readCompletion } from './reply.js';
import { withoutKey } from './secret.js';
import { readUsage } from './usage.js';

/** Real answers stay below 4 kB; HTTP headers and gzip do not count. */
export const MAX_REPLY_BYTES = 64 * 1024;

const SHOWN_CHARACTERS = 160;

export interface ModelClientOptions {
  readonly endpoint: ModelEndpoint;
  readonly post: Post;
  readonly clock: Clock;
}

export function createModelClient({ endpoint, post, clock }: ModelClientOptions): ModelClient {
  const ladder = createLadder({ temperature: 0, ...endpoint.tuning });
  const headers = endpoint.key === undefined ? {} : { authorization: `Bearer ${endpoint.key}` };

  /** One printable line that names the endpoint, whatever the provider said. */
  const say = (what: string): string => `${endpoint.origin}: ${printable(withoutKey(what, endpoint.key), SHOWN_CHARACTERS)}`;

  const send = async (body: string, deadline: Deadline): Promise<PostAnswer> => {
    deadline.check(say);
    try {
      return await post({ url: endpoint.url, headers, body }, deadline.signal);
    } catch (error) {
      deadline.check(say);
      throw new ModelError('provider', say(error instanceof Error ? error.message : String(error)), { cause: error });
    }
  };

  const ask = async <T>(question: ModelQuestion<T>, asking: Parameters<ModelClient['ask']>[1]): Promise<ModelAnswer<T>> => {
    const startedAt = clock.monotonic();
    const deadline = startDeadline(clock, asking.timeoutMs, asking.signal);
    try {
      for (;;) {
        const manner = ladder.manner();
        const body = JSON.stringify({ model: endpoint.model, ...askedIn(manner, question), ...endpoint.extra });
        asking.onRequest?.();
        const answer = await send(body, deadline);
        const wire = parseJson(answer.body);
        const isOk = answer.status >= 200 && answer.status < 300;
        const status = isOk ? statusInBody(wire) : answer.status;
        if (status !== undefined) {
          const refused = readRefused(status, answer, endpoint, clock.now());
          if (isObjection(refused) && ladder.learn(manner, refused.words)) continue;
          throw refusedError(refused, endpoint);
        }
        const completion = readCompletion(wire);
        if (completion === undefined) throw noCompletion(answer);
        const sent = { promptCharacters: body.length, answerCharacters: completion.text.length };
        const usage = readUsage(completion.usage, sent, endpoint.price);
        const said = jsonInText(completion.text);
        if (!completion.isCut && !completion.refusal && !fits(said, question)) ladder.distrust(manner);
        return {
          value: answerOf(said, completion, question, usage),
          model: completion.model ?? endpoint.model,
          latencyMs: clock.monotonic() - startedAt,
          usage,
        };
      }
    } finally {
      deadline.end();
    }
  };

  function noCompletion(answer: PostAnswer): ModelError {
    const { message } = readRefused(answer.status, answer, endpoint, clock.now());
    return new ModelError('provider', message, { hint: 'not a chat completion: check the base URL, it usually ends in /v1' });
  }

  function answerOf<T>(said: unknown, completion: Completion, question: ModelQuestion<T>, usage: ModelUsage): T {
    const bad = (why: string): ModelError => new ModelError('reply', say(why), { usage });
    if (completion.refusal) throw bad(`the model refused: ${completion.refusal}`);
    if (said === undefined) {
      if (completion.isFiltered) throw bad("the provider's filter held the answer back");
      if (completion.isCut) throw bad(`the answer was cut off after ${question.maxTokens} tokens`);
      throw bad(completion.text === '' ? 'the answer was empty' : 'the answer held no JSON object');
    }
    try {
      return question.shape.read(printableAnswer(said));
    } catch (error) {
      throw bad(`the answer does not fit: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return { ask };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Throws once it has passed, or whoever asked gave up. */
  readonly check: (say: (what: string) => string) => void;
  readonly end: () => void;
}

function startDeadline(clock: Clock, timeoutMs: number, asker: AbortSignal | undefined): Deadline {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const cancel = clock.after(timeoutMs, stop);
  asker?.addEventListener('abort', stop, { once: true });
  return {
    signal: abort.signal,
    check: (say) => {
      if (asker?.aborted) throw new ModelError('aborted', say('given up'));
      if (abort.signal.aborted) throw new ModelError('provider', say(`no answer within ${timeoutMs / 1000} s`));
    },
    end: () => {
      cancel();
      asker?.removeEventListener('abort', stop);
    },
  };
}

/** An endpoint that enforces the schema cannot leave out what it requires. */
function fits<T>(said: unknown, { shape }: ModelQuestion<T>): boolean {
  if (typeof said !== 'object' || said === null) return false;
  const { required } = shape.schema;
  return !Array.isArray(required) || required.every((name) => typeof name === 'string' && Object.hasOwn(said, name));
}
