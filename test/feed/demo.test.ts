import { beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import type { FeedState, FrameTally, Liquidation, Ticker } from '../../src/domain/record.js';
import type { ExchangeAdapter } from '../../src/exchanges/adapter.js';
import { binance } from '../../src/exchanges/binance/adapter.js';
import { bybit } from '../../src/exchanges/bybit/adapter.js';
import { deribit } from '../../src/exchanges/deribit/adapter.js';
import { dydx } from '../../src/exchanges/dydx/adapter.js';
import { hyperliquid } from '../../src/exchanges/hyperliquid/adapter.js';
import { okx } from '../../src/exchanges/okx/adapter.js';
import { createDemoFeed } from '../../src/feed/demo.js';
import type { Feed } from '../../src/feed/feed.js';
import { createFakeClock, type FakeClock } from '../support/fake-clock.js';

const adapters: Readonly<Record<ExchangeId, ExchangeAdapter>> = { binance, bybit, okx, deribit, hyperliquid, dydx };
const START = 1_790_000_000_000;

interface Show {
  readonly clock: FakeClock;
  readonly feed: Feed;
  readonly tickers: Ticker[];
  readonly liquidations: Liquidation[];
  readonly states: FeedState[];
  readonly frames: FrameTally[];
}

function open(seed = 7, exchanges: readonly ExchangeId[] = exchangeIds): Show {
  const clock = createFakeClock({ now: START });
  const feed = createDemoFeed({ clock, seed, exchanges, adapters });
  const show: Show = { clock, feed, tickers: [], liquidations: [], states: [], frames: [] };
  feed.start({
    record: (record) => {
      if (record.type === 'ticker') show.tickers.push(record);
      else if (record.type === 'liquidation') show.liquidations.push(record);
      else show.states.push(record);
    },
    frame: (tally) => show.frames.push(tally),
  });
  return show;
}

/** `count` of each whole second since the start. */
function perSecond(times: readonly number[]): readonly number[] {
  const counts: number[] = [];
  for (const time of times) {
    const second = Math.floor((time - START) / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count ?? 0);
}

describe('two minutes of the demo', () => {
  let show: Show;
  beforeAll(() => {
    show = open();
    show.clock.advance(120_000);
  });

  it('reads every frame but the one that was meant to be unreadable', () => {
    const faults = show.frames.flatMap((frame) => frame.faults ?? []);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/JSON/);
  });

  it.each(exchangeIds)('shows rate, interval, mark, open interest and volume of every listing of %s', (exchange) => {
    const merged = new Map<string, Partial<Ticker>>();
    for (const ticker of show.tickers.filter((each) => each.exchange === exchange)) {
      merged.set(ticker.symbol, { ...merged.get(ticker.symbol), ...ticker });
    }
    expect(merged.size).toBeGreaterThan(10);
    for (const [symbol, row] of merged) {
      expect(row.fundingIntervalHours, symbol).toBeGreaterThan(0);
      expect(Math.abs(row.fundingRate ?? Number.NaN), symbol).toBeLessThan(0.004);
      expect(row.markPrice, symbol).toBeGreaterThan(0);
      expect(row.indexPrice, symbol).toBeGreaterThan(0);
      expect(row.volume24hUsd, symbol).toBeGreaterThan(100_000);
      expect(row.openInterest ?? row.openInterestUsd, symbol).toBeGreaterThan(0);
    }
  });

  it('prices a coin alike on all exchanges, whatever multiplier or contract they count in', () => {
    const latest = new Map<string, Map<string, number>>();
    for (const { asset, exchange, symbol, markPrice } of show.tickers) {
      if (markPrice === undefined) continue;
      const prices = latest.get(asset) ?? new Map<string, number>();
      latest.set(asset, prices.set(`${exchange}:${symbol}`, markPrice));
    }
    expect(latest.size).toBe(24);
    for (const [asset, prices] of latest) {
      expect(prices.size, asset).toBeGreaterThan(2);
      expect(Math.max(...prices.values()) / Math.min(...prices.values()), asset).toBeLessThan(1.02);
    }
  });

  it('liquidates on five exchanges and never on Hyperliquid', () => {
    const seen = new Set(show.liquidations.map(({ exchange }) => exchange));
    expect([...seen].sort()).toEqual(['binance', 'bybit', 'deribit', 'dydx', 'okx']);
  });

  it('gives every liquidation an id of its own and a price near the market', () => {
    const ids = show.liquidations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const marks = new Map<string, number>();
    for (const { asset, markPrice } of show.tickers) if (markPrice !== undefined) marks.set(asset, markPrice);
    for (const { asset, price, size, notionalUsd, id } of show.liquidations) {
      expect(price / (marks.get(asset) ?? Number.NaN), id).toBeGreaterThan(0.7);
      expect(price / (marks.get(asset) ?? Number.NaN), id).toBeLessThan(1.4);
      expect(notionalUsd, id).toBeGreaterThan(0);
      expect(size * price, id).toBeCloseTo(notionalUsd, -Math.log10(notionalUsd / 1000));
    }
  });

  it('sees a cascade of longs within the first forty seconds, growing and dying away', () => {
    const early = show.liquidations.filter(({ receivedAt }) => receivedAt < START + 60_000);
    const counts = perSecond(early.map(({ receivedAt }) => receivedAt));
    const worst = counts.indexOf(Math.max(...counts));
    expect(worst).toBeLessThan(40);
    expect(counts[worst]).toBeGreaterThan(25);
    expect(counts[worst - 8] ?? 0).toBeLessThan((counts[worst] ?? 0) / 3);
    expect(counts[worst + 12] ?? 0).toBeLessThan((counts[worst] ?? 0) / 3);
    const around = early.filter(({ receivedAt }) => Math.abs(receivedAt - START - worst * 1000) < 3000);
    expect(around.filter(({ side }) => side === 'long').length / around.length).toBeGreaterThan(0.8);
    expect(Math.max(...around.map(({ notionalUsd }) => notionalUsd))).toBeGreaterThan(500_000);
  });

  it('flips funding on every exchange while the cascade lasts', () => {
    const signs = new Map<ExchangeId, Set<number>>();
    for (const { exchange, asset, fundingRate } of show.tickers) {
      if (asset !== 'ETH' || !fundingRate) continue;
      signs.set(exchange, (signs.get(exchange) ?? new Set()).add(Math.sign(fundingRate)));
    }
    for (const exchange of exchangeIds) expect(signs.get(exchange), exchange).toEqual(new Set([1, -1]));
  });

  it('loses one exchange for some seconds, says why, and gets it back', () => {
    const lost = show.states.find(({ state }) => state === 'reconnecting');
    expect(lost).toMatchObject({ attempt: 1, reason: expect.stringMatching(/\w/), retryInMs: expect.any(Number) });
    const { exchange, time, retryInMs = 0 } = lost ?? { exchange: 'okx', time: 0 };
    const silent = show.frames.filter(
      (frame) => frame.exchange === exchange && frame.receivedAt > time && frame.receivedAt < time + retryInMs,
    );
    expect(silent).toEqual([]);
    expect(show.states.some((state) => state.exchange === exchange && state.state === 'live' && state.time > time)).toBe(true);
  });

  it('sends some hundred frames a second', () => {
    const calm = show.frames.filter(({ receivedAt }) => receivedAt >= START + 1000 && receivedAt < START + 6000);
    expect(calm.length / 5).toBeGreaterThan(100);
    expect(calm.length / 5).toBeLessThan(300);
  });

  it('covers intervals of 1, 2, 4 and 8 hours', () => {
    const hours = new Set(show.tickers.flatMap(({ fundingIntervalHours }) => fundingIntervalHours ?? []));
    expect([...hours].sort()).toEqual([1, 2, 4, 8]);
  });
});

describe('the demo feed', () => {
  it('has every exchange live and every listing shown within 50 ms', () => {
    const show = open();
    expect(show.states.map(({ state }) => state)).toEqual(Array.from(exchangeIds, () => 'connecting'));
    show.clock.advance(50);
    expect(show.states.filter(({ state }) => state === 'live').map(({ exchange }) => exchange)).toEqual([...exchangeIds]);
    const shown = new Set(show.tickers.filter(({ fundingRate }) => fundingRate !== undefined).map(({ exchange }) => exchange));
    expect(shown.size).toBe(exchangeIds.length);
  });

  it.each([1, 2, 3, 4, 5])('has some coins, not all, whose funding differs by more than 0.005 %% per 8 h (seed %d)', (seed) => {
    const show = open(seed);
    show.clock.advance(5000);
    const rates = new Map<string, Map<string, number>>();
    for (const { asset, exchange, symbol, fundingRate, fundingIntervalHours } of show.tickers) {
      if (fundingRate === undefined || fundingIntervalHours === undefined) continue;
      const own = rates.get(asset) ?? new Map<string, number>();
      rates.set(asset, own.set(`${exchange}:${symbol}`, (fundingRate * 8) / fundingIntervalHours));
    }
    const wide = [...rates.values()].filter((own) => Math.max(...own.values()) - Math.min(...own.values()) > 0.00005);
    expect(wide.length).toBeGreaterThan(2);
    expect(wide.length).toBeLessThan(14);
  });

  it('repeats itself with the same seed, and differs with another', () => {
    const [one, same, other] = [open(3), open(3), open(4)];
    for (const { clock } of [one, same, other]) clock.advance(25_000);
    expect(same.tickers).toEqual(one.tickers);
    expect(same.liquidations).toEqual(one.liquidations);
    expect(same.states).toEqual(one.states);
    expect(other.liquidations).not.toEqual(one.liquidations);
  });

  it('shows a first cascade before forty seconds whatever the seed', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const show = open(seed, ['bybit']);
      show.clock.advance(40_000);
      const counts = perSecond(show.liquidations.map(({ receivedAt }) => receivedAt));
      expect(Math.max(...counts), `seed ${seed}`).toBeGreaterThan(10);
    }
  });

  it('switches an exchange off and on again', () => {
    const show = open(7, ['binance', 'okx']);
    show.clock.advance(1000);
    show.feed.setExchanges(['okx', 'dydx']);
    expect(show.states.at(-2)).toMatchObject({ exchange: 'binance', state: 'off' });
    expect(show.states.at(-1)).toMatchObject({ exchange: 'dydx', state: 'connecting' });
    const before = show.frames.filter(({ exchange }) => exchange === 'binance').length;
    show.clock.advance(1000);
    expect(show.frames.filter(({ exchange }) => exchange === 'binance')).toHaveLength(before);
    expect(show.tickers.some(({ exchange }) => exchange === 'dydx')).toBe(true);
    show.feed.setExchanges(['binance', 'okx', 'dydx']);
    show.clock.advance(100);
    expect(show.states.at(-1)).toMatchObject({ exchange: 'binance', state: 'live' });
  });

  it('takes the same course whichever exchanges are watched', () => {
    const [all, one] = [open(5), open(5, ['dydx'])];
    for (const { clock } of [all, one]) clock.advance(30_000);
    const onDydx = (show: Show) => show.liquidations.filter(({ exchange }) => exchange === 'dydx');
    expect(onDydx(one)).toEqual(onDydx(all));
    expect(onDydx(one).length).toBeGreaterThan(0);
  });

  it('leaves no timer behind and says nothing more once stopped', async () => {
    const show = open();
    show.clock.advance(5000);
    await show.feed.stop();
    expect(show.clock.pending()).toBe(0);
    const { length } = show.frames;
    show.feed.setExchanges(['okx']);
    show.clock.advance(5000);
    expect(show.frames).toHaveLength(length);
    expect(show.clock.pending()).toBe(0);
  });

  it('falls silent at once when it is stopped from inside', () => {
    const clock = createFakeClock({ now: START });
    const feed = createDemoFeed({ clock, seed: 7, exchanges: exchangeIds, adapters });
    let recordCount = 0;
    const stop = (): void => {
      recordCount += 1;
      if (recordCount === 40) void feed.stop();
    };
    feed.start({ record: stop, frame: () => undefined });
    clock.advance(10_000);
    expect(recordCount).toBe(40);
    expect(clock.pending()).toBe(0);
  });
});
