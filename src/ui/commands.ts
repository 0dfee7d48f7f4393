// What can be typed after `:`, as data: completion, help and dispatch read this one table. A command does nothing itself; it
// says what is to be done, or why not.
import { type ExchangeId, exchangeIds, isExchangeId } from '../domain/instrument.js';
import { type AlertKind, alertKinds } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { type ChartSpan, chartSpans } from './chart-series.js';
import { formatUsd } from './format.js';
import { themeNames } from './palettes.js';
import { upColors } from './theme.js';
import { type RateUnit, rateUnits } from './unit.js';
import type { Appearance, ViewState } from './view-state.js';

/** What a command may look at. */
export interface CommandContext {
  /** By volume, largest first. */
  readonly assets: readonly string[];
  /** Switched on. */
  readonly exchanges: readonly ExchangeId[];
  readonly watch: readonly string[];
  readonly muted: readonly string[];
  /** The key that searches; absent where the settings give it none. */
  readonly findKey: string | undefined;
  /** What the last word of a query may become; absent where no queries are answered. */
  readonly completeQuery: ((expression: string) => readonly string[]) | undefined;
}

export function commandContext(
  { exchanges, watch, muted }: ViewState,
  { assets }: MarketSnapshot,
  keys: Pick<CommandContext, 'findKey' | 'completeQuery'>,
): CommandContext {
  return { assets: assets.map(({ asset }) => asset), exchanges, watch, muted, ...keys };
}

export type Deed =
  | { readonly type: 'asset'; readonly asset: string }
  | { readonly type: 'exchanges'; readonly exchanges: readonly ExchangeId[] }
  | { readonly type: 'watch'; readonly asset: string; readonly isWatched: boolean }
  | { readonly type: 'unit'; readonly unit: RateUnit }
  | { readonly type: 'chart'; readonly chartSpan: ChartSpan }
  | { readonly type: 'min-notional'; readonly usd: number }
  | { readonly type: 'appearance'; readonly change: Partial<Appearance> }
  /** Without a kind: all. */
  | { readonly type: 'alerts'; readonly kind: AlertKind | undefined }
  | { readonly type: 'mute'; readonly asset: string; readonly isMuted: boolean }
  | { readonly type: 'query'; readonly expression: string }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'help' }
  | { readonly type: 'quit' }
  /** One line for the reader: why nothing was done, or what was. */
  | { readonly type: 'tell'; readonly text: string };

export interface Command {
  readonly name: string;
  readonly alias?: string;
  /** What it takes, as the help writes it. */
  readonly argument: string;
  readonly help: string;
  /** Candidates for the last word of what is being typed. */
  readonly complete: (context: CommandContext, argument: string) => readonly string[];
  readonly run: (argument: string, context: CommandContext) => readonly Deed[];
}

export const tell = (text: string): readonly Deed[] => [{ type: 'tell', text }];
const nothing = (): readonly string[] => [];
/** So many assets are named where one was not found. */
const NAMED_ASSETS = 3;
const AMOUNT = /^\$?(\d+(?:\.\d+)?|\.\d+)([kmb]?)$/i;
const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** `250k`, `1.5m`, `$500`; `off` is 0. */
export function parseAmount(text: string): number | undefined {
  if (text.toLowerCase() === 'off') return 0;
  const [, digits, unit = ''] = AMOUNT.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (scales[unit.toLowerCase()] ?? 1);
}

/** The asset of that name in any letter case, or what to say instead. */
function withAsset(typed: string, { assets, findKey }: CommandContext, use: (asset: string) => Deed): readonly Deed[] {
  const wanted = typed.toUpperCase();
  const found = assets.find((asset) => asset.toUpperCase() === wanted);
  if (found !== undefined) return [use(found)];
  const near = wanted === '' ? [] : assets.filter((asset) => asset.toUpperCase().includes(wanted)).slice(0, NAMED_ASSETS);
  const search = findKey === undefined ? '' : `: ${findKey} searches`;
  const hint = near.length === 0 ? search : `: there is ${near.map((asset) => printable(asset)).join(', ')}`;
  return tell(typed === '' ? 'asset takes a name such as SOL' : `no asset '${printable(typed)}'${hint}`);
}

/** `-okx +bybit`: each word switches one exchange. */
function switched(argument: string, { exchanges }: CommandContext): readonly Deed[] {
  const words = argument
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const on = new Set(exchanges);
  for (const word of words) {
    const id = word.slice(1);
    if (!/^[+-]/.test(word) || !isExchangeId(id)) {
      return tell(`exchange takes + or - and one of ${exchangeIds.join(', ')}, not '${printable(word)}'`);
    }
    if (word.startsWith('+')) on.add(id);
    else on.delete(id);
  }
  if (words.length === 0) return tell('exchange takes + or - and a name: -okx, +okx');
  return [{ type: 'exchanges', exchanges: exchangeIds.filter((id) => on.has(id)) }];
}

/** A command that takes one word out of a few. */
function choice<Word extends string>(
  name: string,
  words: readonly Word[],
  help: string,
  deed: (word: Word) => Deed,
): Pick<Command, 'name' | 'argument' | 'help' | 'complete' | 'run'> {
  return {
    name,
    argument: words.join('|'),
    help,
    complete: () => words,
    run: (argument) => {
      const word = words.find((known) => known === argument.toLowerCase());
      return word === undefined ? tell(`${name} takes ${words.join(', ')}, not '${printable(argument)}'`) : [deed(word)];
    },
  };
}

function watched(argument: string, context: CommandContext): readonly Deed[] {
  if (!/^[+-]/.test(argument))
    return tell(`watching ${context.watch.map((asset) => printable(asset)).join(', ') || 'nothing'}; +SOL adds, -SOL removes`);
  return withAsset(argument.slice(1), context, (asset) => ({ type: 'watch', asset, isWatched: argument.startsWith('+') }));
}

function mutedOrNot(argument: string, context: CommandContext): readonly Deed[] {
  const asset = argument.slice(1).toUpperCase();
  // Also one that is listed no longer.
  if (argument.startsWith('-') && context.muted.includes(asset)) return [{ type: 'mute', asset, isMuted: false }];
  if (!/^[+-]/.test(argument))
    return tell(`muted: ${context.muted.map((one) => printable(one)).join(', ') || 'nothing'}; +SOL mutes, -SOL lets it call`);
  return withAsset(argument.slice(1), context, (found) => ({ type: 'mute', asset: found, isMuted: argument.startsWith('+') }));
}

export const commands: readonly Command[] = [
  {
    name: 'asset',
    argument: 'SOL',
    help: 'show this asset',
    complete: ({ assets }) => assets,
    run: (argument, context) => withAsset(argument, context, (asset) => ({ type: 'asset', asset })),
  },
  {
    name: 'exchange',
    argument: '-okx|+okx',
    help: 'switch exchanges off and on',
    complete: ({ exchanges }) => exchangeIds.map((id) => (exchanges.includes(id) ? `-${id}` : `+${id}`)),
    run: switched,
  },
  {
    name: 'watch',
    argument: '+SOL|-SOL',
    help: 'put an asset on the watch list, or take it off',
    complete: ({ assets, watch }) => assets.map((asset) => (watch.includes(asset) ? `-${asset}` : `+${asset}`)),
    run: watched,
  },
  choice('unit', rateUnits, 'rates per interval, per hour, per 8 hours, per year', (unit) => ({ type: 'unit', unit })),
  choice('chart', chartSpans, 'the chart of this session, or of 30 days', (chartSpan) => ({ type: 'chart', chartSpan })),
  {
    name: 'min',
    argument: '250k|off',
    help: 'leave smaller liquidations out',
    complete: () => ['off', '10k', '100k', '250k', '1m'],
    run: (argument) => {
      const usd = parseAmount(argument);
      if (usd === undefined) return tell(`min takes an amount such as 250k or 1.5m, or off, not '${printable(argument)}'`);
      return [{ type: 'min-notional', usd }, ...tell(usd === 0 ? 'every liquidation' : `liquidations from ${formatUsd(usd)}`)];
    },
  },
  {
    name: 'alerts',
    argument: 'feed-down|all',
    help: 'the log of alerts, of one kind or of all',
    complete: () => [...alertKinds, 'all'],
    run: (argument) => {
      const word = argument.toLowerCase();
      const kind = alertKinds.find((known) => known === word);
      if (kind === undefined && word !== '' && word !== 'all') {
        return tell(`alerts takes ${alertKinds.join(', ')} or all, not '${printable(argument)}'`);
      }
      return [{ type: 'alerts', kind }];
    },
  },
  {
    name: 'mute',
    argument: '+SOL|-SOL',
    help: 'alerts of this asset call nobody, or call again',
    complete: ({ assets, muted }) => [
      ...muted.map((asset) => `-${asset}`),
      ...assets.filter((asset) => !muted.includes(asset)).map((asset) => `+${asset}`),
    ],
    run: mutedOrNot,
  },
  {
    name: 'query',
    argument: 'funding asset=SOL sort=-rate8h limit=5',
    help: 'ask funding, liquidations, arbitrage, alerts, feeds',
    complete: ({ completeQuery }, argument) => completeQuery?.(argument) ?? [],
    run: (expression, { completeQuery }) =>
      completeQuery === undefined ? tell('no queries are answered here') : [{ type: 'query', expression }],
  },
  {
    name: 'ask',
    argument: 'which exchange pays most on SOL?',
    help: 'the same in plain words, by way of a language model',
    complete: nothing,
    run: (question, { completeQuery }) =>
      completeQuery === undefined ? tell('no questions are answered here') : [{ type: 'ask', question }],
  },
  choice('theme', themeNames, 'the colours', (theme) => ({ type: 'appearance', change: { theme } })),
  choice('up', upColors, 'the colour of what rises', (upColor) => ({ type: 'appearance', change: { upColor } })),
  choice('ascii', ['on', 'off'], 'borders, bars and marks in ASCII', (word) => ({
    type: 'appearance',
    change: { isAscii: word === 'on' },
  })),
  { name: 'help', argument: '', help: 'keys and commands', complete: nothing, run: () => [{ type: 'help' }] },
  { name: 'quit', alias: 'q', argument: '', help: 'quit', complete: nothing, run: () => [{ type: 'quit' }] },
];
