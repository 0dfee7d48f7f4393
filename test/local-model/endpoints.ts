// Endpoints that do not take every form of question, in their own words.
import { refuse } from './answers.js';
import type { Asked, AskedFormat, Behaviour } from './server.js';

const invalid = (message: string, param: string | null = null) => ({
  error: { message, type: 'invalid_request_error', param, code: 'invalid_request_error' },
});

interface Objection {
  readonly status: number;
  readonly body: unknown;
}

/** What an endpoint says to a question in a form it does not take; `undefined` where it answers. */
type Objects = (asked: Asked) => Objection | undefined;

const refusing = (formats: readonly AskedFormat[], status: number, body: unknown): Objects => {
  return ({ format }) => (formats.includes(format) ? { status, body } : undefined);
};

/** Words as reported with the endpoints' issues, 2025 and 2026. */
export const objections = {
  // github.com/bytedance/deer-flow/issues/545
  deepseek: refusing(['json_schema'], 400, invalid('This response_format type is unavailable now')),
  // github.com/dzhng/deep-research/issues/22: the same provider, earlier
  deepseek422: refusing(
    ['json_schema'],
    422,
    'Failed to deserialize the JSON body into the target type: response_format: response_format.type `json_schema` is unavailable now at line 1 column 512',
  ),
  // github.com/ggml-org/llama.cpp/issues/11847
  llamaCpp: refusing(['json_schema', 'json_object'], 400, {
    error: {
      code: 400,
      message: 'Either "json_schema" or "grammar" can be specified, but not both',
      type: 'invalid_request_error',
    },
  }),
  // console.groq.com/docs/structured-outputs: only some models
  groq: refusing(
    ['json_schema'],
    400,
    invalid(
      'This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs#supported-models',
      'response_format',
    ),
  ),
  // github.com/dzhng/deep-research/issues/127: LM Studio takes the schema only
  lmStudio: refusing(['json_object'], 400, { error: "'response_format.type' must be 'json_schema' or 'text'" }),
  // github.com/BerriAI/litellm/issues/6610
  xai: refusing(['json_schema', 'json_object'], 400, {
    code: 'Client specified an invalid argument',
    error: 'The response_format parameter is unsupported at the moment. Leave it unset.',
  }),
} as const satisfies Readonly<Record<string, Objects>>;

/** Takes nothing but plain text. */
export const textOnly: Objects = (asked) =>
  objections.llamaCpp(asked) ??
  // llama.cpp without --jinja
  (asked.format === 'tool_call'
    ? { status: 500, body: { error: { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' } } }
    : undefined);

/** Newer OpenAI models: other names, fixed temperature. */
export const openAiReasoning: Objects = ({ body }) => {
  if ('max_tokens' in body) {
    const message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    return {
      status: 400,
      body: { error: { message, type: 'invalid_request_error', param: 'max_tokens', code: 'unsupported_parameter' } },
    };
  }
  if ('temperature' in body && body['temperature'] !== 1) {
    const message =
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.";
    return {
      status: 400,
      body: { error: { message, type: 'invalid_request_error', param: 'temperature', code: 'unsupported_value' } },
    };
  }
  return undefined;
};

/** OpenRouter with require_parameters, where no host takes what is sent: github.com/block/buzz/issues/3018 */
export function openRouterWithout(...parameters: readonly string[]): Objects {
  return ({ body }) =>
    parameters.some((name) => name in body)
      ? { status: 404, body: { error: { message: 'No endpoints found that can handle the requested parameters.', code: 404 } } }
      : undefined;
}

/** Objects where it must, else does what `then` does. */
export function picky(objects: Objects, then: Behaviour): Behaviour {
  return (response, asked) => {
    const objection = objects(asked);
    return objection === undefined ? then(response, asked) : refuse(objection.status, objection.body)(response, asked);
  };
}
