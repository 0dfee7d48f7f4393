import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/domain/errors.js';
import { footerHints, keyHelp, keyName } from '../../src/ui/key-words.js';
import { actionOf, bindings } from '../../src/ui/keymap.js';
import { panelIds } from '../../src/ui/layout.js';
import { parseKey } from '../../src/ui/parse-key.js';
import { type ChosenKeys, reboundActions, reboundBindings } from '../../src/ui/rebound-keys.js';

describe('a key as written in the settings', () => {
  it.each([
    ['f', 'f'],
    ['F', 'F'],
    ['Ctrl-F', 'ctrl+f'],
    ['ctrl+f', 'ctrl+f'],
    ['PgDn', 'pagedown'],
    ['Space', 'space'],
    ['Shift-Tab', 'shift+tab'],
    ['←', 'left'],
    ['comma', ','],
    [' ? ', '?'],
    ['币', '币'],
    ['Ctrl-I', undefined],
    ['Ctrl-1', undefined],
    ['ctrl-', undefined],
    ['F13', undefined],
    ['gg', undefined],
    ['', undefined],
    ['\u001b', undefined],
    ['\u200b', undefined],
    ['constructor', undefined],
  ])('%j is %j', (text, key) => {
    expect(parseKey(text)).toBe(key);
  });

  it('is understood as the help writes it', () => {
    for (const { keys } of bindings) for (const key of keys) expect(parseKey(keyName(key)), key).toBe(key);
  });
});

describe('the keymap as the settings have it', () => {
  it('is the usual one where nothing is chosen, or the usual is', () => {
    expect(reboundBindings({})).toEqual(bindings);
    const usual = Object.fromEntries([...reboundActions].map(([action, { keys }]) => [action, keys]));
    expect(reboundBindings(usual)).toEqual(bindings);
  });

  it('feeds dispatch, footer and help', () => {
    const table = reboundBindings({ find: ['f', 'ctrl+f'] });
    expect(actionOf('main', 'f', table)).toBe('find');
    expect(actionOf('main', 'ctrl+f', table)).toBe('find');
    expect(actionOf('main', '/', table)).toBeUndefined();
    expect(footerHints('main', table).find(({ word }) => word === 'find')?.keys).toBe('f');
    expect(keyHelp(table)).toContainEqual({ keys: 'f Ctrl-F', help: 'find an asset by typing' });
  });

  it('closes an overlay with the key that opens it', () => {
    const table = reboundBindings({ exchanges: ['&'] });
    expect(actionOf('exchanges', '&', table)).toBe('back');
    expect(actionOf('exchanges', 'e', table)).toBeUndefined();
    expect(actionOf('exchanges', 'escape', table)).toBe('back');
  });

  it('leaves the ways out', () => {
    const table = reboundBindings({ quit: [], down: ['&'] });
    for (const { modes } of bindings) {
      for (const mode of modes) {
        expect(actionOf(mode, 'ctrl+c', table)).toBe('quit');
        expect(actionOf(mode, 'escape', table)).toBe('back');
      }
    }
    expect(actionOf('main', 'q', table)).toBeUndefined();
    expect(footerHints('main', table).map(({ word }) => word)).not.toContain('quit');
    expect(actionOf('finder', 'down', table)).toBe('down');
  });

  it('lets two actions swap their keys', () => {
    const table = reboundBindings({ find: ['e'], exchanges: ['/'] });
    expect(actionOf('main', 'e', table)).toBe('find');
    expect(actionOf('main', '/', table)).toBe('exchanges');
  });

  const conflicts: readonly (readonly [chosen: ChosenKeys, message: string])[] = [
    [{ find: ['e'] }, "the key 'e' is bound to both find and exchanges"],
    [{ pause: ['q'] }, "the key 'q' is bound to both pause and quit"],
    [{ find: ['&'], pause: ['&'] }, "the key '&' is bound to both find and pause"],
    [{ find: ['ctrl+c'] }, "the key 'Ctrl-C' is bound to both find and quit"],
    [{ find: ['escape'] }, "the key 'Esc' is bound to both find and back"],
    [{ toggle: ['j'] }, "the key 'j' is bound to both down and toggle"],
    [{ repaint: ['r'] }, "keys.repaint: 'r' is typed in the finder and on the command line"],
    [{ take: ['t'] }, "keys.take: 't' is typed in the finder and on the command line"],
    [{ complete: ['space'] }, "keys.complete: 'Space' is typed in the finder and on the command line"],
  ];

  it.each(conflicts)('%j is refused in one line', (chosen, message) => {
    expect(() => reboundBindings(chosen)).toThrow(UsageError);
    expect(() => reboundBindings(chosen)).toThrow(message);
  });

  it.each([
    [{ toggle: ['j'] }, 'keys.toggle'],
    [{ find: ['h'] }, 'keys.find'],
    [{ quit: ['escape'] }, 'keys.quit'],
  ] as const)('%j is answered with the setting to change', (chosen, setting) => {
    try {
      reboundBindings(chosen);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ hint: `give it another: fundmon config set ${setting} KEYS` });
    }
  });

  it('shows an action without any key as such, and keeps it out of the footer', () => {
    const table = reboundBindings({ find: [] });
    expect(keyHelp(table)).toContainEqual({ keys: 'no key', help: 'find an asset by typing' });
    expect(footerHints('main', table).map(({ word }) => word)).not.toContain('find');
  });

  it('gives every key at most one meaning, or is refused', () => {
    const action = fc.constantFrom(...reboundActions.keys());
    const key = fc.constantFrom(...bindings.flatMap(({ keys }) => keys), 'x', 'ctrl+t', '%');
    fc.assert(
      fc.property(fc.dictionary(action, fc.array(key, { maxLength: 3 }), { maxKeys: 4 }), (chosen) => {
        try {
          const table = reboundBindings(chosen);
          for (const mode of ['main', 'finder', 'command', 'exchanges', 'help'] as const) {
            for (const panel of [...panelIds, 'alerts', 'board'] as const) {
              const here = table.filter(({ modes, panels = [panel] }) => modes.includes(mode) && panels.includes(panel));
              const keys = here.flatMap((binding) => [...new Set(binding.keys)]);
              expect(new Set(keys).size).toBe(keys.length);
            }
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
