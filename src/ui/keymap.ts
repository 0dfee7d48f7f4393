// Keys as data: dispatch, footer, help and the README's table read this one list.
import type { Mode } from './view-state.js';
import type { ViewId } from './views.js';

/** One for each of the views. */
export type ViewKeyAction = `view-${ViewId}`;

export type KeyAction =
  | ViewKeyAction
  | 'zoom'
  | 'asset-previous'
  | 'asset-next'
  | 'find'
  | 'command'
  | 'complete'
  | 'watch-add'
  | 'watch-remove'
  | 'exchanges'
  | 'focus-next'
  | 'focus-previous'
  | 'down'
  | 'up'
  | 'half-down'
  | 'half-up'
  | 'page-down'
  | 'page-up'
  | 'top'
  | 'bottom'
  | 'pause'
  | 'sort-next'
  | 'sort-reverse'
  | 'evidence'
  | 'away'
  | 'copy'
  | 'filter-asset'
  | 'filter-exchange'
  | 'filter-side'
  | 'filter-tier'
  | 'filter-notional'
  | 'filter-none'
  | 'unit'
  | 'clock'
  | 'take'
  | 'toggle'
  | 'erase'
  | 'erase-all'
  | 'help'
  | 'back'
  | 'repaint'
  | 'suspend'
  | 'quit';

export interface Binding {
  readonly action: KeyAction;
  /** As `keys-of-input.ts` names them. */
  readonly keys: readonly string[];
  readonly modes: readonly Mode[];
  readonly help: string;
  /** One word for the footer, for the keys a newcomer needs. */
  readonly footer?: string;
}

const everywhere: readonly Mode[] = ['main', 'finder', 'command', 'exchanges', 'help', 'evidence', 'away'];

export const bindings: readonly Binding[] = [
  { action: 'asset-previous', keys: ['[', 'left'], modes: ['main'], help: 'previous asset' },
  { action: 'asset-next', keys: [']', 'right'], modes: ['main'], help: 'next asset', footer: 'asset' },
  { action: 'find', keys: ['/'], modes: ['main'], help: 'find an asset by typing', footer: 'find' },
  { action: 'command', keys: [':'], modes: ['main'], help: 'type a command: :asset SOL, :theme light, :help', footer: 'command' },
  { action: 'exchanges', keys: ['e'], modes: ['main'], help: 'switch exchanges on and off', footer: 'exchanges' },
  { action: 'view-dashboard', keys: ['1'], modes: ['main'], help: 'the dashboard', footer: 'views' },
  { action: 'view-board', keys: ['2'], modes: ['main'], help: 'the board: every asset on every exchange' },
  { action: 'view-liquidations', keys: ['3'], modes: ['main'], help: 'liquidations, with totals' },
  { action: 'view-arbitrage', keys: ['4'], modes: ['main'], help: 'arbitrage, with every cost' },
  { action: 'view-bursts', keys: ['5'], modes: ['main'], help: 'bursts, second by second' },
  { action: 'view-feeds', keys: ['6'], modes: ['main'], help: 'feeds: state, lag, reconnects, faults' },
  { action: 'zoom', keys: ['z'], modes: ['main'], help: 'the focused panel over the whole screen, and back', footer: 'zoom' },
  { action: 'focus-next', keys: ['tab'], modes: ['main'], help: 'focus the next panel', footer: 'panel' },
  { action: 'focus-previous', keys: ['shift+tab'], modes: ['main'], help: 'focus the previous panel' },
  {
    action: 'down',
    keys: ['j', 'down'],
    modes: ['main', 'exchanges', 'help', 'evidence', 'away'],
    help: 'one row down',
    footer: 'scroll',
  },
  { action: 'up', keys: ['k', 'up'], modes: ['main', 'exchanges', 'help', 'evidence', 'away'], help: 'one row up' },
  { action: 'half-down', keys: ['ctrl+d'], modes: ['main', 'evidence', 'away'], help: 'half a page down' },
  { action: 'half-up', keys: ['ctrl+u'], modes: ['main', 'evidence', 'away'], help: 'half a page up' },
  { action: 'page-down', keys: ['pagedown'], modes: ['main', 'evidence', 'away'], help: 'a page down' },
  { action: 'page-up', keys: ['pageup'], modes: ['main', 'evidence', 'away'], help: 'a page up' },
  { action: 'top', keys: ['g', 'home'], modes: ['main', 'evidence', 'away'], help: 'to the top, following the newest' },
  { action: 'bottom', keys: ['G', 'end'], modes: ['main', 'evidence', 'away'], help: 'to the bottom' },
  { action: 'pause', keys: ['space'], modes: ['main'], help: 'hold the picture; collection goes on', footer: 'pause' },
  { action: 'sort-next', keys: ['s'], modes: ['main'], help: 'sort by the next column, at last as it comes', footer: 'sort' },
  { action: 'sort-reverse', keys: ['S'], modes: ['main'], help: 'sort the other way round' },
  {
    action: 'evidence',
    keys: ['enter'],
    modes: ['main'],
    help: 'the evidence of the row: all its numbers, why, and what it costs',
    footer: 'evidence',
  },
  { action: 'away', keys: ['w'], modes: ['main'], help: 'what happened since your last key' },
  { action: 'copy', keys: ['y'], modes: ['main', 'evidence'], help: 'copy the row as a line of JSON', footer: 'copy' },
  { action: 'filter-asset', keys: ['o'], modes: ['main'], help: 'liquidations of this asset only, or of all' },
  { action: 'filter-notional', keys: ['n'], modes: ['main'], help: 'liquidations from $10K, $50K … $1M on, or all' },
  { action: 'filter-tier', keys: ['v'], modes: ['main'], help: 'liquidations from MEDIUM, HIGH, CRITICAL on, or all' },
  { action: 'filter-side', keys: ['d'], modes: ['main'], help: 'liquidated longs, shorts, or both' },
  { action: 'filter-exchange', keys: ['x'], modes: ['main'], help: 'liquidations of one exchange, or of all' },
  { action: 'filter-none', keys: ['0'], modes: ['main'], help: 'liquidations without any filter' },
  { action: 'unit', keys: ['u'], modes: ['main'], help: 'rates per interval, per 8 hours, per year', footer: 'unit' },
  { action: 'clock', keys: ['t'], modes: ['main'], help: 'times in UTC or local' },
  { action: 'down', keys: ['down', 'ctrl+n'], modes: ['finder'], help: 'in the finder: next match', footer: 'move' },
  { action: 'up', keys: ['up', 'ctrl+p'], modes: ['finder'], help: 'in the finder: previous match' },
  { action: 'take', keys: ['enter'], modes: ['finder'], help: 'in the finder: take the match', footer: 'take' },
  { action: 'watch-add', keys: ['+'], modes: ['finder'], help: 'in the finder: put on the watch list', footer: 'watch' },
  { action: 'watch-remove', keys: ['-'], modes: ['finder'], help: 'in the finder: take off the watch list' },
  { action: 'up', keys: ['up', 'ctrl+p'], modes: ['command'], help: 'on the command line: the line before', footer: 'history' },
  { action: 'down', keys: ['down', 'ctrl+n'], modes: ['command'], help: 'on the command line: the line after' },
  { action: 'complete', keys: ['tab'], modes: ['command'], help: 'on the command line: complete the word', footer: 'complete' },
  { action: 'take', keys: ['enter'], modes: ['command'], help: 'on the command line: do it', footer: 'do' },
  { action: 'erase', keys: ['backspace'], modes: ['finder', 'command'], help: 'where one types: erase a character' },
  { action: 'erase-all', keys: ['ctrl+u'], modes: ['finder', 'command'], help: 'where one types: erase everything' },
  {
    action: 'toggle',
    keys: ['space', 'enter'],
    modes: ['exchanges'],
    help: 'in the list of exchanges: on or off',
    footer: 'on/off',
  },
  { action: 'help', keys: ['?'], modes: ['main'], help: 'these keys', footer: 'help' },
  { action: 'back', keys: ['escape'], modes: ['main'], help: 'back: from the zoom, to the top, to the dashboard' },
  { action: 'back', keys: ['escape'], modes: ['finder'], help: 'close the finder', footer: 'close' },
  { action: 'back', keys: ['escape'], modes: ['command'], help: 'close the command line', footer: 'close' },
  { action: 'back', keys: ['escape', 'e'], modes: ['exchanges'], help: 'close the list of exchanges', footer: 'close' },
  { action: 'back', keys: ['escape', '?'], modes: ['help'], help: 'close the help', footer: 'close' },
  { action: 'back', keys: ['escape', 'enter'], modes: ['evidence'], help: 'close the evidence', footer: 'close' },
  { action: 'back', keys: ['escape', 'enter', 'w'], modes: ['away'], help: 'close the digest', footer: 'close' },
  { action: 'repaint', keys: ['ctrl+l'], modes: everywhere, help: 'draw the screen anew' },
  { action: 'suspend', keys: ['ctrl+z'], modes: everywhere, help: 'suspend, back to the shell' },
  { action: 'quit', keys: ['q'], modes: ['main', 'exchanges', 'help', 'evidence', 'away'], help: 'quit', footer: 'quit' },
  { action: 'quit', keys: ['ctrl+c'], modes: everywhere, help: 'quit, from everywhere' },
];

/** `table`: as the settings have it. */
export function actionOf(mode: Mode, key: string, table = bindings): KeyAction | undefined {
  return table.find((binding) => binding.modes.includes(mode) && binding.keys.includes(key))?.action;
}

const names: Readonly<Record<string, string>> = {
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
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

/** A key as people write it: `Ctrl-D`, `←`. */
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
  'view-dashboard': 'view-feeds',
  'watch-add': 'watch-remove',
};

/** The keys of a mode that are worth a place in the footer, in the order of the table. */
export function footerHints(mode: Mode, table = bindings): readonly Hint[] {
  const here = table.filter((binding) => binding.modes.includes(mode));
  return here.flatMap((binding) => {
    if (binding.footer === undefined || binding.keys.length === 0) return [];
    const first = keyName(binding.keys[0] ?? '');
    const partner = here.find(({ action }) => action === pairedWith[binding.action]);
    if (partner === undefined || partner.keys.length === 0) return [{ keys: first, word: binding.footer }];
    const other = keyName(partner.keys[0] ?? '');
    if (binding.action === 'view-dashboard') return [{ keys: `${first}–${other}`, word: binding.footer }];
    const isBackwardsFirst = binding.action === 'asset-next';
    return [{ keys: isBackwardsFirst ? `${other} ${first}` : `${first} ${other}`, word: binding.footer }];
  });
}

export interface KeyHelp {
  readonly keys: string;
  readonly help: string;
}

/** Every binding once, as the help overlay lists it. */
export function keyHelp(table = bindings): readonly KeyHelp[] {
  return table.map(({ keys, help }) => ({ keys: keys.map(keyName).join(' '), help }));
}

/** The README's table of keys, in Markdown. */
export function keyTable(): string {
  const rows = bindings.map(({ keys, help }) => `| ${keys.map((key) => `\`${keyName(key)}\``).join(' ')} | ${help} |`);
  return ['| Key | What it does |', '| --- | --- |', ...rows].join('\n');
}
