// The JSON object in what a model wrote: bare, in a code fence, after its thoughts, or between its sentences.

import { parseJson } from './json.js';

/** Braces that open no JSON, before the search ends: each costs a walk over the text. */
const TRIES = 16;

/** `undefined` where there is none. */
export function jsonInText(text: string): unknown {
  const whole = parseJson(text);
  if (isObject(whole)) return whole;
  return lastObject(withoutThoughts(text));
}

/** Thoughts may come without their opening mark; those without a closing one never got to an answer. */
function withoutThoughts(text: string): string {
  const closed = text.lastIndexOf('</think>');
  const rest = closed === -1 ? text : text.slice(closed + '</think>'.length);
  const opened = rest.indexOf('<think>');
  return opened === -1 ? rest : rest.slice(0, opened);
}

/** Examples and restatements come first, the answer last. */
function lastObject(text: string): unknown {
  let last: unknown;
  let from = text.indexOf('{');
  for (let failures = 0; from !== -1 && failures < TRIES; ) {
    const end = endOfObject(text, from);
    const found = end === undefined ? undefined : parseJson(text.slice(from, end));
    if (found === undefined) failures += 1;
    else last = found;
    from = text.indexOf('{', found === undefined ? from + 1 : end);
  }
  return last;
}

/** Past the brace that closes the one at `from`; braces in strings do not count. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
