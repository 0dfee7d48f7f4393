// The keymap in words: as the footer, the help and the README tell it.
import { type Binding, bindings, type KeyAction } from './keymap.js';
import type { Need } from './needs.js';
import type { Mode } from './view-state.js';

// Arrows in words: in ASCII their glyphs are `<`, `>`, `^` and `v`, which are keys themselves.
const names: Readonly<Record<string, string>> = {
  left: 'Left',
  right: 'Right',
  up: 'Up',
  down: 'Down',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  backspace: 'Backspace',
  pagedown: 'PgDn',
  pageup: 'PgUp',
  home: 'Home',
  end: 'End',
};

/** A key as people write it: `Ctrl-D`, `Left`. */
export function keyName(key: string): string {
  return names[key] ?? (key.startsWith('ctrl+') ? `Ctrl-${key.slice(5).toUpperCase()}` : key);
}

export interface Hint {
  readonly keys: string;
  readonly word: string;
}

// A pair of opposite keys is one hint: `[ ] asset`, `j k scroll`.
const pairedWith: Partial<Record<KeyAction, KeyAction>> = {
  'asset-next': 'asset-previous',
  down: 'up',
  'view-dashboard': 'view-alerts',
  'watch-add': 'watch-remove',
};

/** What the footer leaves out and says otherwise, as the moment is. */
export interface FooterMoment {
  readonly unmet: ReadonlySet<Need>;
  readonly others: ReadonlySet<KeyAction>;
}

const anyTime: FooterMoment = { unmet: new Set(), others: new Set() };

/** The keys of a mode that are worth a place in the footer and of use now, in the order of the table. */
export function footerHints(mode: Mode, table = bindings, { unmet, others } = anyTime): readonly Hint[] {
  const here = table.filter(({ modes, needs }) => modes.includes(mode) && (needs === undefined || !unmet.has(needs)));
  return here.flatMap((binding) => {
    const { action, footer, otherFooter, keys } = binding;
    if (footer === undefined || keys.length === 0) return [];
    const word = others.has(action) ? (otherFooter ?? footer) : footer;
    const first = keyName(keys[0] ?? '');
    const partner = here.find((other) => other.action === pairedWith[action]);
    if (partner === undefined || partner.keys.length === 0) return [{ keys: first, word }];
    const other = keyName(partner.keys[0] ?? '');
    if (action === 'view-dashboard') return [{ keys: `${first}–${other}`, word }];
    const isBackwardsFirst = action === 'asset-next';
    return [{ keys: isBackwardsFirst ? `${other} ${first}` : `${first} ${other}`, word }];
  });
}

/** The first key of an action, as people write it; `undefined` where the settings give it none. */
export function keyFor(action: KeyAction, table: readonly Binding[]): string | undefined {
  const key = table.find((binding) => binding.action === action)?.keys[0];
  return key === undefined ? undefined : keyName(key);
}

export interface KeyHelp {
  readonly keys: string;
  readonly help: string;
}

const NO_KEY = 'no key';

/** Every binding once, as the help overlay lists it. */
export function keyHelp(table = bindings): readonly KeyHelp[] {
  return table.map(({ keys, help }) => ({ keys: keys.length === 0 ? NO_KEY : keys.map(keyName).join(' '), help }));
}

/** The README's table of keys, in Markdown. */
export function keyTable(): string {
  const rows = bindings.map(({ keys, help }) => `| ${keys.map((key) => `\`${keyName(key)}\``).join(' ')} | ${help} |`);
  return ['| Key | What it does |', '| --- | --- |', ...rows].join('\n');
}
