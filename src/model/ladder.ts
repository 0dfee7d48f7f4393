// In which form an endpoint is asked: from a schema it enforces down to plain text, one step at a time as it objects.
import type { ModelQuestion } from './question.js';

const steps = ['json_schema', 'json_object', 'tool_call', 'text'] as const;
export type Step = (typeof steps)[number];

/** What has been learnt about an endpoint and its model. */
export interface Manner {
  readonly step: Step;
  /** Newer OpenAI models take the second. */
  readonly limitName: 'max_tokens' | 'max_completion_tokens';
  readonly tuning: Readonly<Record<string, unknown>>;
}

export interface Ladder {
  readonly manner: () => Manner;
  /** What an endpoint objected to when it was asked in that manner; false when no other is left to try. */
  readonly learn: (tried: Manner, objection: string) => boolean;
  /** It took a schema and answered without it. */
  readonly distrust: (tried: Manner) => void;
}

const OBJECTS_TO_FORMAT = /response_format|json_schema|json_object|\btools?\b|tool_choice|structured|grammar/i;
const OBJECTS_TO_LIMIT = /max_completion_tokens|(?:unsupported|not supported|unrecognized|unknown|not permitted)/i;
/** OpenRouter, asked with `require_parameters`: some parameter is too much, it does not say which. */
const OBJECTS_TO_SOMETHING = /no endpoints found that (?:can handle|support)/i;

export function createLadder(tuning: Readonly<Record<string, unknown>>): Ladder {
  let manner: Manner = { step: 'json_schema', limitName: 'max_tokens', tuning };

  const stepDown = (): boolean => {
    const next = steps[steps.indexOf(manner.step) + 1];
    if (next === undefined) return false;
    manner = { ...manner, step: next };
    return true;
  };

  const learn = (tried: Manner, objection: string): boolean => {
    // Another question has learnt meanwhile: what was tried is no longer what would be.
    if (tried !== manner) return true;
    const isVague = OBJECTS_TO_SOMETHING.test(objection);
    const unwanted = Object.keys(manner.tuning).filter((name) => isVague || named(name, objection));
    if (unwanted.length > 0) {
      const kept = Object.entries(manner.tuning).filter(([name]) => !unwanted.includes(name));
      manner = { ...manner, tuning: Object.fromEntries(kept) };
      return true;
    }
    if (manner.limitName === 'max_tokens' && named('max_tokens', objection) && OBJECTS_TO_LIMIT.test(objection)) {
      manner = { ...manner, limitName: 'max_completion_tokens' };
      return true;
    }
    return (isVague || OBJECTS_TO_FORMAT.test(objection)) && stepDown();
  };

  return {
    manner: () => manner,
    learn,
    distrust: (tried) => {
      // Below, the schema stands in the prompt, and every answer is searched for JSON anyway.
      if (tried === manner && manner.step === 'json_schema') stepDown();
    },
  };
}

function named(parameter: string, objection: string): boolean {
  return new RegExp(`\\b${parameter}\\b`).test(objection);
}

/** The body of the request, without what belongs to the endpoint. */
export function askedIn<T>({ step, limitName, tuning }: Manner, question: ModelQuestion<T>): Readonly<Record<string, unknown>> {
  const { name, schema } = question.shape;
  const asked = (more: string) => ({
    messages: [
      { role: 'system', content: `${question.system}${more}` },
      { role: 'user', content: question.user },
    ],
    [limitName]: question.maxTokens,
    ...tuning,
  });
  // OpenAI and DeepSeek refuse json_object where the word JSON does not stand in the prompt.
  const inWords = `\n\nAnswer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
  switch (step) {
    case 'json_schema':
      return { ...asked(''), response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
    case 'json_object':
      return { ...asked(inWords), response_format: { type: 'json_object' } };
    case 'tool_call':
      return {
        ...asked(`\n\nAnswer by calling ${name}.`),
        tools: [{ type: 'function', function: { name, description: 'Takes the answer.', parameters: schema } }],
        tool_choice: { type: 'function', function: { name } },
      };
    case 'text':
      return asked(inWords);
    default:
      return step satisfies never;
  }
}
