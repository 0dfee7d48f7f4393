// From a pressed key to what it does: the view changes here, everything else leaves the screen as a callback.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { AwayWatch } from './away.js';
import { createCommandControls } from './command-controls.js';
import { commandContext } from './commands.js';
import { createDeeds } from './deeds.js';
import { recordOf } from './evidence/record.js';
import { selectedSubject } from './evidence/selection.js';
import { followed, type Subject } from './evidence/subject.js';
import { actionOf, type Binding, type KeyAction, type ViewKeyAction } from './keymap.js';
import { type Box, layout } from './layout.js';
import { windowOf } from './list-cursor.js';
import { listArea } from './list-panel.js';
import { awayContent } from './panels/away.js';
import { evidenceOf } from './panels/evidence.js';
import { HELP_ROWS } from './panels/help.js';
import { finderMatches, neighbourAsset, rowIds, shownAsset } from './shown.js';
import { sortableColumns } from './sortable-columns.js';
import type { Cell, MarketSource, Source } from './use-market.js';
import { type Appearance, isListPanel, type ListPanelId, reduce, type ViewAction, type ViewState } from './view-state.js';
import type { ViewId } from './views.js';
import { utc } from './zone.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface ControlsOptions {
  readonly market: MarketSource;
  readonly view: Cell<ViewState>;
  readonly bindings: readonly Binding[];
  readonly size: Source<Size>;
  readonly away: AwayWatch;
  readonly onAsset: (asset: string) => void;
  readonly onExchanges: (exchanges: readonly ExchangeId[]) => void;
  /** False when it is too long for the terminal to take. */
  readonly onCopy: (text: string) => boolean;
  readonly onWatch: (watch: readonly string[]) => void;
  readonly onAppearance: (appearance: Appearance) => void;
  readonly onRepaint: () => void;
  readonly onSuspend: () => void;
  readonly onQuit: () => void;
}

export interface Controls {
  readonly press: (key: string) => void;
  /** Pasted text fills the finder and presses nothing: a `q` in it must not quit. */
  readonly paste: (text: string) => void;
}

/** An overlay's page, in lines. */
const OVERLAY_PAGE = 16;
/** Further than any list is long. */
const TO_THE_END = 1_000_000;

export function createControls({ market, view, bindings, size, away, ...callbacks }: ControlsOptions): Controls {
  let isOver = false;
  const apply = (action: ViewAction): void => view.set(reduce(view.getSnapshot(), action));
  const shown = (): MarketSnapshot => view.getSnapshot().held ?? market.getSnapshot();

  function choose(asset: string | undefined): void {
    if (asset === undefined || asset === shownAsset(view.getSnapshot(), shown())) return;
    apply({ type: 'choose-asset', asset });
    callbacks.onAsset(asset);
  }

  function quit(): void {
    isOver = true;
    callbacks.onQuit();
  }

  const perform = createDeeds({
    ...callbacks,
    state: view.getSnapshot,
    apply,
    choose,
    quit,
    now: () => market.getSnapshot().time,
  });
  const commandLine = createCommandControls({
    text: () => view.getSnapshot().commandLine.text,
    context: () => commandContext(view.getSnapshot(), shown()),
    apply,
    perform,
  });
  const isCommand = (): boolean => view.getSnapshot().mode === 'command';

  function watchMatch(isWatched: boolean): void {
    const match = finderMatches(view.getSnapshot(), shown())[view.getSnapshot().overlayIndex];
    if (match !== undefined) perform({ type: 'watch', asset: match.asset, isWatched });
  }

  function focusedBox(focus: ListPanelId): Box | undefined {
    const { columns, rows } = size.getSnapshot();
    const { view: viewId, isZoomed } = view.getSnapshot();
    return layout(columns, rows, focus, viewId, isZoomed)?.panels.get(focus);
  }

  function focusedHeight(focus: ListPanelId): number {
    const box = focusedBox(focus);
    return box === undefined ? 1 : listArea(box.height).rows;
  }

  function sort(): void {
    const { focus } = view.getSnapshot();
    const box = isListPanel(focus) ? focusedBox(focus) : undefined;
    if (!isListPanel(focus) || box === undefined) return;
    apply({
      type: 'sort-next',
      panel: focus,
      columns: sortableColumns(focus, view.getSnapshot(), box.width),
    });
  }

  /** `pages`: in heights of the panel, else in rows. */
  function scroll(amount: number, unit: 'rows' | 'pages'): void {
    const { mode, focus } = view.getSnapshot();
    if (mode === 'main') {
      if (!isListPanel(focus)) return;
      const height = focusedHeight(focus);
      const by = unit === 'rows' ? amount : Math.trunc(amount * height) || Math.sign(amount);
      const ids = rowIds(focus, view.getSnapshot(), shown());
      apply({ type: 'move', panel: focus, ids, height, by });
      return;
    }
    if (mode === 'command') {
      commandLine.recall(-amount);
      return;
    }
    const counts = {
      finder: finderMatches(view.getSnapshot(), shown()).length,
      exchanges: exchangeIds.length,
      help: HELP_ROWS,
      evidence: evidenceRows(),
      away: awayRows(),
    };
    apply({ type: 'overlay-move', by: unit === 'rows' ? amount : amount * OVERLAY_PAGE, count: counts[mode] });
  }

  /** The row one looks at: the open evidence's, else the selected one. */
  function subjectNow(): Subject | undefined {
    const { mode, subject, focus } = view.getSnapshot();
    if (mode === 'evidence') return subject && followed(subject, shown()).subject;
    return isListPanel(focus) ? selectedSubject(focus, view.getSnapshot(), shown()) : undefined;
  }

  function awayRows(): number {
    const { digest, reading } = view.getSnapshot();
    return digest === undefined ? 0 : awayContent(digest, reading.unit, utc).length;
  }

  function evidenceRows(): number {
    const subject = subjectNow();
    return subject === undefined ? 0 : evidenceOf(subject, { snapshot: shown(), time: shown().time, zone: utc }).length;
  }

  function copy(): void {
    const subject = subjectNow();
    if (subject === undefined) return;
    const isTaken = callbacks.onCopy(JSON.stringify(recordOf(subject)));
    const text = isTaken ? `copied the ${recordOf(subject).type} as JSON` : 'too long to copy through the terminal';
    apply({ type: 'notice', notice: { text, time: market.getSnapshot().time } });
  }

  function take(): void {
    const { overlayIndex } = view.getSnapshot();
    const match = finderMatches(view.getSnapshot(), shown())[overlayIndex];
    apply({ type: 'close' });
    choose(match?.asset);
  }

  function toggle(): void {
    const { exchanges, overlayIndex } = view.getSnapshot();
    const toggled = exchangeIds[overlayIndex];
    const next = exchangeIds.filter((exchange) => exchanges.includes(exchange) !== (exchange === toggled));
    apply({ type: 'set-exchanges', exchanges: next });
    callbacks.onExchanges(next);
  }

  function back(): void {
    const { mode, focus, isZoomed, view: viewId, cursors } = view.getSnapshot();
    if (mode !== 'main') apply({ type: 'close' });
    else if (isZoomed) apply({ type: 'zoom' });
    else if (isListPanel(focus) && cursors[focus].id !== undefined) apply({ type: 'to-top', panel: focus });
    else if (viewId !== 'dashboard') apply({ type: 'show-view', view: 'dashboard' });
  }

  function showBoardAsset(): void {
    const state = view.getSnapshot();
    const ids = rowIds('board', state, shown());
    const asset = ids[windowOf(state.cursors.board, ids, 1).selected];
    if (asset === undefined) return;
    apply({ type: 'show-view', view: 'dashboard' });
    choose(asset);
  }

  const show = (view: ViewId) => (): void => apply({ type: 'show-view', view });
  const viewEffects: Readonly<Record<ViewKeyAction, () => void>> = {
    'view-dashboard': show('dashboard'),
    'view-board': show('board'),
    'view-liquidations': show('liquidations'),
    'view-arbitrage': show('arbitrage'),
    'view-bursts': show('bursts'),
    'view-feeds': show('feeds'),
  };

  const effects: Readonly<Record<KeyAction, () => void>> = {
    'asset-previous': () => choose(neighbourAsset(shown(), shownAsset(view.getSnapshot(), shown()), -1)),
    'asset-next': () => choose(neighbourAsset(shown(), shownAsset(view.getSnapshot(), shown()), 1)),
    find: () => apply({ type: 'open', mode: 'finder' }),
    command: () => {
      commandLine.eraseAll();
      apply({ type: 'open', mode: 'command' });
    },
    complete: commandLine.complete,
    'watch-add': () => watchMatch(true),
    'watch-remove': () => watchMatch(false),
    exchanges: () => apply({ type: 'open', mode: 'exchanges' }),
    help: () => apply({ type: 'open', mode: 'help' }),
    'focus-next': () => apply({ type: 'focus', by: 1 }),
    'focus-previous': () => apply({ type: 'focus', by: -1 }),
    down: () => scroll(1, 'rows'),
    up: () => scroll(-1, 'rows'),
    'half-down': () => scroll(0.5, 'pages'),
    'half-up': () => scroll(-0.5, 'pages'),
    'page-down': () => scroll(1, 'pages'),
    'page-up': () => scroll(-1, 'pages'),
    top: () => scroll(-TO_THE_END, 'rows'),
    bottom: () => scroll(TO_THE_END, 'rows'),
    pause: () =>
      apply(view.getSnapshot().held === undefined ? { type: 'pause', snapshot: market.getSnapshot() } : { type: 'resume' }),
    ...viewEffects,
    zoom: () => apply({ type: 'zoom' }),
    'sort-next': sort,
    'sort-reverse': () => {
      const { focus } = view.getSnapshot();
      if (isListPanel(focus)) apply({ type: 'sort-reverse', panel: focus });
    },
    evidence: () => {
      if (view.getSnapshot().focus === 'board') {
        showBoardAsset();
        return;
      }
      const subject = subjectNow();
      if (subject !== undefined) apply({ type: 'inspect', subject });
    },
    away: () => apply({ type: 'away', digest: away.digest() }),
    copy,
    'filter-asset': () => apply({ type: 'step-filter', part: 'asset' }),
    'filter-exchange': () => apply({ type: 'step-filter', part: 'exchange' }),
    'filter-side': () => apply({ type: 'step-filter', part: 'side' }),
    'filter-tier': () => apply({ type: 'step-filter', part: 'tier' }),
    'filter-notional': () => apply({ type: 'step-filter', part: 'notional' }),
    'filter-none': () => apply({ type: 'clear-filter' }),
    unit: () => apply({ type: 'next-unit' }),
    clock: () => apply({ type: 'toggle-clock' }),
    take: () => (isCommand() ? commandLine.run() : take()),
    toggle,
    erase: () =>
      isCommand()
        ? commandLine.erase()
        : apply({ type: 'query', query: Array.from(view.getSnapshot().query).slice(0, -1).join('') }),
    'erase-all': () => (isCommand() ? commandLine.eraseAll() : apply({ type: 'query', query: '' })),
    back,
    repaint: callbacks.onRepaint,
    suspend: callbacks.onSuspend,
    quit,
  };

  const isLetter = (key: string): boolean => Array.from(key).length === 1;
  const type = (text: string): void =>
    isCommand() ? commandLine.type(text) : apply({ type: 'query', query: view.getSnapshot().query + text });

  return {
    press: (key) => {
      // What was typed after `q`, in the same chunk, is meant for the shell.
      if (isOver) return;
      away.pressed();
      const { mode } = view.getSnapshot();
      const action = actionOf(mode, key, bindings);
      if (action !== undefined) effects[action]();
      else if (mode === 'command' && key === 'space') type(' ');
      else if ((mode === 'finder' || mode === 'command') && isLetter(key)) type(key);
    },
    paste: (text) => {
      const { mode } = view.getSnapshot();
      if (mode === 'finder' || mode === 'command') type(text.trim());
    },
  };
}
