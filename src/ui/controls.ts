// From a pressed key to what it does: the view changes here, everything else leaves the screen as a callback.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { createAlertControls } from './alert-controls.js';
import type { Questions } from './answer.js';
import type { AwayWatch } from './away.js';
import { createCommandControls } from './command-controls.js';
import { commandContext } from './commands.js';
import { createDeeds } from './deeds.js';
import { keyFor } from './key-words.js';
import { type Binding, bindingOf, type KeyAction, type ViewKeyAction } from './keymap.js';
import { layout, type Size } from './layout.js';
import { isUnmet, needWords } from './needs.js';
import type { Opinions } from './opinion.js';
import { createOpinionControls } from './opinion-controls.js';
import { overlayExtent } from './overlay-extent.js';
import type { CoverageTable } from './panels/bursts.js';
import { createQuestionControls } from './question-controls.js';
import type { Reading, ReadingAction } from './reading.js';
import { type CopyOutcome, createRowControls } from './row-controls.js';
import { createScrollControls } from './scroll-controls.js';
import { boardAsset, finderMatches, neighbourAsset, rowCount, shownAsset } from './shown.js';
import { unitNotices } from './unit.js';
import type { Cell, MarketSource, Source } from './use-market.js';
import { type Appearance, isListPanel, reduce, type ViewAction, type ViewState } from './view-state.js';
import { type ViewId, viewIds } from './views.js';

export interface ControlsOptions {
  readonly market: MarketSource;
  readonly view: Cell<ViewState>;
  readonly bindings: readonly Binding[];
  readonly size: Source<Size>;
  readonly coverage: CoverageTable;
  readonly away: AwayWatch;
  readonly onAsset: (asset: string) => void;
  readonly onExchanges: (exchanges: readonly ExchangeId[]) => void;
  readonly onCopy: (text: string) => CopyOutcome;
  readonly onWatch: (watch: readonly string[]) => void;
  readonly onAppearance: (appearance: Appearance) => void;
  readonly onReading: (reading: Reading) => void;
  readonly onAcknowledge: (alertId: string) => void;
  readonly onMute: (assets: readonly string[]) => void;
  readonly onRepaint: () => void;
  readonly onSuspend: () => void;
  readonly onQuit: () => void;
  /** Absent: none are answered. */
  readonly questions: Questions | undefined;
  /** Absent: nobody has any. */
  readonly opinions: Opinions | undefined;
}

export interface Controls {
  readonly press: (key: string) => void;
  /** Pasted text fills the finder and presses nothing: a `q` in it must not quit. */
  readonly paste: (text: string) => void;
  /** What may follow on the command line. */
  readonly commandHint: () => string;
}

/** Further than any list is long. */
const TO_THE_END = 1_000_000;

export function createControls({
  market,
  view,
  bindings,
  size,
  coverage,
  away,
  questions,
  opinions,
  ...callbacks
}: ControlsOptions): Controls {
  let isOver = false;
  const state = view.getSnapshot;
  const apply = (action: ViewAction): void => view.set(reduce(state(), action));
  const shown = (): MarketSnapshot => state().held ?? market.getSnapshot();

  function choose(asset: string | undefined): void {
    if (asset === undefined || asset === shownAsset(state(), shown())) return;
    apply({ type: 'choose-asset', asset });
    callbacks.onAsset(asset);
  }

  /** By name: the asset is on the screen then, whatever was. */
  function open(asset: string): void {
    if (!isAssetShown()) apply({ type: 'show-view', view: 'dashboard', focus: 'funding' });
    choose(asset);
  }

  function isAssetShown(): boolean {
    const { view: viewId, reading } = state();
    return viewId === 'dashboard' || (viewId === 'liquidations' && reading.filter.isAssetOnly);
  }

  const tell = (text: string): void => apply({ type: 'notice', notice: { text, time: market.getSnapshot().time } });

  function read(action: ReadingAction): void {
    apply(action);
    callbacks.onReading(state().reading);
  }

  function quit(): void {
    isOver = true;
    giveUp();
    callbacks.onQuit();
  }

  const { query, ask, edit, cancel } = createQuestionControls({ state, apply, shown, tell, questions });
  const alerts = createAlertControls({ ...callbacks, state, apply, shown, tell });
  const opinion = createOpinionControls({ state, apply, live: market.getSnapshot, tell, opinions });
  const perform = createDeeds({
    ...callbacks,
    state,
    apply,
    open,
    query,
    ask,
    quit,
    alerts,
    now: () => market.getSnapshot().time,
  });
  const commandLine = createCommandControls({
    text: () => state().commandLine.text,
    context: () => commandContext(state(), shown(), { findKey: keyFor('find', bindings), completeQuery: questions?.complete }),
    apply,
    perform,
  });
  const { scroll, sort, reverse } = createScrollControls({ state, apply, shown, coverage, size, recall: commandLine.recall });
  const { evidence, copy } = createRowControls({ state, apply, shown, open, tell, onCopy: callbacks.onCopy });
  const isCommand = (): boolean => state().mode === 'command';

  function watchMatch(isWatched: boolean): void {
    const match = finderMatches(state(), shown())[state().overlayIndex];
    if (match !== undefined) perform({ type: 'watch', asset: match.asset, isWatched });
  }

  function take(): void {
    const { overlayIndex } = state();
    const match = finderMatches(state(), shown())[overlayIndex];
    apply({ type: 'close' });
    if (match !== undefined) open(match.asset);
  }

  function toggle(): void {
    const { exchanges, overlayIndex } = state();
    const toggled = exchangeIds[overlayIndex];
    const next = exchangeIds.filter((exchange) => exchanges.includes(exchange) !== (exchange === toggled));
    apply({ type: 'set-exchanges', exchanges: next });
    callbacks.onExchanges(next);
  }

  function back(): void {
    const { mode, focus, isZoomed, view: viewId, cursors } = state();
    if (mode === 'answer' || mode === 'opinion') giveUp();
    if (mode !== 'main') apply({ type: 'close' });
    else if (isZoomed) apply({ type: 'zoom' });
    else if (isListPanel(focus) && cursors[focus].id !== undefined) apply({ type: 'to-top', panel: focus });
    else if (viewId !== 'dashboard') apply({ type: 'show-view', view: 'dashboard' });
  }

  /** Whatever is being asked. */
  function giveUp(): void {
    cancel();
    opinion.cancel();
  }

  function askOpinion(): void {
    const { mode, focus } = state();
    if (mode === 'opinion') opinion.renew();
    else {
      const asset = focus === 'board' ? boardAsset(state(), shown()) : shownAsset(state(), shown());
      if (asset !== undefined) opinion.open(asset);
    }
  }

  /** `1 dashboard  2 board …`, by the keys as they are. */
  function tellViews(): void {
    tell(viewIds.flatMap((id) => `${keyFor(`view-${id}`, bindings) ?? ''} ${id}`.trim()).join('  '));
  }

  const show = (view: ViewId) => (): void => apply({ type: 'show-view', view });
  const viewEffects: Readonly<Record<ViewKeyAction, () => void>> = {
    'view-dashboard': show('dashboard'),
    'view-board': show('board'),
    'view-liquidations': show('liquidations'),
    'view-arbitrage': show('arbitrage'),
    'view-bursts': show('bursts'),
    'view-feeds': show('feeds'),
    'view-alerts': show('alerts'),
  };

  const effects: Readonly<Record<KeyAction, () => void>> = {
    'asset-previous': () => choose(neighbourAsset(shown(), shownAsset(state(), shown()), -1)),
    'asset-next': () => choose(neighbourAsset(shown(), shownAsset(state(), shown()), 1)),
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
    pause: () => apply(state().held === undefined ? { type: 'pause', snapshot: market.getSnapshot() } : { type: 'resume' }),
    ...viewEffects,
    zoom: () => apply({ type: 'zoom' }),
    'view-list': tellViews,
    'sort-next': () => sort(1),
    'sort-previous': () => sort(-1),
    'sort-reverse': reverse,
    evidence,
    away: () => apply({ type: 'away', digest: away.digest() }),
    copy,
    edit,
    opinion: askOpinion,
    acknowledge: alerts.acknowledge,
    mute: alerts.mute,
    'filter-kind': alerts.stepKind,
    'filter-asset': () => read({ type: 'step-filter', part: 'asset' }),
    'filter-exchange': () => read({ type: 'step-filter', part: 'exchange' }),
    'filter-side': () => read({ type: 'step-filter', part: 'side' }),
    'filter-tier': () => read({ type: 'step-filter', part: 'tier' }),
    'filter-notional': () => read({ type: 'step-filter', part: 'notional' }),
    'filter-none': () => read({ type: 'clear-filter' }),
    unit: () => {
      read({ type: 'next-unit' });
      tell(unitNotices[state().reading.unit]);
    },
    'chart-span': () => perform({ type: 'chart', chartSpan: state().chartSpan === 'session' ? '30d' : 'session' }),
    clock: () => read({ type: 'toggle-clock' }),
    take: () => (isCommand() ? commandLine.run() : take()),
    toggle,
    erase: () =>
      isCommand() ? commandLine.erase() : apply({ type: 'query', query: Array.from(state().query).slice(0, -1).join('') }),
    'erase-all': () => (isCommand() ? commandLine.eraseAll() : apply({ type: 'query', query: '' })),
    back,
    repaint: callbacks.onRepaint,
    suspend: callbacks.onSuspend,
    quit,
  };

  /** Why the key is of no use now; `undefined` where it is. */
  function obstacle({ needs }: Binding): string | undefined {
    if (needs === undefined) return undefined;
    const { focus, view: viewId, isZoomed } = state();
    const { columns, rows } = size.getSnapshot();
    const moment = {
      state: state(),
      assetCount: shown().assets.length,
      hasLiquidations: shown().liquidations.length > 0,
      panels: layout(columns, rows, focus, viewId, isZoomed)?.panels ?? new Map(),
      rowCount: () => (isListPanel(focus) ? rowCount(focus, state(), shown()) : 0),
      overlayRows: () => overlayExtent(state(), shown(), coverage, { columns, rows }).last,
    };
    return isUnmet(needs, moment) ? needWords[needs](keyFor('sort-next', bindings)) : undefined;
  }

  function act(binding: Binding): void {
    const reason = obstacle(binding);
    if (reason === undefined) effects[binding.action]();
    // An overlay covers what the reason would be about.
    else if (state().mode === 'main') tell(reason);
  }

  const isLetter = (key: string): boolean => Array.from(key).length === 1;
  const type = (text: string): void =>
    isCommand() ? commandLine.type(text) : apply({ type: 'query', query: state().query + text });

  return {
    press: (key) => {
      // What was typed after `q`, in the same chunk, is meant for the shell.
      if (isOver) return;
      away.pressed();
      // It was about the key before.
      apply({ type: 'unsay' });
      const { mode } = state();
      const binding = bindingOf(mode, key, bindings, state().focus);
      if (binding !== undefined) act(binding);
      else if (mode === 'command' && key === 'space') type(' ');
      else if ((mode === 'finder' || mode === 'command') && isLetter(key)) type(key);
    },
    commandHint: commandLine.hint,
    paste: (text) => {
      const { mode } = state();
      if (mode === 'finder' || mode === 'command') type(text.trim());
    },
  };
}
