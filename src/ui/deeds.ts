// What typed commands and the picker ask for, done: the view changes, and what leaves the screen is called.
import type { ExchangeId } from '../domain/instrument.js';
import type { AlertControls } from './alert-controls.js';
import type { Deed } from './commands.js';
import type { Reading } from './reading.js';
import type { Appearance, ViewAction, ViewState } from './view-state.js';

export interface DeedsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  /** Chooses the asset and brings it on the screen. */
  readonly open: (asset: string) => void;
  readonly onExchanges: (exchanges: readonly ExchangeId[]) => void;
  readonly onWatch: (watch: readonly string[]) => void;
  readonly onAppearance: (appearance: Appearance) => void;
  readonly onReading: (reading: Reading) => void;
  readonly query: (expression: string) => void;
  readonly ask: (question: string) => void;
  readonly alerts: Pick<AlertControls, 'open' | 'setMuted'>;
  readonly quit: () => void;
  readonly now: () => number;
}

export function createDeeds({ state, apply, ...effects }: DeedsOptions): (deed: Deed) => void {
  function watch(asset: string, isWatched: boolean): void {
    const { watch: before } = state();
    if (before.includes(asset) === isWatched) return;
    const next = isWatched ? [...before, asset] : before.filter((other) => other !== asset);
    apply({ type: 'set-watch', watch: next });
    effects.onWatch(next);
  }

  return (deed) => {
    switch (deed.type) {
      case 'asset':
        effects.open(deed.asset);
        break;
      case 'exchanges':
        apply({ type: 'set-exchanges', exchanges: deed.exchanges });
        effects.onExchanges(deed.exchanges);
        break;
      case 'watch':
        watch(deed.asset, deed.isWatched);
        break;
      case 'unit':
        apply({ type: 'set-unit', unit: deed.unit });
        effects.onReading(state().reading);
        break;
      case 'chart':
        apply({ type: 'chart-span', chartSpan: deed.chartSpan });
        break;
      case 'min-notional':
        apply({ type: 'set-filter', change: { minNotionalUsd: deed.usd } });
        effects.onReading(state().reading);
        break;
      case 'appearance':
        apply({ type: 'appearance', change: deed.change });
        effects.onAppearance(state().appearance);
        break;
      case 'alerts':
        effects.alerts.open(deed.kind);
        break;
      case 'mute':
        effects.alerts.setMuted(deed.asset, deed.isMuted);
        break;
      case 'query':
        effects.query(deed.expression);
        break;
      case 'ask':
        effects.ask(deed.question);
        break;
      case 'help':
        apply({ type: 'open', mode: 'help' });
        break;
      case 'quit':
        effects.quit();
        break;
      case 'tell':
        apply({ type: 'notice', notice: { text: deed.text, time: effects.now() } });
        break;
      default:
        deed satisfies never;
    }
  };
}
