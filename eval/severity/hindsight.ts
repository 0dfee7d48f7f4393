// What a labeller writes down of one liquidation before he judges it: RUBRIC.md, "Facts". He has the whole recording before him,
// what came after the event included; no rule and no model has that.
import type { Liquidation } from '../../src/domain/record.js';
import type { PricePoint, Replay, Scene } from './replay.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Of its own asset; with fewer the whole recording is the measure. */
const ENOUGH_OF_ASSET = 30;
const RUN = { beforeMs: MINUTE_MS, afterMs: 2 * MINUTE_MS };
const TIDE = { beforeMs: 30 * SECOND_MS, afterMs: 30 * SECOND_MS };
const HOUR = { beforeMs: 30 * MINUTE_MS, afterMs: 30 * MINUTE_MS };
const DRIVE_MS = 5 * MINUTE_MS;
const AFTERMATH_MS = 3 * MINUTE_MS;
/** An older price is none. */
const PRICE_AGE_MS = MINUTE_MS;

export interface Facts {
  readonly notionalUsd: number;
  /** Share of the asset's recorded liquidations that are at least as large, itself included. */
  readonly rank: number;
  readonly peerCount: number;
  readonly openInterestShare?: number;
  /** Same asset, same side, from a minute before to two after, itself included. */
  readonly run: { readonly count: number; readonly usd: number; readonly exchangeCount: number };
  /** Of `run`, what came after it. */
  readonly after: { readonly count: number; readonly usd: number };
  /** All assets, same side, in the minute around it. */
  readonly tide: {
    readonly assetCount: number;
    readonly usd: number;
    readonly otherSideUsd: number;
    readonly timesUsual: number;
  };
  /** Its place among the liquidations of that tide, as `rank`. */
  readonly tideRank: number;
  /** All of the asset in the hour around it. */
  readonly hourUsd: number;
  /** Fractions, positive: against the position. Over five minutes before; the worst of three minutes after. */
  readonly drive?: number;
  readonly aftermath?: number;
}

interface Windowed {
  readonly times: readonly number[];
  readonly events: readonly Liquidation[];
}

export function createHindsight(replay: Replay): (scene: Scene) => Facts {
  const all = inOrder(replay.scenes.map(({ liquidation }) => liquidation));
  const byAsset = new Map<string, Windowed>();
  for (const [asset, events] of grouped(all.events, (event) => event.asset)) byAsset.set(asset, inOrder(events));
  const tracks = new Map([...replay.prices].map(([asset, points]) => [asset, { points, times: points.map((one) => one.time) }]));
  const usualMinute = { long: usualMinuteUsd(all, 'long'), short: usualMinuteUsd(all, 'short') };

  return ({ liquidation, context }) => {
    const { asset, side, receivedAt, notionalUsd } = liquidation;
    const ofAsset = byAsset.get(asset) ?? all;
    const peers = ofAsset.events.length >= ENOUGH_OF_ASSET ? ofAsset.events : all.events;
    const isSameSide = (event: Liquidation): boolean => event.side === side;
    const run = within(ofAsset, receivedAt, RUN).filter(isSameSide);
    const after = run.filter((event) => event.receivedAt > receivedAt);
    const minute = within(all, receivedAt, TIDE);
    const tide = minute.filter(isSameSide);
    const track = tracks.get(asset) ?? { points: [], times: [] };
    const drive = moveBefore(track, liquidation);
    const aftermath = worstAfter(track, liquidation);
    return {
      notionalUsd,
      rank: rankOf(notionalUsd, peers),
      peerCount: peers.length,
      ...(context.openInterestUsd === undefined ? {} : { openInterestShare: notionalUsd / context.openInterestUsd }),
      run: { count: run.length, usd: sum(run), exchangeCount: new Set(run.map((event) => event.exchange)).size },
      after: { count: after.length, usd: sum(after) },
      tide: {
        assetCount: new Set(tide.map((event) => event.asset)).size,
        usd: sum(tide),
        otherSideUsd: sum(minute) - sum(tide),
        timesUsual: sum(tide) / usualMinute[side],
      },
      tideRank: rankOf(notionalUsd, tide),
      hourUsd: sum(within(ofAsset, receivedAt, HOUR)),
      ...(drive === undefined ? {} : { drive }),
      ...(aftermath === undefined ? {} : { aftermath }),
    };
  };
}

interface Track {
  readonly times: readonly number[];
  readonly points: readonly PricePoint[];
}

function grouped<K>(events: readonly Liquidation[], keyOf: (event: Liquidation) => K): ReadonlyMap<K, readonly Liquidation[]> {
  const groups = new Map<K, Liquidation[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event));
    if (group) group.push(event);
    else groups.set(keyOf(event), [event]);
  }
  return groups;
}

function inOrder(events: readonly Liquidation[]): Windowed {
  const sorted = [...events].sort((a, b) => a.receivedAt - b.receivedAt);
  return { events: sorted, times: sorted.map((event) => event.receivedAt) };
}

function within({ times, events }: Windowed, at: number, span: { beforeMs: number; afterMs: number }): readonly Liquidation[] {
  return events.slice(firstAt(times, at - span.beforeMs), firstAt(times, at + span.afterMs + 1));
}

/** Place of the first that is not before `time`. */
function firstAt(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sum = (events: readonly Liquidation[]): number => events.reduce((total, event) => total + event.notionalUsd, 0);

function rankOf(notionalUsd: number, peers: readonly Liquidation[]): number {
  return peers.filter((event) => event.notionalUsd >= notionalUsd).length / Math.max(1, peers.length);
}

/** Median over the clock's minutes in which anything of that side was liquidated. */
function usualMinuteUsd({ events }: Windowed, side: Liquidation['side']): number {
  const minutes = grouped(
    events.filter((event) => event.side === side),
    (event) => Math.floor(event.receivedAt / MINUTE_MS),
  );
  const totals = [...minutes.values()].map(sum).sort((a, b) => a - b);
  return totals[Math.floor(totals.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function priceAt({ times, points }: Track, time: number): number | undefined {
  const point = points[firstAt(times, time + 1) - 1];
  return point && time - point.time <= PRICE_AGE_MS ? point.price : undefined;
}

/** Of the price, from one to the other; positive is a loss to the position. */
function against({ side }: Liquidation, from: number, to: number): number {
  return side === 'long' ? 1 - to / from : to / from - 1;
}

function moveBefore(track: Track, liquidation: Liquidation): number | undefined {
  const [from, to] = [priceAt(track, liquidation.receivedAt - DRIVE_MS), priceAt(track, liquidation.receivedAt)];
  return from === undefined || to === undefined ? undefined : against(liquidation, from, to);
}

function worstAfter(track: Track, liquidation: Liquidation): number | undefined {
  const { receivedAt } = liquidation;
  const from = priceAt(track, receivedAt);
  const later = track.points.slice(firstAt(track.times, receivedAt + 1), firstAt(track.times, receivedAt + AFTERMATH_MS + 1));
  if (from === undefined || later.length === 0) return undefined;
  return Math.max(0, ...later.map(({ price }) => against(liquidation, from, price)));
}
