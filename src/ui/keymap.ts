// Keys as data: dispatch, footer, help and the README's table read this one list.
import type { PanelId } from './layout.js';
import { alertPanels, type Need, opinionPanels } from './needs.js';
import type { Mode } from './view-state.js';
import type { ViewId } from './views.js';

/** One for each of the views. */
export type ViewKeyAction = `view-${ViewId}`;

export type KeyAction =
  | ViewKeyAction
  | 'view-list'
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
  | 'sort-previous'
  | 'sort-reverse'
  | 'evidence'
  | 'away'
  | 'copy'
  | 'edit'
  | 'opinion'
  | 'acknowledge'
  | 'mute'
  | 'filter-kind'
  | 'filter-asset'
  | 'filter-exchange'
  | 'filter-side'
  | 'filter-tier'
  | 'filter-notional'
  | 'filter-none'
  | 'unit'
  | 'chart-span'
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
  /** Only while one of these has the focus: elsewhere the same key may do another thing. */
  readonly panels?: readonly PanelId[];
  readonly help: string;
  /** One word for the footer, for the keys a newcomer needs. */
  readonly footer?: string;
  /** Instead of that word where the key does its other thing: it takes back what it did, or opens an asset instead of evidence. */
  readonly otherFooter?: string;
  /** Without it the key is of no use now: the footer leaves it out, and pressing it says why. */
  readonly needs?: Need;
}

const everywhere: readonly Mode[] = ['main', 'finder', 'command', 'exchanges', 'help', 'evidence', 'away', 'answer', 'opinion'];
/** Where there is a list, or a text longer than its frame. */
const scrolled: readonly Mode[] = ['main', 'exchanges', 'help', 'evidence', 'away', 'answer', 'opinion'];

// `h` and `l` go from panel to panel, as in lazygit; the arrows went through the assets before there were `h` and `l`, and stay.
// `<` and `>` go through the columns, as in top. `8` and `9` are free for views to come.
export const bindings: readonly Binding[] = [
  { action: 'asset-previous', keys: ['[', 'left'], modes: ['main'], help: 'previous asset', needs: 'asset' },
  { action: 'asset-next', keys: [']', 'right'], modes: ['main'], help: 'next asset', footer: 'asset', needs: 'asset' },
  { action: 'find', keys: ['/'], modes: ['main'], help: 'find an asset by typing', footer: 'find', needs: 'assets' },
  { action: 'view-dashboard', keys: ['1'], modes: ['main'], help: 'the dashboard', footer: 'views' },
  { action: 'view-board', keys: ['2'], modes: ['main'], help: 'the board: every asset on every exchange' },
  { action: 'view-liquidations', keys: ['3'], modes: ['main'], help: 'liquidations, with totals' },
  { action: 'view-arbitrage', keys: ['4'], modes: ['main'], help: 'arbitrage, with every cost' },
  { action: 'view-bursts', keys: ['5'], modes: ['main'], help: 'bursts, second by second' },
  { action: 'view-feeds', keys: ['6'], modes: ['main'], help: 'feeds: state, lag, reconnects, faults' },
  { action: 'view-alerts', keys: ['7'], modes: ['main'], help: 'alerts: what was raised, and what became of it' },
  { action: 'view-list', keys: ['8', '9'], modes: ['main'], help: 'no view yet: says which there are' },
  { action: 'focus-next', keys: ['tab', 'l'], modes: ['main'], help: 'focus the next panel', footer: 'panel', needs: 'panels' },
  { action: 'focus-previous', keys: ['shift+tab', 'h'], modes: ['main'], help: 'focus the previous panel', needs: 'panels' },
  { action: 'down', keys: ['j', 'down'], modes: scrolled, help: 'one row down', footer: 'scroll', needs: 'rows' },
  { action: 'up', keys: ['k', 'up'], modes: scrolled, help: 'one row up', needs: 'rows' },
  { action: 'half-down', keys: ['ctrl+d'], modes: scrolled, help: 'half a page down', needs: 'rows' },
  { action: 'half-up', keys: ['ctrl+u'], modes: scrolled, help: 'half a page up', needs: 'rows' },
  { action: 'page-down', keys: ['pagedown'], modes: scrolled, help: 'a page down', needs: 'rows' },
  { action: 'page-up', keys: ['pageup'], modes: scrolled, help: 'a page up', needs: 'rows' },
  { action: 'top', keys: ['g', 'home'], modes: scrolled, help: 'to the top, following the newest', needs: 'rows' },
  { action: 'bottom', keys: ['G', 'end'], modes: scrolled, help: 'to the bottom', needs: 'rows' },
  {
    action: 'evidence',
    keys: ['enter'],
    modes: ['main'],
    help: 'the evidence of the row: all its numbers and why; on the board, the asset it is of',
    footer: 'evidence',
    otherFooter: 'open',
    needs: 'evidence',
  },
  {
    action: 'opinion',
    keys: ['a'],
    modes: ['main', 'opinion'],
    panels: opinionPanels,
    help: "a model's opinion on the asset's funding; once more: a new one",
    needs: 'opinion',
  },
  {
    action: 'acknowledge',
    keys: ['a'],
    modes: ['main'],
    panels: alertPanels,
    help: "on alerts and arbitrage: mark the row's alert as seen",
    footer: 'seen',
    needs: 'alert',
  },
  {
    action: 'mute',
    keys: ['m'],
    modes: ['main'],
    panels: alertPanels,
    help: "on alerts and arbitrage: mute the row's asset, or let it call again",
    footer: 'mute',
    needs: 'alert',
  },
  {
    action: 'filter-kind',
    keys: ['K'],
    modes: ['main'],
    panels: ['alerts'],
    help: 'alerts of one kind, the next, … or all',
    footer: 'kind',
    needs: 'alerts',
  },
  {
    action: 'pause',
    keys: ['space'],
    modes: ['main'],
    help: 'hold the picture; collection goes on',
    footer: 'pause',
    otherFooter: 'resume',
    needs: 'picture',
  },
  {
    action: 'zoom',
    keys: ['z'],
    modes: ['main'],
    help: 'the focused panel over the whole screen, and back',
    footer: 'zoom',
    otherFooter: 'unzoom',
    needs: 'zoom',
  },
  {
    action: 'sort-next',
    keys: ['s', '>'],
    modes: ['main'],
    help: 'sort by the next column, at last as it comes',
    footer: 'sort',
    needs: 'rows',
  },
  { action: 'sort-previous', keys: ['<'], modes: ['main'], help: 'sort by the column before', needs: 'rows' },
  { action: 'sort-reverse', keys: ['S'], modes: ['main'], help: 'sort the other way round', needs: 'sort' },
  {
    action: 'copy',
    keys: ['y'],
    modes: ['main', 'evidence'],
    help: 'copy the row as a line of JSON',
    footer: 'copy',
    needs: 'record',
  },
  {
    action: 'unit',
    keys: ['u'],
    modes: ['main'],
    help: 'rates per interval, per hour, per 8 hours, per year',
    footer: 'unit',
    needs: 'rates',
  },
  { action: 'chart-span', keys: ['c'], modes: ['main'], help: 'the chart of this session, or of 30 days', needs: 'chart' },
  { action: 'clock', keys: ['t'], modes: ['main'], help: 'times in UTC or local' },
  { action: 'command', keys: [':'], modes: ['main'], help: 'type a command: :asset SOL, :theme light, :help', footer: 'command' },
  { action: 'exchanges', keys: ['e'], modes: ['main'], help: 'switch exchanges on and off', footer: 'exchanges' },
  {
    action: 'filter-asset',
    keys: ['o'],
    modes: ['main'],
    help: 'liquidations of this asset only, or of all',
    needs: 'liquidations',
  },
  {
    action: 'filter-exchange',
    keys: ['x'],
    modes: ['main'],
    help: 'liquidations of one exchange, or of all',
    needs: 'liquidations',
  },
  { action: 'filter-side', keys: ['d'], modes: ['main'], help: 'liquidated longs, shorts, or both', needs: 'liquidations' },
  {
    action: 'filter-tier',
    keys: ['v'],
    modes: ['main'],
    help: 'liquidations from MEDIUM, HIGH, CRITICAL on, or all',
    needs: 'liquidations',
  },
  {
    action: 'filter-notional',
    keys: ['n'],
    modes: ['main'],
    help: 'liquidations from $10K, $50K … $1M on, or all',
    needs: 'liquidations',
  },
  { action: 'filter-none', keys: ['0'], modes: ['main'], help: 'liquidations without any filter', needs: 'liquidations' },
  { action: 'away', keys: ['w'], modes: ['main'], help: 'what happened since your last key' },
  { action: 'down', keys: ['down', 'ctrl+n'], modes: ['finder'], help: 'in the finder: next match', footer: 'move' },
  { action: 'up', keys: ['up', 'ctrl+p'], modes: ['finder'], help: 'in the finder: previous match' },
  { action: 'page-down', keys: ['pagedown'], modes: ['finder'], help: 'in the finder: a page down' },
  { action: 'page-up', keys: ['pageup'], modes: ['finder'], help: 'in the finder: a page up' },
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
  {
    action: 'edit',
    keys: ['enter', 'e'],
    modes: ['answer'],
    help: 'in an answer: change the query',
    footer: 'change',
    needs: 'expression',
  },
  { action: 'help', keys: ['?'], modes: ['main'], help: 'these keys', footer: 'help' },
  { action: 'back', keys: ['escape'], modes: ['main'], help: 'back: from the zoom, to the top, to the dashboard' },
  { action: 'back', keys: ['escape'], modes: ['finder'], help: 'close the finder', footer: 'close' },
  { action: 'back', keys: ['escape'], modes: ['command'], help: 'close the command line', footer: 'close' },
  { action: 'back', keys: ['escape', 'e'], modes: ['exchanges'], help: 'close the list of exchanges', footer: 'close' },
  { action: 'back', keys: ['escape', '?'], modes: ['help'], help: 'close the help', footer: 'close' },
  { action: 'back', keys: ['escape', 'enter'], modes: ['evidence'], help: 'close the evidence', footer: 'close' },
  { action: 'back', keys: ['escape', 'enter', 'w'], modes: ['away'], help: 'close the digest', footer: 'close' },
  { action: 'back', keys: ['escape'], modes: ['answer'], help: 'close the answer, or stop waiting for it', footer: 'close' },
  { action: 'back', keys: ['escape'], modes: ['opinion'], help: 'close the opinion, or stop waiting for it', footer: 'close' },
  { action: 'repaint', keys: ['ctrl+l'], modes: everywhere, help: 'draw the screen anew' },
  { action: 'suspend', keys: ['ctrl+z'], modes: everywhere, help: 'suspend, back to the shell' },
  { action: 'quit', keys: ['q'], modes: scrolled, help: 'quit', footer: 'quit' },
  { action: 'quit', keys: ['ctrl+c'], modes: everywhere, help: 'quit, from everywhere' },
];

/** `table`: as the settings have it. A key that belongs to other panels than `focus` is found too: what it needs says why it does nothing. */
export function bindingOf(mode: Mode, key: string, table = bindings, focus?: PanelId): Binding | undefined {
  const found = table.filter((binding) => binding.modes.includes(mode) && binding.keys.includes(key));
  return found.find(({ panels }) => panels === undefined || focus === undefined || panels.includes(focus)) ?? found[0];
}

export function actionOf(mode: Mode, key: string, table = bindings): KeyAction | undefined {
  return bindingOf(mode, key, table)?.action;
}
