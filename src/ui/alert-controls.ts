// The keys that see to alerts: acknowledge one, mute an asset, look at one kind.
import type { AlertKind } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { AlertRow } from '../market/alert-log.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { nextKind, spreadAlertOf } from './alert-rows.js';
import { selectedSubject } from './evidence/selection.js';
import { isListPanel, type ViewAction, type ViewState } from './view-state.js';

export interface AlertControlsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  readonly shown: () => MarketSnapshot;
  readonly tell: (text: string) => void;
  readonly onAcknowledge: (alertId: string) => void;
  readonly onMute: (assets: readonly string[]) => void;
}

export interface AlertControls {
  readonly acknowledge: () => void;
  /** The asset of the row: muted, or no longer. */
  readonly mute: () => void;
  readonly setMuted: (asset: string, isMuted: boolean) => void;
  readonly stepKind: () => void;
  readonly open: (kind: AlertKind | undefined) => void;
}

export function createAlertControls({ state, apply, shown, tell, onAcknowledge, onMute }: AlertControlsOptions): AlertControls {
  /** The alert of the selected row, and what asset the row is about. */
  function selected(): { readonly row?: AlertRow | undefined; readonly asset?: string | undefined } {
    const { focus } = state();
    const subject = isListPanel(focus) ? selectedSubject(focus, state(), shown()) : undefined;
    if (subject?.kind === 'alert') return { row: subject.row, asset: subject.row.alert.asset };
    if (subject?.kind === 'arbitrage') return { row: spreadAlertOf(subject.row, shown()), asset: subject.row.asset };
    return {};
  }

  function setMuted(asset: string, isMuted: boolean): void {
    const { muted } = state();
    const name = printable(asset);
    if (muted.includes(asset) !== isMuted) {
      const next = isMuted ? [...muted, asset] : muted.filter((other) => other !== asset);
      apply({ type: 'set-muted', muted: next });
      onMute(next);
    }
    tell(isMuted ? `${name} is muted: its alerts call nobody` : `${name} calls again`);
  }

  return {
    acknowledge: () => {
      const { row, asset } = selected();
      if (row === undefined) tell(`no alert stands for ${printable(asset ?? 'this row')}`);
      else if (row.acknowledgedTime !== undefined) tell('this alert was acknowledged before');
      else {
        onAcknowledge(row.alert.id);
        tell('acknowledged');
      }
    },
    mute: () => {
      const { asset } = selected();
      if (asset === undefined) tell('nothing to mute: this alert is about no asset');
      else setMuted(asset, !state().muted.includes(asset));
    },
    setMuted,
    stepKind: () => apply({ type: 'alert-kind', kind: nextKind(state().alertKind) }),
    open: (kind) => {
      apply({ type: 'show-view', view: 'alerts' });
      apply({ type: 'alert-kind', kind });
    },
  };
}
