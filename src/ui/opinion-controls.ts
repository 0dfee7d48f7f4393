// `a`: a model's opinion on an asset lies over the screen. The last one of each asset is kept; asking anew costs money, and so it
// takes a second press and some patience.
import { FundmonError } from '../domain/errors.js';
import type { Opinion } from '../domain/opinion.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { formatDuration } from './format.js';
import type { Opinions, OpinionView } from './opinion.js';
import type { ViewAction, ViewState } from './view-state.js';

/** Per asset: figures hardly change in less. */
export const ASK_AGAIN_MS = 30_000;
/** Assets whose opinion is kept, the last ones asked about. */
const KEPT = 100;

export interface OpinionControlsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  /** As it is, whatever picture is held. */
  readonly live: () => MarketSnapshot;
  readonly tell: (text: string) => void;
  readonly opinions: Opinions | undefined;
}

export interface OpinionControls {
  /** The kept opinion on the asset, or a new one. */
  readonly open: (asset: string) => void;
  /** A new one on the asset that is shown. */
  readonly renew: () => void;
  /** Gives up what is being asked. */
  readonly cancel: () => void;
}

interface Kept {
  readonly opinion?: Opinion;
  /** When it was asked for last; an attempt that failed does not count. */
  readonly askedTime?: number;
}

export function createOpinionControls({ state, apply, live, tell, opinions }: OpinionControlsOptions): OpinionControls {
  const kept = new Map<string, Kept>();
  let asking: AbortController | undefined;

  const show = (view: OpinionView): void => apply({ type: 'opinion', opinion: view });

  function keep(asset: string, next: Kept): void {
    kept.delete(asset);
    kept.set(asset, next);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  }

  function cancel(): void {
    asking?.abort();
    asking = undefined;
  }

  /** What is kept of the asset, as it is shown. */
  function viewOf(asset: string, model: string): OpinionView {
    const opinion = kept.get(asset)?.opinion;
    return { asset, model, isAsking: false, ...(opinion === undefined ? {} : { opinion }) };
  }

  async function asked({ model }: Opinions, ask: NonNullable<Opinions['ask']>, asset: string): Promise<void> {
    const own = new AbortController();
    asking = own;
    const before = kept.get(asset) ?? {};
    keep(asset, { ...before, askedTime: live().time });
    apply({ type: 'opinion', opinion: { ...viewOf(asset, model), isAsking: true } });
    let view: OpinionView;
    try {
      const opinion = await ask(asset, live(), own.signal);
      keep(asset, { opinion, askedTime: live().time });
      view = viewOf(asset, model);
    } catch (error) {
      if (own.signal.aborted) return;
      if (!(error instanceof FundmonError)) throw error;
      keep(asset, before);
      view = { ...viewOf(asset, model), reasons: error.hint === undefined ? [error.message] : [error.message, error.hint] };
    }
    // Given up meanwhile, or another asset was asked about: what came is kept, but opens nothing.
    if (asking !== own) return;
    asking = undefined;
    show(view);
  }

  function ask(asset: string): void {
    if (opinions === undefined) return;
    const { model } = opinions;
    if (opinions.ask === undefined) {
      show({ asset, model, isAsking: false, reasons: [model] });
      return;
    }
    const { askedTime } = kept.get(asset) ?? {};
    const waitMs = askedTime === undefined ? 0 : askedTime + ASK_AGAIN_MS - live().time;
    if (waitMs > 0) {
      const words = `asked a moment ago: again in ${formatDuration(waitMs)}`;
      if (state().mode === 'opinion') tell(words);
      else show({ ...viewOf(asset, model), reasons: [words] });
      return;
    }
    cancel();
    void asked(opinions, opinions.ask, asset);
  }

  return {
    open: (asset) => {
      cancel();
      if (opinions === undefined) tell('no model is asked here');
      else if (kept.get(asset)?.opinion === undefined) ask(asset);
      else show(viewOf(asset, opinions.model));
    },
    renew: () => {
      const { opinion } = state();
      if (opinion !== undefined && asking === undefined) ask(opinion.asset);
    },
    cancel,
  };
}
