// A key as people write it in their settings → the name the keymap knows it by.

const named: Readonly<Record<string, string>> = {
  left: 'left',
  right: 'right',
  up: 'up',
  down: 'down',
  '←': 'left',
  '→': 'right',
  '↑': 'up',
  '↓': 'down',
  tab: 'tab',
  'shift+tab': 'shift+tab',
  enter: 'enter',
  return: 'enter',
  space: 'space',
  backspace: 'backspace',
  delete: 'delete',
  del: 'delete',
  pagedown: 'pagedown',
  pgdn: 'pagedown',
  pageup: 'pageup',
  pgup: 'pageup',
  home: 'home',
  end: 'end',
  esc: 'escape',
  escape: 'escape',
  // A list of keys is separated by commas.
  comma: ',',
};

/** Ctrl-I is Tab, Ctrl-J and Ctrl-M are Enter, Ctrl-H is Backspace: a terminal sends the same byte for both. */
const CONTROL = /^ctrl\+([a-gk-ln-z])$/;
const CHARACTER = /^[^\s\p{Cc}\p{Cf}\p{M}]$/u;

/** `undefined`: no key a terminal can tell from others. */
export function parseKey(text: string): string | undefined {
  const typed = text.trim();
  if (CHARACTER.test(typed)) return named[typed] ?? typed;
  const name = typed.toLowerCase().replace(/^(ctrl|shift)-/, '$1+');
  return CONTROL.test(name) ? name : Object.hasOwn(named, name) ? named[name] : undefined;
}
