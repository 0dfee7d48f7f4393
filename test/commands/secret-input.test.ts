import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readSecret, type SecretInput } from '../../src/commands/secret-input.js';
import { settle } from '../support/fake-clock.js';

/** A keyboard that says whether it echoes, and a screen that keeps what it was written. */
function terminal() {
  const modes: boolean[] = [];
  const keyboard = new PassThrough();
  const input: SecretInput = Object.assign(keyboard, { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const screen = new PassThrough();
  return { keyboard, input, screen, modes, shown: () => String(screen.read() ?? '') };
}

describe('a secret on a terminal', () => {
  test('is what was typed until Enter, and nothing of it is shown', async () => {
    const { keyboard, input, screen, modes, shown } = terminal();
    const secret = readSecret('llm.key: ', input, screen);
    for (const chunk of ['s', 'k', '-12', 'x', '\u007f', '\u0008', '34\rmore']) {
      keyboard.write(chunk);
      await settle();
    }
    expect(await secret).toBe('sk-134');
    expect(shown()).toBe('llm.key: \n');
    expect(modes).toEqual([true, false]);
  });

  test.each(['\u0004', '\n'])('ends with %j too', async (end) => {
    const { keyboard, input, screen } = terminal();
    const secret = readSecret('', input, screen);
    keyboard.write(` pasted-key ${end}`);
    expect(await secret).toBe('pasted-key');
  });

  test('is given up with Ctrl-C, and the terminal echoes again', async () => {
    const { keyboard, input, screen, modes } = terminal();
    const secret = readSecret('', input, screen);
    keyboard.write('sk-1\u0003');
    await expect(secret).rejects.toThrow('nothing was changed');
    expect(modes).toEqual([true, false]);
  });

  test('ends with the terminal', async () => {
    const { keyboard, input, screen } = terminal();
    const secret = readSecret('', input, screen);
    keyboard.end('sk-1');
    expect(await secret).toBe('sk-1');
  });
});

test.each([
  ['sk-piped\n', 'sk-piped'],
  ['sk-piped', 'sk-piped'],
  [' sk-piped \r\nsecond line\n', 'sk-piped'],
])('of %j piped in the first line is taken, without a prompt', async (text, expected) => {
  const pipe = new PassThrough();
  const screen = new PassThrough();
  pipe.end(text);
  expect(await readSecret('llm.key: ', pipe, screen)).toBe(expected);
  expect(screen.read()).toBeNull();
});

test.each([
  ['', 'no secret was given: nothing was changed'],
  [' \nsk-second', 'no secret was given: nothing was changed'],
  ['x'.repeat(5000), 'what was given is too long for a secret: nothing was changed'],
])('is not taken from a pipe that holds none', async (text, expected) => {
  const pipe = new PassThrough();
  pipe.end(text);
  await expect(readSecret('llm.key: ', pipe, new PassThrough())).rejects.toThrow(expected);
});

test('is not what nobody typed, nor a part of what was pasted', async () => {
  const [nothing, much] = [terminal(), terminal()];
  nothing.keyboard.write('\r');
  await expect(readSecret('', nothing.input, nothing.screen)).rejects.toThrow('no secret was given: nothing was changed');
  much.keyboard.write(`${'x'.repeat(5000)}\r`);
  await expect(readSecret('', much.input, much.screen)).rejects.toThrow('too long for a secret');
  expect(much.modes).toEqual([true, false]);
});
