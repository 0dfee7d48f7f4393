// The sell-off of 2025-01-27 and the days around it, as Binance sent them: frames → adapter → market, and what the market then says
// against a recount by a program of its own.
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexInstruments } from '../../src/domain/instrument.js';
import type { Alert } from '../../src/domain/record.js';
import { adapters } from '../../src/exchanges/registry.js';
import { shippedInstruments } from '../../src/exchanges/shipped.js';
import type { LiquidationStatistics, Sides } from '../../src/market/liquidation-statistics.js';
import { createMarketStore } from '../../src/market/store.js';
import { forceOrderRecording, forceOrderRows, rowsOf } from '../local-exchanges/recordings.js';
import { feedState, liquidation } from '../support/market-records.js';

const FILE = 'test/recordings/binance_forceorder_2025-01-22_2025-02-06.csv';
const MINUTE = 60_000;
/** An order is pushed a second after its trade. */
const DELAY_MS = 1_000;

interface Tally {
  readonly count: number;
  readonly cents: number;
}

interface Recount {
  readonly now: number;
  readonly windows: Readonly<Record<string, { readonly long: Tally; readonly short: Tally }>>;
  readonly hours: readonly {
    readonly start: number;
    readonly long: Tally;
    readonly short: Tally;
    readonly largestCents: number;
  }[];
  readonly largestCents: number;
  readonly quarters: readonly ({ readonly start: number } & Tally)[];
  readonly gaps: { readonly mean: number; readonly median: number; readonly deviation: number };
  readonly densest: number;
}

/** Through both bursts of the day, to the end of it, and into the calm after. */
const moments = [
  '2025-01-26T16:45:00Z',
  '2025-01-27T16:53:45Z',
  '2025-01-27T16:54:59Z',
  '2025-01-27T17:00:00Z',
  '2025-01-27T17:08:59Z',
  '2025-01-27T17:19:30Z',
  '2025-01-28T16:40:00Z',
].map((text) => Date.parse(text));

const nothing = { count: 0, notionalUsd: 0 };
const noSides = { long: nothing, short: nothing };
const cents = (usd: number): number => Math.round(usd * 100);

/**
 * Counts to the event; money to a cent in a hundred events: a value on half a cent is rounded either way, because the program
 * takes a contract's multiplier out of price and size before it multiplies them.
 */
function expectSame(told: { readonly count: number; readonly notionalUsd: number }, recount: Tally): void {
  expect(told.count).toBe(recount.count);
  expect(Math.abs(cents(told.notionalUsd) - recount.cents)).toBeLessThanOrEqual(Math.ceil(recount.count / 100));
}

function expectSameSides(told: Sides | undefined, recount: Recount['windows'][string] | undefined): void {
  if (told === undefined || recount === undefined) throw new Error('there are no sides to compare');
  expectSame(told.long, recount.long);
  expectSame(told.short, recount.short);
}

const nextSecond = (time: number): number => (Math.floor(time / 1_000) + 1) * 1_000;

/** Looked at every second while something comes, as the screen is, and at the moments. */
function playThrough(): { readonly seen: ReadonlyMap<number, LiquidationStatistics>; readonly alerts: readonly Alert[] } {
  const store = createMarketStore();
  const instruments = indexInstruments(shippedInstruments('binance'));
  const frames = forceOrderRecording(forceOrderRows());
  const seen = new Map<number, LiquidationStatistics>();
  const alerts: Alert[] = [];
  const flush = (now: number): void => {
    alerts.push(...store.flush(now));
    const { statistics } = store.getSnapshot();
    if (moments.includes(now) && statistics !== undefined) seen.set(now, statistics);
  };
  const start = frames[0]?.time ?? 0;
  store.apply(feedState('binance', 'live', start));
  let now = start;
  for (const [at, frame] of frames.entries()) {
    const receivedAt = frame.time;
    // Pieces of a recording: between them nobody listened.
    const isBroken = receivedAt - now > 10 * MINUTE;
    if (isBroken) {
      for (const moment of moments) if (moment > now && moment < receivedAt) flush(moment);
      store.apply(feedState('binance', 'reconnecting', now + 1_000));
      store.apply(feedState('binance', 'live', receivedAt));
    } else for (let next = nextSecond(now); next < receivedAt; next += 1_000) flush(next);
    now = receivedAt;
    const parsed = adapters.binance.parse(
      frame.text((time) => time),
      { receivedAt, instruments },
    );
    if (parsed.kind !== 'records') throw new Error(`frame ${at} holds no record`);
    for (const record of parsed.records) store.apply(record);
  }
  for (const moment of moments) if (moment > now) flush(moment);
  return { seen, alerts };
}

let recounts: readonly Recount[] = [];
let played: ReturnType<typeof playThrough>;

beforeAll(() => {
  const args = ['test/golden/recount.mjs', FILE, String(DELAY_MS), ...moments.map(String)];
  recounts = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  played = playThrough();
});

describe.each(moments.map((now, at) => [new Date(now).toISOString(), at] as const))('at %s', (_, at) => {
  const both = (): { readonly told: LiquidationStatistics; readonly recount: Recount } => {
    const recount = recounts[at];
    const told = played.seen.get(moments[at] ?? 0);
    if (recount === undefined || told === undefined) throw new Error('nothing was told');
    return { told, recount };
  };

  test('every window is the recount, in all and of Binance alone', () => {
    const { told, recount } = both();
    for (const { window, all, byExchange } of told.windows) {
      expectSameSides(all, recount.windows[window]);
      // Nobody else is heard, and an exchange of which nothing came is not listed.
      expect(byExchange.get('binance') ?? noSides).toEqual(all);
    }
  });

  test('so are the hours, and the largest of each and of the day', () => {
    const { told, recount } = both();
    const hours = told.hours.filter(({ largest }) => largest !== undefined).reverse();
    expect(hours.map(({ startTime }) => startTime)).toEqual(recount.hours.map(({ start }) => start));
    for (const { exchanges } of hours) expect(exchanges).toEqual(['binance']);
    hours.forEach((hour, place) => {
      expectSameSides(hour, recount.hours[place]);
      expect(cents(hour.largest?.notionalUsd ?? 0)).toBe(recount.hours[place]?.largestCents);
    });
    expect(cents(told.largest?.notionalUsd ?? 0)).toBe(recount.largestCents);
  });

  test('so are the quarter hours, the densest minute and the gaps between events', () => {
    const { told, recount } = both();
    const quarters = told.times.quarters.filter(({ count }) => count > 0);
    expect(quarters.map(({ startTime }) => startTime)).toEqual(recount.quarters.map(({ start }) => start));
    for (const [place, quarter] of quarters.entries()) expectSame(quarter, recount.quarters[place] ?? { count: -1, cents: 0 });
    expect(told.times.densest?.count).toBe(recount.densest);
    expect(told.times.gaps?.medianMs).toBe(recount.gaps.median);
    expect(told.times.gaps?.meanMs).toBeCloseTo(recount.gaps.mean, 6);
    expect(told.times.gaps?.deviationMs).toBeCloseTo(recount.gaps.deviation, 6);
  });
});

test('the days call twice: at both bursts of the sell-off', () => {
  const raised = played.alerts.filter(({ kind, state }) => kind.startsWith('liquidation-') && state === 'raised');
  expect(raised.map(({ time, message }) => `${new Date(time).toISOString().slice(0, 16)} ${message}`)).toEqual([
    '2025-01-27T16:53 146 liquidations in a minute ($244k), 8.2 × the usual 18',
    '2025-01-27T17:08 263 liquidations in a minute ($677k), 8.6 × the usual 31',
  ]);
});

test('the cascade of 2025-10-10 is one sweep for as long as it lasted, seventeen times the line', () => {
  const store = createMarketStore();
  const rows = rowsOf('hyperliquid_adl_by_coin_2025-10-10.csv');
  const start = Number(rows[0]?.['bucket_start_ms']);
  store.apply(feedState('hyperliquid', 'live', start - MINUTE));
  const alerts: Alert[] = [];
  let now = start - MINUTE;
  const bySecond = new Map<number, number>();
  rows.forEach((row, at) => {
    const receivedAt = Number(row['bucket_start_ms']);
    const notionalUsd = Number(row['notional_usd']);
    for (; now < receivedAt; now += 1_000) alerts.push(...store.flush(now));
    const second = Math.floor(receivedAt / 1_000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + notionalUsd);
    store.apply(liquidation(`${at}`, { exchange: 'hyperliquid', asset: row['coin'] ?? '', receivedAt, notionalUsd }));
  });
  for (const end = now + 10 * MINUTE; now < end; now += 1_000) alerts.push(...store.flush(now));
  const sweeps = alerts.filter(({ kind }) => kind === 'liquidation-sweep');
  expect(sweeps.map(({ state, time }) => `${state} ${Math.round((time - start) / 1_000)} s`)).toEqual([
    'raised 0 s',
    'cleared 304 s',
  ]);
  const largest = Math.max(
    ...[...bySecond.keys()].map((end) =>
      [...bySecond].reduce((sum, [second, usd]) => (second <= end && second > end - 60 ? sum + usd : sum), 0),
    ),
  );
  const [sweep, ...others] = store.getSnapshot().statistics?.sweeps ?? [];
  expect(others).toEqual([]);
  expect(sweep?.notionalUsd).toBeCloseTo(largest, 0);
  expect(sweep?.intensity).toBeCloseTo(17.3, 1);
  expect(sweep).toMatchObject({ asset: 'ETH', longShare: 1, outcome: 'open' });
});
