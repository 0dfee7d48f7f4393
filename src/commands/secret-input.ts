// A secret typed by a person, unseen, or piped in by a program.
import type { Readable, Writable } from 'node:stream';
import { FundmonError } from '../domain/errors.js';

/** What a terminal's input has beyond a pipe's. */
export type SecretInput = Readable & { readonly isTTY?: boolean; readonly setRawMode?: (isRaw: boolean) => unknown };

const MAX_CHARACTERS = 4096;
const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACES: ReadonlySet<string> = new Set(['\u0008', '\u007f']);

/**
 * The first line of what is piped in; on a terminal, what is typed until Enter, with nothing shown of it. Throws `FundmonError` on
 * nothing, which is what the pipe of a program that failed holds, and on more than a secret is.
 */
export async function readSecret(prompt: string, input: SecretInput, screen: Writable): Promise<string> {
  const secret = (input.isTTY ? await unseen(prompt, input, screen) : await firstLine(input)).trim();
  if (secret === '')
    throw new FundmonError('no secret was given: nothing was changed', { hint: 'fundmon config unset removes one' });
  if (secret.length > MAX_CHARACTERS) throw new FundmonError('what was given is too long for a secret: nothing was changed');
  return secret;
}

async function unseen(prompt: string, input: SecretInput, screen: Writable): Promise<string> {
  screen.write(prompt);
  input.setRawMode?.(true);
  try {
    return await typed(input);
  } finally {
    input.setRawMode?.(false);
    input.pause();
    screen.write('\n');
  }
}

async function firstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (ENTER.test(text) || text.length > MAX_CHARACTERS) break;
  }
  return text.split(ENTER)[0] ?? '';
}

function typed(input: Readable): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const end = (): void => {
      input.off('data', onData);
      input.off('end', onEnd);
    };
    const onEnd = (): void => {
      end();
      resolve(text);
    };
    const onData = (chunk: Buffer): void => {
      // What is pasted comes as one chunk.
      for (const character of chunk.toString()) {
        if (character === CTRL_C) {
          end();
          reject(new FundmonError('nothing was changed'));
          return;
        }
        if (character === CTRL_D || ENTER.test(character)) {
          onEnd();
          return;
        }
        if (BACKSPACES.has(character)) text = text.slice(0, -1);
        else if (text.length <= MAX_CHARACTERS) text += character;
      }
    };
    input.on('data', onData);
    input.on('end', onEnd);
  });
}
