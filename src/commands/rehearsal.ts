// A recorded market once more, on its own clock: which alerts it would have raised.
import type { ExchangeId } from '../domain/instrument.js';
import { type Alert, type AlertKind, alertKinds } from '../domain/record.js';
import type { MarketOptions } from '../market/options.js';
import { createMarketStore } from '../market/store.js';
import type { RecordedRecord } from './recorded-records.js';

const SECOND_MS = 1_000;
/**
 * Seconds without a record are evaluated one by one for so long: whatever was near a line has become quiet or stale by then, and the
 * rest of a night between two recordings is passed over.
 */
const LONGEST_LULL_MS = 3_600_000;

export interface KindCounts {
  readonly raised: number;
  readonly cleared: number;
  /** Or by exchange where the kind is about no asset; what is about neither is in no list. Most often first. */
  readonly bySubject: readonly (readonly [subject: string, raised: number])[];
}

export interface RehearsalResult {
  readonly recordCount: number;
  readonly exchanges: readonly ExchangeId[];
  /** Absent without any record. */
  readonly span?: { readonly from: number; readonly until: number };
  readonly kinds: Readonly<Record<AlertKind, KindCounts>>;
}

export interface Rehearsal {
  readonly apply: (record: RecordedRecord) => void;
  readonly finish: () => RehearsalResult;
}

export function createRehearsal(options: MarketOptions): Rehearsal {
  const store = createMarketStore({ ...options, alertKinds });
  const counts = new Map<AlertKind, { raised: number; cleared: number; bySubject: Map<string, number> }>(
    alertKinds.map((kind) => [kind, { raised: 0, cleared: 0, bySubject: new Map() }]),
  );
  const exchanges = new Set<ExchangeId>();
  let recordCount = 0;
  let from: number | undefined;
  let now = 0;
  let nextEvaluation = 0;

  function count({ kind, state, asset, exchange }: Alert): void {
    const of = counts.get(kind);
    if (of === undefined) return;
    of[state] += 1;
    const subject = asset ?? exchange;
    if (state === 'raised' && subject !== undefined) of.bySubject.set(subject, (of.bySubject.get(subject) ?? 0) + 1);
  }

  /** Evaluates every second up to `time`. */
  function advance(time: number): void {
    if (nextEvaluation === 0) nextEvaluation = secondAfter(time);
    while (nextEvaluation <= time) {
      if (nextEvaluation - now > LONGEST_LULL_MS) nextEvaluation = secondAfter(time) - SECOND_MS;
      store.flush(nextEvaluation).forEach(count);
      nextEvaluation += SECOND_MS;
    }
    now = time;
  }

  return {
    apply: (record) => {
      // Records of several connections are not in perfect order; the clock does not go back for them.
      const time = Math.max(now, record.type === 'feed' ? record.time : record.receivedAt);
      from ??= time;
      advance(time);
      recordCount += 1;
      if (!exchanges.has(record.exchange)) {
        exchanges.add(record.exchange);
        // Raw frames tell of no connection, and a recording may begin in the middle of one.
        if (record.type !== 'feed') store.apply({ type: 'feed', exchange: record.exchange, state: 'live', time });
      }
      store.apply(record);
    },
    finish: () => {
      const until = now;
      if (from !== undefined) advance(secondAfter(now));
      const result = { recordCount, exchanges: [...exchanges], kinds: kindCounts(counts) };
      return from === undefined ? result : { ...result, span: { from, until } };
    },
  };
}

function secondAfter(time: number): number {
  return (Math.floor(time / SECOND_MS) + 1) * SECOND_MS;
}

function kindCounts(
  counts: ReadonlyMap<AlertKind, { readonly raised: number; readonly cleared: number; readonly bySubject: Map<string, number> }>,
): RehearsalResult['kinds'] {
  const entries = [...counts].map(([kind, { raised, cleared, bySubject }]) => [
    kind,
    { raised, cleared, bySubject: [...bySubject].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)) },
  ]);
  return Object.fromEntries(entries) as RehearsalResult['kinds'];
}
