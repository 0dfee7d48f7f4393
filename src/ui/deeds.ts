// What typed commands and the picker ask for, done: the view changes, and what leaves the screen is called.
import type { ExchangeId } from '../domain/instrument.js';
import type { Deed } from './commands.js';
import type { Appearance, ViewAction, ViewState } from './view-state.js';

export interface DeedsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  readonly choose: (asset: string) => void;
  readonly onExchanges: (exchanges: readonly ExchangeId[]) => void;
  readonly onWatch: (watch: readonly string[]) => void;
  readonly onAppearance: (appearance: Appearance) => void;
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
        effects.choose(deed.asset);
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
        break;
      case 'min-notional':
        apply({ type: 'set-filter', change: { minNotionalUsd: deed.usd } });
        break;
      case 'appearance':
        apply({ type: 'appearance', change: deed.change });
        effects.onAppearance(state().appearance);
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
