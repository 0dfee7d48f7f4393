// A client as the program builds it, on a local endpoint.
import * as v from 'valibot';
import type { Clock } from '../../src/domain/clock.js';
import { systemClock } from '../../src/feed/clock.js';
import { createPoster } from '../../src/feed/post.js';
import { createModelClient, MAX_REPLY_BYTES } from '../../src/model/client.js';
import type { ModelEndpoint } from '../../src/model/endpoint.js';
import type { AnswerShape, ModelClient, ModelQuestion } from '../../src/model/question.js';
import type { LocalModel } from './server.js';

export const KEY = 'sk-local-Ab3dEf6hIj9kLmN0pQr5';

export interface LocalClient extends ModelClient {
  readonly close: () => void;
}

export function endpointOf({ url, origin }: LocalModel): ModelEndpoint {
  return {
    provider: 'custom',
    url: `${url}/chat/completions`,
    origin,
    model: 'local-model',
    key: KEY,
    keyHint: 'check FUNDMON_LLM_KEY',
    tuning: {},
    extra: {},
  };
}

export function openClient(endpoint: ModelEndpoint, clock: Clock = systemClock): LocalClient {
  const poster = createPoster({ userAgent: 'fundmon/1.2.3', maxBytes: MAX_REPLY_BYTES });
  return { ...createModelClient({ post: poster.post, clock, endpoint }), close: poster.close };
}

export interface Weather {
  readonly place: string;
  readonly degrees: number;
}

const WEATHER = v.strictObject({ place: v.string(), degrees: v.number() });

/** A shape as small as shapes get. */
export const weatherShape: AnswerShape<Weather> = {
  name: 'weather',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['place', 'degrees'],
    properties: { place: { type: 'string' }, degrees: { type: 'number' } },
  },
  read: (answer) => v.parse(WEATHER, answer),
};

export const weatherQuestion: ModelQuestion<Weather> = {
  system: 'You tell the weather.',
  user: 'How is it in Oslo?',
  shape: weatherShape,
  maxTokens: 100,
};
