import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { footerHints, keyHelp, keyTable } from '../../src/ui/key-words.js';
import { actionOf, bindingOf, bindings } from '../../src/ui/keymap.js';
import { keysOfInput } from '../../src/ui/keys-of-input.js';
import { type PanelId, panelIds } from '../../src/ui/layout.js';
import type { Mode } from '../../src/ui/view-state.js';

const modes: readonly Mode[] = ['main', 'finder', 'exchanges', 'help', 'evidence', 'away', 'answer', 'opinion'];

describe('the keymap', () => {
  it.each(modes)('gives every key one meaning in %s, whatever has the focus', (mode) => {
    for (const panel of panelIds) {
      const here = bindings.filter(({ modes, panels = panelIds }) => modes.includes(mode) && panels.includes(panel));
      const keys = here.flatMap((binding) => binding.keys);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('lets a key mean one thing on one panel and another on the next', () => {
    const meaning = (panel: PanelId) => bindingOf('main', 'a', bindings, panel)?.action;
    expect((['arbitrage', 'alerts', 'funding', 'board', 'chart'] as const).map(meaning)).toEqual([
      'acknowledge',
      'acknowledge',
      'opinion',
      'opinion',
      'opinion',
    ]);
    expect(bindingOf('main', 'a', bindings, 'bursts')?.needs).toBe('opinion');
  });

  it('binds no letter and no digit where one types', () => {
    const keys = bindings
      .filter((binding) => binding.modes.includes('finder') || binding.modes.includes('command'))
      .flatMap((binding) => binding.keys);
    expect(keys.filter((key) => /^[\p{L}\p{N}]$/u.test(key))).toEqual([]);
  });

  it('always has a way back and a way out', () => {
    for (const mode of modes) {
      expect(actionOf(mode, 'escape')).toBe('back');
      expect(actionOf(mode, 'ctrl+c')).toBe('quit');
    }
  });

  it('knows the keys people expect', () => {
    const expected = {
      '[': 'asset-previous',
      right: 'asset-next',
      '/': 'find',
      e: 'exchanges',
      tab: 'focus-next',
      l: 'focus-next',
      h: 'focus-previous',
      s: 'sort-next',
      '<': 'sort-previous',
      S: 'sort-reverse',
      7: 'view-alerts',
      8: 'view-list',
      j: 'down',
      k: 'up',
      g: 'top',
      G: 'bottom',
      space: 'pause',
      '?': 'help',
      q: 'quit',
    };
    for (const [key, action] of Object.entries(expected)) expect(actionOf('main', key)).toBe(action);
    expect(actionOf('main', 'Z')).toBeUndefined();
    expect(actionOf('finder', 'q')).toBeUndefined();
  });

  it('hints in the footer at what can be pressed now', () => {
    expect(footerHints('main').map(({ keys, word }) => `${keys} ${word}`)).toEqual([
      '[ ] asset',
      '/ find',
      '1–7 views',
      'Tab panel',
      'j k scroll',
      'Enter evidence',
      'a seen',
      'm mute',
      'K kind',
      'Space pause',
      'z zoom',
      's sort',
      'y copy',
      'u unit',
      ': command',
      'e exchanges',
      '? help',
      'q quit',
    ]);
    expect(footerHints('finder').map(({ word }) => word)).toEqual(['move', 'take', 'watch', 'close']);
    expect(footerHints('command').map(({ word }) => word)).toEqual(['history', 'complete', 'do', 'close']);
  });

  it('prints every binding once for the help and for the README', () => {
    expect(keyHelp()).toHaveLength(bindings.length);
    const lines = keyTable().split('\n');
    expect(lines).toHaveLength(bindings.length + 2);
    expect(lines[0]).toBe('| Key | What it does |');
    expect(lines[2]).toBe('| `[` `Left` | previous asset |');
  });
});

describe('typed input', () => {
  const none: Key = {
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
    return: false,
    escape: false,
    ctrl: false,
    shift: false,
    tab: false,
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  };

  const table: readonly (readonly [input: string, key: Partial<Key>, keys: readonly string[]])[] = [
    ['j', {}, ['j']],
    ['jjj', {}, ['j', 'j', 'j']],
    ['q\r', {}, ['q', 'enter']],
    ['\r', { return: true }, ['enter']],
    ['G', { shift: true }, ['G']],
    [' ', {}, ['space']],
    ['/币b ', {}, ['/', '币', 'b', 'space']],
    ['j\u0004\tk', {}, ['j', 'ctrl+d', 'tab', 'k']],
    ['', { upArrow: true }, ['up']],
    ['', { escape: true, meta: true }, ['escape']],
    ['', { tab: true }, ['tab']],
    ['', { tab: true, shift: true }, ['shift+tab']],
    ['', { backspace: true }, ['backspace']],
    ['d', { ctrl: true }, ['ctrl+d']],
    ['j', { meta: true }, []],
    ['j', { eventType: 'release' }, []],
  ];

  it.each(table)('%j with %j is %j', (input, key, keys) => {
    expect(keysOfInput(input, { ...none, ...key })).toEqual(keys);
  });
});
