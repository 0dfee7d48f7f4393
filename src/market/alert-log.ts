// Every alert in one place: what was raised, what became of it, who has seen it.
import type { Alert } from '../domain/record.js';

export interface AlertRow {
  /** As it was raised. */
  readonly alert: Alert;
  /** As it was cleared; absent while it stands. */
  readonly cleared?: Alert;
  readonly acknowledgedTime?: number;
  /** Its asset is muted: logged, but nobody is called. */
  readonly isMuted: boolean;
}

export interface AlertLog {
  /** Raised ones are appended, cleared ones complete theirs by id. */
  readonly add: (alert: Alert) => void;
  readonly acknowledge: (id: string, time: number) => void;
  readonly mute: (assets: readonly string[]) => void;
  /** Newest first; the same list when nothing changed. */
  readonly publish: () => readonly AlertRow[];
}

/** Holds the newest `capacity`; one that still stands goes only when all do. */
export function createAlertLog(capacity: number): AlertLog {
  /** In the order they were raised. */
  const rows = new Map<string, AlertRow>();
  let muted: ReadonlySet<string> = new Set();
  let isDirty = false;
  let published: readonly AlertRow[] = [];

  function set(row: AlertRow): void {
    rows.set(row.alert.id, row);
    isDirty = true;
  }

  const isMutedAsset = ({ asset }: Alert): boolean => asset !== undefined && muted.has(asset);

  function makeRoom(): void {
    if (rows.size <= capacity) return;
    for (const [id, { cleared }] of rows) {
      if (cleared === undefined) continue;
      rows.delete(id);
      return;
    }
    const oldest = rows.keys().next();
    if (!oldest.done) rows.delete(oldest.value);
  }

  return {
    add: (alert) => {
      if (alert.state === 'raised') {
        set({ alert, isMuted: isMutedAsset(alert) });
        makeRoom();
        return;
      }
      const row = rows.get(alert.id);
      if (row !== undefined) set({ ...row, cleared: alert });
    },
    acknowledge: (id, time) => {
      const row = rows.get(id);
      if (row !== undefined && row.acknowledgedTime === undefined) set({ ...row, acknowledgedTime: time });
    },
    mute: (assets) => {
      muted = new Set(assets);
      for (const row of rows.values()) {
        const isMuted = isMutedAsset(row.alert);
        if (isMuted !== row.isMuted) set({ ...row, isMuted });
      }
    },
    publish: () => {
      if (!isDirty) return published;
      isDirty = false;
      published = [...rows.values()].reverse();
      return published;
    },
  };
}
