// The flags of npm run eval:severity.
import { parseArgs } from 'node:util';
import { UsageError } from '../../src/domain/errors.js';

export interface Options {
  readonly endpoint?: string;
  readonly model?: string;
  readonly limit?: number;
  readonly isJson: boolean;
  readonly configDir?: string;
}

export const USAGE = `npm run eval:severity -- [--endpoint URL --model NAME] [--limit N] [--json] [--config-dir DIR]
  --endpoint URL    an OpenAI-compatible address up to /v1; without it the rules alone are measured
  --model NAME      the model to ask there
  --limit N         only so many cases, spread over the set
  --json            one JSON object instead of tables
  --config-dir DIR  the settings there: price, concurrency, requests a minute, budget
The key: FUNDMON_LLM_KEY, the provider's usual variable, or llm.key of the settings.
`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
  'config-dir': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `undefined`: help is wanted. Throws `UsageError`. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { endpoint, model, limit, json, help, 'config-dir': configDir } = parsed(args);
  if (help) return undefined;
  if (endpoint === undefined && model !== undefined) throw new UsageError('--model needs --endpoint', { hint: '--endpoint URL' });
  return {
    isJson: json === true,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(model === undefined ? {} : { model }),
    ...(limit === undefined ? {} : { limit: wholeNumber(limit) }),
    ...(configDir === undefined ? {} : { configDir }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true }).values;
  } catch (cause) {
    const [first = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageError(first, { cause, hint: 'npm run eval:severity -- --help' });
  }
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError('--limit takes a whole number of cases, 1 or more');
}
