import { describe, expect, test } from 'vitest';
import { WireError } from '../../src/domain/errors.js';
import type { Instrument } from '../../src/domain/instrument.js';
import type { FundingHistory } from '../../src/domain/record.js';
import type { FundingHistorySource, TimeRange } from '../../src/exchanges/adapter.js';
import { isSymbol } from '../../src/exchanges/wire.js';
import { createHistoryFetcher } from '../../src/feed/funding-history.js';
import { HttpError } from '../../src/feed/http-answer.js';
import { createRest } from '../../src/feed/rest.js';
import { createFakeClock } from '../support/fake-clock.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Ten past a settlement of 8 h. */
const NOW = Date.UTC(2026, 10, 21, 8, 10);

function instrument(symbol: string, fundingIntervalHours?: number): Instrument {
  if (!isSymbol(symbol)) throw new Error(`no symbol: ${symbol}`);
  return {
    exchange: 'bybit',
    symbol,
    asset: symbol.replace('USDT', ''),
    quote: 'USDT',
    kind: 'linear',
    contractSize: 1,
    multiplier: 1,
    isTrading: true,
    ...(fundingIntervalHours === undefined ? {} : { fundingIntervalHours }),
  };
}

interface Asked extends TimeRange {
  readonly symbol: string;
  readonly atMs: number;
}

/** A made-up exchange: settles every `hours`, lists it `listedAfterMs` later, answers with the newest 100 rows. */
function start({ random = (): number => 0, listedAfterMs = 0 } = {}) {
  const clock = createFakeClock({ now: NOW, random });
  const asked: Asked[] = [];
  const histories: FundingHistory[] = [];
  const failures: string[] = [];
  const faults: string[] = [];
  /** Between settlements, from which hour on. */
  const rhythm = { hours: 8 };
  let answer: ((asked: Asked) => Promise<string>) | undefined;

  function times({ fromTime, toTime }: TimeRange): number[] {
    const stepMs = rhythm.hours * HOUR_MS;
    const found: number[] = [];
    const newest = Math.min(toTime, clock.now() - listedAfterMs);
    for (let time = Math.floor(newest / stepMs) * stepMs; time >= fromTime && found.length < 100; time -= stepMs)
      found.push(time);
    return found;
  }

  const source: FundingHistorySource = {
    request: ({ symbol }, { fromTime, toTime }) => ({ url: `https://x.test/${symbol}?${fromTime}&${toTime}`, weight: 1 }),
    parse: (body) => {
      if (body === 'broken') throw new WireError('answer is no history');
      const found: number[] = JSON.parse(body);
      const rows = found.length === 0 ? {} : { rows: { fromTime: Math.min(...found), toTime: Math.max(...found) } };
      return { payments: found.map((time) => ({ time, fundingRate: 0.0001 })), faults: [], ...rows };
    },
  };
  const rest = createRest({
    clock,
    budget: { weight: 1000, perMs: MINUTE_MS },
    send: ({ url }) => {
      const [, symbol = '', from, to] = /(\w+)\?(\d+)&(\d+)$/.exec(url) ?? [];
      const one = { symbol, fromTime: Number(from), toTime: Number(to), atMs: clock.now() - NOW };
      asked.push(one);
      return answer?.(one) ?? Promise.resolve(JSON.stringify(times(one)));
    },
  });
  const fetcher = createHistoryFetcher({
    source,
    rest,
    clock,
    address: (request) => request,
    onHistory: (history) => histories.push(history),
    onAnswer: (found) => faults.push(...found),
    onFailure: (reason) => failures.push(reason),
  });
  const respond = (how: typeof answer): void => {
    answer = how;
  };
  const paymentTimes = (symbol: string) =>
    histories
      .filter((history) => history.symbol === symbol)
      .flatMap(({ payments }) => payments.map(({ time }) => time))
      .sort((one, other) => one - other);
  return { clock, fetcher, rest, asked, histories, failures, faults, rhythm, respond, paymentTimes };
}

const settlements = (hours: number, from: number, to: number): number[] => {
  const found: number[] = [];
  for (let time = Math.ceil(from / (hours * HOUR_MS)) * hours * HOUR_MS; time <= to; time += hours * HOUR_MS) found.push(time);
  return found;
};

describe('the history of what is watched', () => {
  test('is fetched for 30 days, one request a second, page by page', async () => {
    const { clock, fetcher, asked, rhythm, paymentTimes } = start();
    rhythm.hours = 1;
    fetcher.follow([instrument('BTCUSDT', 1), instrument('ETHUSDT', 1)]);
    await clock.advanceAsync(MINUTE_MS);
    expect(paymentTimes('BTCUSDT')).toEqual(settlements(1, NOW - 30 * DAY_MS, NOW));
    expect(paymentTimes('ETHUSDT')).toEqual(settlements(1, NOW - 30 * DAY_MS, NOW));
    // 720 rows in pages of 100, twice.
    expect(asked.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 16 }, (_, index) => 2000 + 1000 * index));
    // The newest page of each before the second of any.
    expect(asked.slice(0, 4).map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT', 'BTCUSDT', 'ETHUSDT']);
  });

  test('tells the newest payments first, each page oldest first', async () => {
    const { clock, fetcher, histories, rhythm } = start();
    rhythm.hours = 1;
    fetcher.follow([instrument('BTCUSDT', 1)]);
    await clock.advanceAsync(2000);
    expect(histories).toHaveLength(1);
    expect(histories[0]).toMatchObject({ exchange: 'bybit', symbol: 'BTCUSDT', asset: 'BTC', receivedAt: NOW + 2000 });
    expect(histories[0]?.payments.map(({ time }) => time)).toEqual(settlements(1, NOW - 100 * HOUR_MS, NOW));
  });

  test('is brought up to date a minute after each settlement, and not in between', async () => {
    const { clock, fetcher, asked, paymentTimes } = start();
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(DAY_MS);
    expect(paymentTimes('BTCUSDT').slice(-3)).toEqual(settlements(8, NOW + MINUTE_MS, NOW + DAY_MS));
    const times = asked.slice(1).map(({ atMs }) => NOW + atMs);
    expect(times).toEqual(settlements(8, NOW + MINUTE_MS, NOW + DAY_MS).map((time) => time + MINUTE_MS));
    // Only what is not known yet.
    expect(asked[1]?.fromTime).toBe(Date.UTC(2026, 10, 21, 8) + 1);
  });

  test('is asked for again, less and less often, until a payment that is due is listed', async () => {
    const { clock, fetcher, asked, paymentTimes } = start({ listedAfterMs: 5 * MINUTE_MS });
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(7 * HOUR_MS + 50 * MINUTE_MS);
    const before = asked.length;
    await clock.advanceAsync(20 * MINUTE_MS);
    // 60 s after the settlement, then after 30, 60, 120 and 240 s.
    const settled = Date.UTC(2026, 10, 21, 16);
    expect(asked.slice(before).map(({ atMs }) => NOW + atMs - settled)).toEqual([60_000, 90_000, 150_000, 270_000, 510_000]);
    expect(paymentTimes('BTCUSDT').at(-1)).toBe(settled);
  });

  test('without a stated interval is looked at every hour, because it may have become shorter', async () => {
    const { clock, fetcher, asked, rhythm, paymentTimes } = start();
    fetcher.follow([instrument('BTCUSDT')]);
    await clock.advanceAsync(2 * HOUR_MS);
    expect(asked).toHaveLength(3);
    rhythm.hours = 1;
    await clock.advanceAsync(HOUR_MS);
    expect(paymentTimes('BTCUSDT').slice(-3)).toEqual(settlements(1, NOW, NOW + 3 * HOUR_MS));
  });

  test('is fetched at once when a stated interval becomes shorter', async () => {
    const { clock, fetcher, rhythm, paymentTimes } = start();
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(2 * HOUR_MS);
    rhythm.hours = 1;
    fetcher.follow([instrument('BTCUSDT', 1)]);
    await clock.advanceAsync(1000);
    expect(paymentTimes('BTCUSDT').slice(-2)).toEqual(settlements(1, NOW, NOW + 2 * HOUR_MS));
  });

  test('of a newly watched asset is fetched, of one no longer watched given up', async () => {
    const { clock, fetcher, asked, paymentTimes } = start();
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(10_000);
    fetcher.follow([instrument('ETHUSDT', 8)]);
    await clock.advanceAsync(DAY_MS);
    expect(paymentTimes('ETHUSDT')).toHaveLength(93);
    expect(asked.filter(({ symbol }) => symbol === 'BTCUSDT')).toHaveLength(1);
  });

  test('that arrives after it was given up is nobody’s business', async () => {
    const { clock, fetcher, histories, respond } = start();
    respond(() => new Promise((resolve) => clock.after(5000, () => resolve(`[${NOW}]`))));
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(3000);
    fetcher.follow([]);
    await clock.advanceAsync(DAY_MS);
    expect(histories).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test('that cannot be had is named and asked for again with back-off, going on where it was', async () => {
    const { clock, fetcher, asked, failures, respond, rhythm, paymentTimes } = start();
    rhythm.hours = 1;
    fetcher.follow([instrument('BTCUSDT', 1)]);
    await clock.advanceAsync(3000);
    expect(asked).toHaveLength(2);
    respond(() => Promise.reject(new HttpError('HTTP 500')));
    await clock.advanceAsync(100_000);
    // A second after the last page, then after 30 and 60 s.
    expect(asked.slice(2).map(({ atMs }) => atMs)).toEqual([4000, 34_000, 94_000]);
    expect(new Set(failures)).toEqual(new Set(['history BTCUSDT: HTTP 500']));
    respond(undefined);
    await clock.advanceAsync(10 * MINUTE_MS);
    expect(paymentTimes('BTCUSDT')).toEqual(settlements(1, NOW - 30 * DAY_MS, NOW));
  });

  test('that cannot be read is named', async () => {
    const { clock, fetcher, failures, respond } = start();
    respond(() => Promise.resolve('broken'));
    fetcher.follow([instrument('BTCUSDT', 8)]);
    await clock.advanceAsync(2000);
    expect(failures).toEqual(['history BTCUSDT: answer is no history']);
  });

  test('of one instrument that fails holds up no other', async () => {
    const { clock, fetcher, respond, paymentTimes } = start();
    respond(({ symbol }) => (symbol === 'BTCUSDT' ? Promise.reject(new HttpError('HTTP 404')) : Promise.resolve(`[${NOW - 1}]`)));
    fetcher.follow([instrument('BTCUSDT', 8), instrument('ETHUSDT', 8)]);
    await clock.advanceAsync(4000);
    expect(paymentTimes('ETHUSDT')).toEqual([NOW - 1]);
  });

  test('is asked for at scattered times', async () => {
    let turn = 0;
    const { clock, fetcher, asked } = start({ random: () => [0.1, 0.9, 0.4, 0.7][turn++ % 4] ?? 0 });
    fetcher.follow([instrument('BTCUSDT', 8), instrument('ETHUSDT', 8)]);
    await clock.advanceAsync(HOUR_MS * 8);
    const settled = Date.UTC(2026, 10, 21, 16);
    for (const { atMs } of asked.slice(2)) {
      expect(NOW + atMs).toBeGreaterThan(settled + MINUTE_MS);
      expect(NOW + atMs).toBeLessThan(settled + 2 * MINUTE_MS + 2000);
    }
    const scattered = asked.slice(2).map(({ atMs }) => NOW + atMs - settled);
    expect(scattered).toHaveLength(2);
    expect(Math.abs((scattered[1] ?? 0) - (scattered[0] ?? 0))).toBeGreaterThan(5000);
  });

  test('leaves no timer and tells nothing more when stopped', async () => {
    const { clock, fetcher, rest, histories, failures, respond } = start();
    respond(() => new Promise(() => undefined));
    fetcher.follow([instrument('BTCUSDT', 8), instrument('ETHUSDT', 8)]);
    await clock.advanceAsync(2500);
    fetcher.stop();
    await clock.advanceAsync(DAY_MS);
    expect([histories, failures, clock.pending()]).toEqual([[], [], 0]);
    expect(rest.quietUntil()).toBe(Number.NEGATIVE_INFINITY);
  });
});
