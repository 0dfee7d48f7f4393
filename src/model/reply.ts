// A chat completion as it comes over the wire, reduced to what the model said.
import * as v from 'valibot';
import { printable } from '../domain/text.js';
import { WIRE_USAGE } from './usage.js';

const TEXT = v.fallback(v.nullish(v.string()), undefined);

/** Some servers give the content in parts, some the arguments of a call as an object. */
const CONTENT = v.fallback(v.nullish(v.union([v.string(), v.array(v.looseObject({ text: TEXT }))])), undefined);
const CALL = v.looseObject({ function: v.looseObject({ arguments: v.union([v.string(), v.looseObject({})]) }) });
const CHOICE = v.looseObject({
  finish_reason: TEXT,
  message: v.looseObject({
    content: CONTENT,
    refusal: TEXT,
    tool_calls: v.fallback(v.nullish(v.array(CALL)), undefined),
  }),
});
const COMPLETION = v.looseObject({ model: TEXT, usage: WIRE_USAGE, choices: v.pipe(v.array(CHOICE), v.minLength(1)) });

export interface Completion {
  /** What the model wrote, or gave its tool; empty where it said nothing. */
  readonly text: string;
  /** Its words when it would not answer. */
  readonly refusal: string | undefined;
  /** It ran out of tokens: reasoning counts. */
  readonly isCut: boolean;
  readonly isFiltered: boolean;
  readonly model: string | undefined;
  readonly usage: v.InferOutput<typeof WIRE_USAGE>;
}

/** `undefined` for what is no chat completion. */
export function readCompletion(wire: unknown): Completion | undefined {
  const read = v.safeParse(COMPLETION, wire);
  if (!read.success) return undefined;
  const { model, usage, choices } = read.output;
  const choice = choices[0];
  if (choice === undefined) return undefined;
  const { content, refusal, tool_calls: calls } = choice.message;
  const called = calls?.[0]?.function.arguments;
  const written = typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('');
  return {
    text: (called === undefined || called === '' ? written : argumentsText(called)).trim(),
    refusal: refusal ?? undefined,
    isCut: choice.finish_reason === 'length',
    isFiltered: choice.finish_reason === 'content_filter',
    model: model ? printable(model, 80) : undefined,
    usage,
  };
}

function argumentsText(called: string | object): string {
  return typeof called === 'string' ? called : JSON.stringify(called);
}
