// Which alerts the reader wants to see, and what there is to say of one.
import { type AlertKind, alertKinds } from '../domain/record.js';
import type { AlertRow } from '../market/alert-log.js';
import type { ArbitrageRow, MarketSnapshot } from '../market/snapshot.js';

export const alertId = ({ alert }: AlertRow): string => alert.id;

/** The same list where no kind is chosen. */
export function ofKind(rows: readonly AlertRow[], kind: AlertKind | undefined): readonly AlertRow[] {
  return kind === undefined ? rows : rows.filter(({ alert }) => alert.kind === kind);
}

/** The first kind, … the last, all again. */
export function nextKind(kind: AlertKind | undefined): AlertKind | undefined {
  return kind === undefined ? alertKinds[0] : alertKinds[alertKinds.indexOf(kind) + 1];
}

/** It stands, and nobody has seen to it. */
export function isOpen({ cleared, acknowledgedTime, isMuted }: AlertRow): boolean {
  return cleared === undefined && acknowledgedTime === undefined && !isMuted;
}

/** How long it stood, or stands by now. */
export function lastedMs({ alert, cleared }: AlertRow, time: number): number {
  return (cleared?.time ?? time) - alert.time;
}

/** Assets whose spread alert stands, but is seen or muted. */
export function attendedAssets(rows: readonly AlertRow[]): ReadonlySet<string> {
  const attended = rows.filter((row) => row.alert.kind === 'funding-spread' && row.cleared === undefined && !isOpen(row));
  return new Set(attended.flatMap(({ alert: { asset } }) => asset ?? []));
}

/** The alert that stands about a pair's asset. */
export function spreadAlertOf({ asset }: ArbitrageRow, { alerts }: MarketSnapshot): AlertRow | undefined {
  return alerts.find(({ alert, cleared }) => alert.kind === 'funding-spread' && alert.asset === asset && cleared === undefined);
}
