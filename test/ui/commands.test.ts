import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeQuery } from '../../src/query/complete.js';
import { commandHint, completed, completions, runCommand } from '../../src/ui/command-entry.js';
import { type CommandContext, commands, type Deed, parseAmount } from '../../src/ui/commands.js';

const context: CommandContext = {
  assets: ['BTC', 'ETH', 'SOL', 'SOLV', '币安人生'],
  exchanges: ['binance', 'bybit', 'okx'],
  watch: ['BTC'],
  muted: ['PEPE'],
  findKey: '/',
  completeQuery,
};

const done: readonly (readonly [line: string, deeds: readonly Deed[]])[] = [
  ['asset SOL', [{ type: 'asset', asset: 'SOL' }]],
  ['  asset   sol ', [{ type: 'asset', asset: 'SOL' }]],
  [':asset 币安人生', [{ type: 'asset', asset: '币安人生' }]],
  ['exchange -okx', [{ type: 'exchanges', exchanges: ['binance', 'bybit'] }]],
  ['exchange +dydx -OKX', [{ type: 'exchanges', exchanges: ['binance', 'bybit', 'dydx'] }]],
  ['exchange +binance', [{ type: 'exchanges', exchanges: ['binance', 'bybit', 'okx'] }]],
  ['watch +sol', [{ type: 'watch', asset: 'SOL', isWatched: true }]],
  ['watch -BTC', [{ type: 'watch', asset: 'BTC', isWatched: false }]],
  ['unit apr', [{ type: 'unit', unit: 'apr' }]],
  ['unit 1h', [{ type: 'unit', unit: '1h' }]],
  ['chart 30d', [{ type: 'chart', chartSpan: '30d' }]],
  ['unit 8H', [{ type: 'unit', unit: '8h' }]],
  [
    'min 250k',
    [
      { type: 'min-notional', usd: 250_000 },
      { type: 'tell', text: 'liquidations from $250K' },
    ],
  ],
  ['theme light', [{ type: 'appearance', change: { theme: 'light' } }]],
  ['up red', [{ type: 'appearance', change: { upColor: 'red' } }]],
  ['ascii on', [{ type: 'appearance', change: { isAscii: true } }]],
  ['ascii off', [{ type: 'appearance', change: { isAscii: false } }]],
  ['query funding  asset=SOL ', [{ type: 'query', expression: 'funding  asset=SOL' }]],
  ['ask who pays?', [{ type: 'ask', question: 'who pays?' }]],
  ['ask', [{ type: 'ask', question: '' }]],
  ['help', [{ type: 'help' }]],
  ['q', [{ type: 'quit' }]],
  ['quit', [{ type: 'quit' }]],
  ['th light', [{ type: 'appearance', change: { theme: 'light' } }]],
  ['', []],
  ['   ', []],
];

const refused: readonly (readonly [line: string, text: string])[] = [
  [
    'colour red',
    "no command 'colour'; there is asset, exchange, watch, unit, chart, min, alerts, mute, query, ask, theme, up, ascii, help, quit",
  ],
  [
    'a SOL',
    "no command 'a'; there is asset, exchange, watch, unit, chart, min, alerts, mute, query, ask, theme, up, ascii, help, quit",
  ],
  ['asset', 'asset takes a name such as SOL'],
  ['asset so', "no asset 'so': there is SOL, SOLV"],
  ['asset XYZ', "no asset 'XYZ': / searches"],
  ['exchange okx', "exchange takes + or - and one of binance, bybit, okx, deribit, hyperliquid, dydx, not 'okx'"],
  ['exchange -okx +mtgox', "exchange takes + or - and one of binance, bybit, okx, deribit, hyperliquid, dydx, not '+mtgox'"],
  ['exchange', 'exchange takes + or - and a name: -okx, +okx'],
  ['watch', 'watching BTC; +SOL adds, -SOL removes'],
  ['unit daily', "unit takes raw, 1h, 8h, apr, not 'daily'"],
  ['min lots', "min takes an amount such as 250k or 1.5m, or off, not 'lots'"],
  ['theme blue', "theme takes dark, light, color-blind, mono, not 'blue'"],
];

describe('a typed command', () => {
  it.each(done)('%j is understood', (line, deeds) => {
    expect(runCommand(line, context)).toEqual(deeds);
  });

  it.each(refused)('%j is refused in one line', (line, text) => {
    expect(runCommand(line, context)).toEqual([{ type: 'tell', text }]);
  });

  it('whatever it is, is understood or refused in one printable line', () => {
    const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...commands.map(({ name }) => name), '+', '-okx', ' '));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (words) => {
        const line = words.join(' ');
        for (const deed of runCommand(line, context))
          if (deed.type === 'tell') expect(deed.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        expect(completed(line, context).startsWith(line) || completions(line, context).length > 0).toBe(true);
        expect(commandHint(line, context)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it.each([
    ['250k', 250_000],
    ['1.5M', 1_500_000],
    ['$500', 500],
    ['2b', 2e9],
    ['.5k', 500],
    ['0', 0],
    ['off', 0],
    ['-5', undefined],
    ['1e6', undefined],
    ['k', undefined],
    ['', undefined],
  ])('%j as an amount is %j', (text, usd) => {
    expect(parseAmount(text)).toBe(usd);
  });
});

describe('Tab', () => {
  it.each([
    ['', ''],
    ['th', 'theme '],
    ['as', 'as'],
    ['ass', 'asset '],
    ['h', 'help'],
    ['xyz', 'xyz'],
    ['asset e', 'asset ETH'],
    ['asset so', 'asset SOL'],
    ['asset SOL', 'asset SOL'],
    ['asset 币', 'asset 币安人生'],
    ['theme l', 'theme light'],
    ['theme ', 'theme '],
    ['exchange -', 'exchange -'],
    ['exchange -o', 'exchange -okx'],
    ['exchange -okx +d', 'exchange -okx +d'],
    ['exchange -okx +de', 'exchange -okx +deribit'],
    ['watch +s', 'watch +SOL'],
    ['watch -', 'watch -BTC'],
    ['que', 'query '],
    ['query fu', 'query funding'],
    ['query funding ass', 'query funding asset='],
    ['query funding exchange=ok', 'query funding exchange=okx'],
    ['query funding sort=-ra', 'query funding sort=-rate8h'],
  ])('makes %j into %j', (line, expected) => {
    expect(completed(line, context)).toBe(expected);
  });

  it('completes every command to one that runs', () => {
    for (const { name, complete } of commands) {
      for (const candidate of complete(context, '')) {
        const [deed] = runCommand(`${name} ${candidate}`, context);
        expect(deed?.type, `${name} ${candidate}`).not.toBe('tell');
      }
    }
  });
});

describe('the hint beside the line', () => {
  it.each([
    ['', 'asset exchange watch unit chart min alerts mute query ask theme up ascii help quit'],
    ['th', 'theme dark|light|color-blind|mono: the colours'],
    ['u', 'unit up'],
    ['unit ', 'raw 1h 8h apr'],
    ['asset s', 'SOL SOLV'],
    ['asset x', 'asset SOL: show this asset'],
    ['xyz', ''],
  ])('for %j is %j', (line, expected) => {
    expect(commandHint(line, context)).toBe(expected);
  });
});
