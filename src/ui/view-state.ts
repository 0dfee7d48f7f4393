// What the reader has chosen to see. Pure: keys become actions elsewhere, actions become state here.
import type { ExchangeId } from '../domain/instrument.js';
import type { AlertKind } from '../domain/record.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { Answer } from './answer.js';
import type { AwayDigest } from './away.js';
import type { ChartSpan } from './chart-series.js';
import { type CommandLine, type CommandLineAction, emptyCommandLine, reduceCommandLine } from './command-line.js';
import type { Subject } from './evidence/subject.js';
import { type PanelId, panelIds } from './layout.js';
import { atTop, type ListCursor, moved } from './list-cursor.js';
import { nextSort, type Order } from './list-order.js';
import type { OpinionView } from './opinion.js';
import type { ThemeName } from './palettes.js';
import { type Reading, type ReadingAction, reduceReading, usualReading } from './reading.js';
import type { UpColor } from './theme.js';
import type { ViewId } from './views.js';

export type ListPanelId = Extract<PanelId, 'funding' | 'liquidations' | 'arbitrage' | 'board' | 'feeds' | 'alerts'>;
export type Mode = 'main' | 'finder' | 'command' | 'exchanges' | 'help' | 'evidence' | 'away' | 'answer' | 'opinion';

/** How everything is drawn. */
export interface Appearance {
  readonly theme: ThemeName;
  readonly upColor: UpColor;
  /** For fonts without blocks and arrows. */
  readonly isAscii: boolean;
}

export const usualAppearance: Appearance = { theme: 'dark', upColor: 'green', isAscii: false };

export type Orders = Readonly<Partial<Record<ListPanelId, Order>>>;

export interface Notice {
  readonly text: string;
  readonly time: number;
}

export interface ViewState {
  readonly mode: Mode;
  /** Absent until the reader chooses: then the first of the list. */
  readonly asset?: string;
  readonly view: ViewId;
  readonly focus: PanelId;
  /** Where the focus returns to with the dashboard. */
  readonly dashboardFocus: PanelId;
  /** The focused panel has all the room there is. */
  readonly isZoomed: boolean;
  readonly cursors: Readonly<Record<ListPanelId, ListCursor>>;
  readonly orders: Orders;
  /** The snapshot that stays on the screen while paused. */
  readonly held?: MarketSnapshot;
  readonly query: string;
  /** The selected line of the open overlay. */
  readonly overlayIndex: number;
  /** Switched on, in the order of `exchangeIds`. */
  readonly exchanges: readonly ExchangeId[];
  readonly reading: Reading;
  readonly chartSpan: ChartSpan;
  /** Of the last absence that was asked about. */
  readonly digest?: AwayDigest;
  /** The row whose evidence was opened last. */
  readonly subject?: Subject;
  /** To the last question. */
  readonly answer?: Answer;
  /** On the asset that was asked about last. */
  readonly opinion?: OpinionView;
  /** A word about the last key, for a moment. */
  readonly notice?: Notice;
  readonly appearance: Appearance;
  /** Assets with detailed, fast tickers. */
  readonly watch: readonly string[];
  /** Assets whose alerts call nobody. */
  readonly muted: readonly string[];
  /** The log of alerts shows this kind; absent: all. */
  readonly alertKind?: AlertKind;
  readonly commandLine: CommandLine;
}

export type ViewAction =
  | ReadingAction
  | CommandLineAction
  | { readonly type: 'choose-asset'; readonly asset: string }
  | { readonly type: 'focus'; readonly by: number }
  /** `focus`: of the dashboard's panels; absent, where it was left. */
  | { readonly type: 'show-view'; readonly view: ViewId; readonly focus?: PanelId }
  | { readonly type: 'zoom' }
  /** `ids` and `height`: the list as it is on the screen now. */
  | {
      readonly type: 'move';
      readonly panel: ListPanelId;
      readonly ids: readonly string[];
      readonly height: number;
      readonly by: number;
    }
  | { readonly type: 'to-top'; readonly panel: ListPanelId }
  /** `columns`: those in sight. */
  | { readonly type: 'sort-step'; readonly panel: ListPanelId; readonly columns: readonly string[]; readonly by: 1 | -1 }
  | { readonly type: 'sort-reverse'; readonly panel: ListPanelId }
  | { readonly type: 'pause'; readonly snapshot: MarketSnapshot }
  | { readonly type: 'resume' }
  | { readonly type: 'open'; readonly mode: Exclude<Mode, 'main'> }
  | { readonly type: 'close' }
  | { readonly type: 'inspect'; readonly subject: Subject }
  | { readonly type: 'away'; readonly digest: AwayDigest }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'opinion'; readonly opinion: OpinionView }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'unsay' }
  | { readonly type: 'query'; readonly query: string }
  /** `last`: the furthest place there is now; it may have come nearer since the last move. */
  | { readonly type: 'overlay-move'; readonly by: number; readonly last: number }
  | { readonly type: 'chart-span'; readonly chartSpan: ChartSpan }
  | { readonly type: 'set-watch'; readonly watch: readonly string[] }
  | { readonly type: 'set-muted'; readonly muted: readonly string[] }
  | { readonly type: 'alert-kind'; readonly kind: AlertKind | undefined }
  | { readonly type: 'appearance'; readonly change: Partial<Appearance> }
  | { readonly type: 'set-exchanges'; readonly exchanges: readonly ExchangeId[] };

/** Longest asset name there is, permissionless listings included. */
const QUERY_LIMIT = 40;
const focusOrder: readonly PanelId[] = panelIds;

export function initialView(options: {
  readonly asset?: string | undefined;
  readonly exchanges: readonly ExchangeId[];
  readonly appearance?: Appearance | undefined;
  readonly watch?: readonly string[] | undefined;
  readonly muted?: readonly string[] | undefined;
  readonly reading?: Reading | undefined;
}): ViewState {
  return {
    mode: 'main',
    ...(options.asset === undefined ? {} : { asset: options.asset }),
    view: 'dashboard',
    focus: 'funding',
    dashboardFocus: 'funding',
    isZoomed: false,
    cursors: { funding: atTop, liquidations: atTop, arbitrage: atTop, board: atTop, feeds: atTop, alerts: atTop },
    orders: {},
    query: '',
    overlayIndex: 0,
    exchanges: options.exchanges,
    appearance: options.appearance ?? usualAppearance,
    watch: options.watch ?? [],
    muted: options.muted ?? [],
    commandLine: emptyCommandLine,
    reading: options.reading ?? usualReading,
    chartSpan: 'session',
  };
}

export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'choose-asset':
      return { ...withCursor(state, 'funding', atTop), asset: action.asset };
    case 'focus': {
      const at = focusOrder.indexOf(state.focus);
      if (state.view !== 'dashboard' || at === -1) return state;
      return { ...state, focus: focusOrder[(at + action.by + focusOrder.length) % focusOrder.length] ?? state.focus };
    }
    case 'show-view': {
      const dashboardFocus = state.view === 'dashboard' ? state.focus : state.dashboardFocus;
      const focus = action.view === 'dashboard' ? (action.focus ?? dashboardFocus) : action.view;
      return { ...state, view: action.view, focus, dashboardFocus, isZoomed: false };
    }
    case 'zoom':
      return { ...state, isZoomed: !state.isZoomed };
    case 'move': {
      const cursor = moved(state.cursors[action.panel], action.ids, action.height, action.by);
      return withCursor(state, action.panel, cursor, action.ids);
    }
    case 'to-top':
      return withCursor(state, action.panel, atTop);
    case 'sort-step': {
      const sort = nextSort(state.orders[action.panel]?.sort, action.columns, action.by);
      return withOrder(withCursor(state, action.panel, atTop), action.panel, sort === undefined ? {} : { sort });
    }
    case 'sort-reverse': {
      const sort = state.orders[action.panel]?.sort;
      if (sort === undefined) return state;
      const reversed = { sort: { ...sort, isReversed: !sort.isReversed } };
      return withOrder(withCursor(state, action.panel, atTop), action.panel, reversed);
    }
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
    case 'away':
      return { ...state, mode: 'away', digest: action.digest, overlayIndex: 0 };
    case 'answer':
      return { ...state, mode: 'answer', answer: action.answer, overlayIndex: 0 };
    case 'opinion': {
      // A new opinion is read from its top; one that is asked for again stays where it is.
      const isSame = state.mode === 'opinion' && state.opinion?.opinion === action.opinion.opinion;
      return { ...state, mode: 'opinion', opinion: action.opinion, overlayIndex: isSame ? state.overlayIndex : 0 };
    }
    case 'notice':
      return { ...state, notice: action.notice };
    case 'unsay': {
      const { notice: _, ...quiet } = state;
      return state.notice === undefined ? state : quiet;
    }
    case 'close':
      return { ...state, mode: 'main' };
    case 'query':
      return { ...state, query: action.query.slice(0, QUERY_LIMIT), overlayIndex: 0 };
    case 'overlay-move': {
      const { by, last } = action;
      return { ...state, overlayIndex: Math.max(0, Math.min(Math.min(state.overlayIndex, last) + by, last)) };
    }
    case 'set-watch':
      return { ...state, watch: action.watch };
    case 'set-muted':
      return { ...state, muted: action.muted };
    case 'alert-kind': {
      const { alertKind: _, ...rest } = withCursor(state, 'alerts', atTop);
      return action.kind === undefined ? rest : { ...rest, alertKind: action.kind };
    }
    case 'command-text':
    case 'command-recall':
    case 'command-done':
      return { ...state, commandLine: reduceCommandLine(state.commandLine, action) };
    case 'chart-span':
      return { ...state, chartSpan: action.chartSpan };
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

/** One panel has the screen, by its view or zoomed: there is room for all there is to say. */
export function isAlone({ view, isZoomed }: Pick<ViewState, 'view' | 'isZoomed'>): boolean {
  return view !== 'dashboard' || isZoomed;
}

const listPanelIds: readonly ListPanelId[] = ['funding', 'liquidations', 'arbitrage', 'board', 'feeds', 'alerts'];

function withOrder(state: ViewState, panel: ListPanelId, order: Order): ViewState {
  return { ...state, orders: { ...state.orders, [panel]: order } };
}

/** Leaving the top freezes a list that would change its order under the reader; back at the top it is sorted anew. */
function withCursor(state: ViewState, panel: ListPanelId, cursor: ListCursor, ids: readonly string[] = []): ViewState {
  const next = { ...state, cursors: { ...state.cursors, [panel]: cursor } };
  const { frozen, ...order } = state.orders[panel] ?? {};
  if (cursor.id === undefined) return frozen === undefined ? next : withOrder(next, panel, order);
  const isMoving = order.sort !== undefined || panel === 'arbitrage';
  return frozen === undefined && isMoving ? withOrder(next, panel, { ...order, frozen: ids }) : next;
}

export function isListPanel(panel: PanelId): panel is ListPanelId {
  return listPanelIds.some((id) => id === panel);
}
