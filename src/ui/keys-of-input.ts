// What Ink hands to `useInput` → the keys that were pressed. Over a slow line several keys arrive as one string.
import type { Key } from 'ink';

const specialKeys = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[];

const characterKeys: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/** Ctrl-A is 0x01, `a` is 0x61. */
const CONTROL_OFFSET = 0x60;

export function keysOfInput(input: string, key: Key): readonly string[] {
  if (key.eventType === 'release') return [];
  for (const [flag, name] of specialKeys) if (key[flag]) return [name];
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  if (key.ctrl) return input === '' ? [] : [`ctrl+${input}`];
  if (key.meta) return [];
  return Array.from(input, keyOfCharacter);
}

function keyOfCharacter(character: string): string {
  const named = characterKeys[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? `ctrl+${String.fromCharCode(code + CONTROL_OFFSET)}` : character;
}
