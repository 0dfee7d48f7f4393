// What the reader has chosen to see. Pure: keys become actions elsewhere, actions become state here.
import type { ExchangeId } from '../domain/instrument.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { Subject } from './evidence/subject.js';
import { type CommandLine, type CommandLineAction, emptyCommandLine, reduceCommandLine } from './command-line.js';
import { type PanelId, panelIds } from './layout.js';
import { atTop, type ListCursor, moved } from './list-cursor.js';
import type { ThemeName } from './palettes.js';
import { type Reading, type ReadingAction, reduceReading, usualReading } from './reading.js';
import type { UpColor } from './theme.js';

export type ListPanelId = Extract<PanelId, 'funding' | 'liquidations' | 'arbitrage'>;
export type Mode = 'main' | 'finder' | 'command' | 'exchanges' | 'help' | 'evidence';

/** How everything is drawn. */
export interface Appearance {
  readonly theme: ThemeName;
  readonly upColor: UpColor;
  /** For fonts without blocks and arrows. */
  readonly isAscii: boolean;
}

export const usualAppearance: Appearance = { theme: 'dark', upColor: 'green', isAscii: false };

export interface Notice {
  readonly text: string;
  readonly time: number;
}

export interface ViewState {
  readonly mode: Mode;
  /** Absent until the reader chooses: then the first of the list. */
  readonly asset?: string;
  readonly focus: PanelId;
  readonly cursors: Readonly<Record<ListPanelId, ListCursor>>;
  /** The snapshot that stays on the screen while paused. */
  readonly held?: MarketSnapshot;
  readonly query: string;
  /** The selected line of the open overlay. */
  readonly overlayIndex: number;
  /** Switched on, in the order of `exchangeIds`. */
  readonly exchanges: readonly ExchangeId[];
  readonly reading: Reading;
  /** The row whose evidence was opened last. */
  readonly subject?: Subject;
  /** A word about the last key, for a moment. */
  readonly notice?: Notice;
  readonly appearance: Appearance;
  /** Assets with detailed, fast tickers. */
  readonly watch: readonly string[];
  readonly commandLine: CommandLine;
}

export type ViewAction =
  | ReadingAction
  | CommandLineAction
  | { readonly type: 'choose-asset'; readonly asset: string }
  | { readonly type: 'focus'; readonly by: number }
  /** `ids` and `height`: the list as it is on the screen now. */
  | {
      readonly type: 'move';
      readonly panel: ListPanelId;
      readonly ids: readonly string[];
      readonly height: number;
      readonly by: number;
    }
  | { readonly type: 'to-top'; readonly panel: ListPanelId }
  | { readonly type: 'pause'; readonly snapshot: MarketSnapshot }
  | { readonly type: 'resume' }
  | { readonly type: 'open'; readonly mode: Exclude<Mode, 'main'> }
  | { readonly type: 'close' }
  | { readonly type: 'inspect'; readonly subject: Subject }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'query'; readonly query: string }
  | { readonly type: 'overlay-move'; readonly by: number; readonly count: number }
  | { readonly type: 'set-watch'; readonly watch: readonly string[] }
  | { readonly type: 'appearance'; readonly change: Partial<Appearance> }
  | { readonly type: 'set-exchanges'; readonly exchanges: readonly ExchangeId[] };

/** Longest asset name there is, permissionless listings included. */
const QUERY_LIMIT = 40;

export function initialView(options: {
  readonly asset?: string | undefined;
  readonly exchanges: readonly ExchangeId[];
  readonly appearance?: Appearance | undefined;
  readonly watch?: readonly string[] | undefined;
}): ViewState {
  return {
    mode: 'main',
    ...(options.asset === undefined ? {} : { asset: options.asset }),
    focus: 'funding',
    cursors: { funding: atTop, liquidations: atTop, arbitrage: atTop },
    query: '',
    overlayIndex: 0,
    exchanges: options.exchanges,
    appearance: options.appearance ?? usualAppearance,
    watch: options.watch ?? [],
    commandLine: emptyCommandLine,
    reading: usualReading,
  };
}

export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'choose-asset':
      return { ...state, asset: action.asset, cursors: { ...state.cursors, funding: atTop } };
    case 'focus': {
      const next = (panelIds.indexOf(state.focus) + action.by + panelIds.length) % panelIds.length;
      return { ...state, focus: panelIds[next] ?? state.focus };
    }
    case 'move': {
      const cursor = moved(state.cursors[action.panel], action.ids, action.height, action.by);
      return { ...state, cursors: { ...state.cursors, [action.panel]: cursor } };
    }
    case 'to-top':
      return { ...state, cursors: { ...state.cursors, [action.panel]: atTop } };
    case 'pause':
      return { ...state, held: action.snapshot };
    case 'resume': {
      const { held: _, ...running } = state;
      return running;
    }
    case 'open':
      return { ...state, mode: action.mode, query: '', overlayIndex: 0 };
    case 'inspect':
      return { ...state, mode: 'evidence', subject: action.subject, overlayIndex: 0 };
    case 'notice':
      return { ...state, notice: action.notice };
    case 'close':
      return { ...state, mode: 'main' };
    case 'query':
      return { ...state, query: action.query.slice(0, QUERY_LIMIT), overlayIndex: 0 };
    case 'overlay-move': {
      const last = Math.max(0, action.count - 1);
      return { ...state, overlayIndex: Math.max(0, Math.min(state.overlayIndex + action.by, last)) };
    }
    case 'set-watch':
      return { ...state, watch: action.watch };
    case 'command-text':
    case 'command-recall':
    case 'command-done':
      return { ...state, commandLine: reduceCommandLine(state.commandLine, action) };
    case 'appearance':
      return { ...state, appearance: { ...state.appearance, ...action.change } };
    case 'set-exchanges':
      return { ...state, exchanges: action.exchanges };
    case 'next-unit':
    case 'set-unit':
    case 'toggle-clock':
    case 'step-filter':
    case 'set-filter':
    case 'clear-filter':
      return { ...state, reading: reduceReading(state.reading, action) };
    default:
      return action satisfies never;
  }
}

export function isListPanel(panel: PanelId): panel is ListPanelId {
  return panel === 'funding' || panel === 'liquidations' || panel === 'arbitrage';
}
