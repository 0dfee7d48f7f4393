// What a running monitor tells beside its screen: the state file, the bell and notifications, the title.
import type { Alert } from '../domain/record.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { Settings } from '../settings.js';
import { stateOf } from './monitor-state.js';
import { createNotifier } from './notifier.js';
import { createPaneTitle } from './pane-title.js';
import { createStateKeeper, stateDirectories } from './state-file.js';
import { rateRange } from './status-line.js';

export interface BesideScreenOptions {
  readonly settings: Settings;
  readonly configDir: string | undefined;
  readonly isDemo: boolean;
  /** The asset on the screen; absent, the most traded one. */
  readonly asset: () => string | undefined;
  /** To the terminal, between two frames; false when it takes nothing now. */
  readonly send: (bytes: string) => boolean;
  readonly startTime: number;
}

export interface BesideScreen {
  readonly look: (snapshot: MarketSnapshot, alerts: readonly Alert[], now: number) => void;
  /** The terminal is ours again after a suspension. */
  readonly resume: () => void;
  readonly close: () => void;
}

export function createBesideScreen(options: BesideScreenOptions): BesideScreen {
  const { settings, send, startTime } = options;
  const keeper = createStateKeeper(stateDirectories(options.configDir));
  const title = settings.title === 'on' ? createPaneTitle(send) : undefined;
  const notifier = createNotifier({
    hasBell: settings['notify.bell'] === 'on',
    code: settings['notify.osc'],
    armed: settings['notify.alerts'],
    isInTmux: Boolean(process.env['TMUX']),
    send,
    startTime,
  });
  return {
    look: (snapshot, alerts, now) => {
      const state = stateOf(snapshot, options.asset(), options.isDemo);
      keeper.keep(state, now);
      notifier.look(snapshot, alerts, now);
      title?.show(`fundmon ${rateRange(state)}`, now);
    },
    resume: () => title?.forget(),
    close: keeper.remove,
  };
}
