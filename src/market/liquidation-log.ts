import type { Liquidation, Severity } from '../domain/record.js';
import type { LiquidationRow } from './snapshot.js';

export interface LiquidationLog {
  /** False for an id seen before, as long as it is remembered. */
  readonly add: (liquidation: Liquidation) => boolean;
  /** Remembered, shown or not. */
  readonly has: (id: string) => boolean;
  /** Fills in the tier by id. A model's answer stands above a rule's, whichever comes first. */
  readonly judge: (severity: Severity) => void;
  /** Newest arrival first, the later event first where two arrived together; the same list when nothing changed. */
  readonly publish: () => readonly LiquidationRow[];
  /** Severities whose liquidation is not, or no longer, here. */
  readonly orphanCount: () => number;
  readonly duplicateCount: () => number;
}

/** Holds the newest `capacity` liquidations of at least `minNotionalUsd`; of smaller ones only that they were seen. */
export function createLiquidationLog(capacity: number, minNotionalUsd = 0): LiquidationLog {
  /** Ring: arrival `n` sits at `n % capacity`. */
  const rows: LiquidationRow[] = [];
  const arrivalById = new Map<string, number>();
  /** Ids below the minimum, oldest first; at most `capacity`. */
  const smallIds = new Set<string>();
  let arrivals = 0;
  let orphans = 0;
  let duplicates = 0;
  let isDirty = false;
  let published: readonly LiquidationRow[] = [];

  function newestFirst(): readonly LiquidationRow[] {
    const list: LiquidationRow[] = [];
    for (let arrival = arrivals - 1; arrival >= Math.max(0, arrivals - capacity); arrival -= 1) {
      const row = rows[arrival % capacity];
      if (!row) continue;
      // Rows of one frame share `receivedAt` and come in the exchange's order: few, so put in place one by one.
      let place = list.length;
      while (place > 0 && isSooner(list[place - 1], row)) place -= 1;
      if (place === list.length) list.push(row);
      else list.splice(place, 0, row);
    }
    return list;
  }

  const has = (id: string): boolean => arrivalById.has(id) || smallIds.has(id);

  function rememberSmall(id: string): void {
    const oldest = smallIds.size >= capacity ? smallIds.values().next() : undefined;
    if (oldest && !oldest.done) smallIds.delete(oldest.value);
    smallIds.add(id);
  }

  return {
    add: (liquidation) => {
      if (has(liquidation.id)) {
        duplicates += 1;
        return false;
      }
      if (liquidation.notionalUsd < minNotionalUsd) {
        rememberSmall(liquidation.id);
        return true;
      }
      const slot = arrivals % capacity;
      const evicted = rows[slot];
      if (evicted) arrivalById.delete(evicted.liquidation.id);
      rows[slot] = { liquidation };
      arrivalById.set(liquidation.id, arrivals);
      arrivals += 1;
      isDirty = true;
      return true;
    },
    has,
    judge: (severity) => {
      const arrival = arrivalById.get(severity.liquidationId);
      const row = arrival === undefined ? undefined : rows[arrival % capacity];
      if (arrival === undefined || !row) {
        if (!smallIds.has(severity.liquidationId)) orphans += 1;
        return;
      }
      rows[arrival % capacity] = judged(row, severity);
      isDirty = true;
    },
    publish: () => {
      if (!isDirty) return published;
      isDirty = false;
      published = newestFirst();
      return published;
    },
    orphanCount: () => orphans,
    duplicateCount: () => duplicates,
  };
}

function isSooner(above: LiquidationRow | undefined, row: LiquidationRow): boolean {
  return (
    above !== undefined &&
    above.liquidation.receivedAt === row.liquidation.receivedAt &&
    above.liquidation.time < row.liquidation.time
  );
}

function judged(row: LiquidationRow, { tier, by, reason, model, latencyMs }: Severity): LiquidationRow {
  const said = { tier, ...(reason === undefined ? {} : { reason }) };
  if (row.by === 'llm' && by === 'rule') return { ...row, rule: said };
  const rule = by === 'rule' ? undefined : ruleOf(row);
  return {
    liquidation: row.liquidation,
    ...said,
    by,
    ...(model === undefined ? {} : { model }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(rule === undefined ? {} : { rule }),
  };
}

function ruleOf({ by, tier, reason, rule }: LiquidationRow): LiquidationRow['rule'] {
  if (by !== 'rule' || tier === undefined) return rule;
  return { tier, ...(reason === undefined ? {} : { reason }) };
}
